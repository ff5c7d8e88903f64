"""Documents that leave as X12 and EDIFACT: by the agreement, numbered once, the same bytes ever after."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.exchange.channels import Channels
from app.pipeline.edi_agreements import Place, save
from app.pipeline.edi_outgoing import content_of, written_by_agreement
from app.pipeline.edi_trying import try_sending
from app.pipeline.messages import RawMessage
from app.pipeline.receive_interchange import receive_interchange
from app.storage.database import Database
from app.storage.models import (
    Channel,
    Delivery,
    DeliveryAttempt,
    DocumentRecord,
    EdiAgreement,
    EdiInterchange,
    EdiMessage,
    EdiTask,
)
from app.storage.types import new_key
from app.transports.base import SendOutcome, SendResult
from tests.builders import OrderBuilding, an_order
from tests.exchange_world import Recorder, Ticking, never_receives, ports_for
from tests.trading import Trade

X12 = {"own_qualifier": "ZZ", "own_id": "BIRCH", "their_qualifier": "01", "their_id": "SILVER"}
EDIFACT = {"own_qualifier": "14", "own_id": "5790000435944", "their_qualifier": "14", "their_id": "7300010000001"}


@dataclass
class Leaving:
    """A buyer whose orders go to the seller's channel."""

    trade: Trade
    partner: Recorder
    clock: Ticking

    def webhook(self, **settings: str) -> str:
        """A channel of that kind, whose transport remembers what it is given."""
        if "webhook" not in self.trade.ports.transports:
            self.trade.ports.transports.add("webhook", self.partner)
        return self.channel(kind="webhook", settings=settings)

    def channel(self, syntax: str = "x12", **values: Any) -> str:
        key = new_key()
        with self.trade.ports.database.unit_of_work() as uow:
            empty = {"settings": {}, "retry_minutes": [], "document_types": []}
            filled = {"name": "ERP", "kind": "recorder", **empty, **values}
            uow.session.add(
                Channel(
                    id=key,
                    organisation_id=self.trade.seller.id,
                    syntax=syntax,
                    created_at=self.clock(),
                    **filled,
                )
            )
            uow.commit()
        return key

    def agree(self, standard: str = "x12", direction: str = "outbound", **terms: Any) -> None:
        own, partner = self.trade.buyer.id, self.trade.seller.id
        if direction == "inbound":
            own, partner = partner, own
        place = Place(organisation_id=own, partner_id=partner, standard=standard, direction=direction)
        given = {**(X12 if standard == "x12" else EDIFACT), **terms}
        with self.trade.ports.database.unit_of_work() as uow:
            saved = save(uow.session, place, given, self.clock())
            assert not saved.findings
            uow.commit()

    def order(self, number: str = "PO-1", order: OrderBuilding | None = None) -> str:
        outcome = self.trade.send((order or an_order()).numbered(number).build())
        assert outcome.document_id, outcome.findings
        return outcome.document_id

    def drain(self, channel: str, *, scheduled: bool = False) -> dict[str, int]:
        channels = Channels(self.trade.ports, never_receives, "tests", lambda: False)
        return dict(channels.drain(channel, scheduled=scheduled) or {})

    def spoil(self, document: str) -> None:
        """Break the seal of a document's original."""
        with self.trade.ports.database.unit_of_work() as uow:
            uow.session.get_one(DocumentRecord, document).payload.nonce = bytes(12)
            uow.commit()

    def rows(self, model: type) -> list[Any]:
        with self.trade.ports.database.reading() as session:
            return list(session.scalars(select(model)))

    @property
    def text(self) -> str:
        """What left last."""
        return self.partner.sent[-1].content.decode()


@pytest.fixture
def leaving(database: Database, tmp_path: Path) -> Leaving:
    clock, partner = Ticking(), Recorder()
    trade = Trade.between(ports_for(database, tmp_path, clock, partner))
    return Leaving(trade, partner, clock)


def elements(text: str, tag: str, separator: str = "*", terminator: str = "~") -> list[str]:
    return next(each for each in text.split(terminator) if each.strip().startswith(tag + separator)).split(separator)


def test_an_order_leaves_by_its_senders_agreement(leaving: Leaving) -> None:
    leaving.agree(
        version="00501", message_version="005010", own_group_id="BIRCHAPP", test=True, ask_acknowledgement=True
    )
    channel = leaving.channel()
    leaving.order()
    assert leaving.drain(channel) == {"sent": 1}
    isa, group = elements(leaving.text, "ISA"), elements(leaving.text, "GS")
    assert [each.strip() for each in isa[5:9]] == ["ZZ", "BIRCH", "01", "SILVER"]
    assert isa[9:16] == ["260302", "0800", "^", "00501", "000000001", "1", "T"]
    assert group[1:4] == ["PO", "BIRCHAPP", "SILVER"]
    assert group[6:] == ["1", "X", "005010"]
    assert elements(leaving.text, "ST") == ["ST", "850", "0001"]
    assert "PO-1" in elements(leaving.text, "BEG")
    [sent] = leaving.partner.sent
    assert (sent.media_type, sent.filename) == ("application/edi-x12", "order.x12")


def test_what_left_awaits_its_acknowledgement(leaving: Leaving) -> None:
    leaving.agree(acknowledgement_minutes=60)
    channel = leaving.channel()
    document = leaving.order()
    leaving.drain(channel)
    [interchange], [message] = leaving.rows(EdiInterchange), leaving.rows(EdiMessage)
    assert interchange.organisation_id == leaving.trade.buyer.id
    assert interchange.sent_at == leaving.clock()
    assert (message.state, message.document_id, message.type) == ("sent", document, "850")
    assert (message.due_at - leaving.clock()).total_seconds() == 3600
    with leaving.trade.ports.database.reading() as session:
        kept = session.get_one(EdiInterchange, interchange.id)
        assert content_of(session, kept, leaving.trade.ports).decode() == leaving.text


def test_the_delimiters_and_the_line_break_are_the_agreements(leaving: Leaving) -> None:
    leaving.agree(element_separator="|", segment_terminator="!", line_break="crlf", component_separator=">")
    channel = leaving.channel()
    leaving.order()
    leaving.drain(channel)
    assert leaving.text.startswith("ISA|00|")
    lines = leaving.text.split("\r\n")
    assert lines.pop() == ""
    assert all(each.endswith("!") for each in lines)


def test_an_isa_keeps_its_width_where_no_repetition_separator_was_agreed(leaving: Leaving) -> None:
    leaving.agree(version="00501", message_version="005010", repetition_separator="")
    channel = leaving.channel()
    leaving.order()
    assert leaving.drain(channel) == {"sent": 1}
    assert leaving.text.index("~") == 105
    assert elements(leaving.text, "ISA")[11] == "U"


def test_an_edifact_order_leaves_without_a_group_unless_one_is_agreed(leaving: Leaving) -> None:
    leaving.agree("edifact", message_version="D:96A:UN:EAN008", own_sub_address="GATE")
    channel = leaving.channel("edifact")
    leaving.order()
    assert leaving.drain(channel) == {"sent": 1}
    assert leaving.text.startswith("UNB+UNOC:3+5790000435944:14:GATE+7300010000001:14+260302:0800+1'")
    assert "UNH+1+ORDERS:D:96A:UN:EAN008'" in leaving.text
    assert leaving.text.endswith("UNZ+1+1'")
    assert "UNG" not in leaving.text


@pytest.mark.parametrize("element_separator", ["+", "."])
def test_numbers_have_the_agreed_decimal_mark(leaving: Leaving, element_separator: str) -> None:
    leaving.agree("edifact", decimal_mark=",", element_separator=element_separator)
    channel = leaving.channel("edifact")
    leaving.order(order=an_order().noting("1.25 each"))
    assert leaving.drain(channel) == {"sent": 1}
    parts = [each.split(element_separator) for each in leaving.text.split("'")]
    numbers = [each[1].split(":")[1] for each in parts if each[0] in ("PRI", "MOA")]
    assert {"1,25", "12,50"} <= set(numbers)
    assert not any("." in each for each in numbers)
    assert "1.25 each" in leaving.text.replace("?", "")


def test_the_receivers_own_agreement_is_taken_where_the_sender_has_none(leaving: Leaving) -> None:
    leaving.agree(direction="inbound", acknowledge="never")
    channel = leaving.channel()
    leaving.order()
    leaving.drain(channel)
    isa = elements(leaving.text, "ISA")
    assert [each.strip() for each in isa[5:9]] == ["01", "SILVER", "ZZ", "BIRCH"]
    [interchange], [message] = leaving.rows(EdiInterchange), leaving.rows(EdiMessage)
    assert interchange.organisation_id == leaving.trade.buyer.id  # who sends it, whoever agreed on it
    assert interchange.sender == "01:SILVER"
    assert message.due_at is None  # the receiver said that he never answers


def test_without_an_agreement_the_document_is_written_as_any_other(leaving: Leaving) -> None:
    channel = leaving.channel()
    leaving.order()
    assert leaving.drain(channel) == {"sent": 1}
    assert elements(leaving.text, "ISA")[13] == "000000001"
    assert leaving.rows(EdiInterchange) == []


@pytest.mark.parametrize("direction", ["outbound", "inbound"])
def test_nothing_leaves_where_the_agreement_was_ended_until_it_is_in_force_again(
    leaving: Leaving, direction: str
) -> None:
    channel = leaving.channel()
    leaving.agree(direction=direction, active=False)
    leaving.order()
    leaving.drain(channel)
    [attempt] = leaving.rows(DeliveryAttempt)
    assert "isn't in force" in attempt.detail
    assert (leaving.partner.sent, leaving.rows(EdiInterchange)) == ([], [])
    leaving.agree(direction=direction, active=True)
    leaving.order("PO-2")
    leaving.drain(channel)
    assert elements(leaving.text, "BEG")[3] == "PO-2"
    assert [each.control_number for each in leaving.rows(EdiInterchange)] == ["000000001"]


def test_a_retry_and_another_channel_send_the_very_same_bytes(leaving: Leaving) -> None:
    leaving.agree()
    first, second = leaving.channel(), leaving.channel()
    leaving.order()
    leaving.partner.answer = lambda outbound: SendResult(SendOutcome.TRANSIENT, "busy", 503)
    leaving.drain(first)
    assert [each.sent_at for each in leaving.rows(EdiInterchange)] == [None]
    leaving.partner.answer = lambda outbound: SendResult(SendOutcome.SENT, "taken", 200)
    leaving.clock.forward(minutes=30)
    assert leaving.drain(first) == {"sent": 1}
    assert leaving.drain(second) == {"sent": 1}
    assert len({each.content for each in leaving.partner.sent}) == 1
    assert len(leaving.partner.sent) == 3
    assert len(leaving.rows(EdiInterchange)) == 1


def test_two_channels_at_the_same_moment_number_a_document_once(leaving: Leaving) -> None:
    leaving.agree()
    document, together = leaving.order(), threading.Barrier(4)
    written: list[bytes] = []

    def write() -> None:
        together.wait()
        written.extend(each.content for each in written_by_agreement([document], "x12", leaving.trade.ports).written)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert len(written) == 4
    assert len(set(written)) == 1
    assert [each.control_number for each in leaving.rows(EdiInterchange)] == ["000000001"]


def test_interchanges_are_numbered_without_a_gap(leaving: Leaving) -> None:
    leaving.agree()
    channel = leaving.channel()
    for number in range(1, 4):
        leaving.order(f"PO-{number}")
    assert leaving.drain(channel) == {"sent": 3}
    numbers = [elements(each.content.decode(), "ISA")[13] for each in leaving.partner.sent]
    assert numbers == ["000000001", "000000002", "000000003"]


def test_a_document_that_the_standard_has_no_message_for_uses_no_number(leaving: Leaving) -> None:
    leaving.agree(message_version="003040")
    channel = leaving.channel()
    leaving.order()
    assert leaving.drain(channel) == {"permanent": 1}
    [delivery] = leaving.rows(Delivery)
    assert delivery.state == "failed"
    assert "x12" in delivery.last_detail
    assert leaving.rows(EdiInterchange) == []


def test_characters_that_the_agreed_set_has_not_do_no_harm_and_are_told(leaving: Leaving) -> None:
    leaving.agree("edifact", version="UNOA:3")
    channel = leaving.channel("edifact")
    leaving.order(order=an_order().noting("Zażółć + gęślą"))
    leaving.drain(channel)
    sent = leaving.partner.sent[-1].content
    assert sent.isascii()
    assert b"Za???????? ?+ g????l??'" in sent  # a question mark is released by another one
    [attempt] = leaving.rows(DeliveryAttempt)
    assert "ascii" in attempt.detail


def test_a_text_is_measured_in_characters_of_the_agreed_set_whatever_the_syntax_says(leaving: Leaving) -> None:
    leaving.agree("edifact", version="UNOC:3", character_set="utf-8")
    channel = leaving.channel("edifact")
    leaving.order(order=an_order().noting("ä" * 70))
    assert leaving.drain(channel) == {"sent": 1}, leaving.rows(Delivery)[0].last_detail
    assert "ä" * 70 in leaving.text


def test_a_line_break_that_ends_segments_is_not_written_twice(leaving: Leaving) -> None:
    leaving.agree(segment_terminator="0x0A", line_break="lf")
    channel = leaving.channel()
    leaving.order()
    leaving.drain(channel)
    assert "\n\n" not in leaving.text


def test_what_the_message_does_not_hold_is_in_the_attempts_detail(leaving: Leaving) -> None:
    leaving.agree()
    channel = leaving.channel()
    leaving.order()
    leaving.drain(channel)
    [attempt] = leaving.rows(DeliveryAttempt)
    assert "values that 850 doesn't hold" in attempt.detail


def test_the_partners_997_settles_what_left(leaving: Leaving) -> None:
    leaving.agree()
    channel = leaving.channel()
    leaving.order()
    leaving.drain(channel)
    answer = (
        "ISA*00*          *00*          *01*SILVER         *ZZ*BIRCH          *260302*0801*U*00401*000000077*0*P*:~"
        "GS*FA*SILVER*BIRCH*20260302*0801*77*X*004010~ST*997*0001~AK1*PO*1~AK2*850*0001~AK5*A~AK9*A*1*1*1~SE*6*0001~"
        "GE*1*77~IEA*1*000000077~"
    )
    receive_interchange(RawMessage(leaving.trade.seller.id, "api", answer.encode()), leaving.trade.ports)
    assert [each.state for each in leaving.rows(EdiMessage) if each.document_id] == ["accepted"]
    assert leaving.rows(EdiTask) == []


def test_a_message_that_its_receiver_would_refuse_uses_no_number(leaving: Leaving) -> None:
    leaving.agree()
    channel = leaving.channel()
    leaving.order("PO-" + "7" * 30)  # BEG03 has 22 characters at most
    assert leaving.drain(channel) == {"permanent": 1}
    [delivery] = leaving.rows(Delivery)
    assert "BEG03 is missing" in delivery.last_detail
    assert "/number" in delivery.last_detail
    assert leaving.rows(EdiInterchange) == []


def test_a_number_with_a_delimiter_that_x12_can_not_release_is_not_made_another_one(leaving: Leaving) -> None:
    leaving.agree(component_separator=">")
    channel = leaving.channel()
    leaving.order("PO>1")
    assert leaving.drain(channel) == {"permanent": 1}
    [delivery] = leaving.rows(Delivery)
    assert "BEG03 is missing" in delivery.last_detail
    assert "/number" in delivery.last_detail


def test_words_with_delimiters_leave_with_blanks_for_them(leaving: Leaving) -> None:
    leaving.agree()
    channel = leaving.channel()
    leaving.order(order=an_order().noting("Ring: twice*"))
    assert leaving.drain(channel) == {"sent": 1}
    assert "MSG*Ring  twice ~" in leaving.text


def test_an_interchange_that_nobody_could_read_does_not_leave(leaving: Leaving) -> None:
    leaving.agree()
    with leaving.trade.ports.database.unit_of_work() as uow:
        [agreement] = uow.session.query(EdiAgreement)
        agreement.terms = {**agreement.terms, "component_separator": "\n"}  # saved before that was refused
        uow.commit()
    channel = leaving.channel()
    leaving.order()
    assert leaving.drain(channel) == {"permanent": 1}
    assert "0 messages" in leaving.rows(Delivery)[0].last_detail
    assert leaving.rows(EdiInterchange) == []


def test_a_message_with_errors_leaves_where_that_was_agreed(leaving: Leaving) -> None:
    leaving.agree(acceptance="accept")
    channel = leaving.channel()
    leaving.order("PO-" + "7" * 30)
    assert leaving.drain(channel) == {"sent": 1}
    assert elements(leaving.text, "BEG") == ["BEG", "00", "SA", "", "", "20260302", "C-77"]
    [attempt] = leaving.rows(DeliveryAttempt)
    assert "BEG03 is missing" in attempt.detail


def test_an_agreement_is_tried_with_the_newest_document_that_opens(leaving: Leaving) -> None:
    leaving.agree()
    leaving.order("PO-1")
    leaving.spoil(leaving.order("PO-2"))
    with leaving.trade.ports.database.reading() as session:
        [agreement] = session.query(EdiAgreement)
        trial = try_sending(session, agreement, "Silver", leaving.trade.ports)
    assert b"*PO-1*" in trial.content
