"""Codes of `contract_xml.*`: a body in Contract XML that does not follow its schema."""

from app.errors.catalogue import define

NOT_CONTRACT = define(
    "contract_xml.not_contract",
    "The root element is {found}; a contract's is Contract in the namespace {expected}.",
    "根元素为 {found}；合同的根元素应为命名空间 {expected} 中的 Contract。",
    "Start from the published schema, contract-1.xsd.",
    "请以已公布的 contract-1.xsd 为准编写文档。",
)
MISSING = define(
    "contract_xml.missing",
    "{name} is missing; it is required here.",
    "缺少此处必填的 {name}。",
    "Add it; the schema contract-1.xsd shows where.",
    "请补上；contract-1.xsd 说明了其位置。",
)
UNEXPECTED = define(
    "contract_xml.unexpected",
    "{name} has no place here.",
    "此处不应出现 {name}。",
    "Check its spelling, namespace and position; what the schema doesn't know belongs in Extension.",
    "请检查拼写、命名空间和位置；Schema 未定义的内容应放入 Extension。",
)
REPEATED = define(
    "contract_xml.repeated",
    "{name} is there more than once.",
    "{name} 重复出现。",
    "Leave one of them.",
    "请只保留一个。",
)
SCHEMA = define(
    "contract_xml.schema",
    "The contract's schema is not met: {what}.",
    "不符合合同的 Schema，校验器报告：{what}。",
    "Compare the document with the published schema, contract-1.xsd.",
    "请对照已公布的 contract-1.xsd 检查文档。",
)
