"""What the reader of SAP IDocs finds: things that the business needs and the IDoc doesn't say well."""

from app.errors.catalogue import define

define(
    "idoc.unsupported",
    "An IDoc of type {type} with message {message} has no place here.",
    "不支持类型为 {type}、消息为 {message} 的 IDoc。",
    "Send ORDERS, ORDCHG or ORDRSP as ORDERS05, INVOIC as INVOIC02, or DESADV as DELVRY03 to DELVRY07.",
    "请发送 ORDERS05（ORDERS、ORDCHG、ORDRSP）、INVOIC02（INVOIC）或 DELVRY03 至 DELVRY07（DESADV）。",
)
define(
    "idoc.several",
    "There are {count} IDocs in one file, and no more than one can be one document.",
    "一个文件中包含 {count} 个 IDoc，而一个文档只能对应一个 IDoc。",
    "Send the IDocs one by one, or as a batch where batches are taken.",
    "请逐个发送 IDoc，或通过支持批量的入口发送。",
)
define(
    "idoc.name",
    "{name} is not a name of a segment or a field.",
    "{name} 不是段或字段的名称。",
    "SAP's names have letters, digits, hyphens and underlines only.",
    "SAP 的名称只包含字母、数字、连字符和下划线。",
)
define(
    "idoc.missing",
    "{name} is missing or empty, and the document can't be understood without it.",
    "缺少 {name} 或其内容为空，无法理解该文档。",
    "Fill {name}.",
    "请填写 {name}。",
)
define(
    "idoc.decimal",
    "“{value}” is not a decimal number.",
    "“{value}”不是十进制数。",
    "Write digits with a dot as the decimal sign, and a minus at the end where it is negative: 12.50-.",
    "请使用数字并以点号作为小数点，负数的负号写在末尾，例如 12.50-。",
)
define(
    "idoc.date",
    "“{value}” is not a date.",
    "“{value}”不是日期。",
    "Write year, month and day as eight digits: 20260302.",
    "请用八位数字书写年、月、日，例如 20260302。",
)
define(
    "idoc.time",
    "“{value}” is not a time of day.",
    "“{value}”不是时间。",
    "Write hours, minutes and seconds as six digits: 143000.",
    "请用六位数字书写时、分、秒，例如 143000。",
)
define(
    "idoc.no_currency",
    "The IDoc names no currency, so that its amounts have none.",
    "IDoc 未标明币种，因此金额没有币种。",
    "Fill CURCY in E1EDK01 with a code such as EUR.",
    "请在 E1EDK01 的 CURCY 中填写币种代码，例如 CNY。",
)
define(
    "idoc.line_currency",
    "The item is in {found}, the document in {expected}: one document has one currency.",
    "行项目的币种为 {found}，而文档的币种为 {expected}：一个文档只能有一种币种。",
    "Bring all items into the currency of E1EDK01, or send one document a currency.",
    "请将所有行项目换算为 E1EDK01 中的币种，或按币种分别发送文档。",
)
define(
    "idoc.stray_text",
    "There is text between elements: “{value}”.",
    "元素之间有多余的文字：“{value}”。",
    "Move the text into a field, or remove it.",
    "请把文字放入字段，或将其删除。",
)
define(
    "idoc.test",
    "The control record says that this is a test.",
    "控制记录标明这是一条测试消息。",
    "The document is handled like any other; clear the field TEST for what is meant in earnest.",
    "该文档按正常文档处理；正式业务请清空 TEST 字段。",
)
