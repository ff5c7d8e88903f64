"""What is said of a message as such: `message.*` (a module `message` would hide the function of that name)."""

from app.errors.catalogue import define

define(
    "message.too_large",
    "The message has {size} bytes or more; at most {limit} are taken.",
    "消息大小至少为 {size} 字节，上限为 {limit} 字节。",
    "Split the document, or send attachments by reference.",
    "请拆分单据，或以引用方式发送附件。",
)
define(
    "message.empty",
    "The message is empty.",
    "消息为空。",
    "Send the document as the body of the request.",
    "请将单据作为请求正文发送。",
)
define(
    "message.unrecognised",
    "The content is of no syntax that this server reads.",
    "内容不属于本服务器可识别的任何语法。",
    "Send UBL 2.1 (XML or JSON), CII, Contract XML, cXML, IDoc XML or Countersign JSON, signed or bare; X12 begins "
    "with ISA, EDIFACT with UNA or UNB.",
    "请发送 UBL 2.1（XML 或 JSON）、CII、合同 XML、cXML、IDoc XML 或 Countersign JSON（可签名，也可不签名）；"
    "X12 以 ISA 开头，EDIFACT 以 UNA 或 UNB 开头。",
)
define(
    "message.unsupported_type",
    "Documents of the kind {name} are recognised but not taken.",
    "已识别出 {name} 类单据，但本服务器不接收。",
    "The list of document types is in the API's description.",
    "可接收的单据类型见 API 说明。",
)
define(
    "message.key_reused",
    "The idempotency key {key} was used before with another content.",
    "幂等键 {key} 先前已用于其他内容。",
    "Use a new key for a new document; repeat a key only with the same bytes.",
    "新单据请使用新的键；只有内容完全相同时才可重复使用同一键。",
)
define(
    "message.bad_key",
    "The idempotency key has {length} characters, or some that aren't printable ASCII.",
    "幂等键长度为 {length} 个字符，或含有不可打印的 ASCII 以外字符。",
    "Use 1 to 255 printable ASCII characters; a UUID is a good choice.",
    "请使用 1 至 255 个可打印的 ASCII 字符；建议使用 UUID。",
)
