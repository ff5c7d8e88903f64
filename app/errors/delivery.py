"""What can't be done with a delivery, and why one can't be made (`delivery.*`)."""

from app.errors.catalogue import define

define(
    "delivery.wrong_state",
    "A delivery that is {state} can't be changed by “{action}”.",
    "处于“{state}”状态的投递无法执行“{action}”。",
    "Possible from: {possible}.",
    "仅可在以下状态执行:{possible}。",
)
define(
    "delivery.not_renderable",
    "The document can't be put into the syntax {syntax}: {why}.",
    "无法将该单据转换为 {syntax} 格式:{why}。",
    "Let the channel send the original syntax, or leave this document type out.",
    "请让该通道发送原始格式,或排除此单据类型。",
)
define(
    "delivery.message_faulty",
    "As a message {message} the document would be refused by its receiver: {faults}.",
    "该单据写成 {message} 报文后会被接收方拒绝：{faults_zh}。",
    "Complete the document or the mapping overlay, or let the agreement send such messages (acceptance=accept).",
    "请补全单据或映射补丁，或在协议中选择放行存在错误的报文（acceptance=accept）。",
)
define(
    "delivery.agreement_ended",
    "The agreement on {syntax} by which the document would leave isn't in force.",
    "该单据所依据的 {syntax} 协议目前未生效。",
    "Put the agreement into force again and send the delivery once more, or let the channel use another syntax.",
    "请重新启用该协议并再次投递，或让该通道使用其他格式。",
)
