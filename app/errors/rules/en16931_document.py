"""Words of the rules on the invoice as a document: number, dates, type, currency, periods, references."""

from app.errors.catalogue import define

_WORDS = (
    (
        "BR-01",
        "The invoice doesn't say which specification it follows (BT-24).",
        "发票未说明所遵循的规范（BT-24）。",
        "State the specification identifier, for example urn:cen.eu:en16931:2017.",
        "请填写规范标识符，例如 urn:cen.eu:en16931:2017。",
    ),
    (
        "BR-02",
        "The invoice has no number (BT-1).",
        "发票没有编号（BT-1）。",
        "Give it the number that it has in your books.",
        "请填写该发票在贵方账簿中的编号。",
    ),
    (
        "BR-03",
        "The invoice has no issue date (BT-2).",
        "发票没有开具日期（BT-2）。",
        "State the day on which it was issued, as in 2026-01-31.",
        "请填写开具日期，格式如 2026-01-31。",
    ),
    (
        "BR-04",
        "The invoice doesn't say what kind of invoice it is (BT-3).",
        "发票未说明其类型（BT-3）。",
        "State the type code: 380 for a commercial invoice, 381 for a credit note.",
        "请填写类型代码：商业发票为 380，贷项通知单为 381。",
    ),
    (
        "BR-05",
        "The invoice doesn't say in which currency it is (BT-5).",
        "发票未说明币种（BT-5）。",
        "State the currency of its amounts by the ISO 4217 code, such as EUR.",
        "请用 ISO 4217 代码填写金额币种，例如 EUR。",
    ),
    (
        "BR-16",
        "The invoice has no lines (BG-25).",
        "发票没有任何发票行（BG-25）。",
        "Put everything that is charged on a line, one at least.",
        "请将所有收费项目列为发票行，至少一行。",
    ),
    (
        "BR-29",
        "The invoicing period ends on {found} (BT-74), before it starts on {start} (BT-73).",
        "计费期间的结束日期 {found}（BT-74）早于开始日期 {start}（BT-73）。",
        "Correct the date that is wrong; both may be the same day.",
        "请更正错误的日期；两者可以是同一天。",
    ),
    (
        "BR-30",
        "The line's period ends on {found} (BT-135), before it starts on {start} (BT-134).",
        "发票行期间的结束日期 {found}（BT-135）早于开始日期 {start}（BT-134）。",
        "Correct the date that is wrong; both may be the same day.",
        "请更正错误的日期；两者可以是同一天。",
    ),
    (
        "BR-52",
        "A supporting document has no reference (BT-122).",
        "某份证明文件没有编号（BT-122）。",
        "Name the document by its number or file name, or leave it out.",
        "请填写该文件的编号或文件名，否则请将其删除。",
    ),
    (
        "BR-53",
        "VAT is accounted for in {found} (BT-6), but no VAT total is stated in {found} (BT-111).",
        "增值税记账币种为 {found}（BT-6），但没有以 {found} 表示的增值税总额（BT-111）。",
        "Add the VAT total in {found}, or leave the accounting currency out.",
        "请补充以 {found} 表示的增值税总额，或删除记账币种。",
    ),
    (
        "BR-55",
        "An earlier invoice is referred to without its number (BT-25).",
        "引用了先前的发票，却没有其编号（BT-25）。",
        "State that invoice's number, or leave the reference out.",
        "请填写该发票的编号，或删除此引用。",
    ),
    (
        "BR-CO-03",
        "The VAT point is stated both as a date (BT-7) and as a code (BT-8).",
        "增值税纳税时点同时用日期（BT-7）和代码（BT-8）表示。",
        "Keep one of the two.",
        "请只保留其中之一。",
    ),
    (
        "BR-CO-19",
        "The invoicing period (BG-14) has neither a start nor an end.",
        "计费期间（BG-14）既无开始日期也无结束日期。",
        "State the start (BT-73), the end (BT-74) or both, or leave the period out.",
        "请填写开始日期（BT-73）、结束日期（BT-74）或两者，否则请删除该期间。",
    ),
    (
        "BR-CO-20",
        "The period of the line (BG-26) has neither a start nor an end.",
        "发票行期间（BG-26）既无开始日期也无结束日期。",
        "State the start (BT-134), the end (BT-135) or both, or leave the period out.",
        "请填写开始日期（BT-134）、结束日期（BT-135）或两者，否则请删除该期间。",
    ),
)

for _code, _en, _zh, _hint, _hint_zh in _WORDS:
    define(_code, _en, _zh, _hint, _hint_zh)
