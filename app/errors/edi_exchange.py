"""Agreements on X12 and EDIFACT, repeated interchanges, awaited acknowledgements.

`edi_agreement.*`, `edi_task.*`, and the one code of `edi.*` that only the stored interchanges can know of.
"""

from app.errors.catalogue import define

UNKNOWN_TERM = define(
    "edi_agreement.unknown_term",
    "An agreement has no term “{name}”.",
    "协议中没有名为“{name}”的条款。",
    "Its terms: {known}.",
    "可用条款：{known}。",
)
WRONG_TYPE = define(
    "edi_agreement.wrong_type",
    "“{name}” is “{value}”, which is no {expected}.",
    "“{name}”的值“{value}”不是{expected_zh}。",
)
NOT_ONE_OF = define(
    "edi_agreement.not_one_of",
    "“{name}” can't be “{value}” in {standard}.",
    "在 {standard} 中，“{name}”不能是“{value}”。",
    "Use one of: {known}.",
    "请使用以下值之一：{known}。",
)
OUT_OF_RANGE = define(
    "edi_agreement.out_of_range",
    "“{name}” is {value}; it must be from {least} to {most}.",
    "“{name}”的值为 {value}；必须介于 {least} 与 {most} 之间。",
)
MALFORMED = define(
    "edi_agreement.malformed",
    "“{name}” can't be “{value}” in {standard}.",
    "在 {standard} 中，“{name}”不能是“{value}”。",
    "It is written like {example}.",
    "正确写法示例：{example}。",
)
ADDRESS_UNUSABLE = define(
    "edi_agreement.address_unusable",
    "“{name}” is “{value}”: in {standard} it has {least} to {most} printable ASCII characters, no blanks around it.",
    "“{name}”的值为“{value}”：在 {standard} 中应为 {least} 至 {most} 个可打印的 ASCII 字符，且首尾没有空格。",
)
DELIMITER_IN_ADDRESS = define(
    "edi_agreement.delimiter_in_address",
    "“{name}” contains “{character}”, which is a delimiter of this agreement.",
    "“{name}”包含“{character}”，而该字符是本协议的分隔符。",
    "Without a release character, which X12 never has, it can't be written: choose another delimiter or identifier.",
    "没有转义字符（X12 从不使用）就无法写出该字符：请更换分隔符或标识符。",
)
DELIMITER_UNUSABLE = define(
    "edi_agreement.delimiter_unusable",
    "“{name}” can't be “{value}”: a delimiter is one character that is neither a letter, a digit nor a blank.",
    "“{name}”不能是“{value}”：分隔符应为单个字符，且不能是字母、数字或空格。",
    "Write control characters as 0x1D.",
    "控制字符请写成 0x1D 的形式。",
)
DELIMITERS_CLASH = define(
    "edi_agreement.delimiters_clash",
    "“{name}” and “{other}” are the same character, “{character}”.",
    "“{name}”与“{other}”使用了同一个字符“{character}”。",
    "Every delimiter needs a character of its own.",
    "每个分隔符必须使用不同的字符。",
)
BATCH_ENDLESS = define(
    "edi_agreement.batch_endless",
    "An interchange waits for {documents} documents, however long that takes.",
    "交换报文需等待 {documents} 份单据，且没有时间限制。",
    "Set “batch_minutes” to the longest that its first document may wait, or “batch_documents” to 1.",
    "请将“batch_minutes”设为首份单据可等待的最长分钟数，或将“batch_documents”设为 1。",
)
OVERLAY_UNKNOWN = define(
    "edi_agreement.overlay_unknown",
    "There is no mapping overlay “{overlay}”.",
    "没有名为“{overlay}”的映射补丁。",
    "There are: {known}. An overlay is a folder of that name under edi_mappings/partners.",
    "现有：{known}。补丁是 edi_mappings/partners 下的同名文件夹。",
)
OVERLAY_BROKEN = define(
    "edi_agreement.overlay_broken",
    "The mapping overlay “{overlay}” can't be used: {place} ({fault}).",
    "映射补丁“{overlay}”无法使用：{place}（{fault}）。",
    "`countersign edi map explain {mapping}` says everything that is wrong with it.",
    "`countersign edi map explain {mapping}` 会列出其中的所有错误。",
)
NOTHING_TO_TRY = define(
    "edi_agreement.nothing_to_try",
    "No document that was sent to {partner} can be written by this agreement.",
    "发送给 {partner} 的单据中，没有一份可以按本协议写出。",
    "Send one first, by any way, or see which messages the agreed version has.",
    "请先以任意方式发送一份单据，或核对约定版本支持哪些报文。",
)
OWN_ADDRESS = define(
    "edi_agreement.same_address",
    "Both parties have the address {address}.",
    "双方使用了同一地址 {address}。",
)
ADDRESSES_TAKEN = define(
    "edi_agreement.addresses_taken",
    "Another {direction} agreement on {standard}, with {partner}, has the same two addresses.",
    "与 {partner} 的另一份 {standard} 协议（{direction}）已使用相同的两个地址。",
    "An interchange finds its agreement by its two addresses: each pair belongs to one agreement.",
    "交换报文通过收发双方的地址确定协议：每对地址只能属于一份协议。",
)
NO_AGREEMENT = define(
    "edi_agreement.none",
    "There is no agreement on {standard} by which {receiver} takes interchanges from {sender}.",
    "{receiver} 没有接收 {sender} 所发 {standard} 交换报文的协议。",
    "The receiver's administrator has to make an agreement with exactly these two addresses and their qualifiers.",
    "需由接收方管理员为这两个地址（含限定符）建立协议。",
)
DUPLICATE_INTERCHANGE = define(
    "edi.duplicate_interchange",
    "Interchange {number} from {sender} was received before, on {received}.",
    "来自 {sender} 的交换报文 {number} 此前已于 {received} 收到。",
    "It was not processed again; its first acknowledgement is repeated.",
    "本次未重复处理；系统将再次发送首次的确认。",
)
NUMBER_REUSED = define(
    "edi.control_number_reused",
    "Interchange {number} from {sender} was received before, on {received}, with another content.",
    "来自 {sender} 的交换报文 {number} 此前已于 {received} 收到，但内容不同。",
    "It was rejected. Send it again under a new control number.",
    "本次已被拒绝。请使用新的控制编号重新发送。",
)
OVERDUE = define(
    "edi_task.acknowledgement_overdue",
    "{partner} has not acknowledged {type} {number} (interchange {interchange}), which was due at {due}.",
    "{partner} 尚未确认 {type} {number}（交换报文 {interchange}），期限为 {due}。",
    "Ask the partner whether it arrived before sending it again.",
    "重新发送之前，请先向合作伙伴确认是否已收到。",
)
REJECTED = define(
    "edi_task.rejected",
    "{partner} rejected {type} {number} (interchange {interchange}): {faults}.",
    "{partner} 拒绝了 {type} {number}（交换报文 {interchange}）：{faults}。",
    "The partner's system did not take the document. Correct it, and send it again.",
    "合作伙伴的系统没有接收该单据。请更正后重新发送。",
)
UNMATCHED = define(
    "edi_task.acknowledgement_unmatched",
    "A {kind} from {sender} acknowledges {level} {number}, which was never sent to it.",
    "{sender} 的 {kind} 确认了 {level} {number}，但从未向其发送过该内容。",
    "Its control number may be spoilt, or the interchange was sent by another system under the same address.",
    "控制编号可能有误，或者该交换报文由使用相同地址的另一系统发出。",
)
TASK_NUMBER_REUSED = define(
    "edi_task.control_number_reused",
    "{sender} sent another content under the control number {number}, which was used on {received}: it was rejected.",
    "{sender} 使用已于 {received} 用过的控制编号 {number} 发送了不同的内容，已被拒绝。",
    "What came is kept with the interchanges. See with the partner whether it has to be sent under a new number.",
    "收到的内容已保存在交换报文列表中。请与合作伙伴确认是否需要使用新的编号重新发送。",
)
ACKNOWLEDGEMENT_UNREADABLE = define(
    "edi_task.acknowledgement_unreadable",
    "A {kind} from {sender} (interchange {interchange}) can't be relied on: {why}",
    "来自 {sender} 的 {kind}（交换报文 {interchange}）无法可靠读取：{why}",
    "What it rejects isn't known. Look at it in the list of interchanges, and ask the partner to send it again.",
    "无法得知它拒绝了什么。请在交换报文列表中查看，并请合作伙伴重新发送。",
)
LEFT_OPEN = define(
    "edi_task.acknowledgement_left_open",
    "A {kind} from {partner} leaves open what became of {type} {number} (interchange {interchange}): of {included} "
    "messages that were sent, it counts {received} as received and {accepted} as accepted.",
    "{partner} 的 {kind} 未说明 {type} {number}（交换报文 {interchange}）的处理结果：发送 {included} 份报文，"
    "其中收到 {received} 份，接受 {accepted} 份。",
    "Ask the partner whether the message was taken. Its own answer, should it come, takes this off the list.",
    "请向合作伙伴核实该报文是否已被接受。若之后收到针对该报文的答复，本任务将自动关闭。",
)
CONTRADICTED = define(
    "edi_task.acknowledgement_contradicted",
    "A {kind} from {partner} says {answer} of {type} {number}, of which an earlier one said {before}.",
    "{partner} 的 {kind} 对 {type} {number} 的答复为 {answer}，而先前的答复为 {before}。",
    "The first answer stands. Ask the partner which one holds.",
    "以首次答复为准。请向合作伙伴核实。",
)
DOCUMENT_REFUSED = define(
    "edi_task.document_refused",
    "{partner} does not accept {type} {number}: {why}",
    "{partner} 不接受 {type} {number}：{why}",
    "The partner's {kind} says so of its content; its syntax was right. Correct the document, and send it again.",
    "这是合作伙伴通过 {kind} 对单据内容作出的答复，其语法没有问题。请更正单据后重新发送。",
)
DOCUMENT_REMARKED = define(
    "edi_task.document_remarked",
    "{partner} takes {type} {number}, and remarks: {why}",
    "{partner} 接受了 {type} {number}，但提出以下意见：{why}",
    "The partner's {kind} says so. See whether the document has to be changed.",
    "意见来自合作伙伴的 {kind}。请核对是否需要修改该单据。",
)
ADVICE_UNMATCHED = define(
    "edi_task.advice_unmatched",
    "A {kind} from {sender} speaks of {number}, which was never sent to it: {why}",
    "{sender} 的 {kind} 提到了 {number}，但从未向其发送过该单据：{why}",
    "Its references may be spoilt, or the document was sent by another system under the same address.",
    "其引用信息可能有误，或者该单据由使用相同地址的另一系统发出。",
)
TASK_UNKNOWN = define(
    "edi_task.unknown",
    "There is no such open task.",
    "没有这样的待办任务。",
)
