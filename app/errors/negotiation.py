"""Codes of `negotiation.*`: a step that the machine of an order, a contract or an invoice doesn't have."""

from app.errors.catalogue import define

define(
    "negotiation.illegal_move",
    "A {kind} in state {state} has no event {event}; possible now: {allowed}.",
    "处于 {state} 状态的 {kind} 不能执行 {event}；目前可执行：{allowed}。",
    "Read the negotiation again: it may have moved on. Then choose one of its allowed actions.",
    "请重新读取该协商，其状态可能已经变化；然后从允许的操作中选择。",
)
define(
    "negotiation.wrong_party",
    "In state {state} the event {event} is not for the {side} to fire.",
    "在 {state} 状态下，{event} 不由 {side} 方执行。",
    "Wait for the other party's move, or choose one of your own allowed actions.",
    "请等待对方操作，或从己方允许的操作中选择。",
)
define(
    "negotiation.reason_required",
    "The event {event} needs a reason.",
    "操作 {event} 必须说明理由。",
    "Say why, in a sentence that the other party can act on.",
    "请用一句对方可据以处理的话说明原因。",
)
define(
    "negotiation.document_needed",
    "The event {event} says nothing without a document of type {document}.",
    "操作 {event} 必须随附 {document} 类型的文档。",
    "Send the document; it fires the event itself.",
    "请发送该文档，由文档本身触发此操作。",
)
define(
    "negotiation.out_of_turn",
    "{document} {number} cannot be taken while the {kind} is in state {state}.",
    "{kind} 处于 {state} 状态，无法接受 {document} {number}。",
    "{advice}",
    "请先查看该协商当前由哪一方行动以及允许的操作，再重新发送。",
)
define(
    "negotiation.ended",
    "{document} {number} comes too late: the {kind} has ended in state {state}.",
    "{document} {number} 来得太晚：{kind} 已以 {state} 状态结束。",
    "Start anew under another number, or agree with the other party outside of it.",
    "请使用新的编号重新开始，或与对方另行商定。",
)
define(
    "negotiation.wrong_sender",
    "{document} {number} is for the {expected} to send; it came from the {sender}.",
    "{document} {number} 应由 {expected} 方发送，实际来自 {sender} 方。",
    "Check who is named as buyer and as seller in the document.",
    "请检查文档中买方与卖方的填写。",
)
define(
    "negotiation.unknown_reference",
    "{document} {number} refers to the {kind} {reference}, which is not known here between these two parties.",
    "{document} {number} 引用的 {kind} {reference} 在双方之间并不存在。",
    "Send the document that starts it first, and repeat its number exactly, letter for letter.",
    "请先发送发起该业务的文档，并逐字准确引用其编号。",
)
define(
    "negotiation.no_reference",
    "The document does not say which order or invoice it is about.",
    "文档没有说明它针对哪份订单或发票。",
    "Name the number of the order or the invoice that it answers.",
    "请填写其所针对的订单号或发票号。",
)
define(
    "negotiation.already_open",
    "The {kind} {number} is already being negotiated, in state {state}.",
    "{kind} {number} 已在协商中，状态为 {state}。",
    "Send a change of it, or choose another number.",
    "请发送变更文档，或改用其他编号。",
)
define(
    "negotiation.noted",
    "{document} {number} was kept; it moves nothing in state {state}.",
    "{document} {number} 已存档；在 {state} 状态下不引起任何变化。",
)
define(
    "negotiation.not_found",
    "There is no such negotiation.",
    "该协商不存在。",
)
define(
    "negotiation.version_conflict",
    "The negotiation is at version {current}, not {expected}.",
    "协商当前版本为 {current}，而非 {expected}。",
    "Look at what has happened since, and decide again.",
    "请先查看其间发生的变化，再作决定。",
)
define(
    "negotiation.key_reused",
    "The idempotency key {key} was used before for another event.",
    "幂等键 {key} 先前已用于其他事件。",
)
