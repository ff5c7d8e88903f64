"""Codes of `xml.*`: what arrived as XML and is refused before anybody looks at its meaning."""

from app.errors.catalogue import define

EMPTY = define(
    "xml.empty",
    "The message is empty.",
    "消息内容为空。",
    "Send the XML document as the body of the request.",
    "请将 XML 文档作为请求正文发送。",
)
TOO_LARGE = define(
    "xml.too_large",
    "The message has {size} bytes; at most {limit} are accepted.",
    "消息大小为 {size} 字节，最多接受 {limit} 字节。",
    "Split the document, or refer to large attachments instead of embedding them.",
    "请拆分文档，或以引用方式代替内嵌的大附件。",
)
ENCODING = define(
    "xml.encoding",
    "The character encoding {encoding} is not accepted, or the bytes don't follow it.",
    "不接受字符编码 {encoding}，或消息字节与该编码不符。",
    "Send UTF-8, and let the XML declaration name the encoding that is used.",
    "请使用 UTF-8 编码，并确保 XML 声明与实际编码一致。",
)
VERSION = define(
    "xml.version",
    "The document says that it is XML {version}; only XML 1.0 is accepted.",
    "文档声明为 XML {version}，仅接受 XML 1.0。",
)
DOCTYPE = define(
    "xml.doctype",
    "The document has a DOCTYPE, which is not accepted (cXML's own, without declarations in it, is the one exception).",
    "文档包含 DOCTYPE 声明，不予接受（唯一例外是 cXML 自身的、不含内部声明的 DOCTYPE）。",
    "Remove the DOCTYPE and every entity; business documents are described by their namespace alone.",
    "请删除 DOCTYPE 及所有实体定义；业务文档只需以命名空间标识。",
)
MALFORMED = define(
    "xml.malformed",
    "The XML is not well-formed at column {column} of the line: {what}.",
    "XML 在该行第 {column} 列处格式不正确，解析器报告：{what}。",
    "Write the document with an XML library rather than by joining text.",
    "请使用 XML 库生成文档，而不要直接拼接文本。",
)
TOO_DEEP = define(
    "xml.too_deep",
    "Elements are nested deeper than {limit} levels.",
    "元素嵌套超过 {limit} 层。",
)
TOO_MANY_ELEMENTS = define(
    "xml.too_many_elements",
    "The document has more than {limit} elements.",
    "文档中的元素超过 {limit} 个。",
    "Split the document into several.",
    "请将文档拆分为多份。",
)
TOO_MANY_ATTRIBUTES = define(
    "xml.too_many_attributes",
    "An element has more than {limit} attributes and namespace declarations.",
    "某元素的属性与命名空间声明超过 {limit} 个。",
)
TOO_MANY_NAMES = define(
    "xml.too_many_names",
    "The document uses more than {limit} different names.",
    "文档使用的不同名称超过 {limit} 个。",
    "Identifiers belong into an element's content, not into its name.",
    "标识符应写在元素内容中，而不应作为元素名称。",
)
NAME_TOO_LONG = define(
    "xml.name_too_long",
    "The name of an element or attribute is longer than {limit} characters.",
    "元素或属性的名称超过 {limit} 个字符。",
)
TAG_TOO_LONG = define(
    "xml.tag_too_long",
    "A start tag, with its attributes, is longer than {limit} bytes.",
    "某个开始标签（含属性）超过 {limit} 字节。",
    "Long values belong into an element's content.",
    "较长的值应写在元素内容中。",
)
TEXT_TOO_LONG = define(
    "xml.text_too_long",
    "A text is longer than {limit} characters.",
    "某段文本超过 {limit} 个字符。",
    "Refer to large attachments instead of embedding them.",
    "请以引用方式代替内嵌的大附件。",
)
RELATIVE_NAMESPACE = define(
    "xml.relative_namespace",
    "The namespace {uri} is not an absolute URI.",
    "命名空间 {uri} 不是绝对 URI。",
    "Canonical XML is not defined for relative namespaces, so such a document can't be signed; use the full URI.",
    "规范化 XML 不支持相对命名空间，此类文档无法签名；请使用完整的 URI。",
)
PROCESSING_INSTRUCTION = define(
    "xml.processing_instruction",
    "There is a processing instruction ({target}) inside or after the document, or too many before it.",
    "文档元素内部或之后存在处理指令（{target}），或其之前的处理指令过多。",
    "Remove it. A few before the document's element are ignored.",
    "请将其删除。文档元素之前的少量处理指令会被忽略。",
)
UNWRITABLE = define(
    "xml.unwritable",
    "What was understood of this message can't be written again, so nothing of it is taken: {why}",
    "无法将已读取的消息内容重新写出，因此整条消息不予接收：{why}",
    "Check the message against its schema. If it is valid, tell whoever runs this server.",
    "请按其模式检查该消息；若消息有效，请告知服务器管理员。",
)
