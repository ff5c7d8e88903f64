"""Words of the rules on invoice lines."""

from app.errors.catalogue import define

_WORDS = (
    (
        "BR-21",
        "The line has no number (BT-126).",
        "发票行没有行号（BT-126）。",
        "Number the lines; each number is used once.",
        "请为各行编号，且不要重复。",
    ),
    (
        "BR-22",
        "The line has no quantity (BT-129).",
        "发票行没有数量（BT-129）。",
        "State how much was delivered; a lump sum is a quantity of 1.",
        "请填写交付数量；一次性总价的数量为 1。",
    ),
    (
        "BR-23",
        "The line's quantity (BT-129) has no unit (BT-130).",
        "发票行的数量（BT-129）没有计量单位（BT-130）。",
        "State the unit by its code of UN/ECE Recommendation 20, such as C62 for pieces or KGM for kilograms.",
        "请用 UN/ECE 第 20 号建议书的代码填写单位，例如件为 C62，千克为 KGM。",
    ),
    (
        "BR-24",
        "The line has no net amount (BT-131).",
        "发票行没有净额（BT-131）。",
        "State quantity × net price, less the line's allowances, plus its charges.",
        "请填写：数量 × 净价 − 本行折让 + 本行附加费。",
    ),
    (
        "BR-25",
        "The item of the line has no name (BT-153).",
        "发票行的商品没有名称（BT-153）。",
        "Name the goods or the service.",
        "请填写商品或服务的名称。",
    ),
    (
        "BR-26",
        "The line has no net price (BT-146).",
        "发票行没有净价（BT-146）。",
        "State the price of one unit after discounts, without VAT; it may be 0.",
        "请填写扣除折扣后、不含增值税的单价；可以为 0。",
    ),
    (
        "BR-27",
        "The item's net price (BT-146) is {found}; it has to be zero or more.",
        "商品净价（BT-146）为 {found}；必须大于或等于零。",
        "Make the price positive; what is taken back is a negative quantity (BT-129).",
        "请填写正的价格；退回的数量用负数表示（BT-129）。",
    ),
    (
        "BR-28",
        "The item's gross price (BT-148) is {found}; it has to be zero or more.",
        "商品毛价（BT-148）为 {found}；必须大于或等于零。",
        "State the price before the discount (BT-147), or leave it out.",
        "请填写扣除折扣（BT-147）前的价格，或将其删除。",
    ),
    (
        "BR-54",
        "An attribute of the item (BG-32) lacks its name (BT-160) or its value (BT-161).",
        "商品属性（BG-32）缺少名称（BT-160）或值（BT-161）。",
        "State both, or leave the attribute out.",
        "请同时填写两者，或删除该属性。",
    ),
    (
        "BR-64",
        "The item's standard identifier (BT-157) doesn't say of which standard it is.",
        "商品标准标识符（BT-157）未说明所属标准。",
        "State the scheme by its ISO 6523 code, such as 0160 for a GTIN.",
        "请填写 ISO 6523 方案代码，例如 GTIN 为 0160。",
    ),
    (
        "BR-65",
        "The item's classification (BT-158) doesn't say which classification it is of.",
        "商品分类代码（BT-158）未说明所属的分类体系。",
        "State the classification by its code of UNTDID 7143, such as HS or STI.",
        "请用 UNTDID 7143 代码填写分类体系，例如 HS 或 STI。",
    ),
    (
        "BR-CO-04",
        "The line has no VAT category (BT-151).",
        "发票行没有增值税类别（BT-151）。",
        "State the category under which the item is taxed, such as S for the standard rate.",
        "请填写商品适用的增值税类别，例如标准税率为 S。",
    ),
)

for _code, _en, _zh, _hint, _hint_zh in _WORDS:
    define(_code, _en, _zh, _hint, _hint_zh)
