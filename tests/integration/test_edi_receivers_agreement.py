"""Documents that leave by their receiver's own agreement: its answers are matched, and only with what it was sent."""

from typing import Any

import pytest

from app.pipeline.edi_advice import advice_on
from app.pipeline.edi_agreements import Place, save
from app.pipeline.edi_interchanges import partner_of
from app.pipeline.messages import RawMessage
from app.pipeline.receive_interchange import receive_interchange
from app.storage.models import EdiInterchange, EdiMessage, EdiTask
from tests.integration.test_edi_outgoing import Leaving, elements
from tests.integration.test_edi_outgoing import leaving as leaving

BUYER, SELLER = ("ZZ", "BIRCH"), ("01", "SILVER")


def agree(leaving: Leaving, own: tuple[str, str], their: tuple[str, str], direction: str = "inbound") -> None:
    """The owner of the address `own` makes an agreement of its own."""
    ids = {BUYER: leaving.trade.buyer.id, SELLER: leaving.trade.seller.id}
    place = Place(organisation_id=ids[own], partner_id=ids[their], standard="x12", direction=direction)
    given = {"own_qualifier": own[0], "own_id": own[1], "their_qualifier": their[0], "their_id": their[1]}
    with leaving.trade.ports.database.unit_of_work() as uow:
        assert not save(uow.session, place, given, leaving.clock()).findings
        uow.commit()


def an_order_left(leaving: Leaving) -> str:
    agree(leaving, SELLER, BUYER)
    channel = leaving.channel()
    document = leaving.order()
    assert leaving.drain(channel) == {"sent": 1}
    return document


def from_the_seller(groups: str) -> bytes:
    head = "ISA*00*          *00*          *01*SILVER         *ZZ*BIRCH          *260302*0801*U*00401*000000077*0*P*:~"
    return f"{head}{groups}IEA*1*000000077~".encode()


def a_997(answer: str = "A") -> bytes:
    return from_the_seller(
        "GS*FA*SILVER*BIRCH*20260302*0801*77*X*004010~ST*997*0001~AK1*PO*1~AK2*850*0001~"
        f"AK5*{answer}~AK9*{answer}*1*1*1~SE*6*0001~GE*1*77~"
    )


def heard(leaving: Leaving, raw: bytes) -> None:
    receive_interchange(RawMessage(leaving.trade.seller.id, "api", raw), leaving.trade.ports)


def states(leaving: Leaving) -> list[str]:
    return [each.state for each in leaving.rows(EdiMessage) if each.document_id]


@pytest.mark.parametrize("senders", [None, "inbound"])
def test_the_receivers_997_settles_what_left_by_its_own_agreement(leaving: Leaving, senders: str | None) -> None:
    if senders:
        agree(leaving, BUYER, SELLER, senders)
    an_order_left(leaving)
    heard(leaving, a_997())
    assert states(leaving) == ["accepted"]
    assert leaving.rows(EdiTask) == []


def test_what_it_refuses_is_told_to_who_sent_it(leaving: Leaving) -> None:
    an_order_left(leaving)
    heard(leaving, a_997("R"))
    [task] = leaving.rows(EdiTask)
    assert (task.kind, task.organisation_id) == ("edi_task.rejected", leaving.trade.buyer.id)
    assert task.params["partner"] == leaving.trade.seller.party.name


def test_its_824_stands_with_the_document(leaving: Leaving) -> None:
    document = an_order_left(leaving)
    heard(leaving, an_824_of_the_seller())
    with leaving.trade.ports.database.reading() as session:
        [advice] = advice_on(session, leaving.trade.buyer.id, document)
    assert advice.answer == "rejected"


def an_824_of_the_seller() -> bytes:
    return from_the_seller(
        "GS*AG*SILVER*BIRCH*20260302*0801*78*X*004010~ST*824*0001~BGN*11*REJ-1*20260302~"
        "OTI*TR*PO*PO-1*****1*0001*850~TED*ZZZ*no such item~SE*5*0001~GE*1*78~"
    )


def test_documents_and_acknowledgements_from_one_address_to_another_have_one_series_of_numbers(
    leaving: Leaving,
) -> None:
    agree(leaving, BUYER, SELLER)
    an_order_left(leaving)
    offer = from_the_seller("GS*PO*SILVER*BIRCH*20260302*0801*77*X*004010~ST*850*0001~SE*2*0001~GE*1*77~")
    [outcome] = receive_interchange(RawMessage(leaving.trade.seller.id, "api", offer), leaving.trade.ports)
    numbers = [elements(each, "ISA")[13] for each in (leaving.text, outcome.acknowledgement.decode())]
    assert numbers == ["000000001", "000000002"]


def test_the_partner_of_such_an_interchange_is_its_receiver(leaving: Leaving) -> None:
    an_order_left(leaving)
    with leaving.trade.ports.database.reading() as session:
        [row] = session.query(EdiInterchange)
        partner: Any = partner_of(row)
        assert partner.id == leaving.trade.seller.id
