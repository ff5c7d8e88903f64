"""Entries that many rules share; their findings have the rule's id as code and one of these as `entry`."""

from app.errors.catalogue import define

NOT_USED = define(
    "rules.not_used",
    "{element} is not used in an EN 16931 document.",
    "EN 16931 文档中不使用 {element}。",
    "Remove it, or put what it says into a note (BT-22).",
    "请将其删除，或把其内容写入备注（BT-22）。",
)
INSTALLED = define(
    "rules.installed",
    "{text}",
    "{text}",
    "The rule is {rule} of the installed set {ruleset}.",
    "此规则为已安装规则集 {ruleset} 中的 {rule}。",
)
NOT_EVALUABLE = define(
    "rules.not_evaluable",
    "The rule {rule} can't be judged: {reason}.",
    "无法判定规则 {rule}：{reason}。",
    "Write the values that it looks at in the form that their types ask for; then it can be judged.",
    "请按数据类型要求的格式书写其所涉及的值，之后即可判定。",
)
for _what, _en, _zh, _hint, _hint_zh in (
    ("number", '"{found}" is not a number', "“{found}”不是数字", "Write digits and a point.", "请使用数字和小数点。"),
    ("date", '"{found}" is not a date', "“{found}”不是日期", "Write it as 2026-01-31.", "请写成 2026-01-31 的形式。"),
    (
        "truth",
        '"{found}" is neither true nor false',
        "“{found}”既非 true 也非 false",
        "Write true or false.",
        "请写 true 或 false。",
    ),
    (
        "several",
        'only one is allowed here, and "{found}" is a further one',
        "此处只允许一个，而“{found}”是多出的一个",
        "Keep one of them.",
        "请只保留其中一个。",
    ),
):
    define(
        f"rules.not_evaluable_{_what}",
        f"The rule {{rule}} can't be judged: {_en}.",
        f"无法判定规则 {{rule}}：{_zh}。",
        _hint,
        _hint_zh,
    )
UNKNOWN_RULES = define(
    "rules.unknown",
    "Not all rules of {customization} are known here; those that are known were checked.",
    "此处并不具备 {customization} 的全部规则；已知的规则均已检查。",
    "Install the rules that the specification comes with (`countersign rules install`), or correct the identifier.",
    "请安装该规范附带的规则（`countersign rules install`），或更正标识符。",
)
NOT_INSTALLED = define(
    "rules.not_installed",
    "The receiver asks for the rules {name}, which are not installed here; they were not checked.",
    "收件方要求遵守规则集 {name}，但此处未安装该规则集，因此未作检查。",
    "The receiver installs them again, or takes them out of the agreement.",
    "请收件方重新安装，或从约定中移除。",
)
NOT_APPLICABLE = define(
    "rules.not_applicable",
    "The rules {name} don't look at documents of this kind; nothing was checked against them.",
    "规则集 {name} 不适用于此类单据，未据其作任何检查。",
    "Name rules that are for this kind of document and syntax.",
    "请指定适用于该单据类型和语法的规则集。",
)
NOT_REACHED = define(
    "rules.not_reached",
    "The rules {name} were not checked, because others found too much already.",
    "其他规则集发现的问题已过多，因此未检查规则集 {name}。",
    "Repair what is listed and validate again.",
    "请先修复所列问题，然后重新验证。",
)
MORE = define(
    "rules.more",
    "There are more findings; the first {limit} are listed.",
    "还有更多问题；此处列出前 {limit} 个。",
    "Repair these and validate again.",
    "请先修复这些问题，然后重新验证。",
)
MORE_OF_ONE = define(
    "rules.more_of_one",
    "{rule} is broken in more than {limit} places; the first {limit} are listed.",
    "{rule} 在超过 {limit} 处被违反；此处列出前 {limit} 处。",
    "It is often one fault in the program that writes the lines; repair it there.",
    "这通常是生成各行的程序中的同一个错误；请在程序中修复。",
)
