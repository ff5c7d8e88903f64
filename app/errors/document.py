"""Codes of `document.*`: a body in Countersign JSON that does not say what a document has to say."""

from app.errors.catalogue import define

NOT_OBJECT = define(
    "document.not_object",
    "A document is a JSON object; this is of type {found}.",
    "文档应为 JSON 对象（object），收到的类型是 {found}。",
    'Send {{"countersign": "1.0", "type": "order", …}}, one document a message.',
    '请发送 {{"countersign": "1.0", "type": "order", …}}，每条消息只含一份文档。',
)
VERSION = define(
    "document.version",
    'The member "countersign" says {found}; this server reads version {expected}.',
    "成员 “countersign” 的值为 {found}，本服务器支持的版本为 {expected}。",
    'Write "countersign": "{expected}" as the first member of the document.',
    '请在文档开头写上 "countersign": "{expected}"。',
)
UNKNOWN_TYPE = define(
    "document.unknown_type",
    "There is no document type {found}.",
    "不存在文档类型 {found}。",
    'The member "type" is one of: {expected}.',
    "成员 “type” 必须是以下之一：{expected}。",
)
MISSING = define(
    "document.missing",
    'The member "{member}" is missing; it is required here.',
    "缺少此处必填的成员 “{member}”。",
    "Add it; the JSON Schema of the document type lists what is required.",
    "请补上该成员；该文档类型的 JSON Schema 列出了所有必填项。",
)
BAD_TYPE = define(
    "document.bad_type",
    "A JSON value of type {expected} belongs here; this is of type {found}.",
    "此处应为 {expected} 类型的 JSON 值，实际为 {found}。",
    "Change the value's type; what is optional and has no value is left out, not null.",
    "请更改该值的类型；没有值的可选成员应直接省略，而不是写成 null。",
)
NUMBER = define(
    "document.number",
    "The decimal {found} is written as a JSON number; decimals are written as strings.",
    "十进制数 {found} 写成了 JSON 数字，应写成字符串。",
    'Put it in quotes: "{found}". Much software turns JSON numbers into binary floats, which can\'t hold money.',
    "请加上引号：“{found}”。许多软件会把 JSON 数字转成二进制浮点数，无法精确表示金额。",
)
BAD_DECIMAL = define(
    "document.bad_decimal",
    "{found} is not a decimal number.",
    "{found} 不是有效的十进制数。",
    'Write digits with an optional sign and decimal point, such as "1250.00"; no exponent, no thousands separator.',
    "请只用数字、可选的正负号和小数点，例如 “1250.00”；不要使用指数或千位分隔符。",
)
BAD_DATE = define(
    "document.bad_date",
    "{found} is not a date of the calendar.",
    "{found} 不是有效的日期。",
    "Write year, month and day as 2026-03-31.",
    "请按“年-月-日”书写，例如 2026-03-31。",
)
BAD_TIME = define(
    "document.bad_time",
    "{found} is not a time of day.",
    "{found} 不是有效的时间。",
    "Write 14:30:00 with an offset from UTC where it is known: 14:30:00+02:00, or 14:30:00Z.",
    "请按 14:30:00 书写，已知时区时加上与 UTC 的偏移：14:30:00+02:00 或 14:30:00Z。",
)
BAD_CODE = define(
    "document.bad_code",
    "{found} is not a value of this list.",
    "{found} 不在允许的取值之内。",
    "Use one of: {expected}.",
    "请使用以下值之一：{expected}。",
)
BAD_TEXT = define(
    "document.bad_text",
    "The text has the character {character}, which no XML syntax can carry.",
    "文本中含有字符 {character}，任何 XML 语法都无法承载它。",
    "Remove control characters; line breaks and tabs are fine.",
    "请删除控制字符；换行和制表符可以保留。",
)
UNKNOWN_MEMBER = define(
    "document.unknown_member",
    'The member "{member}" has no meaning here. It is kept, and nothing is decided by it.',
    "成员 “{member}” 在此处没有含义。它会被保留，但不参与任何处理。",
    "Look for a misspelt name; the JSON Schema of the document type lists all names.",
    "请检查名称是否拼写有误；该文档类型的 JSON Schema 列出了所有名称。",
)
RESERVED_KIND = define(
    "document.reserved_kind",
    'A complement may not have items of kind "member": JSON members are written where they belong.',
    "补充信息（complement）中不得出现 “member” 类条目：JSON 成员应直接写在其所属位置。",
    "Move the content to the object that it belongs to.",
    "请将该内容移到它所属的对象中。",
)
TOO_MANY = define(
    "document.too_many_faults",
    "Reading stopped after {limit} faults; there may be more.",
    "发现 {limit} 处问题后已停止读取，可能还有更多问题。",
    "Repair what is listed and send the document again.",
    "请先修正已列出的问题，再重新发送文档。",
)
SCHEMA = define(
    "document.schema",
    "The JSON Schema of this document type is not met: {what}.",
    "不符合该文档类型的 JSON Schema：{what}。",
    "Compare the document with the published schema.",
    "请对照已公布的 Schema 检查文档。",
)
define(
    "document.duplicate",
    "The same {type} {number} was accepted before.",
    "相同的 {type} {number} 先前已被接收。",
)
define(
    "document.number_conflict",
    "{type} {number} was accepted before with another content.",
    "{type} {number} 先前已以不同内容被接收。",
    "An accepted document is never overwritten: send a change, a new version, or a new number.",
    "已接收的单据不会被覆盖：请发送变更单、新版本，或使用新编号。",
)
define(
    "document.too_long",
    "The document's {what} has {length} characters; at most {limit} are taken.",
    "单据的 {what} 长度为 {length} 个字符，上限为 {limit} 个。",
    "Shorten it: it is what both sides refer to the document by.",
    "请缩短：双方以此引用该单据。",
)
define(
    "document.quarantined",
    "The document is kept, but an unexpected fault stopped its processing; staff will look at it.",
    "单据已保存，但处理时发生意外故障；工作人员将进行核查。",
    "There is nothing to send again.",
    "无需重新发送。",
)
define(
    "document.kept_words",
    "{message}",
    "{message}",
    "{hint}",
    "{hint}",
)
"""For a stored finding whose own code this version doesn't have any more."""
