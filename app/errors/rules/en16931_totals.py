"""Words of the rules on totals, the VAT break-down in general, and the decimals of amounts."""

from app.errors.catalogue import define

_WORDS = (
    (
        "BR-12",
        "The sum of the lines' net amounts is missing (BT-106).",
        "缺少各行净额之和（BT-106）。",
        "Add up the net amounts of all lines (BT-131).",
        "请填写所有发票行净额（BT-131）之和。",
    ),
    (
        "BR-13",
        "The total without VAT is missing (BT-109).",
        "缺少不含增值税的总额（BT-109）。",
        "State the sum of lines (BT-106) − allowances (BT-107) + charges (BT-108).",
        "请填写：各行净额之和（BT-106）− 折让（BT-107）+ 附加费（BT-108）。",
    ),
    (
        "BR-14",
        "The total with VAT is missing (BT-112).",
        "缺少含增值税的总额（BT-112）。",
        "State the total without VAT (BT-109) + VAT (BT-110).",
        "请填写：不含税总额（BT-109）+ 增值税（BT-110）。",
    ),
    (
        "BR-15",
        "The amount due is missing (BT-115).",
        "缺少应付金额（BT-115）。",
        "State the total with VAT (BT-112) − what has been paid (BT-113) + rounding (BT-114); it may be 0.",
        "请填写：含税总额（BT-112）− 已付金额（BT-113）+ 舍入金额（BT-114）；可以为 0。",
    ),
    (
        "BR-45",
        "The VAT break-down doesn't say what the VAT is reckoned on (BT-116).",
        "增值税明细未说明计税基数（BT-116）。",
        "State the taxable amount of this category and rate.",
        "请填写该类别和税率的计税金额。",
    ),
    (
        "BR-46",
        "The VAT break-down doesn't say how much VAT it is (BT-117).",
        "增值税明细未说明税额（BT-117）。",
        "State base × rate ÷ 100, also where it is 0.",
        "请填写：计税基数 × 税率 ÷ 100；为 0 时也须填写。",
    ),
    (
        "BR-47",
        "The VAT break-down has no VAT category (BT-118).",
        "增值税明细没有增值税类别（BT-118）。",
        "State the category by its code, such as S for the standard rate.",
        "请填写类别代码，例如标准税率为 S。",
    ),
    (
        "BR-48",
        "The VAT break-down has no rate (BT-119).",
        "增值税明细没有税率（BT-119）。",
        "State the rate in per cent, 0 where nothing is due; only category O has none.",
        "请填写百分比税率，无需缴税时填 0；仅类别 O 无税率。",
    ),
    (
        "BR-CO-10",
        "The sum of the lines' net amounts (BT-106) is {found}; the lines (BT-131) add up to {expected}.",
        "各行净额之和（BT-106）为 {found}；各行净额（BT-131）相加为 {expected}。",
        "Write {expected}, or correct the line that is wrong.",
        "请改为 {expected}，或更正有误的发票行。",
    ),
    (
        "BR-CO-11",
        "The total of allowances (BT-107) is {found}; the document level allowances (BT-92) add up to {expected}.",
        "折让总额（BT-107）为 {found}；各项文档级折让（BT-92）相加为 {expected}。",
        "Write {expected}, or correct the allowance that is wrong; allowances of lines don't count here.",
        "请改为 {expected}，或更正有误的折让；发票行折让不计入此处。",
    ),
    (
        "BR-CO-12",
        "The total of charges (BT-108) is {found}; the document level charges (BT-99) add up to {expected}.",
        "附加费总额（BT-108）为 {found}；各项文档级附加费（BT-99）相加为 {expected}。",
        "Write {expected}, or correct the charge that is wrong; charges of lines don't count here.",
        "请改为 {expected}，或更正有误的附加费；发票行附加费不计入此处。",
    ),
    (
        "BR-CO-13",
        "The total without VAT (BT-109) is {found}; sum of lines (BT-106) − allowances (BT-107) + charges (BT-108) "
        "is {expected}.",
        "不含增值税的总额（BT-109）为 {found}；各行净额之和（BT-106）− 折让（BT-107）+ 附加费（BT-108）为 {expected}。",
        "Write {expected}, or correct the amount that is wrong.",
        "请改为 {expected}，或更正有误的金额。",
    ),
    (
        "BR-CO-14",
        "The VAT total (BT-110) is {found}; the VAT amounts of the break-downs (BT-117) add up to {expected}.",
        "增值税总额（BT-110）为 {found}；各明细的税额（BT-117）相加为 {expected}。",
        "Write {expected}, or correct the break-down that is wrong.",
        "请改为 {expected}，或更正有误的明细。",
    ),
    (
        "BR-CO-15",
        "The total with VAT (BT-112) is {found}; total without VAT (BT-109) + VAT in the invoice's currency (BT-110) "
        "is {expected}.",
        "含增值税的总额（BT-112）为 {found}；不含税总额（BT-109）+ 以发票币种表示的增值税（BT-110）为 {expected}。",
        "Make the two agree; exactly one VAT total has to be in the invoice's currency (BT-5).",
        "请使两者一致；以发票币种（BT-5）表示的增值税总额必须恰有一个。",
    ),
    (
        "BR-CO-16",
        "The amount due (BT-115) is {found}; total with VAT (BT-112) − paid (BT-113) + rounding (BT-114) "
        "is {expected}.",
        "应付金额（BT-115）为 {found}；含税总额（BT-112）− 已付金额（BT-113）+ 舍入金额（BT-114）为 {expected}。",
        "Write {expected}, or correct the amount that is wrong.",
        "请改为 {expected}，或更正有误的金额。",
    ),
    (
        "BR-CO-17",
        "The VAT of a break-down (BT-117) is {found}; its base (BT-116) at {rate} % (BT-119) makes {expected}.",
        "增值税明细的税额（BT-117）为 {found}；计税基数（BT-116）按 {rate}%（BT-119）计算为 {expected}。",
        "Write {expected}, or correct the base or the rate.",
        "请改为 {expected}，或更正计税基数或税率。",
    ),
    (
        "BR-CO-18",
        "The invoice has no VAT break-down (BG-23).",
        "发票没有增值税明细（BG-23）。",
        "Add one for every VAT category and rate on the invoice, also where no VAT is due.",
        "请为发票中每个增值税类别和税率添加一项明细，无需缴税时也须添加。",
    ),
)
_DECIMALS = (
    ("BR-DEC-01", "The amount of a document level allowance (BT-92)", "文档级折让的金额（BT-92）"),
    ("BR-DEC-02", "The base amount of a document level allowance (BT-93)", "文档级折让的基数（BT-93）"),
    ("BR-DEC-05", "The amount of a document level charge (BT-99)", "文档级附加费的金额（BT-99）"),
    ("BR-DEC-06", "The base amount of a document level charge (BT-100)", "文档级附加费的基数（BT-100）"),
    ("BR-DEC-09", "The sum of the lines' net amounts (BT-106)", "各行净额之和（BT-106）"),
    ("BR-DEC-10", "The total of allowances (BT-107)", "折让总额（BT-107）"),
    ("BR-DEC-11", "The total of charges (BT-108)", "附加费总额（BT-108）"),
    ("BR-DEC-12", "The total without VAT (BT-109)", "不含增值税的总额（BT-109）"),
    ("BR-DEC-13", "The VAT total (BT-110)", "增值税总额（BT-110）"),
    ("BR-DEC-14", "The total with VAT (BT-112)", "含增值税的总额（BT-112）"),
    ("BR-DEC-15", "The VAT total in accounting currency (BT-111)", "以记账币种表示的增值税总额（BT-111）"),
    ("BR-DEC-16", "The amount paid (BT-113)", "已付金额（BT-113）"),
    ("BR-DEC-17", "The rounding amount (BT-114)", "舍入金额（BT-114）"),
    ("BR-DEC-18", "The amount due (BT-115)", "应付金额（BT-115）"),
    ("BR-DEC-19", "The base of a VAT break-down (BT-116)", "增值税明细的计税基数（BT-116）"),
    ("BR-DEC-20", "The VAT of a break-down (BT-117)", "增值税明细的税额（BT-117）"),
    ("BR-DEC-23", "The line's net amount (BT-131)", "发票行净额（BT-131）"),
    ("BR-DEC-24", "The amount of a line's allowance (BT-136)", "发票行折让的金额（BT-136）"),
    ("BR-DEC-25", "The base amount of a line's allowance (BT-137)", "发票行折让的基数（BT-137）"),
    ("BR-DEC-27", "The amount of a line's charge (BT-141)", "发票行附加费的金额（BT-141）"),
    ("BR-DEC-28", "The base amount of a line's charge (BT-142)", "发票行附加费的基数（BT-142）"),
)

for _code, _en, _zh, _hint, _hint_zh in _WORDS:
    define(_code, _en, _zh, _hint, _hint_zh)
for _code, _en, _zh in _DECIMALS:
    define(
        _code,
        f"{_en} is {{found}}; it has two decimals at most.",
        f"{_zh}为 {{found}}；最多只能有两位小数。",
        "Round it to {expected}, and what is reckoned from it again.",
        "请舍入为 {expected}，并重新计算由其得出的金额。",
    )
