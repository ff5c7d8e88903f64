"""Codes of `business.*`: a document that can be read and contradicts itself, or says too little to act on."""

from app.errors.catalogue import define

NUMBER_MISSING = define(
    "business.number_missing",
    "The document has no number.",
    "文档没有编号。",
    "Give it a number that you use for no other document of its type.",
    "请为其指定一个同类文档中唯一的编号。",
)
LINE_NUMBER_MISSING = define(
    "business.line_number_missing",
    "A line has no number.",
    "有一行没有行号。",
    "Number every line; answers and deliveries refer to lines by number.",
    "请为每一行编号；答复和发货都按行号引用。",
)
LINE_NUMBER_REPEATED = define(
    "business.line_number_repeated",
    "The number {found} is used by more than one line.",
    "编号 {found} 被多行重复使用。",
    "Number the lines so that each number occurs once.",
    "请确保每个行号只出现一次。",
)
BAD_CURRENCY = define(
    "business.bad_currency",
    "{found} is not an ISO 4217 currency code.",
    "{found} 不是 ISO 4217 货币代码。",
    "Use three capital letters, such as EUR or CNY.",
    "请使用三个大写字母，例如 EUR 或 CNY。",
)
NO_CURRENCY = define(
    "business.no_currency",
    "The amount names no currency.",
    "该金额没有注明货币。",
    "Name the document's currency, or that of the amount: three capital letters, such as EUR or CNY.",
    "请注明文档货币或该金额的货币：三个大写字母，例如 EUR 或 CNY。",
)
OTHER_CURRENCY = define(
    "business.other_currency",
    "This amount is in {found}; the document is in {expected}.",
    "此金额的货币为 {found}，而文档货币为 {expected}。",
    "State all amounts in the document's currency; a tax total may also be stated in the tax currency.",
    "所有金额应使用文档货币；税额合计可另以计税货币列示。",
)
NUMBER_TOO_LONG = define(
    "business.number_too_long",
    "This number has {found} digits; at most {expected} can be reckoned with exactly.",
    "该数字有 {found} 位，能够精确计算的最多为 {expected} 位。",
    "Round it.",
    "请先舍入。",
)
PERIOD_BACKWARDS = define(
    "business.period_backwards",
    "The period ends on {end}, before it starts on {start}.",
    "期间的结束日期 {end} 早于开始日期 {start}。",
    "Exchange the days, or correct the wrong one.",
    "请交换两个日期，或更正其中错误的一个。",
)
DUE_BEFORE_ISSUE = define(
    "business.due_before_issue",
    "Payment is due on {found}, before the day of issue, {expected}.",
    "付款到期日 {found} 早于开具日期 {expected}。",
    "Check both dates.",
    "请检查这两个日期。",
)
QUANTITY_NOT_POSITIVE = define(
    "business.quantity_not_positive",
    "The quantity is {found}; it must be more than zero.",
    "数量为 {found}，必须大于零。",
    "Leave the line out, or state how much is meant.",
    "请删除该行，或填写实际数量。",
)
QUANTITY_NEGATIVE = define(
    "business.quantity_negative",
    "The quantity is {found}; it can't be less than zero.",
    "数量为 {found}，不能小于零。",
    "State what was really sent, received or rejected.",
    "请填写实际发出、收到或拒收的数量。",
)
NO_LINES = define(
    "business.no_lines",
    "The document has no lines.",
    "文档没有任何行项目。",
    "Add at least one line.",
    "请至少添加一行。",
)
LINE_AMOUNT = define(
    "business.line_amount",
    "Line {number} says {found}; quantity, price, allowances and charges give {expected}.",
    "第 {number} 行的金额为 {found}；按数量、单价、折扣和附加费计算应为 {expected}。",
    "Quantity × price ÷ base quantity − allowances + charges, rounded to the currency's decimals.",
    "计算方法：数量 × 单价 ÷ 基准数量 − 折扣 + 附加费，并按货币小数位舍入。",
)
LINES_TOTAL = define(
    "business.lines_total",
    "The total of the lines is given as {found}; the lines add up to {expected}.",
    "行金额合计为 {found}；各行相加应为 {expected}。",
    "Add the net amounts of all lines.",
    "请将所有行的净额相加。",
)
ALLOWANCES_TOTAL = define(
    "business.allowances_total",
    "The total of allowances is given as {found}; they add up to {expected}.",
    "折扣合计为 {found}；各项折扣相加应为 {expected}。",
    "Add the allowances of the document; those of lines are part of the line amounts.",
    "请只合计文档级折扣；行级折扣已计入行金额。",
)
CHARGES_TOTAL = define(
    "business.charges_total",
    "The total of charges is given as {found}; they add up to {expected}.",
    "附加费合计为 {found}；各项附加费相加应为 {expected}。",
    "Add the charges of the document; those of lines are part of the line amounts.",
    "请只合计文档级附加费；行级附加费已计入行金额。",
)
TAX_EXCLUSIVE = define(
    "business.tax_exclusive_total",
    "The total without tax is given as {found}; lines − allowances + charges give {expected}.",
    "不含税总额为 {found}；行合计 − 折扣 + 附加费应为 {expected}。",
    "Correct the total, or what it is made of.",
    "请更正总额或其组成部分。",
)
TAX_INCLUSIVE = define(
    "business.tax_inclusive_total",
    "The total with tax is given as {found}; the total without tax and the taxes give {expected}.",
    "含税总额为 {found}；不含税总额加税额应为 {expected}。",
    "Correct the total, or what it is made of.",
    "请更正总额或其组成部分。",
)
PAYABLE = define(
    "business.payable_total",
    "The amount to pay is given as {found}; the total with tax − prepaid + rounding gives {expected}.",
    "应付金额为 {found}；含税总额 − 预付 + 舍入调整应为 {expected}。",
    "Correct the amount to pay, or what it is made of.",
    "请更正应付金额或其组成部分。",
)
TAX_TOTAL = define(
    "business.tax_total",
    "The tax is given as {found}; its categories add up to {expected}.",
    "税额为 {found}；各税种类别相加应为 {expected}。",
    "Add the tax amounts of all categories.",
    "请将各类别的税额相加。",
)
TAX_SHARE = define(
    "business.tax_share",
    "The tax of this category is given as {found}; {percent} % of the taxable amount is {expected}.",
    "该类别的税额为 {found}；计税金额的 {percent} % 应为 {expected}。",
    "Multiply the taxable amount by the percentage, and round to the currency's decimals.",
    "请用计税金额乘以税率，并按货币小数位舍入。",
)
REFERENCE_MISSING = define(
    "business.reference_missing",
    "The document doesn't say which document it answers or carries out; {expected} is needed.",
    "文档未说明其所答复或执行的文档；需要给出 {expected}。",
    "Add a reference with the number of that document.",
    "请添加对该文档的引用及其编号。",
)
LINE_REFERENCE_MISSING = define(
    "business.line_reference_missing",
    "Line {number} doesn't say which line of the order it answers.",
    "第 {number} 行未说明其答复的是订单的哪一行。",
    "Add the number of the order's line.",
    "请填写订单的行号。",
)
UNKNOWN_CODE = define(
    "business.unknown_code",
    "{found} is not a code that the profile allows here.",
    "{found} 不是该业务规范（profile）在此处允许的代码。",
    "Use one of: {expected}.",
    "请使用以下代码之一：{expected}。",
)
LINES_NEEDED = define(
    "business.lines_needed",
    "The answer {found} is one line by line, and has no lines.",
    "答复代码 {found} 表示逐行答复，但文档中没有行。",
    "Answer every line, or use AP (accepted) or RE (rejected) for the whole order.",
    "请逐行答复，或对整个订单使用 AP（接受）或 RE（拒绝）。",
)
LINES_FORBIDDEN = define(
    "business.lines_forbidden",
    "The answer {found} is about the whole order, and has lines.",
    "答复代码 {found} 针对整个订单，却包含了行。",
    "Leave the lines out, or use CA to answer line by line.",
    "请去掉行，或使用 CA 逐行答复。",
)
REASON_MISSING = define(
    "business.reason_missing",
    "The answer {found} needs a reason.",
    "答复代码 {found} 需要说明原因。",
    "Add a clarification with a code or a text.",
    "请添加带有代码或文字的说明。",
)
REPEATED_ID = define(
    "business.repeated_id",
    "The id {found} is used more than once.",
    "标识 {found} 重复使用。",
    "Give every clause and every price line an id of its own, and keep it from version to version.",
    "请为每个条款和价格行指定唯一标识，并在各版本间保持不变。",
)
BAD_ID = define(
    "business.bad_id",
    "{found} can't be an id: ids have 1 to 64 characters and no spaces.",
    "{found} 不能作为标识：标识须为 1 至 64 个字符，且不含空格。",
    "Use an id such as c2.1.",
    "请使用类似 c2.1 的标识。",
)
CLAUSES_TOO_DEEP = define(
    "business.clauses_too_deep",
    "Clauses are nested {found} deep; at most {expected} levels are possible.",
    "条款嵌套了 {found} 层，最多允许 {expected} 层。",
    "Flatten the tree of clauses.",
    "请减少条款的嵌套层次。",
)
BAD_VERSION = define(
    "business.bad_version",
    "The version is {found}; versions are counted from 1, up to {expected}.",
    "版本号为 {found}；版本从 1 开始编号，最大为 {expected}。",
    "Number the versions 1, 2, 3 …",
    "请按 1、2、3…… 为版本编号。",
)
DIGEST_MISSING = define(
    "business.previous_digest_missing",
    "Version {version} doesn't name the version before it.",
    "第 {version} 版未给出前一版本的摘要。",
    "Add the digest of the previous version: sha-256: and 64 hexadecimal digits.",
    "请添加前一版本的摘要：sha-256: 加 64 位十六进制数字。",
)
DIGEST_FORBIDDEN = define(
    "business.previous_digest_forbidden",
    "Version 1 names a version before it; there is none.",
    "第 1 版不应给出前一版本的摘要，因为它之前没有版本。",
    "Leave the previous digest out, or correct the version.",
    "请去掉前一版本的摘要，或更正版本号。",
)
BAD_DIGEST = define(
    "business.bad_digest",
    "{found} is not a digest.",
    "{found} 不是有效的摘要。",
    "Write sha-256: and 64 hexadecimal digits in small letters.",
    "请写成 sha-256: 加 64 位小写十六进制数字。",
)
BAD_DURATION = define(
    "business.bad_duration",
    "{found} is not a duration.",
    "{found} 不是有效的期限。",
    "Write an ISO 8601 duration of days, weeks, months or years: P30D, P3M, P1Y.",
    "请按 ISO 8601 书写以日、周、月或年计的期限，例如 P30D、P3M、P1Y。",
)
RENEWAL_PERIOD_MISSING = define(
    "business.renewal_period_missing",
    "The contract renews automatically, and doesn't say for how long.",
    "合同自动续期，但未说明续期的期限。",
    "Add the renewal period, such as P1Y.",
    "请填写续期期限，例如 P1Y。",
)
RENEWAL_WITHOUT_END = define(
    "business.renewal_without_end",
    "The contract renews automatically when its term ends, and its term has no end.",
    "合同在期满时自动续期，但其期限没有终止日期。",
    "Add the last day of the term, or leave out the renewal.",
    "请填写期限的最后一天，或去掉续期。",
)
RANGE_BACKWARDS = define(
    "business.range_backwards",
    "The price holds from {minimum} on and up to {maximum}.",
    "价格适用数量的下限 {minimum} 大于上限 {maximum}。",
    "Exchange the quantities, or correct the wrong one.",
    "请交换两个数量，或更正其中错误的一个。",
)
PRICE_NEGATIVE = define(
    "business.price_negative",
    "The price is {found}; it can't be less than zero.",
    "单价为 {found}，不能小于零。",
    "State reductions as allowances.",
    "请用折扣表示减价。",
)
PAYMENT_TOTAL = define(
    "business.payment_total",
    "The payment is given as {found}; its lines add up to {expected}.",
    "付款总额为 {found}；各行相加应为 {expected}。",
    "Add the amounts paid and take off the credits.",
    "请将各笔付款相加并减去贷记金额。",
)
VALIDITY_OVER = define(
    "business.validity_over",
    "The document was valid until {found}, and was issued on {expected}.",
    "文档有效期至 {found}，而开具日期为 {expected}。",
    "Check both days.",
    "请检查这两个日期。",
)
DELIVERY_BEFORE_ISSUE = define(
    "business.delivery_before_issue",
    "Delivery is to be done by {found}, before the document was issued on {expected}.",
    "交货期限 {found} 早于文档开具日期 {expected}。",
    "Check both days.",
    "请检查这两个日期。",
)
ARRIVAL_BEFORE_DESPATCH = define(
    "business.arrival_before_despatch",
    "The goods are to arrive by {found}, before they left on {expected}.",
    "货物预计于 {found} 到达，早于发货日期 {expected}。",
    "Check both days.",
    "请检查这两个日期。",
)
RECEIVED_AFTER_ISSUE = define(
    "business.received_after_issue",
    "The goods are said to have come on {found}, after the advice was issued on {expected}.",
    "收货日期 {found} 晚于收货通知开具日期 {expected}。",
    "Check both days.",
    "请检查这两个日期。",
)
UNKNOWN_UNIT = define(
    "business.unknown_unit",
    "{found} is not a unit of UN/ECE Recommendation 20 or 21.",
    "{found} 不是 UN/ECE 第 20 号或第 21 号建议书中的计量单位。",
    "Use a code of the list, such as C62 (one), KGM (kilogram) or XBX (box).",
    "请使用列表中的代码，例如 C62（个）、KGM（千克）或 XBX（箱）。",
)
OTHER_UNIT = define(
    "business.other_unit",
    "The price is for a number of {found}; the line counts in {expected}.",
    "价格基准单位为 {found}，而该行的数量单位为 {expected}。",
    "State price and quantity in one unit.",
    "价格与数量请使用同一单位。",
)
REJECTION_UNREASONED = define(
    "business.rejection_unreasoned",
    "Line {number} rejects goods and doesn't say why.",
    "第 {number} 行拒收货物，但未说明原因。",
    "Add a reason, as a code or in words.",
    "请以代码或文字说明原因。",
)
REJECTED_MORE = define(
    "business.rejected_more",
    "{found} are rejected of {expected} that came.",
    "收到 {expected}，却拒收 {found}。",
    "Correct one of the quantities; what never came is short, not rejected.",
    "请更正其中一个数量；未到的货物应计为短缺，而非拒收。",
)
ANSWER_DUE_BEFORE_ISSUE = define(
    "business.answer_due_before_issue",
    "An answer is asked for by {found}, before the document was issued on {expected}.",
    "要求答复的截止日期 {found} 早于文档开具日期 {expected}。",
    "Check both days.",
    "请检查这两个日期。",
)
PRICE_MISSING = define(
    "business.price_missing",
    "Line {number} is quoted without a price.",
    "第 {number} 行的报价没有价格。",
    "State the unit price, or leave the line out if you can't deliver the item.",
    "请注明单价；如无法供货，请删除该行。",
)
