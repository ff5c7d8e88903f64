"""What the readers of UBL find: things that a schema lets pass, or can't know, and the business needs."""

from app.errors.catalogue import define

define(
    "ubl.unsupported",
    "{root} is a UBL document that this server does not read.",
    "本服务器不读取 UBL 文档 {root}。",
    "Send one of: {supported}.",
    "请发送以下类型之一：{supported}。",
)
define(
    "ubl.missing",
    "{name} is missing or empty, and the document can't be understood without it.",
    "缺少 {name} 或其内容为空，无法理解该文档。",
    "Add {name} with its value.",
    "请补充 {name} 及其值。",
)
define(
    "ubl.decimal",
    "“{value}” is not a decimal number.",
    "“{value}”不是十进制数。",
    "Write digits with a dot as the decimal sign, without thousands separators or exponents: 1234.50.",
    "请使用数字并以点号作为小数点，不要使用千位分隔符或指数，例如 1234.50。",
)
define(
    "ubl.currency",
    "The amount has no currency.",
    "金额没有标明币种。",
    'Name the currency in the attribute currencyID, such as currencyID="EUR".',
    '请在属性 currencyID 中标明币种，例如 currencyID="CNY"。',
)
define(
    "ubl.date",
    "“{value}” is not a date.",
    "“{value}”不是日期。",
    "Write it as year-month-day: 2026-03-02.",
    "请按年-月-日书写，例如 2026-03-02。",
)
define(
    "ubl.time",
    "“{value}” is not a time of day.",
    "“{value}”不是一天中的时刻。",
    "Write it as hours:minutes:seconds, with the offset from UTC where it is known: 14:30:00+01:00.",
    "请按时:分:秒书写；如已知时区，请加上与 UTC 的时差，例如 14:30:00+08:00。",
)
define(
    "ubl.boolean",
    "“{value}” is neither true nor false.",
    "“{value}”既不是 true 也不是 false。",
    "Write true or false.",
    "请写 true 或 false。",
)
define(
    "ubl.stray_text",
    "There is text between elements: “{value}”.",
    "元素之间有多余的文字：“{value}”。",
    "Move the text into an element that is made for it, or remove it.",
    "请把文字放入相应的元素，或将其删除。",
)
