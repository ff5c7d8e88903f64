"""Words of Peppol BIS Billing 3's rules for the Netherlands."""

from app.errors.catalogue import define

_ADDRESSES = (
    ("NL-R-002", "Dutch seller", "荷兰卖方", "BT-35, BT-37, BT-38"),
    ("NL-R-004", "Dutch buyer", "荷兰买方", "BT-50, BT-52, BT-53"),
    ("NL-R-006", "Dutch tax representative", "荷兰税务代表", "BT-64, BT-66, BT-67"),
)
for _rule, _who, _who_zh, _terms in _ADDRESSES:
    define(
        _rule,
        f"The address of the {_who} lacks street, city or post code ({_terms}).",
        f"{_who_zh}的地址缺少街道、城市或邮编（{_terms}）。",
        "State all three.",
        "请填写全部三项。",
    )

_LEGAL_IDS = (("NL-R-003", "seller", "卖方", "BT-30"), ("NL-R-005", "buyer", "买方", "BT-47"))
for _rule, _who, _who_zh, _term in _LEGAL_IDS:
    define(
        _rule,
        f'The Dutch {_who}\'s legal registration number ({_term}) has scheme "{{found}}", or it is empty.',
        f"荷兰{_who_zh}的法定登记号（{_term}）方案为“{{found}}”，或号码为空。",
        "State its KVK number with scheme 0106, or its OIN with scheme 0190.",
        "请填写 KVK 号（方案 0106）或 OIN 号（方案 0190）。",
    )

_WORDS = (
    (
        "NL-R-001",
        "The Dutch seller's credit note doesn't name an invoice (BT-25).",
        "荷兰卖方的贷项通知单未注明发票（BT-25）。",
        "State the number of the invoice that is credited.",
        "请填写被冲减发票的编号。",
    ),
    (
        "NL-R-007",
        "The buyer owes the Dutch seller something, and isn't told how to pay it (BG-16).",
        "买方须向荷兰卖方付款，但未注明付款方式（BG-16）。",
        "Add the means of payment.",
        "请添加付款方式。",
    ),
    (
        "NL-R-008",
        'Between Dutch parties, payment isn\'t by means "{found}" (BT-81).',
        "荷兰双方之间不使用付款方式“{found}”（BT-81）。",
        "Use one of 30, 48, 49, 57, 58 and 59.",
        "请使用以下之一：30、48、49、57、58、59。",
    ),
    (
        "NL-R-009",
        "The line refers to a line of an order (BT-132), and the document doesn't name the order (BT-13).",
        "该行引用了订单行（BT-132），但文档未注明订单（BT-13）。",
        "State the number of the order, or leave the reference out.",
        "请填写订单编号，或删除该引用。",
    ),
)

for _entry in _WORDS:
    define(*_entry)
