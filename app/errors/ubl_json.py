"""`ubl_json.*`: where a document departs from the form in which OASIS writes UBL as JSON."""

from app.errors.catalogue import define

define(
    "ubl_json.no_document",
    "No member is a document that UBL has; there is: {found}.",
    "没有任何成员是 UBL 文档；现有成员：{found}。",
    'Put the document under its name beside the members "_D", "_A" and "_B": {{"_D": …, "Invoice": …}}.',
    '请将文档置于其名称之下，与成员 "_D"、"_A"、"_B" 并列，例如 {{"_D": …, "Invoice": …}}。',
)
define(
    "ubl_json.namespace",
    "“_D” names another document ({found}) than the one that follows ({document}).",
    "“_D”所指的文档（{found}）与实际给出的文档（{document}）不一致。",
    "Write {expected}, or put the other document there.",
    "请改为 {expected}，或改为给出另一种文档。",
)
define(
    "ubl_json.head",
    "This head member says “{found}”; for {document} it is {expected}. It was read as if it did.",
    "该头部成员的值为“{found}”；对 {document} 而言应为 {expected}。已按正确值读取。",
    "Name the namespaces of UBL, whatever prefixes the document has as XML.",
    "无论该文档的 XML 使用什么前缀，此处都请写 UBL 的命名空间。",
)
define(
    "ubl_json.member",
    "{parent} has no member “{member}”.",
    "{parent} 没有成员“{member}”。",
    "Check the spelling; what UBL has no place for belongs in an extension.",
    "请检查拼写；UBL 中没有位置的内容应放入扩展（UBLExtensions）。",
)
define(
    "ubl_json.attribute",
    "{parent} has no attribute “{member}”.",
    "{parent} 没有属性“{member}”。",
    'Beside its value "_", a component may only have the attributes of its data type, such as currencyID.',
    '除值成员 "_" 之外，组件只能带有其数据类型规定的属性，例如 currencyID。',
)
define(
    "ubl_json.type",
    "This must be a JSON {expected}, not {found}.",
    "此处应为 JSON 类型 {expected}，而不是 {found}。",
    'Amounts, quantities and rates are numbers, indicators true or false, all other values strings: {{"_": 12.50}}.',
    '金额、数量和比率写成数字，指示符写成 true 或 false，其余的值都写成字符串，例如 {{"_": 12.50}}。',
)
define(
    "ubl_json.array",
    "This must be an array, even if it holds only one.",
    "此处应为数组，即使其中只有一项。",
    "Put brackets around it: [ … ]. Where the document itself is in an array, everything in it is.",
    "请加上方括号：[ … ]。如果文档本身放在数组中，其中的所有内容也都放在数组中。",
)
define(
    "ubl_json.no_array",
    "This can occur only once, and must not be an array in this dialect.",
    "此项只能出现一次，在这种写法中不能是数组。",
    "Take the brackets away. Where the document itself isn't in an array, only what may occur more than once is.",
    "请去掉方括号。如果文档本身不在数组中，则只有可以出现多次的内容才使用数组。",
)
define(
    "ubl_json.once",
    "This may occur only once, and is there {count} times.",
    "此项只能出现一次，但出现了 {count} 次。",
    "Keep one of them.",
    "请只保留其中一个。",
)
define(
    "ubl_json.empty",
    "The array is empty.",
    "数组为空。",
    "Leave the member out where there is nothing to say.",
    "如无内容，请省略该成员。",
)
define(
    "ubl_json.value",
    "{name} has no value.",
    "{name} 没有值。",
    'Write the value as the member "_": {{"_": "…"}}.',
    '请将值写入成员 "_"，例如 {{"_": "…"}}。',
)
define(
    "ubl_json.text",
    "{name} contains a character that XML can't carry, such as a control character.",
    "{name} 含有 XML 无法表示的字符，例如控制字符。",
    "Remove it; every document may have to be sent on as XML.",
    "请将其删除；任何文档都可能需要以 XML 形式转发。",
)
define(
    "ubl_json.extension",
    "The XML in this extension can't be taken: {what}",
    "无法接受此扩展中的 XML：{what}",
    'Write one well-formed element, or JSON without the member "_".',
    '请写一个格式良好的 XML 元素，或不含成员 "_" 的 JSON。',
)
define(
    "ubl_json.too_many_faults",
    "There are more than {limit} faults; reading stopped there.",
    "错误超过 {limit} 处，读取到此为止。",
    "Repair these, then send it again.",
    "请先修复这些错误，然后重新发送。",
)
