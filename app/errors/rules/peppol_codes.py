"""Words of Peppol BIS Billing 3's rules on codes and formats."""

from app.errors.catalogue import define

EXEMPTION = define(
    "rules.exemption_category",
    'The reason for exemption {reason} (BT-121) goes with VAT category {expected}; the category here is "{found}".',
    "免税原因 {reason}（BT-121）对应增值税类别 {expected}，而此处类别为“{found}”。",
    "Correct the category (BT-118) if the reason is right, or the reason if the category is.",
    "如果原因正确，请更正类别（BT-118）；如果类别正确，请更正原因。",
)

_WORDS = (
    (
        "PEPPOL-EN16931-R051",
        'The amount is in "{found}", the document in {expected} (BT-5).',
        "此金额的货币为“{found}”，而文档货币为 {expected}（BT-5）。",
        "State every amount in the document's currency; only the VAT total may be repeated in another (BT-111).",
        "所有金额均应使用文档货币；只有增值税总额可以另用一种货币列示（BT-111）。",
    ),
    (
        "PEPPOL-EN16931-CL001",
        "The attachment (BT-125) is of the kind {found}, which Peppol doesn't carry.",
        "附件（BT-125）的类型为 {found}，Peppol 不支持该类型。",
        "Attach a PDF, PNG, JPEG, CSV, XLSX or ODS file, and say which it is.",
        "请使用 PDF、PNG、JPEG、CSV、XLSX 或 ODS 文件，并注明其类型。",
    ),
    (
        "PEPPOL-EN16931-CL002",
        '"{found}" isn\'t a reason for an allowance that Peppol knows (UNTDID 5189).',
        "“{found}”不是 Peppol 认可的折让原因代码（UNTDID 5189）。",
        "Use 95 for a discount, or the code that fits; say the rest in words.",
        "折扣请使用 95，或选用合适的代码；其余说明请用文字表述。",
    ),
    (
        "PEPPOL-EN16931-CL003",
        '"{found}" isn\'t a reason for a charge that Peppol knows (UNTDID 7161).',
        "“{found}”不是 Peppol 认可的附加费原因代码（UNTDID 7161）。",
        "Use FC for freight, or the code that fits; say the rest in words.",
        "运费请使用 FC，或选用合适的代码；其余说明请用文字表述。",
    ),
    (
        "PEPPOL-EN16931-CL006",
        '"{found}" doesn\'t say when VAT becomes due (BT-8).',
        "“{found}”不能表示增值税纳税义务发生时间（BT-8）。",
        "Use 3 for the invoice's date, 35 for the delivery's, 432 for the payment's.",
        "请使用 3（发票日期）、35（交货日期）或 432（付款日期）。",
    ),
    (
        "PEPPOL-EN16931-CL007",
        '"{found}" isn\'t an ISO 4217 currency code.',
        "“{found}”不是 ISO 4217 货币代码。",
        "Use three capital letters, such as EUR or CNY.",
        "请使用三个大写字母，例如 EUR 或 CNY。",
    ),
    (
        "PEPPOL-EN16931-CL008",
        '"{found}" isn\'t a scheme of electronic addresses (EAS).',
        "“{found}”不是电子地址标识方案（EAS）代码。",
        "Use the scheme that the address is registered under, such as 0088 for a GLN.",
        "请使用该地址注册时所用的方案，例如 GLN 为 0088。",
    ),
    (
        "PEPPOL-EN16931-P0100",
        'An invoice in this process isn\'t of type "{found}" (BT-3).',
        "此业务流程中的发票类型不能为“{found}”（BT-3）。",
        "Use 380 for a commercial invoice, or another of the types that the process knows.",
        "商业发票请使用 380，或使用该流程认可的其他类型。",
    ),
    (
        "PEPPOL-EN16931-P0101",
        'A credit note in this process isn\'t of type "{found}" (BT-3).',
        "此业务流程中的贷项通知单类型不能为“{found}”（BT-3）。",
        "Use 381 for a credit note, or another of the types that the process knows.",
        "贷项通知单请使用 381，或使用该流程认可的其他类型。",
    ),
    (
        "PEPPOL-EN16931-P0112",
        "Type {found} (BT-3) is for a German seller with a German buyer only.",
        "类型 {found}（BT-3）仅适用于买卖双方均在德国的情形。",
        "Use 380; correct an earlier invoice with a credit note (381) and a new invoice.",
        "请使用 380；更正先前发票时，请开具贷项通知单（381）和新发票。",
    ),
    (
        "PEPPOL-EN16931-F001",
        '"{found}" isn\'t a date.',
        "“{found}”不是有效日期。",
        "Write the day as 2026-01-31, with nothing before or behind it.",
        "请按 2026-01-31 的格式书写日期，前后不得有其他内容。",
    ),
)

for _entry in _WORDS:
    define(*_entry)
