"""What the reader of Cross Industry Invoice finds: things that the business needs and the message doesn't say well."""

from app.errors.catalogue import define

define(
    "cii.unsupported",
    "{root} is not a Cross Industry Invoice.",
    "{root} 不是跨行业发票（CII）。",
    "The root element is CrossIndustryInvoice, for invoices and credit notes alike.",
    "发票与贷项通知单的根元素均应为 CrossIndustryInvoice。",
)
define(
    "cii.missing",
    "{name} is missing or empty, and the document can't be understood without it.",
    "缺少 {name} 或其内容为空，无法理解该文档。",
    "Add {name} with its value.",
    "请补充 {name} 及其值。",
)
define(
    "cii.decimal",
    "“{value}” is not a decimal number.",
    "“{value}”不是十进制数。",
    "Write digits with a dot as the decimal sign, without thousands separators or exponents: 1234.50.",
    "请使用数字并以点号作为小数点，不要使用千位分隔符或指数，例如 1234.50。",
)
define(
    "cii.currency",
    "“{found}” in the attribute currencyID is not a currency's code.",
    "属性 currencyID 的值“{found}”不是币种代码。",
    'Write the three capital letters of ISO 4217, such as currencyID="EUR", or leave the attribute out.',
    '请填写 ISO 4217 的三位大写字母代码，例如 currencyID="CNY"，或省略该属性。',
)
define(
    "cii.no_currency",
    "The invoice names no currency, so that its amounts have none.",
    "发票未标明币种，因此金额没有币种。",
    "Add InvoiceCurrencyCode to ApplicableHeaderTradeSettlement, with a code such as EUR.",
    "请在 ApplicableHeaderTradeSettlement 中补充 InvoiceCurrencyCode，例如 CNY。",
)
define(
    "cii.date",
    "“{value}” is not a date.",
    "“{value}”不是日期。",
    "Write year, month and day as eight digits: 20260302.",
    "请用八位数字书写年、月、日，例如 20260302。",
)
define(
    "cii.date_format",
    "The date's format is {found}; only 102 is read.",
    "日期格式为 {found}，仅支持 102。",
    'Write the date as eight digits and say so in the attribute: format="102".',
    '请用八位数字书写日期，并在属性中注明 format="102"。',
)
define(
    "cii.boolean",
    "“{value}” is neither true nor false.",
    "“{value}”既不是 true 也不是 false。",
    "Write true or false.",
    "请写 true 或 false。",
)
define(
    "cii.stray_text",
    "There is text between elements: “{value}”.",
    "元素之间有多余的文字：“{value}”。",
    "Move the text into an element that is made for it, or remove it.",
    "请把文字放入相应的元素，或将其删除。",
)
