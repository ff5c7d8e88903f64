"""Whom a document names, and who it is here: `party.*`."""

from app.errors.catalogue import define

define(
    "party.not_sender",
    "The document's {side} is {found}, which is not the organisation that sent it.",
    "单据中的{side}为 {found}，与发送方组织不符。",
    "Name your organisation by an identifier that is registered for it.",
    "请使用贵组织已登记的标识符。",
)
define(
    "party.receiver_unknown",
    "The document's {side}, {found}, is no organisation on this server.",
    "单据中的{side} {found} 不是本服务器上的组织。",
    "Check the identifier and its scheme with your partner.",
    "请与合作伙伴核对标识符及其方案。",
)
define(
    "party.same",
    "Buyer and seller are the same organisation.",
    "买方与卖方为同一组织。",
)
