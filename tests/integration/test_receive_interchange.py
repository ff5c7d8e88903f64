"""Interchanges of X12 and EDIFACT: each document goes its own way, once, and the sender gets its acknowledgement."""

from pathlib import Path
from typing import Any

import pytest

from app.domain.findings import Finding
from app.pipeline.convert import render_as
from app.pipeline.edi_agreements import Place, save
from app.pipeline.edi_interchanges import Standing
from app.pipeline.edi_outcomes import InterchangeOutcome
from app.pipeline.edi_outgoing import content_of
from app.pipeline.messages import RawMessage, Verdict
from app.pipeline.receive_interchange import receive_interchange
from app.storage.database import Database
from app.storage.models import DocumentRecord, EdiInterchange, EdiTask, Payload
from tests.edi_documents import Paper, edifact, x12
from tests.edi_interchanges import faults_of
from tests.trading import Trade

BUYER_ID, SELLER_ID = "5790000435944", "7300010000001"


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    opened = Trade.opened(database, tmp_path)
    opened.policy(opened.seller, opened.buyer, signed=[])
    return opened


def order_850(*numbers: str) -> Paper:
    """An interchange with one 850 for each order number."""
    first, *others = [_order(each) for each in numbers]
    paper = x12("850", "PO", first)
    trailer = paper.index("GE")
    for count, body in enumerate(others, 2):
        control = f"{count:04}"
        rows = [["ST", "850", control], *(each.split("*") for each in body), ["SE", str(len(body) + 2), control]]
        paper.segments[trailer:trailer] = rows
        trailer += len(rows)
    paper.segments[trailer][1] = str(len(numbers))
    return paper


def _order(number: str) -> list[str]:
    return [
        f"BEG*00*SA*{number}**20260105",
        "CUR*BY*EUR",
        f"N1*BY*Birch Hospital Trust*UL*{BUYER_ID}",
        f"N1*SE*Silver Supplies*UL*{SELLER_ID}",
        "PO1*1*10*EA*12.5**VP*AB-100",
        "PID*F****Gloves",
        "CTT*1",
    ]


def take(trade: Trade, raw: bytes, company: str = "buyer") -> list[InterchangeOutcome]:
    return receive_interchange(RawMessage(getattr(trade, company).id, "api", raw), trade.ports)


def only(trade: Trade, raw: bytes, company: str = "buyer") -> InterchangeOutcome:
    (outcome,) = take(trade, raw, company)
    return outcome


def test_every_order_of_an_interchange_opens_its_negotiation(trade: Trade) -> None:
    outcome = only(trade, order_850("PO-1", "PO-2", "PO-3").raw())
    assert [each.outcome and each.outcome.verdict for each in outcome.messages] == [Verdict.ACCEPTED] * 3
    assert outcome.verdict == "accepted"
    states = [trade.negotiation_of(each.outcome).state for each in outcome.messages if each.outcome]
    assert states == ["ISSUED"] * 3


def test_the_sender_gets_a_997(trade: Trade) -> None:
    answer = only(trade, order_850("PO-1", "PO-2").raw()).acknowledgement.decode()
    assert "AK9*A*2*2*2" in answer
    assert answer.count("AK5*A") == 2


def test_one_bad_order_does_not_spoil_its_neighbours(trade: Trade) -> None:
    paper = order_850("PO-1", "PO-2", "PO-3")
    paper.segments[paper.index("PO1", 1)][2] = "ten"
    outcome = only(trade, paper.raw())
    assert [each.outcome is not None for each in outcome.messages] == [True, False, True]
    assert outcome.verdict == "partially_accepted"
    assert [each.code for each in outcome.messages[1].findings] == ["edi.not_a_number"]
    assert "AK9*P*3*3*2" in outcome.acknowledgement.decode()
    assert trade.count(DocumentRecord) == 2


def test_the_same_interchange_again_has_no_second_effect_and_gets_the_same_answer(trade: Trade) -> None:
    raw = order_850("PO-1").raw()
    first, again = only(trade, raw), only(trade, raw)
    assert again.standing is Standing.REPEATED
    assert again.acknowledgement == first.acknowledgement
    assert trade.count(DocumentRecord) == 1
    assert trade.count(EdiInterchange) == 1


def test_an_order_sent_again_in_other_delimiters_and_padding_is_the_same_order(trade: Trade) -> None:
    only(trade, order_850("PO-1").raw())
    paper = order_850("PO-1")
    paper.segments[paper.index("ISA")][13] = "000000018"
    paper.segments[paper.index("IEA")][2] = "000000018"
    paper.segments[paper.index("PO1")] += ["", ""]
    [again] = only(trade, paper.raw().replace(b"*", b"|").replace(b"~", b"\n")).messages
    assert again.outcome is not None
    assert again.outcome.verdict is Verdict.DUPLICATE


def test_an_interchange_that_came_among_others_is_the_same_when_it_comes_alone(trade: Trade) -> None:
    first, second = order_850("PO-1"), order_850("PO-2")
    second.segments[0][13] = second.segments[-1][2] = "000000018"
    both = take(trade, first.raw() + second.raw())
    [alone] = take(trade, second.raw().rstrip() + b"\r\n")
    assert alone.standing is Standing.REPEATED
    assert alone.acknowledgement == both[1].acknowledgement
    assert trade.count(Payload) == 3  # two orders, and the file that both came in


@pytest.mark.parametrize("ends", [("~\n", "~\r\n"), ("~\n", "~"), ("~", "~\r\n  "), ("\n", "\r\n"), ("\r\n", "\n")])
def test_an_interchange_is_the_same_with_other_line_breaks(trade: Trade, ends: tuple[str, str]) -> None:
    """FTP in ASCII mode writes them anew on the way."""
    raw = order_850("PO-1").raw()
    first, again = (only(trade, raw.replace(b"~\n", each.encode())) for each in ends)
    assert (first.verdict, again.standing) == ("accepted", Standing.REPEATED)
    assert again.acknowledgement == first.acknowledgement


def test_interchanges_of_one_file_are_told_apart_as_the_agreements_do(trade: Trade) -> None:
    """By sub-addresses, too; two of different days are other ones only where that was agreed."""
    files = [edifact("ORDERS", "D96A", [f"BGM+220+PO-{gate}+9", "UNS+S"]) for gate in "AB"]
    for paper, gate in zip(files, "AB", strict=True):
        paper.segments[0][2] += f":{gate}"
    assert [each.standing for each in take(trade, b"".join(each.raw() for each in files))] == [Standing.NEW] * 2
    files = [order_850(number) for number in ("PO-1", "PO-2")]
    files[1].segments[0][9] = "260106"
    found = take(trade, b"".join(each.raw() for each in files))
    assert [each.standing for each in found] == [Standing.NEW, Standing.CONFLICTING]


def test_what_comes_with_one_that_came_before_is_kept_with_the_file_that_it_came_in(trade: Trade) -> None:
    first, second = order_850("PO-1").raw(), order_850("PO-2")
    second.segments[0][13] = second.segments[-1][2] = "000000018"
    only(trade, first)
    take(trade, first + second.raw())
    with trade.ports.database.reading() as session:
        rows = session.query(EdiInterchange).order_by(EdiInterchange.control_number)
        assert [content_of(session, each, trade.ports) for each in rows] == [first, first + second.raw()]


def test_other_content_under_a_used_control_number_is_refused_kept_and_answered(trade: Trade) -> None:
    first = only(trade, order_850("PO-1").raw())
    raw = order_850("PO-2").raw()
    other = only(trade, raw)
    assert other.standing is Standing.CONFLICTING
    assert other.verdict == "rejected"
    assert [each.code for each in other.findings] == ["edi.control_number_reused"]
    assert trade.count(DocumentRecord) == 1
    assert b"TA1*000000017*260105*0930*R*025" in other.acknowledgement
    assert faults_of(other.acknowledgement) == []
    again = only(trade, raw)
    assert (again.standing, again.acknowledgement) == (Standing.CONFLICTING, other.acknowledgement)
    assert only(trade, order_850("PO-1").raw()).acknowledgement == first.acknowledgement
    with trade.ports.database.reading() as session:
        row = session.get_one(EdiInterchange, other.id)
        assert (row.verdict, row.error_count, content_of(session, row, trade.ports)) == ("rejected", 1, raw)
        [task] = session.query(EdiTask)
    assert (task.kind, task.interchange_id) == ("edi_task.control_number_reused", other.id)
    assert "000000017" in Finding(task.kind, params=task.params).message("zh")


def test_other_edifact_content_under_a_used_control_number_is_refused_by_contrl(trade: Trade) -> None:
    first, other = (edifact("ORDERS", "D96A", [f"BGM+220+{each}+9", "UNS+S"]).raw() for each in ("PO-1", "PO-2"))
    only(trade, first)
    answer = only(trade, other).acknowledgement
    assert b"UCI+17+4012345000009:14+4098765000004:14+4+26+UNB+6'" in answer
    assert b"UCM" not in answer
    assert faults_of(answer) == []


def test_an_acknowledgement_under_a_used_number_is_a_task_and_not_answered(trade: Trade) -> None:
    answer = only(trade, order_850("PO-1").raw()).acknowledgement
    only(trade, answer.replace(b"AK9*A", b"AK9*E"), "seller")
    assert only(trade, answer, "seller").acknowledgement == b""
    with trade.ports.database.reading() as session:
        assert "edi_task.control_number_reused" in [each.kind for each in session.query(EdiTask)]


def test_what_was_cut_off_is_taken_when_it_comes_whole_under_the_same_number(trade: Trade) -> None:
    raw = order_850("PO-1").raw()
    cut = raw[: raw.index(b"PID*")]
    broken, whole = only(trade, cut), only(trade, raw)
    assert (broken.verdict, whole.standing, whole.verdict) == ("rejected", Standing.NEW, "accepted")
    assert (b"*R*023" in broken.acknowledgement, b"AK9*A*1*1*1" in whole.acknowledgement) == (True, True)
    assert trade.count(EdiInterchange) == 2
    again = only(trade, cut)
    assert (again.standing, again.acknowledgement) == (Standing.REPEATED, broken.acknowledgement)
    assert only(trade, raw).acknowledgement == whole.acknowledgement
    assert trade.count(DocumentRecord) == 1


@pytest.mark.parametrize(("agreed", "sent", "code"), [(False, "T", "not_expected"), (True, "P", "expected")])
def test_a_test_is_not_taken_for_production_nor_the_reverse(trade: Trade, agreed: bool, sent: str, code: str) -> None:
    agree_to(trade, test=agreed)
    paper = order_850("PO-1")
    paper.segments[0][15] = sent
    refused = only(trade, paper.raw())
    assert ([each.code for each in refused.findings], refused.verdict) == ([f"edi.test_{code}"], "rejected")
    assert b"*R*020" in refused.acknowledgement
    assert trade.count(DocumentRecord) == 0
    paper.segments[0][15] = "T" if agreed else "P"
    assert only(trade, paper.raw()).verdict == "accepted"
    agree_to(trade, test=not agreed)
    paper.segments[0][15] = sent
    assert only(trade, paper.raw()).verdict == "accepted"  # what was agreed is what was wrong


def test_an_edifact_test_is_refused_by_the_code_for_it(trade: Trade) -> None:
    agree_to(trade, "edifact")
    paper = edifact("ORDERS", "D96A", ["BGM+220+PO-9+9", "UNS+S"])
    paper.segments[0] += [*[""] * 5, "1"]
    assert b"+4+25+UNB+12'" in only(trade, paper.raw()).acknowledgement


def test_a_document_keeps_the_bytes_of_its_message(trade: Trade) -> None:
    raw = order_850("PO-1", "PO-2").raw()
    taken = only(trade, raw).messages[1].outcome
    assert taken is not None
    with trade.ports.database.reading() as session:
        row = session.get_one(DocumentRecord, taken.document_id)
        kept = trade.ports.payloads.open(session, row.payload, row.id)
    start = raw.index(b"ST*850*0002")
    assert raw[start : raw.index(b"GE*")].rstrip() in kept
    assert kept.startswith(raw[: raw.index(b"ST*850*0001")])


def test_an_edifact_order_is_taken_and_acknowledged_by_contrl(trade: Trade) -> None:
    body = [
        "BGM+220+PO-9+9",
        "DTM+137:20260105:102",
        f"NAD+BY+{BUYER_ID}::9",
        f"NAD+SU+{SELLER_ID}::9",
        "CUX+2:EUR:9",
        "LIN+1++4000862141404:EN",
        "QTY+21:10:PCE",
        "PRI+AAA:12.5",
        "UNS+S",
    ]
    outcome = only(trade, edifact("ORDERS", "D96A", body).raw())
    assert outcome.verdict == "accepted"
    assert "UCI+17+" in outcome.acknowledgement.decode()
    assert trade.record(outcome.messages[0].outcome).number == "PO-9"  # type: ignore[arg-type]  # it was taken


def test_acknowledgements_of_a_partner_with_an_agreement_are_numbered_through(trade: Trade) -> None:
    place = Place(organisation_id=trade.seller.id, partner_id=trade.buyer.id, standard="x12", direction="inbound")
    given = {
        "own_qualifier": "01",
        "own_id": "SUPPLIERCO",
        "their_qualifier": "ZZ",
        "their_id": "BUYERCO",
    }
    with trade.ports.database.unit_of_work() as uow:
        assert not save(uow.session, place, given, trade.ports.clock()).findings
        uow.commit()
    answers = []
    for number in range(1, 4):
        paper = order_850(f"PO-{number}")
        paper.segments[0][13] = paper.segments[-1][2] = f"{number:09}"
        answers.append(only(trade, paper.raw()).acknowledgement.decode().split("*")[13])
    assert answers == ["000000001", "000000002", "000000003"]


def agree_to(trade: Trade, standard: str = "x12", **terms: Any) -> None:
    place = Place(organisation_id=trade.seller.id, partner_id=trade.buyer.id, standard=standard, direction="inbound")
    given = {"own_qualifier": "01", "own_id": "SUPPLIERCO", "their_qualifier": "ZZ", "their_id": "BUYERCO"}
    if standard == "edifact":
        given = {"own_qualifier": "14", "own_id": "4098765000004", "their_qualifier": "14", "their_id": "4012345000009"}
    with trade.ports.database.unit_of_work() as uow:
        assert not save(uow.session, place, {**given, **terms}, trade.ports.clock()).findings
        uow.commit()


def agree_to_errors(trade: Trade) -> None:
    agree_to(trade, acceptance="accept")


def test_each_interchange_of_a_file_is_read_by_the_agreement_that_holds_for_it(trade: Trade) -> None:
    agree_to_errors(trade)
    papers = [order_850("PO-1"), order_850("PO-2")]
    papers[0].segments[0][8] = "SOMEBODY ELSE  "
    for each in papers:
        each.segments[each.index("PID")][1] = "FREE"  # a code that there isn't, and that no mapping asks for
    outcomes = take(trade, b"".join(each.raw() for each in papers))
    assert [each.verdict for each in outcomes] == ["rejected", "accepted_with_errors"]
    assert [b"AK5*E" in each.acknowledgement for each in outcomes] == [False, True]


def test_a_message_with_errors_is_taken_where_that_was_agreed_and_reads_the_same_for_ever(trade: Trade) -> None:
    agree_to_errors(trade)
    paper = order_850("PO-1", "PO-2")
    paper.segments[paper.index("PID", 1)][1] = "FREE"
    _, faulty = only(trade, paper.raw()).messages
    assert faulty.outcome is not None
    assert faulty.outcome.verdict is Verdict.ACCEPTED
    assert [(each.code, each.severity) for each in faulty.findings] == [
        ("edi.too_long", "warning"),
        ("edi.code", "warning"),
    ]
    row = trade.record(faulty.outcome)
    with trade.ports.database.reading() as session:
        kept = trade.ports.payloads.open(session, session.get_one(DocumentRecord, row.id).payload, row.id)
    assert b"PO-2" in render_as(kept, row, "ubl", trade.ports).content


@pytest.mark.parametrize(("gate", "answered"), [("GATE 1", False), ("GATE 2", True)])
def test_the_agreement_of_the_sub_address_in_the_envelope_holds(trade: Trade, gate: str, answered: bool) -> None:
    place = Place(organisation_id=trade.seller.id, partner_id=trade.buyer.id, standard="edifact", direction="inbound")
    given = {"own_qualifier": "14", "own_id": "4098765000004", "own_sub_address": "GATE 1"}
    given |= {"their_qualifier": "14", "their_id": "4012345000009", "acknowledge": "never"}
    with trade.ports.database.unit_of_work() as uow:
        assert not save(uow.session, place, given, trade.ports.clock()).findings
        uow.commit()
    paper = edifact("ORDERS", "D96A", ["BGM+220+PO-9+9", "UNS+S"])
    paper.segments[0][3] += f":{gate}"
    assert bool(only(trade, paper.raw()).acknowledgement) is answered
    with trade.ports.database.reading() as session:
        [row] = session.query(EdiInterchange)
    assert (row.receiver_sub_address, row.agreement_id is None) == (gate, answered)


def test_what_is_no_interchange_gives_no_outcome(trade: Trade) -> None:
    assert take(trade, b"ISA*nonsense") == []


def test_an_unsigned_order_is_refused_where_the_receiver_wants_signatures(trade: Trade) -> None:
    trade.policy(trade.seller, trade.buyer)
    outcome = only(trade, order_850("PO-1").raw())
    assert outcome.verdict == "rejected"
    assert "signature.required" in [each.code for each in outcome.messages[0].findings]


def test_the_order_reads_the_same_in_every_syntax(trade: Trade) -> None:
    """The receiver may ask for any syntax of what came as X12."""
    taken = only(trade, order_850("PO-1").raw()).messages[0].outcome
    assert taken is not None
    row = trade.record(taken)
    with trade.ports.database.reading() as session:
        raw = trade.ports.payloads.open(session, session.get_one(DocumentRecord, row.id).payload, row.id)
    for syntax in ("ubl", "json", "edifact", "cxml", "idoc", "x12"):
        assert b"PO-1" in render_as(raw, row, syntax, trade.ports).content


def test_a_group_whose_count_is_wrong_is_refused_as_a_whole(trade: Trade) -> None:
    paper = order_850("PO-1", "PO-2")
    paper.segments[paper.index("GE")][1] = "3"
    outcome = only(trade, paper.raw())
    assert outcome.verdict == "rejected"
    assert [each.code for each in outcome.findings] == ["edi.message_count"]
    assert "AK9*R*3*2*0*5" in outcome.acknowledgement.decode()
    assert trade.count(DocumentRecord) == 0


def test_answers_without_a_number_are_told_apart_by_what_they_say(trade: Trade) -> None:
    only(trade, order_850("PO-1").raw())
    trade.policy(trade.buyer, trade.seller, signed=[])
    rows = {"AK": "000000101", "AC": "000000102"}
    taken = []
    for code, control in [*rows.items(), ("AK", "000000103")]:
        body = [
            f"BAK*00*{code}*PO-1*20260105*****20260106",
            "CUR*SE*EUR",
            f"N1*BY*Birch*UL*{BUYER_ID}",
            f"N1*SE*Silver*UL*{SELLER_ID}",
        ]
        paper = x12(
            "855", "PR", body + (["PO1*1*9*EA*12.5**VP*AB-100", "ACK*IQ*9*EA", "CTT*1"] if code == "AC" else [])
        )
        paper.segments[0][13] = paper.segments[-1][2] = control
        taken.append(only(trade, paper.raw(), "seller").messages[0].outcome)
    first, _, again = taken
    assert first is not None
    assert again is not None
    assert [each.code for each in first.findings] == []
    assert first.verdict is Verdict.ACCEPTED
    assert trade.record(first).number.startswith("PO-1/")
    assert again.verdict is Verdict.DUPLICATE


@pytest.mark.parametrize("currency", ["", "USD"])
def test_an_order_that_names_no_currency_is_in_the_agreed_one(trade: Trade, currency: str) -> None:
    place = Place(organisation_id=trade.seller.id, partner_id=trade.buyer.id, standard="x12", direction="inbound")
    given = {"own_qualifier": "01", "own_id": "SUPPLIERCO", "their_qualifier": "ZZ", "their_id": "BUYERCO"}
    with trade.ports.database.unit_of_work() as uow:
        assert not save(uow.session, place, {**given, "currency": currency}, trade.ports.clock()).findings
        uow.commit()
    paper = order_850("PO-1")
    del paper.segments[paper.index("CUR")]
    taken = only(trade, paper.recount().raw()).messages[0].outcome
    assert taken is not None
    row = trade.record(taken)
    if not currency:
        assert taken.verdict is Verdict.REJECTED
        return
    assert (taken.verdict, row.currency, row.read_by) == (Verdict.ACCEPTED, "USD", {"currency": "USD"})
    with trade.ports.database.reading() as session:
        raw = trade.ports.payloads.open(session, session.get_one(DocumentRecord, row.id).payload, row.id)
    assert b'currencyID="USD"' in render_as(raw, row, "ubl", trade.ports).content
