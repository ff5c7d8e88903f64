"""Codes of `matching.*`: how an invoice differs from what was ordered, shipped and received."""

from app.errors.catalogue import define

define(
    "matching.currency",
    "The invoice is in {found}, the order in {expected}.",
    "发票币种为 {found}，订单币种为 {expected}。",
    "Ask the seller for an invoice in the order's currency.",
    "请要求卖方按订单币种开具发票。",
)
define(
    "matching.order_not_open",
    "The order is in state {state}: there is no agreed order to invoice against.",
    "订单处于 {state} 状态：没有可供开票的已商定订单。",
    "Agree on the order first, or reject the invoice.",
    "请先就订单达成一致，或拒绝该发票。",
)
define(
    "matching.unknown_line",
    "Invoice line {line_number} belongs to no line of the order.",
    "发票第 {line_number} 行不对应订单中的任何一行。",
    "Ask the seller which order line is meant, or code it by hand.",
    "请向卖方确认对应的订单行，或手工归类。",
)
define(
    "matching.unit",
    "Invoice line {line_number} counts in {found}, the order in {expected}.",
    "发票第 {line_number} 行的单位为 {found}，订单的单位为 {expected}。",
    "Ask for an invoice in the order's unit.",
    "请要求按订单单位开票。",
)
define(
    "matching.quantity",
    "Order line {line_number}: {invoiced} invoiced in all, {reference} {basis}.",
    "订单第 {line_number} 行：累计开票 {invoiced}，而 {basis} 数量为 {reference}。",
    "Wait for the goods to be booked, or ask for a credit note.",
    "请等待货物入账，或要求开具贷记通知单。",
)
define(
    "matching.price",
    "Order line {line_number}: {invoiced} for one {unit}, {agreed} agreed.",
    "订单第 {line_number} 行：每 {unit} 开票价 {invoiced}，约定价 {agreed}。",
    "Ask for a credit note, or change the order's price.",
    "请要求开具贷记通知单，或变更订单价格。",
)
define(
    "matching.no_price",
    "Order line {line_number} has no agreed price to compare with.",
    "订单第 {line_number} 行没有可比对的约定价格。",
    "Have the price confirmed by whoever ordered.",
    "请由下单人员确认价格。",
)
define(
    "matching.charge",
    "Charges of {invoiced} beside the lines; {agreed} are in the order.",
    "行项目之外的费用合计 {invoiced}，而订单中约定 {agreed}。",
    "Ask for the charge to be taken off, or agree to it by an override.",
    "请要求去除该费用，或通过例外审批予以同意。",
)
