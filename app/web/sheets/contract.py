"""The sheet of a contract: its term, its clauses as they read, its prices."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from app.domain.documents import Contract
from app.domain.documents.contract import Clause
from app.web.formatting import duration, percent, quantity
from app.web.labels import label
from app.web.sheets.base import Field, Passage, Sheet, Table, TableBuilder, item_cell
from app.web.sheets.common import header, payment_fields, price, reference


def contract_sheet(contract: Contract) -> Sheet:
    """One version of a contract."""
    term, proposer = contract.term, contract.buyer if contract.proposed_by_buyer else contract.seller
    terms = (contract.payment_terms,) if contract.payment_terms else ()
    return Sheet(
        fields=header(
            contract,
            Field(_("Title"), contract.title),
            Field(_("Version"), str(contract.version)),
            Field(_("Proposed by"), proposer.name or proposer.legal_name),
            Field(_("Governing law"), contract.governing_law),
            Field(_("Under the frame contract"), reference(contract.framework)),
            Field(_("Version before"), contract.previous_digest),
        ),
        parties=((_("Buyer"), contract.buyer), (_("Seller"), contract.seller)),
        sections=(
            (
                _("Term"),
                (
                    Field(_("Begins"), term.start),
                    Field(_("Ends"), term.end),
                    Field(_("At its end"), label("renewal", term.renewal)),
                    Field(_("Renewed for"), duration(term.renewal_period)),
                    Field(_("Notice period"), duration(term.notice)),
                ),
            ),
            (_("Payment"), payment_fields(terms)),
        ),
        passages=tuple(passages(contract.clauses)),
        tables=(_prices(contract),),
        notes=contract.notes,
    )


def passages(clauses: Iterable[Clause], above: str = "", depth: int = 0) -> Iterator[Passage]:
    """The clauses in reading order, numbered 1, 1.1, 1.1.1 …"""
    for position, clause in enumerate(clauses, 1):
        number = f"{above}{position}"
        yield Passage(clause.id, number, clause.heading, clause.text, depth)
        yield from passages(clause.clauses, f"{number}.", depth + 1)


def _prices(contract: Contract) -> Table:
    builder = TableBuilder(_("Prices"))
    builder.column(_("No."), lambda line: line.id)
    builder.column(_("Item"), lambda line: item_cell(line.item))
    builder.column(_("From quantity"), lambda line: quantity(line.minimum), numeric=True)
    builder.column(_("To quantity"), lambda line: quantity(line.maximum), numeric=True)
    builder.column(_("Valid from"), lambda line: line.valid_from)
    builder.column(_("Until"), lambda line: line.valid_to)
    builder.column(_("Discount"), lambda line: percent(line.discount_percent), numeric=True)
    builder.column(_("Price"), lambda line: price(line.price), numeric=True)
    return builder.build(contract.price_lines)
