"""What the reader of cXML finds: things that the business needs and the message doesn't say well."""

from app.errors.catalogue import define

define(
    "cxml.unsupported",
    "A cXML message with {name} brings no document that this server reads.",
    "cXML 消息 {name} 不包含本服务器可读取的单据。",
    "Send one of: {supported}. To take a document back, send the one that the standard has for it.",
    "请发送以下请求之一：{supported}。如需撤回单据，请使用标准规定的相应单据。",
)
define(
    "cxml.missing",
    "{name} is missing or empty, and the document can't be understood without it.",
    "缺少 {name} 或其内容为空，无法理解该文档。",
    "Add {name} with its value.",
    "请补充 {name} 及其值。",
)
define(
    "cxml.decimal",
    "“{value}” is not a decimal number.",
    "“{value}”不是十进制数。",
    "Write digits with a dot as the decimal sign, without thousands separators or exponents: 1234.50.",
    "请使用数字并以点号作为小数点，不要使用千位分隔符或指数，例如 1234.50。",
)
define(
    "cxml.currency",
    "“{found}” is not a currency's code.",
    "“{found}”不是币种代码。",
    'Name the currency in the attribute of Money, such as <Money currency="EUR">.',
    '请在 Money 的属性中标明币种，例如 <Money currency="CNY">。',
)
define(
    "cxml.date",
    "“{value}” is not a date.",
    "“{value}”不是日期。",
    "Write date, time and offset from UTC: 2026-03-02T14:30:00+01:00.",
    "请书写日期、时间及与 UTC 的时差，例如 2026-03-02T14:30:00+08:00。",
)
define(
    "cxml.stray_text",
    "There is text between elements: “{value}”.",
    "元素之间有多余的文字：“{value}”。",
    "Move the text into an element that is made for it, or remove it.",
    "请把文字放入相应的元素，或将其删除。",
)
define(
    "cxml.test",
    "The message says that it is a test; it is treated like any other.",
    "该消息标明为测试消息，但仍按正式消息处理。",
    "Send tests to a server for tests, or set deploymentMode to production.",
    "请将测试消息发送至测试服务器，或将 deploymentMode 设为 production。",
)
define(
    "cxml.dtd",
    "The message departs from cXML's DTD: {what}",
    "消息不符合 cXML 的 DTD，校验器报告：{what}",
    "Compare the message with the DTD that its DOCTYPE names.",
    "请对照 DOCTYPE 所指的 DTD 检查该消息。",
)
define(
    "cxml.dtd_unusable",
    "The DTD {name} in schemas/local can't be used; the message was not validated against it.",
    "无法使用 schemas/local 中的 DTD 文件 {name}，未据其校验该消息。",
    "Take the file as cxml.org hands it out; one that refers to other files is not used.",
    "请使用 cxml.org 发布的原始文件；引用其他文件的 DTD 不予使用。",
)
