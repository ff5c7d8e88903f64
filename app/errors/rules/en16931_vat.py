"""The words of the rules about VAT categories: by rule number, with each family's own name for what it is."""

from app.errors.catalogue import define

_NAMES = {
    "S": ("standard rated (S)", "标准税率（S）"),
    "Z": ("zero rated (Z)", "零税率（Z）"),
    "E": ("exempt from VAT (E)", "免税（E）"),
    "AE": ("reverse charge (AE)", "反向征税（AE）"),
    "IC": ("intra-Community supply (K)", "欧盟内部供应（K）"),
    "G": ("export outside the EU (G)", "出口至欧盟以外（G）"),
    "O": ("outside the scope of VAT (O)", "不在增值税范围内（O）"),
    "AF": ("IGIC of the Canary Islands (L)", "加那利群岛间接税 IGIC（L）"),
    "AG": ("IPSI of Ceuta and Melilla (M)", "休达和梅利利亚 IPSI 税（M）"),
}
_BY_RATE = frozenset(("S", "AF", "AG"))
_REASONED = frozenset(("E", "AE", "IC", "G", "O"))

_USERS = {
    "02": ("an invoice line (BT-151)", "发票行（BT-151）"),
    "03": ("an allowance (BT-95)", "折让（BT-95）"),
    "04": ("a charge (BT-102)", "附加费（BT-102）"),
}
_SELLER = {
    "VAT": (
        "the seller's VAT number (BT-31) or its tax representative's (BT-63)",
        "卖方（BT-31）或其税务代表（BT-63）的增值税号",
    ),
    "TAX": (
        "the seller's VAT number (BT-31), its local tax number (BT-32) or its tax representative's VAT number (BT-63)",
        "卖方增值税号（BT-31）、卖方地方税务登记号（BT-32）或税务代表增值税号（BT-63）",
    ),
}
_BUYER = {
    "IC": (", and the buyer's VAT number (BT-48)", "，以及买方增值税号（BT-48）"),
    "AE": (
        ", and the buyer's VAT number (BT-48) or company registration (BT-47)",
        "，以及买方增值税号（BT-48）或法定登记号（BT-47）",
    ),
}
_RATES = {
    "05": ("the rate of the item (BT-152)", "货物或服务的税率（BT-152）"),
    "06": ("the rate of the allowance (BT-96)", "折让的税率（BT-96）"),
    "07": ("the rate of the charge (BT-103)", "附加费的税率（BT-103）"),
}
_RIGHT_RATE = {
    "S": ("more than 0", "大于 0"),
    "AF": ("0 or more", "大于或等于 0"),
    "AG": ("0 or more", "大于或等于 0"),
}


def _broken_down(prefix: str, name: str, name_zh: str) -> None:
    if prefix in _BY_RATE:
        define(
            f"BR-{prefix}-01",
            f'The category "{name}" is used without a VAT break-down (BG-23), or is broken down without being used; '
            "break-downs found here: {found}.",
            f"类别“{name_zh}”已使用但没有增值税明细（BG-23），或有明细但未被使用；此处找到的明细数：{{found}}。",
            "Give a break-down for each rate of this category that lines, allowances and charges have, and no other.",
            "请为发票行、折让和附加费中该类别的每个税率各提供一个明细，不要多列。",
        )
        return
    define(
        f"BR-{prefix}-01",
        f'The category "{name}" is used and so must have one VAT break-down (BG-23); there are {{found}}.',
        f"已使用类别“{name_zh}”，因此必须恰好有一个增值税明细（BG-23）；实际有 {{found}} 个。",
        "Give one break-down for this category, with the sum of all its lines, allowances and charges.",
        "请为该类别提供一个明细，汇总其所有发票行、折让和附加费。",
    )


def _parties(prefix: str, name: str, name_zh: str) -> None:
    for number, (user, user_zh) in _USERS.items():
        if prefix == "O":
            define(
                f"BR-O-{number}",
                f'The invoice has {user} that is "{name}", and also a VAT number: {{found}}.',
                f"发票中有{user_zh}为“{name_zh}”，却带有增值税号：{{found}}。",
                "Remove the VAT numbers of seller (BT-31), tax representative (BT-63) and buyer (BT-48), or correct "
                "the category.",
                "请删除卖方（BT-31）、税务代表（BT-63）和买方（BT-48）的增值税号，或更正类别。",
            )
            continue
        seller, seller_zh = _SELLER["VAT" if prefix in ("IC", "G") else "TAX"]
        buyer, buyer_zh = _BUYER.get(prefix, ("", ""))
        define(
            f"BR-{prefix}-{number}",
            f'The invoice has {user} of the category "{name}", which needs {seller}{buyer}.',
            f"发票中有{user_zh}属于类别“{name_zh}”，需要{seller_zh}{buyer_zh}。",
            "Add the number that is missing, together with its tax (VAT), or correct the category or its tax.",
            "请补充缺少的号码及其税种（VAT），或更正类别及其税种。",
        )


def _rates(prefix: str, name: str, name_zh: str) -> None:
    for number, (rate, rate_zh) in _RATES.items():
        if prefix == "O":
            define(
                f"BR-O-{number}",
                f'In the category "{name}" {rate} is left out; it is {{found}}.',
                f"类别“{name_zh}”不得填写{rate_zh}；实际为 {{found}}。",
                "Remove the rate, or correct the category.",
                "请删除税率，或更正类别。",
            )
            continue
        right, right_zh = _RIGHT_RATE.get(prefix, ("0", "等于 0"))
        define(
            f"BR-{prefix}-{number}",
            f'In the category "{name}" {rate} must be {right}; it is {{found}}.',
            f"类别“{name_zh}”中{rate_zh}必须{right_zh}；实际为 {{found}}。",
            "Correct the rate, or choose the category that has this rate.",
            "请更正税率，或选择与该税率相符的类别。",
        )


def _breakdown(prefix: str, name: str, name_zh: str) -> None:
    rate, rate_zh = (" at this rate", "及该税率") if prefix in _BY_RATE else ("", "")
    define(
        f"BR-{prefix}-08",
        f'The base (BT-116) of the category "{name}" is {{found}}; its lines, less allowances, plus charges{rate} come '
        "to {expected}.",
        f"类别“{name_zh}”的计税金额（BT-116）为 {{found}}；该类别{rate_zh}的发票行减折让加附加费合计为 {{expected}}。",
        "Write {expected}, or correct the category of what doesn't belong there.",
        "请填写 {expected}，或更正不属于该类别的项目。",
    )
    if prefix in _BY_RATE:
        define(
            f"BR-{prefix}-09",
            f'The VAT (BT-117) of the category "{name}" is {{found}}; base (BT-116) × rate (BT-119) is {{expected}}.',
            f"类别“{name_zh}”的税额（BT-117）为 {{found}}；计税金额（BT-116）× 税率（BT-119）为 {{expected}}。",
            "Write {expected}, or correct base or rate.",
            "请填写 {expected}，或更正计税金额或税率。",
        )
    else:
        define(
            f"BR-{prefix}-09",
            f'In the category "{name}" the VAT (BT-117) is {{expected}}; here it is {{found}}.',
            f"类别“{name_zh}”的税额（BT-117）应为 {{expected}}；实际为 {{found}}。",
            "Write {expected}, or correct the category.",
            "请填写 {expected}，或更正类别。",
        )


def _reason(prefix: str, name: str, name_zh: str) -> None:
    if prefix in _REASONED:
        define(
            f"BR-{prefix}-10",
            f'The VAT break-down "{name}" gives no reason why no VAT is charged (BT-120, BT-121).',
            f"增值税明细“{name_zh}”未说明不收取增值税的原因（BT-120、BT-121）。",
            "State the reason in words (BT-120) or as a VATEX code (BT-121).",
            "请以文字（BT-120）或 VATEX 代码（BT-121）说明原因。",
        )
        return
    define(
        f"BR-{prefix}-10",
        f'The VAT break-down "{name}" gives a reason for exemption (BT-120, BT-121), though nothing is exempt.',
        f"增值税明细“{name_zh}”给出了免税原因（BT-120、BT-121），但该类别并不免税。",
        "Remove the reason, or correct the category.",
        "请删除原因，或更正类别。",
    )


for _prefix, (_name, _name_zh) in _NAMES.items():
    for _define in (_broken_down, _parties, _rates, _breakdown, _reason):
        _define(_prefix, _name, _name_zh)

_BESIDE = {
    "BR-O-11": ("a break-down (BT-118)", "明细（BT-118）"),
    "BR-O-12": ("an invoice line (BT-151)", "发票行（BT-151）"),
    "BR-O-13": ("an allowance (BT-95)", "折让（BT-95）"),
    "BR-O-14": ("a charge (BT-102)", "附加费（BT-102）"),
}
for _rule, (_user, _user_zh) in _BESIDE.items():
    define(
        _rule,
        f"The invoice is broken down as outside the scope of VAT (O), and has {_user} of another category: {{found}}.",
        f"发票的增值税明细为不在增值税范围内（O），但{_user_zh}属于其他类别：{{found}}。",
        "Invoice what is inside and what is outside the scope of VAT separately, or correct the category.",
        "请将增值税范围内和范围外的项目分别开票，或更正类别。",
    )
define(
    "BR-IC-11",
    "An intra-Community supply (K) needs the date of delivery (BT-72) or an invoicing period (BG-14).",
    "欧盟内部供应（K）需要填写实际交货日期（BT-72）或计费期间（BG-14）。",
    "Add the day on which the goods were delivered, or the period that is invoiced.",
    "请填写交货日期或计费期间。",
)
define(
    "BR-IC-12",
    "An intra-Community supply (K) needs the country that the goods were delivered to (BT-80).",
    "欧盟内部供应（K）需要填写交货目的国（BT-80）。",
    "Add the address of delivery with its country code.",
    "请填写交货地址及其国家代码。",
)
define(
    "BR-B-01",
    "The invoice uses split payment (B), which is for Italy alone, and names another country: {found}.",
    "发票使用了仅适用于意大利的分付税（B），但出现了其他国家：{found}。",
    "Use another VAT category, or correct the country.",
    "请使用其他增值税类别，或更正国家。",
)
define(
    "BR-B-02",
    "The invoice mixes split payment (B) with the standard rate (S).",
    "发票同时使用了分付税（B）和标准税率（S）。",
    "Send an invoice for each of the two.",
    "请分别开具发票。",
)
