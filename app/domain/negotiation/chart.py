"""Draws the tables for people: docs/negotiation.md is filled from here, so that it can't disagree with the engine."""

import re
from collections.abc import Iterator

from app.domain.negotiation import contract, invoice, order
from app.domain.negotiation.carried import carried_by
from app.domain.negotiation.machine import ACTORS, Row, Table, sides
from app.domain.negotiation.tables import TABLES

NAMES = {
    "B": "buyer",
    "S": "seller",
    "A": "approver",
    "P": "proposer",
    "O": "other party",
    "C": "clerk",
    "K": "bank",
    "T": "timer",
    "Y": "server",
    "any": "either party",
    "both": "both parties",
}
_REASONED = {"purchase-order": order.REASONED, "contract": contract.REASONED, "invoice": invoice.REASONED}
_BLOCK = re.compile(r"(<!-- (diagram|table):([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def fill(page: str) -> str:
    """`page` with all between `<!-- diagram:KIND -->` or `<!-- table:KIND -->` and `<!-- end -->` drawn anew."""
    return _BLOCK.sub(lambda found: found[1] + _DRAWN[found[2]](TABLES[found[3]]) + found[4], page)


def diagram(table: Table) -> str:
    """A Mermaid state diagram."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {table.start}"]
    lines += [f"    {row.state} --> {row.to_state}: {row.event} ({NAMES[row.actor]})" for row in table.rows]
    lines += [f"    {state} --> [*]" for state in sorted(table.ends)]
    return "\n".join([*lines, "```", ""])


def listing(table: Table) -> str:
    """A plain table: state, event, who, next state, whether a reason is needed, and the document that says it."""
    head = ["| state | event | by | leads to | reason | said by |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *(_row(table, row) for row in table.rows), ""])


def _row(table: Table, row: Row) -> str:
    reason = "needed" if row.event in _REASONED[table.kind] else ""
    said = ", ".join(dict.fromkeys(_said(table, row)))
    cells = (row.state, row.event, NAMES[row.actor], row.to_state, reason, said)
    return f"| {' | '.join(cells)} |".replace("  ", " ")


def _said(table: Table, row: Row) -> Iterator[str]:
    for side in sorted(sides(table, row, "buyer")):
        document, code = carried_by(table.kind, row.event, side)
        if document:
            yield f"{document.value} {code}".strip()


_DRAWN = {"diagram": diagram, "table": listing}
assert NAMES.keys() == ACTORS, "every actor has a name"
