"""The periods of an invoice and of its lines, and the date from which VAT is due."""

from collections.abc import Callable
from operator import attrgetter

from app.validation.en16931.groups import Period
from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import Check, as_found, one_of
from app.validation.rule import Fault, Rule
from app.validation.values import day, only

_of_invoice: Callable[[Invoice], list[Period]] = attrgetter("periods")


def _of_lines(invoice: Invoice) -> list[Period]:
    return [period for line in invoice.lines if line.periods for period in line.periods]


def _ends_after_start(periods: Callable[[Invoice], list[Period]]) -> Check:
    def check(invoice: Invoice) -> list[Fault]:
        faults = []
        for each in periods(invoice):
            start, end = only(each.starts), only(each.ends)
            if start is not None and end is not None and day(end) < day(start):
                faults.append(Fault(end, {"found": as_found(end), "start": as_found(start)}))
        return faults

    return check


def _says_anything(invoice: Invoice) -> list[Fault]:
    return [Fault(each.place) for each in invoice.periods if not (each.starts or each.ends or each.codes)]


def _one_tax_point(invoice: Invoice) -> list[Fault]:
    return [Fault(invoice.tax_points[0])] if invoice.tax_points and invoice.tax_point_codes else []


RULES: tuple[Rule, ...] = (
    Rule(
        "BR-29",
        _ends_after_start(_of_invoice),
        "BT-74 BT-73",
        why="A period that is over before it begins is a typing error, and can't be accrued.",
        example="set cac:InvoicePeriod/cbc:EndDate 2026-01-31",
    ),
    Rule(
        "BR-30",
        _ends_after_start(_of_lines),
        "BT-135 BT-134",
        why="A period that is over before it begins is a typing error, and can't be accrued.",
        example="set cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:EndDate 2026-01-31",
    ),
    Rule(
        "BR-CO-03",
        _one_tax_point,
        "BT-7 BT-8",
        why="The date from which VAT is due is stated either as a date or as a code for an event (delivery, payment). "
        "Both at once may contradict each other.",
        example="before cbc:DocumentCurrencyCode <cbc:TaxPointDate>2026-03-02</cbc:TaxPointDate>\n"
        "add cac:InvoicePeriod <cbc:DescriptionCode>35</cbc:DescriptionCode>",
    ),
    Rule(
        "BR-CO-19",
        _says_anything,
        "BG-14",
        why="An empty period says nothing, and most often a date got lost on the way.",
        example="remove cac:InvoicePeriod/cbc:StartDate\nremove cac:InvoicePeriod/cbc:EndDate",
    ),
    Rule(
        "BR-CO-20",
        one_of(_of_lines, "starts", "ends"),
        "BG-26",
        why="An empty period says nothing, and most often a date got lost on the way.",
        example="remove cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:StartDate\n"
        "remove cac:InvoiceLine[1]/cac:InvoicePeriod/cbc:EndDate",
    ),
)
