"""Words of Peppol BIS Billing 3's rules for Denmark."""

from app.errors.catalogue import define

_WORDS = (
    (
        "DK-R-002",
        "The Danish seller has no legal registration number (BT-30).",
        "丹麦卖方没有法定登记号（BT-30）。",
        "State the seller's CVR number, with scheme 0184.",
        "请填写卖方的 CVR 号，方案为 0184。",
    ),
    (
        "DK-R-003",
        'The item is classified by UNSPSC (TST) in version "{found}".',
        "商品按 UNSPSC（TST）分类，版本为“{found}”。",
        "Use version 26.0801, or 19.0501, and say which (listVersionID).",
        "请使用 26.0801 或 19.0501 版，并注明版本（listVersionID）。",
    ),
    (
        "DK-R-004",
        "A tax other than VAT (reason code ZZZ) isn't named in the way that Danish accounts ask for.",
        "增值税以外的税费（原因代码 ZZZ）未按丹麦会计要求注明。",
        "Write the four digits of the tax's category as the reason, or a text with a # within it.",
        "请将税费类别的四位数字作为原因，或填写中间含有 # 的文字。",
    ),
    (
        "DK-R-005",
        'Danish sellers aren\'t paid by means "{found}" (BT-81).',
        "丹麦卖方不使用付款方式“{found}”（BT-81）。",
        "Use one of 1, 10, 31, 42, 48, 49, 50, 58, 59, 93 and 97.",
        "请使用以下之一：1、10、31、42、48、49、50、58、59、93、97。",
    ),
    (
        "DK-R-006",
        "Payment is to a Danish bank account, and the account (BT-84) or its registration number (BT-86) is missing.",
        "付款至丹麦银行账户，但缺少账号（BT-84）或登记号（BT-86）。",
        "State both; the registration number is the identifier of the branch.",
        "请同时填写两者；登记号即分行标识符。",
    ),
    (
        "DK-R-007",
        "Payment is by direct debit, and the mandate (BT-89) or the debited account (BT-91) is missing.",
        "付款方式为直接扣款，但缺少授权参考号（BT-89）或扣款账户（BT-91）。",
        "State both.",
        "请同时填写两者。",
    ),
    (
        "DK-R-008",
        "Payment is by giro (50), and the card type (BT-83) or the giro account (BT-84) is missing or malformed.",
        "付款方式为 giro（50），但卡类型（BT-83）或 giro 账号（BT-84）缺失或格式有误。",
        "Begin the remittance information with 01#, 04# or 15#; the account has 7 or 8 digits.",
        "付款信息应以 01#、04# 或 15# 开头；账号为 7 或 8 位数字。",
    ),
    (
        "DK-R-009",
        "Payment is by giro with card type 04 or 15, and the remittance information (BT-83) hasn't 16 digits with it.",
        "付款方式为 giro，卡类型为 04 或 15，但付款信息（BT-83）其后不是 16 位数字。",
        "Write it as 04#1234567890123456.",
        "请按 04#1234567890123456 的格式书写。",
    ),
    (
        "DK-R-010",
        "Payment is by FIK (93), and the card type (BT-83) or the creditor number (BT-84) is missing or malformed.",
        "付款方式为 FIK（93），但卡类型（BT-83）或债权人号码（BT-84）缺失或格式有误。",
        "Begin the remittance information with 71#, 73# or 75#; the creditor number has 8 characters.",
        "付款信息应以 71#、73# 或 75# 开头；债权人号码为 8 个字符。",
    ),
    (
        "DK-R-011",
        "Payment is by FIK with card type 71 or 75, and the remittance information (BT-83) hasn't 15 or 16 digits "
        "with it.",
        "付款方式为 FIK，卡类型为 71 或 75，但付款信息（BT-83）其后不是 15 或 16 位数字。",
        "Write it as 71#123456789012345.",
        "请按 71#123456789012345 的格式书写。",
    ),
    (
        "DK-R-013",
        "The party's identifier doesn't say what register it is from.",
        "参与方标识符未注明所属登记机构。",
        "Add its scheme, such as 0088 for a GLN or 0184 for a CVR number.",
        "请添加方案，例如 GLN 为 0088，CVR 号为 0184。",
    ),
    (
        "DK-R-014",
        'The Danish seller\'s legal registration number (BT-30) has scheme "{found}" instead of 0184.',
        "丹麦卖方法定登记号（BT-30）的方案为“{found}”，应为 0184。",
        "State the CVR number, with scheme 0184.",
        "请填写 CVR 号，方案为 0184。",
    ),
    (
        "DK-R-016",
        "The credit note asks for {found} (BT-115); below zero it would be an invoice.",
        "贷项通知单的应付金额为 {found}（BT-115）；负数应使用发票。",
        "Send an invoice instead, or turn the signs round.",
        "请改用发票，或更正正负号。",
    ),
    (
        "DK-R-017",
        'The Danish buyer\'s legal registration number (BT-47) has scheme "{found}" instead of 0184.',
        "丹麦买方法定登记号（BT-47）的方案为“{found}”，应为 0184。",
        "State the CVR number, with scheme 0184.",
        "请填写 CVR 号，方案为 0184。",
    ),
)

for _entry in _WORDS:
    define(*_entry)
