"""Codes of `order.*`: what an order, or a document that answers or carries it out, says against the order."""

from app.errors.catalogue import define

define(
    "order.no_lines",
    "{document} {number} has no lines.",
    "{document} {number} 没有任何行项目。",
    "Send at least one line.",
    "请至少填写一行。",
)
define(
    "order.duplicate_line",
    "The line number {line_number} is there twice.",
    "行号 {line_number} 重复出现。",
    "Give every line its own number; answers refer to it.",
    "请为每一行使用唯一的行号，后续答复需引用它。",
)
define(
    "order.bad_quantity",
    "Line {line_number} has the quantity {quantity}; it has to be {expected}.",
    "第 {line_number} 行的数量为 {quantity}，应为 {expected}。",
    "Correct the quantity; to take a line back, delete it or reject it.",
    "请更正数量；若要撤销某一行，请删除或拒绝该行。",
)
define(
    "order.revision_conflict",
    "{document} {number} is about revision {named}; the open one is {current}.",
    "{document} {number} 针对的是修订版 {named}，而当前待定的是 {current}。",
    "Take the newest revision from the feed and answer that one.",
    "请从消息流中获取最新修订版后再作答复。",
)
define(
    "order.unknown_code",
    "The response code {response} is not one that answers an order.",
    "答复代码 {response} 不能用于答复订单。",
    "Use AB (received), AP (accepted), RE (rejected) or CA (answered line by line).",
    "请使用 AB（已收到）、AP（接受）、RE（拒绝）或 CA（逐行答复）。",
)
define(
    "order.unknown_status",
    "The status {status} of line {line_number} is not one that answers a line.",
    "第 {line_number} 行的状态 {status} 不能用于答复行项目。",
    "Use one of: {expected}.",
    "请使用以下之一：{expected}。",
)
define(
    "order.code_contradicts_lines",
    "The code {response} stands for the whole order, but line {line_number} is answered otherwise ({status}).",
    "代码 {response} 针对整份订单，但第 {line_number} 行的答复与之不符（{status}）。",
    "Answer with CA where lines differ; with AP, RE and AB leave the lines out.",
    "若各行答复不同，请使用 CA；使用 AP、RE 或 AB 时请省略行项目。",
)
define(
    "order.answer_contradicts",
    "Line {line_number} is marked as accepted but says something else than the order; it is taken as a change.",
    "第 {line_number} 行标记为接受，但内容与订单不一致；按变更处理。",
    "Mark it as changed (status 3).",
    "请将其标记为变更（状态 3）。",
)
define(
    "order.line_unanswered",
    "Line {line_number} is not answered.",
    "第 {line_number} 行没有得到答复。",
    "Answer every line: accepted (5), changed (3), rejected (7) or delivered (42).",
    "请逐行答复：接受（5）、变更（3）、拒绝（7）或已交付（42）。",
)
define(
    "order.line_answered_twice",
    "Line {line_number} is answered twice.",
    "第 {line_number} 行被答复了两次。",
    "Say everything about a line in one answer.",
    "请将对同一行的答复合并为一条。",
)
define(
    "order.unknown_line",
    "The order has no line {line_number}.",
    "订单中没有第 {line_number} 行。",
    "Refer to lines by the numbers that the order gave them.",
    "请使用订单中的行号进行引用。",
)
define(
    "order.line_unreferenced",
    "Line {line_number} of {document} does not say which line of the order it is about, and its item does not tell.",
    "{document} 的第 {line_number} 行没有说明对应订单的哪一行，且无法由商品判断。",
    "Name the order's line number.",
    "请注明订单行号。",
)
define(
    "order.line_exists",
    "Line {line_number} is marked as added, but the order already has it.",
    "第 {line_number} 行标记为新增，但订单中已有该行。",
    "Give an added line a new number; mark a line that is there as changed (3).",
    "请为新增行使用新的行号；对已有的行请标记为变更（3）。",
)
define(
    "order.unit_mismatch",
    "Line {line_number} counts in {found}, the order in {expected}; one can't be turned into the other.",
    "第 {line_number} 行的单位为 {found}，订单的单位为 {expected}，二者无法换算。",
    "Use the order's unit.",
    "请使用订单中的单位。",
)
define(
    "order.currency_mismatch",
    "{document} {number} is in {found}, the order in {expected}.",
    "{document} {number} 的币种为 {found}，订单的币种为 {expected}。",
    "The currency of an order doesn't change; send a new order for another one.",
    "订单币种不可变更；如需其他币种，请另下订单。",
)
define(
    "order.change_differs",
    "The change restates neither the seller's proposal nor the agreed order: line {line_number} differs.",
    "该变更既不是对卖方提议的重述，也不是对已商定订单的重述：第 {line_number} 行不一致。",
    "Repeat the proposal line for line to accept it, or the agreed order to keep it; your own change comes afterwards.",
    "请逐行重述卖方提议以表示接受，或重述已商定的订单以保持不变；之后再提出己方变更。",
)
define(
    "order.not_open",
    "The order is in state {state}; {document} {number} needs an agreed order.",
    "订单处于 {state} 状态；{document} {number} 需要已商定的订单。",
    "Agree on the order first: the seller accepts it, or the buyer accepts the seller's counter-offer.",
    "请先就订单达成一致：由卖方接受，或由买方接受卖方的还价。",
)
define(
    "order.already_shipped",
    "Goods were shipped on line {line_number}; the order can no longer be cancelled.",
    "第 {line_number} 行已经发货，订单不能再取消。",
    "Change the quantities down to what was shipped instead.",
    "请改为将数量下调至已发货的数量。",
)
define(
    "order.below_shipped",
    "Line {line_number} would come down to {quantity}, but {shipped} were shipped or invoiced already.",
    "第 {line_number} 行将减至 {quantity}，但已发货或已开票 {shipped}。",
    "Ask for at least what was shipped; returns are a matter for a credit note.",
    "数量不得低于已发货数量；退货请通过贷记通知单处理。",
)
define(
    "order.over_shipped",
    "Line {line_number}: {shipped} shipped in all, {due} agreed.",
    "第 {line_number} 行：累计发货 {shipped}，约定数量为 {due}。",
    "Correct the quantity, or propose a change of the order first.",
    "请更正数量，或先提出订单变更。",
)
define(
    "order.over_received",
    "Line {line_number}: {received} received in all, {due} agreed.",
    "第 {line_number} 行：累计收货 {received}，约定数量为 {due}。",
    "Correct the quantity, or reject the surplus on the receipt advice.",
    "请更正数量，或在收货通知中拒收多余部分。",
)
define(
    "order.received_unannounced",
    "Line {line_number}: {received} received, though only {shipped} were announced as shipped; taken as shipped.",
    "第 {line_number} 行：已收货 {received}，但仅通知发货 {shipped}；按已发货处理。",
    "Ask the seller for the missing despatch advice.",
    "请向卖方索取缺失的发货通知。",
)
define(
    "order.over_invoiced",
    "Line {line_number}: {invoiced} invoiced in all, {reference} {basis}.",
    "第 {line_number} 行：累计开票 {invoiced}，而 {basis} 数量为 {reference}。",
    "Invoice what was delivered, or credit the difference.",
    "请按实际交付开票，或就差额开具贷记通知单。",
)
define(
    "order.unbalanced_line",
    "Line {line_number}: confirmed, back-ordered and rejected come to {sum}, ordered were {ordered}.",
    "第 {line_number} 行：确认、缺货待补与拒绝的数量合计 {sum}，订购数量为 {ordered}。",
)
define(
    "order.reason_missing",
    "{document} {number} rejects without saying why.",
    "{document} {number} 拒绝但未说明理由。",
    "Add a note with the reason; the buyer's staff will ask otherwise.",
    "请在备注中说明理由，以免买方人员追问。",
)
