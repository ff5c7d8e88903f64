"""The words of EN 16931's rules about UBL's syntax; what isn't used is told by the shared `rules.not_used`."""

from app.errors.catalogue import define

_ONCE = {
    "UBL-SR-01": ("contract reference (BT-12)", "合同编号（BT-12）"),
    "UBL-SR-02": ("receiving advice reference (BT-15)", "收货通知编号（BT-15）"),
    "UBL-SR-03": ("despatch advice reference (BT-16)", "发货通知编号（BT-16）"),
    "UBL-SR-04": ("invoiced object (BT-18)", "计费对象标识（BT-18）"),
    "UBL-SR-05": ("payment terms (BT-20)", "付款条件（BT-20）"),
    "UBL-SR-06": ("invoice that one reference (BG-3) is about", "同一引用（BG-3）所指的发票"),
    "UBL-SR-08": ("invoicing period (BG-14)", "计费期间（BG-14）"),
    "UBL-SR-09": ("seller's name (BT-27)", "卖方名称（BT-27）"),
    "UBL-SR-10": ("seller's trading name (BT-28)", "卖方商号（BT-28）"),
    "UBL-SR-11": ("seller's company registration (BT-30)", "卖方法定登记号（BT-30）"),
    "UBL-SR-12": ("seller's VAT number (BT-31)", "卖方增值税号（BT-31）"),
    "UBL-SR-13": ("seller's local tax number (BT-32)", "卖方地方税务登记号（BT-32）"),
    "UBL-SR-14": ("seller's legal information (BT-33)", "卖方其他法律信息（BT-33）"),
    "UBL-SR-15": ("buyer's name (BT-44)", "买方名称（BT-44）"),
    "UBL-SR-16": ("buyer's identifier (BT-46)", "买方标识（BT-46）"),
    "UBL-SR-17": ("buyer's company registration (BT-47)", "买方法定登记号（BT-47）"),
    "UBL-SR-18": ("buyer's VAT number (BT-48)", "买方增值税号（BT-48）"),
    "UBL-SR-22": ("tax representative's name (BT-62)", "税务代表名称（BT-62）"),
    "UBL-SR-23": ("tax representative's VAT number (BT-63)", "税务代表增值税号（BT-63）"),
    "UBL-SR-24": ("delivery information (BG-13)", "交货信息（BG-13）"),
    "UBL-SR-25": ("name of who the goods are delivered to (BT-70)", "收货方名称（BT-70）"),
    "UBL-SR-26": ("remittance information (BT-83) of one payment means", "同一付款方式中的付款附言（BT-83）"),
    "UBL-SR-27": ("code (BT-81) of one payment means", "同一付款方式的代码（BT-81）"),
    "UBL-SR-28": ("mandate reference (BT-89) of one payment means", "同一付款方式的授权书编号（BT-89）"),
    "UBL-SR-29": ("bank's creditor identifier (BT-90)", "银行分配的债权人标识（BT-90）"),
    "UBL-SR-30": ("reason of one allowance (BT-97, BT-139)", "同一折让的原因（BT-97、BT-139）"),
    "UBL-SR-31": ("reason of one charge (BT-104, BT-144)", "同一附加费的原因（BT-104、BT-144）"),
    "UBL-SR-32": ("exemption reason (BT-120) of one VAT break-down", "同一增值税明细的免税原因（BT-120）"),
    "UBL-SR-33": ("description (BT-123) of one supporting document", "同一证明文件的说明（BT-123）"),
    "UBL-SR-34": ("note (BT-127) of one invoice line", "同一发票行的备注（BT-127）"),
    "UBL-SR-35": ("order line (BT-132) that one invoice line refers to", "同一发票行引用的订单行（BT-132）"),
    "UBL-SR-36": ("period (BG-26) of one invoice line", "同一发票行的计费期间（BG-26）"),
    "UBL-SR-37": ("price discount (BT-147) of one invoice line", "同一发票行的价格折扣（BT-147）"),
    "UBL-SR-39": ("project reference (BT-11)", "项目编号（BT-11）"),
    "UBL-SR-40": ("buyer's trading name (BT-45)", "买方商号（BT-45）"),
    "UBL-SR-45": ("due date (BT-9)", "付款到期日（BT-9）"),
    "UBL-SR-46": ("name of the payment means (BT-82)", "付款方式名称（BT-82）"),
    "UBL-SR-49": ("code for the VAT point date (BT-8)", "增值税纳税时点代码（BT-8）"),
    "UBL-SR-50": ("description (BT-154) of one item", "同一货物或服务的说明（BT-154）"),
    "UBL-SR-51": ("further line of one address (BT-162 to BT-165)", "同一地址的附加地址行（BT-162 至 BT-165）"),
    "UBL-SR-52": ("object (BT-128) of one invoice line", "同一发票行的计费对象（BT-128）"),
    "UBL-SR-54": ("payment card (BG-18)", "支付卡信息（BG-18）"),
    "UBL-SR-55": ("direct debit (BG-19)", "直接借记信息（BG-19）"),
    "UBL-SR-56": ("tender or lot reference (BT-17)", "招标或标段编号（BT-17）"),
}
for _rule, (_what, _what_zh) in _ONCE.items():
    define(
        _rule,
        f"There may be one {_what}, and there are {{found}}.",
        f"{_what_zh}最多出现一次，实际出现 {{found}} 次。",
        "Keep the one that counts and remove the others.",
        "请保留有效的一个，删除其余。",
    )

_PAYEE = {
    "UBL-SR-19": ("name (BT-59)", "名称（BT-59）"),
    "UBL-SR-20": ("identifier (BT-60)", "标识（BT-60）"),
    "UBL-SR-21": ("company registration (BT-61)", "法定登记号（BT-61）"),
}
for _rule, (_what, _what_zh) in _PAYEE.items():
    define(
        _rule,
        f"The payee (BG-10) must be named, be called differently from the seller, and have one {_what} at most.",
        f"收款方（BG-10）必须有名称，且名称不得与卖方相同，并且最多只能有一个{_what_zh}。",
        "Remove the payee where the seller itself is paid; else give its own name, and each detail once.",
        "若由卖方自己收款，请删除收款方；否则请填写收款方自己的名称，每项信息只写一次。",
    )

_ONE_VALUE = {
    "UBL-SR-44": ("remittance information (BT-83)", "付款附言（BT-83）"),
    "UBL-SR-47": ("payment means code (BT-81)", "付款方式代码（BT-81）"),
}
for _rule, (_what, _what_zh) in _ONE_VALUE.items():
    define(
        _rule,
        f"The {_what} must be the same wherever it is given; here it is {{found}}, and before it was {{expected}}.",
        f"各处的{_what_zh}必须一致；此处为 {{found}}，前面为 {{expected}}。",
        "Write the same value in all payment means, or send an invoice for each.",
        "请在所有付款方式中填写相同的值，或分别开具发票。",
    )

define(
    "UBL-CR-002",
    "The document says that it is UBL {found}; EN 16931 is used with UBL {expected}.",
    "文档声明其为 UBL {found}；EN 16931 应使用 UBL {expected}。",
    "Leave cbc:UBLVersionID out, or write {expected}.",
    "请省略 cbc:UBLVersionID，或填写 {expected}。",
)
define(
    "UBL-CR-666",
    "The reference to an invoiced object (BT-18, type code 130) has an attachment.",
    "对计费对象的引用（BT-18，类型代码 130）带有附件。",
    "Attach the document to a reference of its own, without a type code.",
    "请将附件放在另一个不带类型代码的文件引用中。",
)
define(
    "UBL-CR-673",
    "The reference to an invoiced object (BT-18, type code 130) has a description.",
    "对计费对象的引用（BT-18，类型代码 130）带有说明。",
    "Remove the description, or write it into a note (BT-22).",
    "请删除说明，或将其写入备注（BT-22）。",
)
define(
    "UBL-DT-01",
    "The amount has {found} decimals; 2 are allowed.",
    "金额有 {found} 位小数，最多允许 2 位。",
    "Round it to two decimals.",
    "请四舍五入到两位小数。",
)
define(
    "UBL-DT-06",
    "The attached document (BT-125) doesn't say of what type it is.",
    "所附文件（BT-125）未说明其类型。",
    "Give its media type in the attribute mimeCode, for example application/pdf.",
    "请在属性 mimeCode 中填写媒体类型，例如 application/pdf。",
)
define(
    "UBL-DT-07",
    "The attached document (BT-125) has no file name.",
    "所附文件（BT-125）没有文件名。",
    "Give its name in the attribute filename.",
    "请在属性 filename 中填写文件名。",
)
define(
    "UBL-SR-07",
    "The reference to a preceding invoice (BG-3) has no invoice number (BT-25).",
    "对前期发票的引用（BG-3）缺少发票编号（BT-25）。",
    "Write the number of the earlier invoice, or remove the reference.",
    "请填写前期发票的编号，或删除该引用。",
)
define(
    "UBL-SR-42",
    "The seller has {found} tax registrations; there may be two, its VAT number (BT-31) and a local one (BT-32).",
    "卖方有 {found} 个税务登记；最多允许两个：增值税号（BT-31）和地方税务登记号（BT-32）。",
    "Keep those two and remove the others.",
    "请只保留这两个，删除其余。",
)
define(
    "UBL-SR-43",
    "The referenced document is neither marked as an invoiced object (type code 130) nor plainly a supporting document "
    "(BG-24), which has neither type code nor scheme.",
    "所引用的文件既未标明为计费对象（类型代码 130），也不是普通证明文件（BG-24，不带类型代码和标识方案）。",
    "Write type code 130 for an invoiced object; for a supporting document remove the type code and the schemeID.",
    "计费对象请填写类型代码 130；证明文件请删除类型代码和 schemeID。",
)
define(
    "UBL-SR-48",
    "The invoice line has {found} VAT categories (BG-30); it must have one.",
    "发票行有 {found} 个增值税类别（BG-30），必须恰好有一个。",
    "Give each line one VAT category; split the line where parts of it are taxed differently.",
    "每个发票行请填写一个增值税类别；若各部分税率不同，请拆分该行。",
)
define(
    "UBL-SR-53",
    "The tax registration lacks its number or the tax that it is for.",
    "税务登记缺少登记号或所属税种。",
    "Give both: the number in cbc:CompanyID and the tax in cac:TaxScheme/cbc:ID, VAT for example.",
    "请同时填写 cbc:CompanyID 中的登记号和 cac:TaxScheme/cbc:ID 中的税种，例如 VAT。",
)
