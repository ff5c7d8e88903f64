"""Codes of `schematron.*`: why a Schematron can't be compiled, found when it is installed."""

from app.errors.catalogue import define

SYNTAX = define(
    "schematron.syntax",
    "{place}: the XPath expression is not understood at column {column}, before “{near}”: {expression}",
    "{place}：XPath 表达式在第 {column} 列“{near}”之前无法解析：{expression}",
    "Compare the expression with XPath 2.0; extensions of a single product are not supported.",
    "请对照 XPath 2.0 检查该表达式；不支持个别产品特有的扩展。",
)
PREFIX = define(
    "schematron.prefix",
    "{place}: the prefix {prefix} is bound to no namespace.",
    "{place}：前缀 {prefix} 未绑定任何命名空间。",
    "Declare it with an ns element of the schema.",
    "请在该模式中用 ns 元素声明。",
)
FUNCTION = define(
    "schematron.function",
    "{place}: the function {name} with {count} arguments is not supported.",
    "{place}：不支持带 {count} 个参数的函数 {name}。",
    "Rules may use the functions of XPath 2.0 that need nothing but the document, and the schema's own.",
    "规则只能使用仅依赖文档本身的 XPath 2.0 函数，以及该模式自行定义的函数。",
)
FORBIDDEN = define(
    "schematron.forbidden",
    "{place}: the function {name} reaches beyond the document, which no rule may do.",
    "{place}：函数 {name} 会访问文档以外的内容，规则不得如此。",
    "Put what it reads into the schema itself, for instance as a let with the list of codes.",
    "请将其读取的内容写入模式本身，例如用 let 写出代码列表。",
)
VARIABLE = define(
    "schematron.variable",
    "{place}: there is no variable ${name}.",
    "{place}：不存在变量 ${name}。",
    "Declare it with a let that is in reach: of the rule, the pattern or the schema.",
    "请用可见范围内的 let 声明：规则、模式组或整个模式均可。",
)
KEY = define(
    "schematron.key",
    "{place}: there is no key named {name}.",
    "{place}：不存在名为 {name} 的键。",
    "A key's name is a literal text, and an xsl:key of the schema has it.",
    "键名应为字面文本，且须由该模式中的 xsl:key 定义。",
)
TYPE = define(
    "schematron.type",
    "{place}: the type {name} is not known.",
    "{place}：未知类型 {name}。",
    "Types are those of XML Schema that XPath 2.0 has built in.",
    "类型须为 XPath 2.0 内置的 XML Schema 类型。",
)
CONTEXT = define(
    "schematron.context",
    "{place}: {context} is not a match pattern.",
    "{place}：{context} 不是匹配模式。",
    "A context is a path of child, attribute and descendant steps, or several joined by |.",
    "上下文应为由子元素、属性、后代步骤组成的路径，或以 | 连接的多个路径。",
)
REGEX = define(
    "schematron.regex",
    "{place}: the regular expression {pattern} can't be used: {reason}.",
    "{place}：无法使用正则表达式 {pattern}，原因：{reason}。",
    "Write it in the flavour of XPath 2.0, without repetitions inside repetitions in replace and tokenize.",
    "请按 XPath 2.0 的语法书写；在 replace 与 tokenize 中不要在重复之内再嵌套重复。",
)
CONSTRUCT = define(
    "schematron.construct",
    "{place}: {name} is not supported.",
    "{place}：不支持 {name}。",
    "Express the same with XPath 2.0's ordinary means.",
    "请改用 XPath 2.0 的常规写法表达相同含义。",
)
TOO_SLOW = define(
    "schematron.too_slow",
    "The rules have worked on the document for {seconds} seconds without coming to an end.",
    "规则对该文档已运算 {seconds} 秒仍未结束。",
    "Split the document; if it is an ordinary one, tell the publisher of the rules.",
    "请拆分文档；如该文档并无异常，请告知规则的发布方。",
)
