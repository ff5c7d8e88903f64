"""What rules say of a partner's documents, answered by 824 and APERAK where agreed; and what partners say of ours."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.access.roles import Role
from app.domain.findings import Finding, finding
from app.formats.edi.acknowledge_business import Judgement, business_answers
from app.formats.edi.mirror import Numbers
from app.pipeline.edi_advice import advice_on
from app.pipeline.edi_agreements import Place, save
from app.pipeline.edi_outcomes import InterchangeOutcome
from app.pipeline.messages import RawMessage
from app.pipeline.receive_interchange import receive_interchange
from app.storage.database import Database
from app.storage.models import EdiAdvice, EdiMessage, EdiTask
from tests.builders import an_order
from tests.edi_interchanges import faults_of, messages_of
from tests.integration.test_edi_outgoing import Leaving
from tests.integration.test_edi_outgoing import leaving as leaving
from tests.integration.test_receive_interchange import order_850
from tests.integration.web_support import NOW, a_site, email_of
from tests.trading import Trade

BUYER, SELLER = {"own_qualifier": "ZZ", "own_id": "BUYERCO"}, {"own_qualifier": "01", "own_id": "SUPPLIERCO"}


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    opened = Trade.opened(database, tmp_path)
    opened.policy(opened.seller, opened.buyer, signed=[])
    return opened


def agree(trade: Trade, **terms: Any) -> None:
    """The seller takes the buyer's X12 by these terms."""
    place = Place(organisation_id=trade.seller.id, partner_id=trade.buyer.id, standard="x12", direction="inbound")
    given = {**SELLER, "their_qualifier": "ZZ", "their_id": "BUYERCO", **terms}
    with trade.ports.database.unit_of_work() as uow:
        assert not save(uow.session, place, given, trade.ports.clock()).findings
        uow.commit()


def two_of_one_number(control: str = "000000017") -> bytes:
    """Two orders under one number, of which the second says something else."""
    paper = order_850("PO-1", "PO-1")
    paper.segments[paper.index("PO1", 1)][2] = "11"
    paper.segments[0][13] = paper.segments[-1][2] = control
    return paper.raw()


def taken(trade: Trade, raw: bytes, company: str = "buyer") -> InterchangeOutcome:
    [outcome] = receive_interchange(RawMessage(getattr(trade, company).id, "api", raw), trade.ports)
    return outcome


def rows(trade: Trade, model: type) -> list[Any]:
    with trade.ports.database.reading() as session:
        return list(session.scalars(select(model)))


def test_a_document_that_is_refused_for_what_it_says_is_answered_by_an_824(trade: Trade) -> None:
    agree(trade, application_advice="errors")
    answer = taken(trade, two_of_one_number()).acknowledgement
    assert faults_of(answer) == []
    assert b"AK9*A*2*2*2" in answer  # their syntax is right
    assert answer.count(b"ST*824*") == 1
    segments = answer.decode().split("~")
    [reference] = [each.strip() for each in segments if each.strip().startswith("OTI")]
    assert reference == "OTI*TR*PO*PO-1*****17*0002*850"
    assert any("document.number_conflict: " in each for each in segments)


def test_every_document_is_answered_where_that_was_agreed_and_none_without(trade: Trade) -> None:
    agree(trade, application_advice="always")
    answer = taken(trade, two_of_one_number()).acknowledgement.decode()
    assert [each.split("*")[1] for each in answer.split("~") if each.strip().startswith("OTI")] == ["TA", "TR"]
    agree(trade)
    assert b"824" not in taken(trade, two_of_one_number("000000018")).acknowledgement


def test_a_document_whose_syntax_is_refused_gets_no_advice(trade: Trade) -> None:
    agree(trade, application_advice="always")
    paper = order_850("PO-1")
    paper.segments[paper.index("PO1")][2] = "ten"
    answer = taken(trade, paper.raw()).acknowledgement
    assert b"AK9*R" in answer
    assert b"824" not in answer


def test_the_answers_to_one_interchange_have_numbers_of_their_own_and_are_the_same_again(trade: Trade) -> None:
    agree(trade, application_advice="errors")
    answer = taken(trade, two_of_one_number()).acknowledgement
    headers = [each.strip().split("*") for each in answer.decode().split("~") if each.strip().startswith(("ISA", "GS"))]
    assert [each[13] if each[0] == "ISA" else each[6] for each in headers] == ["000000001", "1", "000000002", "2"]
    assert taken(trade, two_of_one_number()).acknowledgement == answer


def test_the_partners_997_to_our_824_is_matched(trade: Trade) -> None:
    agree(trade, application_advice="errors")
    taken(trade, two_of_one_number())
    outcome = taken(trade, a_997("AG", "2", "824"))
    assert [each.findings for each in outcome.messages] == [()]
    assert [each.state for each in rows(trade, EdiMessage) if each.type == "824"] == ["accepted"]
    assert rows(trade, EdiTask) == []


def a_997(code: str, group: str, kind: str) -> bytes:
    return (
        "ISA*00*          *00*          *ZZ*BUYERCO        *01*SUPPLIERCO     *260302*0801*U*00401*000000077*0*P*>~"
        f"GS*FA*BUYERCO*SUPPLIERCO*20260302*0801*77*X*004010~ST*997*0001~AK1*{code}*{group}~AK2*{kind}*0001~"
        "AK5*A~AK9*A*1*1*1~SE*6*0001~GE*1*77~IEA*1*000000077~"
    ).encode()


ENVELOPE = b"*01*SILVER         *ZZ*BIRCH          *"
REFUSAL = b"AK2*850*0001~AK5*A~AK9*A*1*1*1", b"AK2*850*0001~AK5*R*5~AK9*R*1*1*0"
SPOILT = {
    "surplus element": (b"AK1*PO*1~", b"AK1*PO*1*004010~"),
    "unknown code": (b"AK5*R*5~", b"AK5*R*99~"),
    "unknown answer of the group": (b"AK9*R*1*1*0~", b"AK9*Q*1*1*0~"),
    "unknown answer": (b"AK5*R*5~", b"AK5*Q*5~"),
    "count of groups": (b"IEA*1*", b"IEA*2*"),
    "count of segments": (b"SE*6*", b"SE*7*"),
    "nothing behind it": (b"AK9*R*1*1*0~", b""),
    "cut off": (b"GE*1*77~IEA*1*000000077~", b""),
}


@pytest.mark.parametrize(
    ("fault", "state", "tasks"),
    [
        ("surplus element", "rejected", ["rejected"]),
        ("unknown code", "rejected", ["rejected"]),
        ("unknown answer of the group", "rejected", ["acknowledgement_unreadable", "rejected"]),
        ("unknown answer", "rejected", ["acknowledgement_unreadable", "rejected"]),
        ("count of groups", "sent", ["acknowledgement_unreadable"]),
        ("count of segments", "sent", ["acknowledgement_unreadable"]),
        ("nothing behind it", "sent", ["acknowledgement_unreadable"]),
        ("cut off", "sent", ["acknowledgement_unreadable"]),
    ],
)
def test_a_faulty_acknowledgement_is_heeded_or_a_task(
    leaving: Leaving, fault: str, state: str, tasks: list[str]
) -> None:
    leaving.agree()
    channel = leaving.channel()
    leaving.order()
    leaving.drain(channel)
    raw = a_997("PO", "1", "850").replace(*REFUSAL).replace(b"*ZZ*BUYERCO        *01*SUPPLIERCO     *", ENVELOPE)
    outcome = taken(leaving.trade, raw.replace(*SPOILT[fault]), "seller")
    assert [each.state for each in rows(leaving.trade, EdiMessage) if each.type == "850"] == [state]
    assert sorted(each.kind for each in rows(leaving.trade, EdiTask)) == [f"edi_task.{each}" for each in tasks]
    assert outcome.verdict == ("accepted_with_errors" if state == "rejected" else "rejected")
    assert all("{" not in each.message("zh") for each in outcome.messages[0].findings)
    assert outcome.acknowledgement == b""


def test_a_ta1_that_says_nothing_known_is_a_task(leaving: Leaving) -> None:
    leaving.agree()
    header = a_997("PO", "1", "850").split(b"~")[0].replace(b"*ZZ*BUYERCO        *01*SUPPLIERCO     *", ENVELOPE)
    raw = header + b"~TA1*000000001*260302*0801*Q*000~IEA*0*000000077~"
    taken(leaving.trade, raw, "seller")
    assert "edi_task.acknowledgement_unreadable" in [each.kind for each in rows(leaving.trade, EdiTask)]


def test_an_acknowledgement_beside_a_refused_document_is_part_of_the_verdict(trade: Trade) -> None:
    agree(trade, application_advice="errors")
    taken(trade, two_of_one_number())
    acknowledgement = a_997("AG", "2", "824").split(b"~")[1:-2]
    header, *orders = two_of_one_number("000000018").split(b"~")
    raw = b"~".join([header, *acknowledgement, *orders]).replace(b"IEA*1*", b"IEA*2*")
    outcome = taken(trade, raw)
    assert [each.is_refused for each in outcome.messages] == [False, False, True]
    assert outcome.verdict == "partially_accepted"


def test_a_ta1_is_answered_too_where_that_was_agreed(trade: Trade) -> None:
    agree(trade, interchange_acknowledgement=True)
    assert b"TA1*000000017*" in taken(trade, order_850("PO-1").raw()).acknowledgement


def test_a_ta1_uses_no_number_of_a_group(trade: Trade) -> None:
    agree(trade, interchange_acknowledgement=True)
    answer = taken(trade, order_850("PO-1").raw()).acknowledgement.decode()
    headers = [each.strip().split("*") for each in answer.split("~") if each.strip().startswith(("ISA", "GS"))]
    assert [each[13] if each[0] == "ISA" else each[6] for each in headers] == ["000000001", "000000002", "1"]


def test_answers_have_numbers_of_their_own_where_nothing_was_agreed(trade: Trade) -> None:
    numbers = []
    for control in ("000000018", "000000019"):
        paper = order_850(f"PO-{control}")
        paper.segments[0][13] = paper.segments[-1][2] = control
        paper.segments[0][14] = "1"
        answer = taken(trade, paper.raw()).acknowledgement.decode()
        assert ("TA1*" in answer, "ST*997*" in answer) == (True, True)
        headers = [each.strip().split("*") for each in answer.split("~")]
        numbers += [each[13] for each in headers if each[0] == "ISA"] + [each[6] for each in headers if each[0] == "GS"]
    assert numbers == ["000000001", "000000002", "1", "000000003", "000000004", "2"]


def advice(sent: bytes, number: str, *findings: Finding) -> bytes:
    """What the partner's system answers to an interchange of ours."""
    [message] = messages_of(sent)
    judgement = Judgement(message=message, document=number, identifier="A-1", findings=findings, at=NOW)
    [answer] = business_answers([judgement])
    return answer.content(Numbers(77), NOW)


@pytest.mark.parametrize("standard", ["x12", "edifact"])
def test_a_partners_refusal_is_at_the_document_and_a_task(leaving: Leaving, standard: str) -> None:
    leaving.agree(standard)
    channel = leaving.channel(standard)
    order = leaving.order()
    leaving.drain(channel)
    raw = advice(leaving.partner.sent[-1].content, "PO-1", finding("BR-CO-10"))
    outcome = taken(leaving.trade, raw, "seller")
    [said] = rows(leaving.trade, EdiAdvice)
    assert (said.document_id, said.organisation_id, said.answer) == (order, leaving.trade.buyer.id, "rejected")
    assert "BR-CO-10" in said.words[0]
    [task] = rows(leaving.trade, EdiTask)
    assert (task.kind, task.document_id, task.organisation_id) == (
        "edi_task.document_refused",
        order,
        leaving.trade.buyer.id,
    )
    assert [each.code for each in outcome.messages[0].findings] == ["edi_task.document_refused"]
    assert "PO-1" in outcome.messages[0].findings[0].message("zh")


@pytest.mark.parametrize(("number", "control"), [("PO-1", "9999"), ("THEIRS", "0001")])
def test_the_document_is_found_by_either_reference(leaving: Leaving, number: str, control: str) -> None:
    leaving.agree()
    channel = leaving.channel()
    order = leaving.order()
    leaving.drain(channel)
    raw = advice(leaving.partner.sent[-1].content, number).replace(b"*1*0001*850", f"*1*{control}*850".encode())
    taken(leaving.trade, raw, "seller")
    assert [(each.document_id, each.answer) for each in rows(leaving.trade, EdiAdvice)] == [(order, "accepted")]
    assert rows(leaving.trade, EdiTask) == []


def test_an_advice_about_nothing_that_was_sent_is_a_task_and_again_no_second_one(leaving: Leaving) -> None:
    leaving.agree()
    channel = leaving.channel()
    leaving.order()
    leaving.drain(channel)
    raw = advice(leaving.partner.sent[-1].content, "PO-7", finding("BR-CO-10")).replace(b"*1*0001*850", b"*9*0009*850")
    for _ in range(2):
        taken(leaving.trade, raw, "seller")
    assert rows(leaving.trade, EdiAdvice) == []
    assert [each.kind for each in rows(leaving.trade, EdiTask)] == ["edi_task.advice_unmatched"]


def test_nobody_else_sees_what_a_partner_says_of_a_document(leaving: Leaving) -> None:
    leaving.agree()
    channel = leaving.channel()
    order = leaving.order()
    leaving.drain(channel)
    taken(leaving.trade, advice(leaving.partner.sent[-1].content, "PO-1"), "seller")
    with leaving.trade.ports.database.reading() as session:
        assert len(advice_on(session, leaving.trade.buyer.id, order)) == 1
        assert advice_on(session, leaving.trade.seller.id, order) == []


def test_an_advice_is_acknowledged_and_not_advised(trade: Trade) -> None:
    agree(trade, application_advice="always")
    raw = advice(order_850("PO-1").raw(), "PO-1")
    swapped = raw.replace(b"*01*SUPPLIERCO     *ZZ*BUYERCO        *", b"*ZZ*BUYERCO        *01*SUPPLIERCO     *")
    answer = taken(trade, swapped).acknowledgement
    assert b"AK2*824*0001" in answer
    assert b"ST*824" not in answer


def test_the_documents_page_shows_what_the_partner_says(database: Database, tmp_path: Path) -> None:
    site = a_site(database, tmp_path)
    document_id = site.taken(an_order().build())
    with database.unit_of_work() as uow:
        said = {"kind": "824", "answer": "rejected", "words": ["848 no such article"], "received_at": NOW}
        uow.session.add(EdiAdvice(organisation_id=site.buyer_id, document_id=document_id, source="1", **said))
        uow.commit()
    page = site.browser(email_of(Role.BUYER)).open(f"/documents/{document_id}").get_data(as_text=True)
    assert "848 no such article" in page
    other = site.browser(email_of(Role.BUYER, "seller")).open(f"/documents/{document_id}").get_data(as_text=True)
    assert "848 no such article" not in other
