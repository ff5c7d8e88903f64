"""`json.*`: why a JSON text was refused before anybody looked at what it says."""

from app.errors.catalogue import define

TOO_LARGE = define(
    "json.too_large",
    "The JSON text has {size} bytes; at most {limit} are taken.",
    "JSON 文本共 {size} 字节，超过上限 {limit} 字节。",
    "Split the document, or send large attachments separately.",
    "请拆分单据，或将大附件另行发送。",
)
ENCODING = define(
    "json.encoding",
    "The text is not plain UTF-8 (first fault at byte {offset}: {what}).",
    "文本不是纯 UTF-8 编码（首个错误位于第 {offset} 字节：{what}）。",
    "Save it as UTF-8 without a byte order mark; RFC 8259 allows no other encoding between systems.",
    "请另存为不带字节顺序标记（BOM）的 UTF-8；RFC 8259 规定系统之间只能使用该编码。",
)
MALFORMED = define(
    "json.malformed",
    "This is not JSON: line {row}, column {column}: {what}.",
    "不是合法的 JSON：第 {row} 行第 {column} 列：{what}。",
    "Check for a missing comma or quote, a trailing comma, a comment, or text that was cut off.",
    "请检查是否缺少逗号或引号、有多余的结尾逗号、含有注释，或文本被截断。",
)
TOO_DEEP = define(
    "json.too_deep",
    "Objects and arrays are nested more than {limit} deep.",
    "对象与数组的嵌套层数超过 {limit} 层。",
    "Flatten the structure; no business document needs so many levels.",
    "请减少嵌套层数；业务单据不需要这么多层。",
)
DUPLICATE_KEY = define(
    "json.duplicate_key",
    "An object has the member “{key}” twice, so two readers could understand it differently.",
    "同一个对象中成员“{key}”出现了两次，不同的读取方可能得出不同的结果。",
    "Keep one of the two.",
    "请只保留其中一个。",
)
NUMBER = define(
    "json.number",
    "“{number}” is not a number that is taken: at most {digits} digits, an exponent of at most {exponent},"
    " neither NaN nor Infinity.",
    "“{number}”不是可接受的数字：最多 {digits} 位，指数绝对值不超过 {exponent}，且不能是 NaN 或 Infinity。",
    "Write amounts and quantities as strings of plain decimal digits.",
    "金额与数量请写成由十进制数字组成的字符串。",
)
LONE_SURROGATE = define(
    "json.lone_surrogate",
    "Line {row}, column {column}: the escape “{escape}” is half of a surrogate pair and stands for no character.",
    "第 {row} 行第 {column} 列：转义“{escape}”只是代理对的一半，不表示任何字符。",
    "Write the character itself in UTF-8, or both halves of the pair.",
    "请直接以 UTF-8 写出该字符，或写出完整的代理对。",
)
TOO_MANY_VALUES = define(
    "json.too_many_values",
    "The text has more than {limit} values.",
    "文本中的值超过 {limit} 个。",
    "Split the document.",
    "请拆分单据。",
)
STRING_TOO_LONG = define(
    "json.string_too_long",
    "A string has {size} bytes; at most {limit} are taken.",
    "某个字符串长 {size} 字节，超过上限 {limit} 字节。",
    "Send large attachments separately.",
    "请将大附件另行发送。",
)
