"""The words of the rules that a code is one of its list: what has it, and which list it is."""

from app.errors.catalogue import define

_LISTS = {
    "currency": ("an ISO 4217 currency code", "ISO 4217 货币代码"),
    "country": ("an ISO 3166-1 country code of two letters", "ISO 3166-1 两位字母国家代码"),
    "scheme": ("a scheme of the ISO 6523 list (ICD)", "ISO 6523（ICD）方案代码"),
    "category": ("a VAT category of UNTDID 5305 that EN 16931 uses", "EN 16931 所用的 UNTDID 5305 增值税类别代码"),
}

_CODED = (
    (
        "BR-CL-01",
        ("type of the document (BT-3)", "单据类型（BT-3）"),
        ("a code of UNTDID 1001 for invoices or for credit notes", "UNTDID 1001 中的发票或贷项通知单代码"),
    ),
    ("BR-CL-03", ("currency of the amount", "金额的币种"), _LISTS["currency"]),
    ("BR-CL-04", ("currency of the invoice (BT-5)", "发票币种（BT-5）"), _LISTS["currency"]),
    ("BR-CL-05", ("currency that VAT is accounted for in (BT-6)", "增值税记账币种（BT-6）"), _LISTS["currency"]),
    (
        "BR-CL-06",
        ("code for the VAT point date (BT-8)", "增值税纳税时点代码（BT-8）"),
        ("3, 35 or 432 (UNTDID 2005)", "3、35 或 432（UNTDID 2005）"),
    ),
    (
        "BR-CL-07",
        ("scheme of the invoiced object (BT-18, BT-128)", "计费对象的标识方案（BT-18、BT-128）"),
        ("a code of UNTDID 1153", "UNTDID 1153 代码"),
    ),
    (
        "BR-CL-08",
        ("subject of the note (BT-21)", "备注主题（BT-21）"),
        ("a code of UNTDID 4451", "UNTDID 4451 代码"),
    ),
    (
        "BR-CL-10",
        ("scheme of the party's identifier (BT-29, BT-46, BT-60)", "当事方标识的方案（BT-29、BT-46、BT-60）"),
        _LISTS["scheme"],
    ),
    (
        "BR-CL-11",
        ("scheme of the company registration (BT-30, BT-47, BT-61)", "法定登记号的方案（BT-30、BT-47、BT-61）"),
        _LISTS["scheme"],
    ),
    (
        "BR-CL-13",
        ("classification that the item's code is from (BT-158)", "商品分类代码所属的分类（BT-158）"),
        ("a code of UNTDID 7143", "UNTDID 7143 代码"),
    ),
    ("BR-CL-14", ("country (BT-40, BT-55, BT-69, BT-80)", "国家（BT-40、BT-55、BT-69、BT-80）"), _LISTS["country"]),
    ("BR-CL-15", ("country of origin of the item (BT-159)", "货物原产国（BT-159）"), _LISTS["country"]),
    (
        "BR-CL-16",
        ("payment means (BT-81)", "付款方式（BT-81）"),
        ("a code of UNTDID 4461", "UNTDID 4461 代码"),
    ),
    (
        "BR-CL-17",
        (
            "VAT category of an allowance, charge or break-down (BT-95, BT-102, BT-118)",
            "折让、附加费或增值税明细的类别（BT-95、BT-102、BT-118）",
        ),
        _LISTS["category"],
    ),
    ("BR-CL-18", ("VAT category of the item (BT-151)", "货物或服务的增值税类别（BT-151）"), _LISTS["category"]),
    (
        "BR-CL-19",
        ("reason code of the allowance (BT-98, BT-140)", "折让原因代码（BT-98、BT-140）"),
        ("a code of UNTDID 5189 that EN 16931 uses", "EN 16931 所用的 UNTDID 5189 代码"),
    ),
    (
        "BR-CL-20",
        ("reason code of the charge (BT-105, BT-145)", "附加费原因代码（BT-105、BT-145）"),
        ("a code of UNTDID 7161", "UNTDID 7161 代码"),
    ),
    ("BR-CL-21", ("scheme of the standard item number (BT-157)", "标准商品编号的方案（BT-157）"), _LISTS["scheme"]),
    (
        "BR-CL-22",
        ("code for the exemption reason (BT-121)", "免税原因代码（BT-121）"),
        ("a code of the VATEX list", "VATEX 代码"),
    ),
    (
        "BR-CL-23",
        ("unit of the quantity (BT-130, BT-150)", "数量的计量单位（BT-130、BT-150）"),
        (
            "a code of UN/ECE Recommendation 20, or of Recommendation 21 with an X before it",
            "UN/ECE 第 20 号建议书代码，或带前缀 X 的第 21 号建议书代码",
        ),
    ),
    (
        "BR-CL-24",
        ("media type of the attached document (BT-125)", "所附文件的媒体类型（BT-125）"),
        ("PDF, PNG, JPEG, CSV, or a spreadsheet as XLSX or ODS", "PDF、PNG、JPEG、CSV，或 XLSX、ODS 电子表格"),
    ),
    (
        "BR-CL-25",
        ("scheme of the electronic address (BT-34, BT-49)", "电子地址的方案（BT-34、BT-49）"),
        ("a code of the list of electronic address schemes (EAS)", "电子地址方案（EAS）代码"),
    ),
    ("BR-CL-26", ("scheme of the location of delivery (BT-71)", "交货地点标识的方案（BT-71）"), _LISTS["scheme"]),
)

for _rule, (_what, _what_zh), (_listed, _listed_zh) in _CODED:
    define(
        _rule,
        f"The {_what} is {{found}}; it must be {_listed}.",
        f"{_what_zh}为 {{found}}，应为 {_listed_zh}。",
        "Write one of the list's codes, with its capital letters and without blanks.",
        "请填写该列表中的代码，注意大小写，不要带空格。",
    )
