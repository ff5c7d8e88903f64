"""The rate into the currency of taxes, where a syntax demands to repeat the two currencies beside it."""

from typing import Any

from app.formats.xml.codecs import DECIMAL
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values


def exchange_rate(source: str, target: str, rate: str) -> Rule:
    """`exchange_rate` stands at the path `rate`; the document's currency and its taxes' are written beside it."""
    currency, tax_currency, here = steps(source), steps(target), steps(rate)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        value = None if found is None else DECIMAL.read(found, reading)
        if value is not None:
            values["exchange_rate"] = value

    def write(document: Any, node: Node) -> None:
        if document.exchange_rate is not None:
            node.ensure(currency).text = document.currency
            node.ensure(tax_currency).text = document.tax_currency
            DECIMAL.write(node.ensure(here), document.exchange_rate)

    return Rule({"exchange_rate": here}, read, write)
