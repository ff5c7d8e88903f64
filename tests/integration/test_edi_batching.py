"""Documents that leave together: as many in one interchange as was agreed, no longer than was agreed, once."""

from typing import Any

import pytest

from app.domain.documents import Document
from app.formats.edi.interchange import MessageRead
from app.pipeline import convert, edi_outgoing
from app.pipeline.deliver import claim_next
from app.pipeline.delivery_actions import resend
from app.pipeline.messages import RawMessage
from app.pipeline.outbox import release_waiting
from app.pipeline.ports import Ports
from app.pipeline.receive_interchange import receive_interchange
from app.storage.models import Delivery, DeliveryAttempt, DocumentRecord, EdiInterchange, EdiMessage
from app.transports.base import SendOutcome, SendResult
from tests.builders import an_order, an_order_change, an_order_response
from tests.edi_interchanges import faults_of, messages_of
from tests.integration.test_edi_outgoing import Leaving, elements
from tests.integration.test_edi_outgoing import leaving as leaving

AWAY = SendResult(SendOutcome.TRANSIENT, "busy", 503)
TAKEN = SendResult(SendOutcome.SENT, "taken", 200)


def messages_sent(leaving: Leaving, which: int = -1) -> list[MessageRead]:
    content = leaving.partner.sent[which].content
    assert faults_of(content) == []
    return list(messages_of(content))


def documents_in(leaving: Leaving) -> list[int]:
    return [len(messages_sent(leaving, each)) for each in range(len(leaving.partner.sent))]


@pytest.mark.parametrize("standard", ["x12", "edifact"])
def test_what_is_due_at_the_same_time_leaves_in_one_interchange(leaving: Leaving, standard: str) -> None:
    leaving.agree(standard, batch_documents=10, batch_minutes=15)
    channel = leaving.channel(standard, immediate=False)
    orders = [leaving.order(f"PO-{number}") for number in range(1, 4)]
    assert leaving.drain(channel) == {}
    assert leaving.drain(channel, scheduled=True) == {"sent": 3}
    assert documents_in(leaving) == [3]
    [interchange] = leaving.rows(EdiInterchange)
    assert interchange.message_count == 3
    sent = sorted(leaving.rows(EdiMessage), key=lambda each: each.position)
    assert [(each.document_id, each.state) for each in sent] == [(each, "sent") for each in orders]
    assert len({each.control_number for each in sent}) == 3
    assert [each.state for each in leaving.rows(Delivery)] == ["delivered"] * 3


def test_no_more_than_agreed_leave_in_one(leaving: Leaving) -> None:
    leaving.agree(batch_documents=2, batch_minutes=15)
    channel = leaving.channel(immediate=False)
    for number in range(1, 6):
        leaving.order(f"PO-{number}")
    assert leaving.drain(channel, scheduled=True) == {"sent": 5}
    assert documents_in(leaving) == [2, 2, 1]
    numbers = [elements(each.content.decode(), "ISA")[13] for each in leaving.partner.sent]
    assert numbers == ["000000001", "000000002", "000000003"]


def test_without_a_schedule_the_first_waits_so_many_minutes_for_others(leaving: Leaving) -> None:
    leaving.agree(batch_documents=10, batch_minutes=15)
    channel = leaving.channel()
    leaving.order("PO-1")
    assert leaving.drain(channel) == {}
    leaving.clock.forward(minutes=14)
    leaving.order("PO-2")
    assert leaving.drain(channel) == {}
    leaving.clock.forward(minutes=1)
    assert leaving.drain(channel) == {"sent": 2}
    assert documents_in(leaving) == [2]


def test_a_full_interchange_leaves_at_once(leaving: Leaving) -> None:
    leaving.agree(batch_documents=2, batch_minutes=600)
    channel = leaving.channel()
    leaving.order("PO-1")
    assert leaving.drain(channel) == {}
    leaving.order("PO-2")
    leaving.order("PO-3")
    assert leaving.drain(channel) == {"sent": 2}
    assert documents_in(leaving) == [2]


def test_a_retry_sends_the_very_same_bytes_and_all_of_it_at_once(leaving: Leaving) -> None:
    leaving.agree(batch_documents=3, batch_minutes=60)
    channel = leaving.channel()
    for number in range(1, 4):
        leaving.order(f"PO-{number}")
    leaving.partner.answer = lambda outbound: AWAY
    leaving.drain(channel)
    assert [each.state for each in leaving.rows(EdiMessage)] == ["prepared"] * 3
    leaving.order("PO-4")
    leaving.partner.answer = lambda outbound: TAKEN
    leaving.clock.forward(minutes=30)
    assert leaving.drain(channel) == {"sent": 3}
    first, again = leaving.partner.sent
    assert (again.content, again.delivery_id) == (first.content, first.delivery_id)
    assert len(leaving.rows(DeliveryAttempt)) == 6


def test_a_document_that_can_not_be_written_does_not_keep_the_others(leaving: Leaving) -> None:
    leaving.agree(batch_documents=3, batch_minutes=60)
    channel = leaving.channel()
    broken = leaving.order("PO-1")
    for number in (2, 3):
        leaving.order(f"PO-{number}")
    leaving.spoil(broken)
    assert leaving.drain(channel) == {"permanent": 1, "sent": 2}
    assert documents_in(leaving) == [2]
    assert {each.document_id: each.state for each in leaving.rows(Delivery)}[broken] == "failed"


def test_a_fault_of_ours_in_one_document_does_not_keep_the_others(
    leaving: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving.agree(batch_documents=3, batch_minutes=60)
    channel = leaving.channel()
    faulty, *_ = [leaving.order(f"PO-{number}") for number in (1, 2, 3)]

    def read_again(raw: bytes, row: DocumentRecord, ports: Ports) -> Document:
        if row.id == faulty:
            raise ZeroDivisionError
        return convert.read_again(raw, row, ports)

    monkeypatch.setattr(edi_outgoing, "read_again", read_again)
    assert leaving.drain(channel) == {"transient": 1, "sent": 2}
    assert documents_in(leaving) == [2]
    assert {each.document_id: each.state for each in leaving.rows(Delivery)}[faulty] == "pending"


def test_what_was_under_way_when_processes_ended_twice_goes_alone(leaving: Leaving) -> None:
    leaving.agree(batch_documents=3, batch_minutes=60)
    channel = leaving.channel()
    for number in (1, 2, 3):
        leaving.order(f"PO-{number}")
    for _ in range(2):
        assert len(claim_next(channel, "a process that ends", leaving.trade.ports)) == 3
        leaving.clock.forward(minutes=2)
    assert leaving.drain(channel) == {"sent": 3}
    assert documents_in(leaving) == [1, 1, 1]


def test_two_channels_carry_the_same_interchange(leaving: Leaving) -> None:
    leaving.agree(batch_documents=2, batch_minutes=60)
    first, second = leaving.channel(), leaving.channel()
    for number in (1, 2):
        leaving.order(f"PO-{number}")
    assert (leaving.drain(first), leaving.drain(second)) == ({"sent": 2}, {"sent": 2})
    assert len({each.content for each in leaving.partner.sent}) == 1
    assert len(leaving.partner.sent) == 2


def test_a_webhook_tells_of_each_document_of_an_interchange_that_left_elsewhere(leaving: Leaving) -> None:
    leaving.agree(batch_documents=2, batch_minutes=60)
    carrying, telling = leaving.channel(), leaving.webhook(body="event")
    orders = [leaving.order(f"PO-{number}") for number in (1, 2)]
    assert leaving.drain(carrying) == {"sent": 2}
    assert leaving.drain(telling) == {"sent": 2}
    assert [each.document_id for each in leaving.partner.sent[1:]] == orders


def test_an_event_uses_no_number_and_awaits_no_acknowledgement(leaving: Leaving) -> None:
    leaving.agree()
    telling, carrying = leaving.webhook(), leaving.channel(immediate=False)
    leaving.order()
    assert leaving.drain(telling) == {"sent": 1}
    assert leaving.rows(EdiInterchange) == []
    assert leaving.drain(carrying, scheduled=True) == {"sent": 1}
    assert [each.state for each in leaving.rows(EdiMessage)] == ["sent"]


def test_a_webhook_that_carries_documents_carries_the_interchange(leaving: Leaving) -> None:
    leaving.agree(batch_documents=2, batch_minutes=60)
    channel = leaving.webhook(body="document")
    for number in (1, 2):
        leaving.order(f"PO-{number}")
    assert leaving.drain(channel) == {"sent": 2}
    assert documents_in(leaving) == [2]


def test_one_that_is_sent_once_more_brings_its_whole_interchange(leaving: Leaving) -> None:
    leaving.agree(batch_documents=2, batch_minutes=60)
    channel = leaving.channel()
    for number in (1, 2):
        leaving.order(f"PO-{number}")
    leaving.drain(channel)
    with leaving.trade.ports.database.unit_of_work() as uow:
        resend(uow.session, leaving.rows(Delivery)[0].id, leaving.clock())
        uow.commit()
    assert leaving.drain(channel) == {"sent": 1}
    assert len({each.content for each in leaving.partner.sent}) == 1


def test_messages_of_different_kinds_stand_in_groups_of_their_own(leaving: Leaving) -> None:
    leaving.agree(batch_documents=5, batch_minutes=60)
    order = an_order().numbered("PO-1").build()
    channel = leaving.channel(immediate=False)
    for document in (order, an_order_response(order).build(), an_order_change(order).build()):
        outcome = leaving.trade.send(document)
        assert outcome.verdict == "accepted", outcome.findings
    leaving.order("PO-2")
    assert leaving.drain(channel, scheduled=True) == {"sent": 3}
    assert faults_of(leaving.partner.sent[-1].content) == []
    groups = [each.strip().split("*") for each in leaving.text.split("~") if each.strip().startswith("GS")]
    assert [(each[1], each[6]) for each in groups] == [("PO", "1"), ("PC", "2")]
    assert [each.name for each in messages_sent(leaving)] == ["850", "850", "860"]


def test_a_997_names_each_of_them(leaving: Leaving) -> None:
    leaving.agree(batch_documents=2, batch_minutes=60)
    channel = leaving.channel()
    for number in (1, 2):
        leaving.order(f"PO-{number}")
    leaving.drain(channel)
    answer = (
        "ISA*00*          *00*          *01*SILVER         *ZZ*BIRCH          *260302*0801*U*00401*000000077*0*P*:~"
        "GS*FA*SILVER*BIRCH*20260302*0801*77*X*004010~ST*997*0001~AK1*PO*1~AK2*850*0001~AK5*A~AK2*850*0002~AK5*R*5~"
        "AK9*P*2*2*1~SE*8*0001~GE*1*77~IEA*1*000000077~"
    )
    receive_interchange(RawMessage(leaving.trade.seller.id, "api", answer.encode()), leaving.trade.ports)
    ours: list[Any] = sorted(
        (each for each in leaving.rows(EdiMessage) if each.document_id), key=lambda each: each.position
    )
    assert [each.state for each in ours] == ["accepted", "rejected"]


def test_those_that_leave_together_are_held_for_as_long_as_writing_all_of_them_may_take(leaving: Leaving) -> None:
    leaving.agree(batch_documents=40, batch_minutes=15)
    channel = leaving.channel(immediate=False, retry_minutes=[0])
    for number in range(1, 41):
        leaving.order(f"PO-{number}")
    with leaving.trade.ports.database.unit_of_work() as uow:
        release_waiting(uow, channel, leaving.clock())
        uow.commit()
    assert len(claim_next(channel, "one", leaving.trade.ports)) == 40
    leaving.clock.forward(minutes=2)
    assert claim_next(channel, "another", leaving.trade.ports) == []
    leaving.clock.forward(minutes=1)
    assert len(claim_next(channel, "another", leaving.trade.ports)) == 40
