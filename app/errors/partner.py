"""What the two parties agreed on: `partner.*`."""

from app.errors.catalogue import define

define(
    "partner.unknown",
    "There is no active partnership with {name}.",
    "与 {name} 之间没有有效的合作关系。",
    "The receiver's administrator has to add your organisation as a partner.",
    "需由接收方管理员将贵组织添加为合作伙伴。",
)
define(
    "partner.type_not_agreed",
    "{name} does not take documents of the type {type} from you.",
    "{name} 不接收贵方发送的 {type} 类型单据。",
)
