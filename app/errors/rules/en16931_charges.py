"""Words of the rules on allowances and charges, whose four groups differ in names and business terms only."""

from app.errors.catalogue import define

_GROUPS = (
    # ids: amount, category, reason, reason again, reason and code; names; terms: amount, category, reason, code
    ("BR-31", "BR-32", "BR-33", "BR-CO-21", "BR-CO-05", "document level allowance", "文档级折让", 92, 95, 97, 98),
    ("BR-36", "BR-37", "BR-38", "BR-CO-22", "BR-CO-06", "document level charge", "文档级附加费", 99, 102, 104, 105),
    ("BR-41", "", "BR-42", "BR-CO-23", "BR-CO-07", "line's allowance", "发票行折让", 136, 0, 139, 140),
    ("BR-43", "", "BR-44", "BR-CO-24", "BR-CO-08", "line's charge", "发票行附加费", 141, 0, 144, 145),
)

for _amount, _category, _reason, _again, _both, _en, _zh, _bt, _bt_category, _bt_reason, _bt_code in _GROUPS:
    define(
        _amount,
        f"The {_en} has no amount (BT-{_bt}).",
        f"{_zh}没有金额（BT-{_bt}）。",
        "State the amount; a percentage alone is not enough.",
        "请填写金额；仅有百分比是不够的。",
    )
    if _category:
        define(
            _category,
            f"The {_en} has no VAT category (BT-{_bt_category}).",
            f"{_zh}没有增值税类别（BT-{_bt_category}）。",
            "State the category of what it lowers or raises, such as S for the standard rate.",
            "请填写其所增减项目的增值税类别，例如标准税率为 S。",
        )
    for _code in (_reason, _again):
        define(
            _code,
            f"The {_en} has neither a reason (BT-{_bt_reason}) nor a code for one (BT-{_bt_code}).",
            f"{_zh}既没有原因（BT-{_bt_reason}），也没有原因代码（BT-{_bt_code}）。",
            "Say what it is for, in words, by a code or both.",
            "请用文字、代码或两者说明原因。",
        )
    define(
        _both,
        f"The reason of the {_en} (BT-{_bt_reason}) and its code (BT-{_bt_code}) mean different things.",
        f"{_zh}的原因（BT-{_bt_reason}）与原因代码（BT-{_bt_code}）含义不一致。",
        "Make the two agree.",
        "请使两者一致。",
    )
