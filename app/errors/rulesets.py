"""Codes of `rulesets.*`: Schematron files that can't be installed, and sets of rules that can't be used.

What a set's rules say of a document has other words (`rules.*`); what its expressions can't be compiled for is
`schematron.*`.
"""

from app.errors.catalogue import define

NAME = define(
    "rulesets.name",
    "{name} can't be the name of a set of rules.",
    "{name} 不能用作规则集名称。",
    "Use small letters, digits, dots and hyphens, beginning with a letter or a digit: peppol-t01.",
    "请使用小写字母、数字、点和连字符，并以字母或数字开头，例如 peppol-t01。",
)
BUILT_IN = define(
    "rulesets.built_in",
    "{name} is built in, and can be neither replaced nor removed.",
    "{name} 为内置规则集，不能替换或删除。",
    "Install the file under another name, and name both when validating.",
    "请以其他名称安装该文件，并在验证时同时指定两者。",
)
UNKNOWN = define(
    "rulesets.unknown",
    "There is no set of rules called {name}.",
    "不存在名为 {name} 的规则集。",
    "`countersign rules list` shows those that there are.",
    "运行 `countersign rules list` 可查看现有规则集。",
)
DIGEST = define(
    "rulesets.digest",
    "The SHA-256 of what came is {found}, not {expected}.",
    "收到内容的 SHA-256 为 {found}，而非 {expected}。",
    "It is not the file that was meant: don't install it before you know why.",
    "这不是预期的文件；在查明原因之前请勿安装。",
)
NO_DIGEST = define(
    "rulesets.no_digest",
    "The lock file doesn't know the SHA-256 of {name}.",
    "锁定文件中没有 {name} 的 SHA-256。",
    "Take it from the publisher by a way that you trust, and give it with --sha256.",
    "请通过可信途径从发布者处获取，并以 --sha256 提供。",
)
NOT_LOCKED = define(
    "rulesets.not_locked",
    "The lock file has no release called {name}; it has {known}.",
    "锁定文件中没有名为 {name} 的发布版本；现有：{known}。",
    "What is not in it is installed from its file: countersign rules install NAME FILE.",
    "未列入其中的规则集请从文件安装：countersign rules install NAME FILE。",
)
SPOILT = define(
    "rulesets.spoilt",
    "What is stored of the set {name} is not what was installed ({what}).",
    "规则集 {name} 的存储内容与安装时不一致（{what}）。",
    "Install it again, and find out who changed it.",
    "请重新安装，并查明是谁作了更改。",
)
EXPOSED = define(
    "rulesets.exposed",
    "{file} can be changed by others than the server's own user, so code in it is not run.",
    "服务器用户以外的其他用户可以更改 {file}，因此不会运行其中的代码。",
    "Give it to the server's user, and take the right to write from everybody else: chmod go-w.",
    "请将其所有者设为服务器用户，并取消其他人的写权限（chmod go-w）。",
)
ADDRESS = define(
    "rulesets.address",
    "{url} is not fetched: {why}.",
    "不会获取 {url}：{why}。",
    "Give an https address that leads to the file without leaving https, or fetch it yourself and install the file.",
    "请提供全程使用 https 的文件地址，或自行下载后安装该文件。",
)
ARCHIVE = define(
    "rulesets.archive",
    "{file} can't be used as an archive: {why}.",
    "{file} 不能用作压缩包：{why}。",
)
NO_MAIN = define(
    "rulesets.no_main",
    "There is no Schematron in the archive.",
    "压缩包中没有 Schematron 文件。",
    "A file is one where its name ends in .sch and its element is `schema`.",
    "此类文件的名称以 .sch 结尾，且根元素为 `schema`。",
)
SEVERAL_MAIN = define(
    "rulesets.several_main",
    "Several files of the archive could be meant: {files}.",
    "压缩包中有多个可能的文件：{files}。",
    "Say which one after a hash: FILE.zip#path/in/the/archive.sch.",
    "请在井号后指明：FILE.zip#压缩包内/路径.sch。",
)
MISSING = define(
    "rulesets.missing",
    "{file} is not there.",
    "找不到 {file}。",
    "Install the archive or the folder with everything that the file includes.",
    "请安装包含其全部被引用文件的压缩包或文件夹。",
)
OUTSIDE = define(
    "rulesets.outside",
    "{href} leads out of what is being installed, or isn't a relative path.",
    "{href} 超出了正在安装的范围，或不是相对路径。",
    "Put all files below one folder, and refer to them by relative paths.",
    "请将所有文件置于同一文件夹之下，并使用相对路径引用。",
)
CYCLE = define(
    "rulesets.cycle",
    "{name} includes, extends or instantiates itself.",
    "{name} 包含、扩展或实例化了其自身。",
)
TOO_LARGE = define(
    "rulesets.too_large",
    "The rules have more {what} than are accepted ({limit}).",
    "规则的{what}超出上限（{limit}）。",
)
NOT_SCHEMATRON = define(
    "rulesets.not_schematron",
    "The file's element is {element}, not that of an ISO Schematron.",
    "文件的根元素是 {element}，而非 ISO Schematron 的根元素。",
    "The element is `schema` in the namespace http://purl.oclc.org/dsdl/schematron.",
    "根元素应为命名空间 http://purl.oclc.org/dsdl/schematron 中的 `schema`。",
)
OLD_SCHEMATRON = define(
    "rulesets.old_schematron",
    "This is Schematron 1.5, older than the ISO standard.",
    "这是早于 ISO 标准的 Schematron 1.5。",
    "Move it to the namespace http://purl.oclc.org/dsdl/schematron, and state its query binding.",
    "请改用命名空间 http://purl.oclc.org/dsdl/schematron，并声明其查询绑定。",
)
QUERY_BINDING = define(
    "rulesets.query_binding",
    "The query binding {binding} is not supported.",
    "不支持查询绑定 {binding}。",
    "Supported are xslt2, xslt3 and xpath2; a schema that names none is one of XPath 1.0.",
    "支持 xslt2、xslt3 和 xpath2；未声明查询绑定的模式属于 XPath 1.0。",
)
ELEMENT = define(
    "rulesets.element",
    "{element} is not supported in {parent}.",
    "不支持在 {parent} 中使用 {element}。",
    "Nothing is skipped silently: a set of rules is installed whole or not at all.",
    "不会静默跳过任何内容：规则集要么完整安装，要么不安装。",
)
ATTRIBUTE = define(
    "rulesets.attribute",
    "The attribute {attribute} of {element} is not supported.",
    "不支持 {element} 的属性 {attribute}。",
    "Nothing is skipped silently: a set of rules is installed whole or not at all.",
    "不会静默跳过任何内容：规则集要么完整安装，要么不安装。",
)
NEEDS_ATTRIBUTE = define(
    "rulesets.needs_attribute",
    "{element} needs the attribute {attribute}.",
    "{element} 缺少必需的属性 {attribute}。",
)
CONTENT = define(
    "rulesets.content",
    "{element} has content where only its attributes are supported.",
    "{element} 含有内容，但此处仅支持其属性。",
    "Write the expression into its attribute.",
    "请将表达式写入其属性。",
)
NO_SUCH_PART = define(
    "rulesets.no_such_part",
    "There is no {kind} {name}.",
    "不存在 {kind} {name}。",
    "It is referred to here; define it, or correct the reference.",
    "此处引用了它；请加以定义或更正引用。",
)
INCLUDED_SCHEMA = define(
    "rulesets.included_schema",
    "{href} is a whole schema; what is included is a part of one.",
    "{href} 是完整的模式；只能包含模式的一部分。",
    "Include a file whose element is a pattern, a rule or the like, or name the part: file.sch#id.",
    "请包含根元素为 pattern、rule 等的文件，或指明所需部分：file.sch#id。",
)
TWO_NAMESPACES = define(
    "rulesets.two_namespaces",
    "The prefix {prefix} stands for {one} and for {other}.",
    "前缀 {prefix} 同时代表 {one} 和 {other}。",
    "Use one prefix for one namespace throughout the file.",
    "请在整个文件中让一个前缀只对应一个命名空间。",
)
EMPTY = define(
    "rulesets.empty",
    "The schema has no assertion that could be tested in the phase {phase}.",
    "该模式在阶段 {phase} 中没有可供检验的断言。",
    "Choose another phase, or none for all of them.",
    "请选择其他阶段；不指定则使用全部。",
)
