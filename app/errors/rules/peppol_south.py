"""Words of Peppol BIS Billing 3's rules for Greece and Italy."""

from app.errors.catalogue import define

_NUMBER = "Write six parts with | between them: tax number, day/month/year, branch, kind, series, number."
_NUMBER_ZH = "请用 | 分隔六个部分：税号、日/月/年、分支机构、单据种类、系列、编号。"
_VAT = "Write EL and the nine digits of the tax number, once."
_VAT_ZH = "请填写 EL 加九位税号，且只填一次。"
_ADDRESS = "State the nine digits of the tax number, with scheme 9933."
_ADDRESS_ZH = "请填写九位税号，方案为 9933。"

_WORDS = (
    (
        "GR-R-001-1",
        "The Greek seller's invoice number (BT-1) \"{found}\" hasn't six parts.",
        "希腊卖方的发票编号（BT-1）“{found}”不是由六个部分组成。",
        _NUMBER,
        _NUMBER_ZH,
    ),
    (
        "GR-R-001-2",
        'The first part of the invoice number (BT-1) "{found}" isn\'t the tax number of the seller or of its '
        "representative.",
        "发票编号（BT-1）“{found}”的第一部分不是卖方或其代表的税号。",
        _NUMBER,
        _NUMBER_ZH,
    ),
    (
        "GR-R-001-3",
        'The second part of the invoice number (BT-1) "{found}" isn\'t the issue date (BT-2).',
        "发票编号（BT-1）“{found}”的第二部分不是开具日期（BT-2）。",
        _NUMBER,
        _NUMBER_ZH,
    ),
    (
        "GR-R-001-4",
        'The third part of the invoice number (BT-1) "{found}" isn\'t the number of a branch.',
        "发票编号（BT-1）“{found}”的第三部分不是分支机构编号。",
        _NUMBER,
        _NUMBER_ZH,
    ),
    (
        "GR-R-001-5",
        'The fourth part of the invoice number (BT-1) "{found}" isn\'t a kind of document that Greek law knows.',
        "发票编号（BT-1）“{found}”的第四部分不是希腊法律规定的单据种类。",
        "Use one of 1.1, 1.6, 2.1, 2.4, 5.1 and 5.2.",
        "请使用以下之一：1.1、1.6、2.1、2.4、5.1、5.2。",
    ),
    (
        "GR-R-001-6",
        'The fifth part of the invoice number (BT-1) "{found}", the series, is missing.',
        "发票编号（BT-1）“{found}”缺少第五部分（系列）。",
        "Write 0 where you have no series.",
        "如无系列，请填写 0。",
    ),
    (
        "GR-R-001-7",
        'The sixth part of the invoice number (BT-1) "{found}", the number itself, is missing.',
        "发票编号（BT-1）“{found}”缺少第六部分（编号）。",
        _NUMBER,
        _NUMBER_ZH,
    ),
    (
        "GR-R-002",
        "The Greek seller has no name (BT-28).",
        "希腊卖方没有名称（BT-28）。",
        "State the full name under which it is registered.",
        "请填写其登记的全称。",
    ),
    (
        "GR-R-003",
        'The Greek seller\'s VAT number (BT-31) is "{found}".',
        "希腊卖方的增值税号（BT-31）为“{found}”，不正确。",
        _VAT,
        _VAT_ZH,
    ),
    (
        "GR-R-004-1",
        "The Greek seller's invoice has {count} registration numbers (M.AR.K) instead of one.",
        "希腊卖方的发票有 {count} 个登记号（M.AR.K），应为一个。",
        "Add a supporting document with the number, described as ##M.AR.K##.",
        "请添加一个载有该号码的附属单据，说明为 ##M.AR.K##。",
    ),
    (
        "GR-R-004-2",
        'The registration number (M.AR.K) "{found}" doesn\'t begin with a digit from 1 to 9.',
        "登记号（M.AR.K）“{found}”不是以 1 至 9 的数字开头。",
        "State the number that the tax authority gave.",
        "请填写税务机关给出的号码。",
    ),
    (
        "GR-R-005",
        "The buyer has no name (BT-45), which a Greek seller has to state.",
        "买方没有名称（BT-45）；希腊卖方必须注明买方名称。",
        "State the buyer's full name.",
        "请填写买方全称。",
    ),
    (
        "GR-R-006",
        "The Greek buyer hasn't exactly one Greek VAT number (BT-48).",
        "希腊买方应有且仅有一个希腊增值税号（BT-48）。",
        _VAT,
        _VAT_ZH,
    ),
    (
        "GR-S-008-1",
        "The Greek seller's invoice has {count} addresses of its page at the tax authority instead of one.",
        "希腊卖方的发票有 {count} 个税务机关查验网址，应为一个。",
        "Add a supporting document with the address, described as ##INVOICE|URL##.",
        "请添加一个载有该网址的附属单据，说明为 ##INVOICE|URL##。",
    ),
    (
        "GR-R-008-2",
        "The Greek seller's invoice has {count} addresses of its page at the tax authority; one is the most.",
        "希腊卖方的发票有 {count} 个税务机关查验网址，最多只能有一个。",
        "Keep one of the supporting documents described as ##INVOICE|URL##.",
        "说明为 ##INVOICE|URL## 的附属单据只能保留一个。",
    ),
    (
        "GR-R-008-3",
        "The supporting document for the invoice's page at the tax authority has no address (BT-124).",
        "税务机关查验网址的附属单据没有网址（BT-124）。",
        "State the address as its external reference.",
        "请将网址填写为其外部引用。",
    ),
    (
        "GR-R-009",
        "The Greek seller's electronic address (BT-34) \"{found}\" isn't a Greek tax number under scheme 9933.",
        "希腊卖方的电子地址（BT-34）“{found}”不是方案 9933 下的希腊税号。",
        _ADDRESS,
        _ADDRESS_ZH,
    ),
    (
        "GR-R-010",
        "The Greek buyer's electronic address (BT-49) \"{found}\" isn't a Greek tax number under scheme 9933.",
        "希腊买方的电子地址（BT-49）“{found}”不是方案 9933 下的希腊税号。",
        _ADDRESS,
        _ADDRESS_ZH,
    ),
    (
        "GR-S-011",
        "The Greek seller hasn't exactly one Greek VAT number (BT-31).",
        "希腊卖方应有且仅有一个希腊增值税号（BT-31）。",
        _VAT,
        _VAT_ZH,
    ),
    (
        "IT-R-001",
        "The Italian seller's tax number (BT-32) \"{found}\" hasn't 11 to 16 capital letters and digits.",
        "意大利卖方的税号（BT-32）“{found}”不是 11 至 16 位大写字母或数字。",
        "State the codice fiscale.",
        "请填写意大利税号（codice fiscale）。",
    ),
    (
        "IT-R-002",
        "The Italian seller's address has no street (BT-35).",
        "意大利卖方的地址没有街道（BT-35）。",
        "State street and number.",
        "请填写街道和门牌号。",
    ),
    (
        "IT-R-003",
        "The Italian seller's address has no city (BT-37).",
        "意大利卖方的地址没有城市（BT-37）。",
        "State the city.",
        "请填写城市。",
    ),
    (
        "IT-R-004",
        "The Italian seller's address has no post code (BT-38).",
        "意大利卖方的地址没有邮编（BT-38）。",
        "State the post code (CAP).",
        "请填写邮编（CAP）。",
    ),
)

for _entry in _WORDS:
    define(*_entry)
