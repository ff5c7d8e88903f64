"""Words of Peppol BIS Billing 3's rules for invoices within Germany."""

from app.errors.catalogue import define

_MISSING = (
    ("DE-R-003", "The seller's address has no city (BT-37).", "卖方地址没有城市（BT-37）。"),
    ("DE-R-004", "The seller's address has no post code (BT-38).", "卖方地址没有邮编（BT-38）。"),
    ("DE-R-005", "The seller's contact has no name (BT-41).", "卖方联系人没有姓名（BT-41）。"),
    ("DE-R-006", "The seller's contact has no telephone number (BT-42).", "卖方联系人没有电话（BT-42）。"),
    ("DE-R-007", "The seller's contact has no e-mail address (BT-43).", "卖方联系人没有电子邮箱（BT-43）。"),
    ("DE-R-008", "The buyer's address has no city (BT-52).", "买方地址没有城市（BT-52）。"),
    ("DE-R-009", "The buyer's address has no post code (BT-53).", "买方地址没有邮编（BT-53）。"),
    ("DE-R-010", "The delivery address has no city (BT-77).", "交货地址没有城市（BT-77）。"),
    ("DE-R-011", "The delivery address has no post code (BT-78).", "交货地址没有邮编（BT-78）。"),
    ("DE-R-014", "The VAT break-down has no rate (BT-119).", "增值税明细没有税率（BT-119）。"),
)
for _rule, _en, _zh in _MISSING:
    define(
        _rule,
        _en,
        _zh,
        "Between German parties it has to be stated.",
        "德国双方之间必须填写此项。",
    )

_WORDS = (
    (
        "DE-R-001",
        "The German buyer isn't told how to pay (BG-16).",
        "未告知德国买方付款方式（BG-16）。",
        "Add the means of payment, such as 58 with the seller's IBAN.",
        "请添加付款方式，例如 58 并附卖方 IBAN。",
    ),
    (
        "DE-R-002",
        "The German seller names nobody to ask (BG-6).",
        "德国卖方未注明联系人（BG-6）。",
        "State name, telephone number and e-mail address.",
        "请填写姓名、电话和电子邮箱。",
    ),
    (
        "DE-R-015",
        "The German buyer's reference (BT-10) is missing.",
        "缺少德国买方的参考号（BT-10）。",
        "For an authority it is the Leitweg-ID that it gave you.",
        "如买方为政府机构，请填写其提供的 Leitweg-ID。",
    ),
    (
        "DE-R-016",
        "The German seller has neither a VAT number (BT-31) nor a tax number (BT-32) nor a tax representative (BG-11).",
        "德国卖方既没有增值税号（BT-31），也没有税号（BT-32）或税务代表（BG-11）。",
        "State one of them.",
        "请填写其中之一。",
    ),
    (
        "DE-R-017",
        'Type "{found}" (BT-3) isn\'t one that is used between German parties.',
        "类型“{found}”（BT-3）不用于德国双方之间。",
        "Use one of 326, 380, 381, 384, 389, 875, 876 and 877.",
        "请使用以下之一：326、380、381、384、389、875、876、877。",
    ),
    (
        "DE-R-018",
        'The payment terms (BT-20) have a cash discount, "{found}", that software can\'t read.',
        "付款条件（BT-20）中的现金折扣“{found}”无法被软件识别。",
        "Write each on a line of its own as #SKONTO#TAGE=14#PROZENT=2.00#, and end the last one with a line break.",
        "请每项单独成行，写作 #SKONTO#TAGE=14#PROZENT=2.00#，并在最后一项后换行。",
    ),
    (
        "DE-R-019",
        'The account for the SEPA transfer (BT-84), "{found}", isn\'t an IBAN.',
        "SEPA 转账账户（BT-84）“{found}”不是有效的 IBAN。",
        "Check the IBAN, digit by digit; write its letters as capitals.",
        "请逐位核对 IBAN；字母请用大写。",
    ),
    (
        "DE-R-020",
        'The account for the SEPA direct debit (BT-91), "{found}", isn\'t an IBAN.',
        "SEPA 直接扣款账户（BT-91）“{found}”不是有效的 IBAN。",
        "Check the IBAN, digit by digit; write its letters as capitals.",
        "请逐位核对 IBAN；字母请用大写。",
    ),
    (
        "DE-R-022",
        'Two attachments (BT-125) are called "{found}".',
        "有两个附件（BT-125）同名为“{found}”。",
        "Give each a file name of its own.",
        "请为每个附件使用不同的文件名。",
    ),
    (
        "DE-R-023-1",
        "Payment is by credit transfer, and there is no account (BG-17).",
        "付款方式为贷记转账，但没有收款账户（BG-17）。",
        "State the seller's account.",
        "请填写卖方账户。",
    ),
    (
        "DE-R-023-2",
        "Payment is by credit transfer, and there are particulars of a card (BG-18) or a direct debit (BG-19).",
        "付款方式为贷记转账，但填写了银行卡（BG-18）或直接扣款（BG-19）信息。",
        "Leave them out, or make them a means of payment of their own.",
        "请将其删除，或另列为单独的付款方式。",
    ),
    (
        "DE-R-024-1",
        "Payment is by card, and there are no particulars of the card (BG-18).",
        "付款方式为银行卡，但没有银行卡信息（BG-18）。",
        "State the last digits of the card's number.",
        "请填写卡号末几位。",
    ),
    (
        "DE-R-024-2",
        "Payment is by card, and there are particulars of a transfer (BG-17) or a direct debit (BG-19).",
        "付款方式为银行卡，但填写了转账（BG-17）或直接扣款（BG-19）信息。",
        "Leave them out, or make them a means of payment of their own.",
        "请将其删除，或另列为单独的付款方式。",
    ),
    (
        "DE-R-025-1",
        "Payment is by direct debit, and there are no particulars of it (BG-19).",
        "付款方式为直接扣款，但没有相关信息（BG-19）。",
        "State the mandate, the creditor's identifier and the account that is debited.",
        "请填写授权参考号、债权人标识符和扣款账户。",
    ),
    (
        "DE-R-025-2",
        "Payment is by direct debit, and there are particulars of a transfer (BG-17) or a card (BG-18).",
        "付款方式为直接扣款，但填写了转账（BG-17）或银行卡（BG-18）信息。",
        "Leave them out, or make them a means of payment of their own.",
        "请将其删除，或另列为单独的付款方式。",
    ),
    (
        "DE-R-026",
        "The corrected invoice (type 384) doesn't name the invoice that it corrects (BG-3).",
        "更正发票（类型 384）未注明被更正的发票（BG-3）。",
        "State that invoice's number.",
        "请填写该发票的编号。",
    ),
    (
        "DE-R-027",
        'The seller\'s telephone number (BT-42) is "{found}", with fewer than three digits.',
        "卖方电话（BT-42）为“{found}”，少于三位数字。",
        "State a number that can be called.",
        "请填写可以拨打的号码。",
    ),
    (
        "DE-R-028",
        "The seller's e-mail address (BT-43) \"{found}\" isn't one.",
        "卖方电子邮箱（BT-43）“{found}”无效。",
        "Write it as name@example.com.",
        "请按 name@example.com 的格式书写。",
    ),
    (
        "DE-R-030",
        "Payment is by direct debit, and the creditor's identifier (BT-90) is missing.",
        "付款方式为直接扣款，但缺少债权人标识符（BT-90）。",
        "State it as an identifier of the seller or the payee, with scheme SEPA.",
        "请将其填写为卖方或收款人的标识符，方案为 SEPA。",
    ),
    (
        "DE-R-031",
        "Payment is by direct debit, and the account that is debited (BT-91) is missing.",
        "付款方式为直接扣款，但缺少扣款账户（BT-91）。",
        "State the buyer's account.",
        "请填写买方账户。",
    ),
    (
        "DE-R-T02",
        "The external document's location (BT-124) \"{found}\" isn't a whole URL.",
        "外部单据位置（BT-124）“{found}”不是完整的 URL。",
        "Begin it with its scheme, such as https:.",
        "请以协议开头，例如 https:。",
    ),
)

for _entry in _WORDS:
    define(*_entry)
