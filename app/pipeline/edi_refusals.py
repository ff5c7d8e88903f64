"""Why an interchange is refused as a whole for what only its receiver knows: what was agreed, and what came before.

Each is a fault of the envelope, so that it is answered like one that stands in it (TA1, UCI). Nothing here commits.
"""

from collections.abc import Iterable

from app.formats.edi import faults
from app.formats.edi.faults import Fault
from app.formats.edi.interchange import Interchange, MessageRead
from app.pipeline.edi_heard import HEARD
from app.pipeline.edi_terms import EDIFACT, X12, Terms

_HEADERS = {X12: "ISA", EDIFACT: "UNB"}
_NUMBERS = {X12: 13, EDIFACT: 5}
_TEST_INDICATORS = {X12: 15, EDIFACT: 11}


def refuse_used_number(interchange: Interchange) -> None:
    """Its control number was used for something else."""
    interchange.faults.append(_fault(faults.INTERCHANGE_NUMBER_TWICE, interchange, _NUMBERS, interchange.control))


def refuse_other_use(interchange: Interchange, messages: Iterable[MessageRead], terms: Terms) -> None:
    """A test where the agreement is on production, or the reverse: its documents would be taken for what they aren't.

    What only speaks of what was sent is heard: it finds its own, a test only what was sent as one.
    """
    if interchange.test is terms.test or all(each.name in HEARD for each in messages):
        return
    kind = faults.TEST_EXPECTED if terms.test else faults.TEST_NOT_EXPECTED
    interchange.faults.append(_fault(kind, interchange, _TEST_INDICATORS, ""))


def _fault(kind: faults.Kind, interchange: Interchange, elements: dict[str, int], value: str) -> Fault:
    return Fault(
        kind,
        interchange.number,
        tag=_HEADERS[interchange.standard],
        element=elements[interchange.standard],
        offset=interchange.offset,
        value=value,
    )
