"""`lens.*`: what a mapping can't read or write in a message, and what is wrong with a mapping itself."""

from app.errors.catalogue import define

define(
    "lens.bad_value",
    "“{found}” is not a {kind}.",
    "“{found}”不是有效的 {kind}。",
    "Write the value in the form that the element's type asks for; nothing else of the segment is lost.",
    "请按该数据元素的类型书写；该段的其余内容不受影响。",
)
define(
    "lens.unknown_code",
    "The code {found} isn't in the table {table}.",
    "代码表 {table} 中没有代码 {found}。",
    "The code is kept as it was sent. Add it to the table, or to the partner's own codes, to have it translated.",
    "该代码按原样保留。如需转换，请将其加入代码表或该合作伙伴的代码。",
)
define(
    "lens.function",
    "{element} says “{found}”: a message of that function isn't read.",
    "{element} 为“{found}”：不读取具有此功能的报文。",
    "Read are {taken}. A copy, a duplicate or a replacement isn't read as another original; where this partner means "
    "an original by that code, allow it in the partner's mapping.",
    "可读取的代码：{taken}。副本、重复件或替换件不会被当作新的原件读取；若该合作伙伴用此代码表示原件，请在其映射中允许。",
)
define(
    "lens.parts",
    "The parts of this line are in {unit} and in {found}, and don't add up.",
    "该行各部分的单位分别为 {unit} 和 {found}，无法相加。",
    "Say all parts of a line in one unit.",
    "请用同一单位表示该行的各个部分。",
)
define(
    "lens.missing",
    "The message doesn't say the document's {member}.",
    "报文中没有单据的 {member}。",
    "Add {where}.",
    "请补充 {where}。",
)
define(
    "lens.required",
    "This partner's agreement asks for {member}, and the message doesn't say it.",
    "与该合作伙伴约定必须提供 {member}，但报文中没有。",
    "Add {where}.",
    "请补充 {where}。",
)
define(
    "lens.incomplete",
    "This loop can't be read without its {missing}.",
    "此循环缺少 {missing}，无法读取。",
    "Add what is missing; the rest of the message was read.",
    "请补充缺少的内容；报文的其余部分已读取。",
)
define(
    "lens.calc",
    "The message says {found}, which is not its {formula}.",
    "报文写的是 {found}，与其 {formula} 不符。",
    "Count again, or look for segments that were lost on the way.",
    "请重新计算，或检查传输中是否丢失了段。",
)
define(
    "lens.range",
    "The numbers of the range {found} can't be told.",
    "无法得知范围 {found} 中的各个编号。",
    "Only a range of at most 1,000 SSCCs with right check digits is spelt out; write any other numbers one by one.",
    "只有不超过 1,000 个且校验位正确的 SSCC 范围才会展开；其他编号请逐个书写。",
)
define(
    "lens.not_yaml",
    "This is not YAML: {problem}.",
    "这不是有效的 YAML：{problem}。",
    "Repair the line that is named.",
    "请修正所指出的行。",
)
define(
    "lens.twice",
    "{word} stands here twice.",
    "{word} 在此出现了两次。",
    "Keep one of the two.",
    "请只保留其中之一。",
)
define(
    "lens.schema",
    "{rule}: {problem}.",
    "{rule}：{problem}。",
    "docs/mapping.md has the words of the language; schemas/mapping.schema.json says where each may stand.",
    "该语言的关键字见 docs/mapping.md，其可用位置见 schemas/mapping.schema.json。",
)
define(
    "lens.no_segment",
    "{rule}: the grammar has no segment {segment} in {loop}.",
    "{rule}：语法中 {loop} 内没有段 {segment}。",
    "Put the rule into the loop that has the segment, or limit it to the versions that have it.",
    "请将规则放入包含该段的循环，或限定到包含该段的版本。",
)
define(
    "lens.no_test",
    "Whether a message is of the type {document} can't be told: the grammar has no {element} of {segment}.",
    "无法判断报文是否为 {document} 类型：语法中段 {segment} 没有 {element}。",
    "Name an element that the segment has.",
    "请使用该段中存在的数据元。",
)
define(
    "lens.no_loop",
    "{rule}: the segment {segment} doesn't open a loop, so that no rules can stand in it.",
    "{rule}：段 {segment} 不开启循环，因此其中不能有规则。",
    "Put these rules beside it.",
    "请将这些规则与其并列放置。",
)
define(
    "lens.no_element",
    "{rule}: the segment {segment} has no element {element}, or only components of it.",
    "{rule}：段 {segment} 没有数据元素 {element}，或该处只有其组成部分。",
    "Elements are counted from 1; of a composite one its component is named as well (`3.1`).",
    "数据元素从 1 开始编号；复合数据元素还须指明其组成部分（如 `3.1`）。",
)
define(
    "lens.no_path",
    "{rule}: {type} has no {path}.",
    "{rule}：{type} 没有 {path}。",
    "Paths are those of the document's fields; `countersign edi map explain` lists the ones in use.",
    "路径为单据的字段；`countersign edi map explain` 会列出已使用的路径。",
)
define(
    "lens.not_a_list",
    "{rule}: {path} isn't a list, so that `each` has nothing to go through.",
    "{rule}：{path} 不是列表，不能用 `each` 遍历。",
    "Use `at` for a single object.",
    "单个对象请使用 `at`。",
)
define(
    "lens.not_a_value",
    "{rule}: {path} isn't a single value.",
    "{rule}：{path} 不是单个值。",
    "Name one of its fields, or an item of the list.",
    "请指明其某个字段，或列表中的某一项。",
)
define(
    "lens.type",
    "{rule}: {path} can't be written as {type}.",
    "{rule}：{path} 不能写为 {type}。",
    "Choose a type that both the element and the document's field have.",
    "请选择数据元素与单据字段都支持的类型。",
)
define(
    "lens.no_table",
    "{rule}: there is no code table {table}.",
    "{rule}：没有代码表 {table}。",
    "Code tables are the files of edi_mappings/codes/.",
    "代码表为 edi_mappings/codes/ 中的文件。",
)
define(
    "lens.formula",
    "{rule}: {formula} is not a formula.",
    "{rule}：{formula} 不是有效的公式。",
    "There are count(path) and sum(path).",
    "可用的公式有 count(路径) 和 sum(路径)。",
)
define(
    "lens.fight",
    "{rule}: {path} is read by {other} as well.",
    "{rule}：{path} 也由 {other} 读取。",
    "Let one rule read it, or mark the lesser one `only: read` and say why.",
    "请只保留一个读取规则，或将次要规则标为 `only: read` 并说明原因。",
)
define(
    "lens.unreachable",
    "{rule}: {other} takes every segment that this rule could take.",
    "{rule}：该规则能处理的段都已被 {other} 处理。",
    "Put the rule with more conditions first.",
    "请将条件更多的规则放在前面。",
)
define(
    "lens.no_reason",
    "{rule}: a rule for one direction only needs a reason (`why`).",
    "{rule}：单向规则必须说明原因（`why`）。",
    "Say why it can't be run the other way.",
    "请说明为何不能反向执行。",
)
define(
    "lens.only_read",
    "{rule}: a list of the document itself ({path}) can only be read from a segment within.",
    "{rule}：文档自身的列表（{path}）在内层段中只能读取。",
    "Say `only: read`, and map the list where it is written.",
    "请写明 `only: read`，并在写出该列表的位置另行映射。",
)
define(
    "lens.not_one_to_one",
    "Table {table}: {value} stands for several codes.",
    "代码表 {table}：{value} 对应多个代码。",
    "Leave the preferred one under `both`, and put the others under `read`.",
    "请将首选代码留在 `both` 下，其余放在 `read` 下。",
)
define(
    "lens.not_preferred",
    "Table {table}: {code} and {value} don't lead to a pair under `both`, or stand there already.",
    "代码表 {table}：{code} 与 {value} 未指向 `both` 下的代码对，或已在其中。",
    "`read` names values that `both` has, `write` codes that `both` has.",
    "`read` 只能引用 `both` 中的值，`write` 只能引用 `both` 中的代码。",
)
define(
    "lens.no_rule_to_patch",
    "There is no rule {rule} to patch.",
    "没有可修改的规则 {rule}。",
    "Rules are selected as `PO1/REF[1=DP]`; `countersign edi map explain` lists them.",
    "规则的写法如 `PO1/REF[1=DP]`；`countersign edi map explain` 会列出所有规则。",
)
define(
    "lens.no_base",
    "There is no mapping {base} to extend.",
    "没有可扩展的映射 {base}。",
    "Name a file of edi_mappings/ without its ending, such as x12/850.",
    "请写 edi_mappings/ 中的文件名（不含扩展名），例如 x12/850。",
)
define(
    "lens.extends_itself",
    "The mapping {base} extends itself, by way of this one.",
    "映射 {base} 通过本映射扩展了自身。",
    "Let one of them extend a mapping that comes with Countersign, such as x12/850.",
    "请让其中之一扩展 Countersign 自带的映射，例如 x12/850。",
)
define(
    "lens.idle_word",
    "“{word}” would have no effect here.",
    "“{word}”在此处不起作用。",
    "A mapping that extends another one changes its rules by `patch`; one that extends none has `rules`.",
    "扩展其他映射的映射用 `patch` 修改其规则；不扩展其他映射的映射则写 `rules`。",
)
define(
    "lens.idle_overlay",
    "This overlay would never be used: it changes {base}, and has another name.",
    "该补丁不会被使用：它修改 {base}，但文件名不同。",
    "Call the file {name}.yaml.",
    "请将文件命名为 {name}.yaml。",
)
define(
    "lens.not_pairs",
    "The code table {table} is there already: only pairs can be added to it.",
    "代码表 {table} 已存在：只能向其添加成对的代码。",
    "Write the message's code and the document's, such as `{{CS: XCT}}`.",
    "请写报文的代码与单据的代码，例如 `{{CS: XCT}}`。",
)
define(
    "lens.no_default",
    "{path} can't be “{value}” by default.",
    "{path} 不能以“{value}”为默认值。",
    "Defaults are texts, such as a currency, and whole numbers; no dates, amounts or lists.",
    "默认值可以是文本（例如币种）或整数，不能是日期、金额或列表。",
)
define(
    "lens.no_grammar",
    "There is no grammar for {message} in {standard} {version}.",
    "{standard} {version} 中没有 {message} 的语法。",
    "docs/formats/edi-grammars.md says which there are, and how to import more.",
    "现有的语法及如何导入更多语法，见 docs/formats/edi-grammars.md。",
)
define(
    "lens.no_mapping",
    "There is no mapping for {message} in {standard} {version}.",
    "没有 {standard} {version} 中 {message} 的映射。",
    "The message is checked and kept, but not turned into a document.",
    "该报文已检查并保存，但未转换为单据。",
)
define(
    "lens.other_format",
    "“{found}” isn't written as its format {format} says; it was read by its length.",
    "“{found}”的写法与其格式 {format} 不符；已按其长度读取。",
    "Send the format's code that the value is written in (102 CCYYMMDD, 203 CCYYMMDDHHMM).",
    "请发送与该值写法一致的格式代码（102 为 CCYYMMDD，203 为 CCYYMMDDHHMM）。",
)
define(
    "lens.no_tree",
    "The hierarchy can't be followed: a level names a parent that isn't above it, or there are too many levels.",
    "无法还原层级结构：某一层所指的上级不在其之前的路径上，或层级过多。",
    "Number the levels in order, and let each name the level that it stands under; fifty levels at most.",
    "请按顺序为各层编号，并让每一层指明其所属的上级；最多五十层。",
)
