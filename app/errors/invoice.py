"""Codes of `invoice.*`: answers, credits and payments that don't fit the invoice."""

from app.errors.catalogue import define

define(
    "invoice.unknown_code",
    "The response code {response} is not one that answers an invoice.",
    "答复代码 {response} 不能用于答复发票。",
    "Use AB, IP, UQ, CA, RE, AP or PD.",
    "请使用 AB、IP、UQ、CA、RE、AP 或 PD。",
)
define(
    "invoice.code_backwards",
    "The code {response} can't follow {last}: answers to an invoice never go backwards.",
    "代码 {response} 不能出现在 {last} 之后：对发票的答复不得倒退。",
    "The order is AB, IP, UQ, CA, then RE or AP, then PD; only UQ and PD may be repeated, and nothing follows RE.",
    "顺序为 AB、IP、UQ、CA，然后 RE 或 AP，最后 PD；只有 UQ 和 PD 可以重复，RE 之后不得再有答复。",
)
define(
    "invoice.reason_missing",
    "The code {response} needs a reason.",
    "代码 {response} 必须说明理由。",
    "Give a reason code of the list OPStatusReason, or a sentence.",
    "请填写 OPStatusReason 列表中的理由代码，或用文字说明。",
)
define(
    "invoice.currency_mismatch",
    "{document} {number} is in {found}, the invoice in {expected}.",
    "{document} {number} 的币种为 {found}，发票的币种为 {expected}。",
    "Use the invoice's currency.",
    "请使用发票的币种。",
)
define(
    "invoice.over_credited",
    "{amount} is more than is still owed ({outstanding}): paid and credited together never exceed what is payable.",
    "{amount} 超过了尚欠金额（{outstanding}）：已付与已贷记之和不得超过应付金额。",
    "Credit at most what is outstanding.",
    "贷记金额不得超过未结金额。",
)
define(
    "invoice.over_paid",
    "{amount} is more than is still owed ({outstanding}).",
    "{amount} 超过了尚欠金额（{outstanding}）。",
    "Pay what is outstanding; check for an earlier payment or credit note.",
    "请按未结金额付款，并检查是否已有付款或贷记通知单。",
)
define(
    "invoice.bad_amount",
    "The amount {amount} has to be above zero.",
    "金额 {amount} 必须大于零。",
    "Correct the amount; to take money back, use the document that is made for it.",
    "请更正金额；如需收回款项，请使用相应的文档类型。",
)
define(
    "invoice.amount_missing",
    "{document} {number} does not say how much of invoice {invoice} is paid.",
    "{document} {number} 没有说明发票 {invoice} 的付款金额。",
    "Give an amount a line, or a total where there is one invoice only.",
    "请逐行填写金额；若只涉及一张发票，可填写总额。",
)
