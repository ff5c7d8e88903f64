"""The profiles of Factur-X (ZUGFeRD), and which rules of EN 16931 those are spared that are no whole invoice.

A profile is told by the specification that the document names (BT-24). BASIC is a subset of EN 16931 and adds no rules.
MINIMUM and BASIC WL leave out what EN 16931 asks for, by design: an invoice without lines is booked from its totals.
Rules about what such a profile has no place for don't apply to it; all others do. EXTENDED allows more than EN 16931
and so isn't among them: it is judged by EN 16931, and named as one whose own rules are not known.
"""

from collections.abc import Mapping

from app.validation.en16931.model import Invoice
from app.validation.rule import Rule
from app.validation.values import text_of

EN_16931 = "urn:cen.eu:en16931:2017"
MINIMUM = "urn:factur-x.eu:1p0:minimum"
BASIC_WL = "urn:factur-x.eu:1p0:basicwl"
BASIC = f"{EN_16931}#compliant#urn:factur-x.eu:1p0:basic"

WITHOUT_LINES = frozenset((MINIMUM, BASIC_WL))
"""The profiles that are no whole invoice."""
WHOLLY_KNOWN = frozenset((EN_16931, BASIC, *WITHOUT_LINES))
"""The specifications whose rules are EN 16931's, all of them or some, and no others."""

_ABOUT_LINES = frozenset(
    ("BR-16", "BR-CO-10", *(f"BR-{each}-08" for each in ("S", "Z", "E", "AE", "IC", "G", "O", "AF", "AG")))
)
_NOT_IN_MINIMUM = frozenset(
    (
        "BR-10",  # the buyer's address
        "BR-12",  # the sum of the lines
        "BR-CO-13",  # what the total without VAT is made of
        "BR-CO-16",  # what of it was paid, and rounded
        "BR-CO-18",  # the break-down
    )
)
SPARED: Mapping[str, frozenset[str]] = {MINIMUM: _ABOUT_LINES | _NOT_IN_MINIMUM, BASIC_WL: _ABOUT_LINES}
"""The rules that don't apply, by specification."""


def applying(rules: tuple[Rule, ...], invoice: Invoice) -> tuple[Rule, ...]:
    """Those of `rules` that apply to `invoice` by the specification that it names."""
    spared = SPARED.get(text_of(invoice.specifications))
    return rules if spared is None else tuple(each for each in rules if each.id not in spared)
