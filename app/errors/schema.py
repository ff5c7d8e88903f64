"""Codes of `schema.*`: where a document departs from its schema."""

from app.errors.catalogue import define

UNKNOWN_DOCUMENT_TYPE = define(
    "schema.unknown_document_type",
    "{found} (namespace {namespace}) is not a document type of UBL 2.1.",
    "{found}（命名空间 {namespace}）不是 UBL 2.1 的文档类型。",
    "Check the root element's name and namespace; UBL 2.1 has 65 document types.",
    "请检查根元素的名称与命名空间；UBL 2.1 共有 65 种文档类型。",
)
UNKNOWN_ROOT = define(
    "schema.unknown_root",
    "The schema doesn't know a document whose root element is {found} (namespace {namespace}).",
    "Schema 中没有以 {found}（命名空间 {namespace}）为根元素的文档。",
)
UNEXPECTED_ELEMENT = define(
    "schema.unexpected_element",
    "{found} is not allowed in {parent}. Expected here: {expected}.",
    "{parent} 中不允许出现 {found}。此处应为：{expected}。",
    "Remove the element, or correct its name.",
    "请删除该元素，或更正其名称。",
)
WRONG_NAMESPACE = define(
    "schema.wrong_namespace",
    "{found} is in the namespace {namespace}; in {parent} it is {expected} that is allowed.",
    "{found} 属于命名空间 {namespace}；{parent} 中允许的是 {expected}。",
    "Give the element the prefix of the right namespace.",
    "请为该元素使用正确命名空间的前缀。",
)
WRONG_ORDER = define(
    "schema.wrong_order",
    "{found} is in the wrong place within {parent}. The order is: {order}.",
    "{found} 在 {parent} 中的位置不正确。正确顺序为：{order}。",
    "The schema fixes the order of elements; move this one.",
    "Schema 规定了元素的先后顺序，请移动该元素。",
)
TOO_MANY = define(
    "schema.too_many",
    "{found} may occur at most {most} time(s) in {parent}; this is number {count}.",
    "{found} 在 {parent} 中最多出现 {most} 次，此处为第 {count} 次。",
    "Remove the surplus elements.",
    "请删除多余的元素。",
)
MISSING_ELEMENT = define(
    "schema.missing_element",
    "{parent} must have {expected}.",
    "{parent} 缺少必需的 {expected}。",
    "Add the element, in the place that the schema gives it.",
    "请在 Schema 规定的位置补充该元素。",
)
UNEXPECTED_TEXT = define(
    "schema.unexpected_text",
    "{parent} holds other elements and may not have text of its own; found {value}.",
    "{parent} 只能包含子元素，不能含有文本；此处出现 {value}。",
    "Put the text into one of the element's children.",
    "请将文本放入其子元素中。",
)
BAD_VALUE = define(
    "schema.bad_value",
    "The value {value} of {name} is not of the type {type}. Expected: {expected}.",
    "{name} 的值 {value} 不符合类型 {type}。应为：{expected}。",
    "Write the value in the form that the type asks for, without thousands separators or units.",
    "请按该类型要求的格式书写，不要使用千位分隔符或单位。",
)
EMPTY_VALUE = define(
    "schema.empty_value",
    "{name} is empty; a value of the type {type} is expected, such as: {expected}.",
    "{name} 为空；应填写 {type} 类型的值，例如：{expected}。",
    "Give a value, or leave the element out.",
    "请填写值，或省略该元素。",
)
UNKNOWN_ATTRIBUTE = define(
    "schema.unknown_attribute",
    "{parent} may not have the attribute {found}. Allowed: {expected}.",
    "{parent} 不允许有属性 {found}。允许的属性：{expected}。",
    "Remove the attribute, or correct its name.",
    "请删除该属性，或更正其名称。",
)
MISSING_ATTRIBUTE = define(
    "schema.missing_attribute",
    "{parent} must have the attribute {expected}.",
    "{parent} 缺少必需的属性 {expected}。",
)
INVALID = define(
    "schema.invalid",
    "{parent} departs from the schema: {what}",
    "{parent} 不符合 Schema，校验器报告：{what}",
)
TOO_MANY_FAULTS = define(
    "schema.too_many_faults",
    "There are more than {limit} faults; the rest is not listed.",
    "错误超过 {limit} 处，其余不再列出。",
    "Correct what is listed, and send the document again.",
    "请先更正已列出的错误，然后重新提交。",
)
ONLY_THE_FIRST = define(
    "schema.only_the_first",
    "The document is too large to list all of its faults; these are the first ones.",
    "文档过大，无法列出全部错误，仅列出最先发现的部分。",
    "Correct what is listed, and send the document again.",
    "请先更正已列出的错误，然后重新提交。",
)
