"""What partners say of what was sent: entered once, missed when it is late, and looked into where it makes no sense."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import CountersignError
from app.exchange.acknowledgements import sweep_overdue
from app.exchange.background import LEADERSHIP_SECONDS, Leadership
from app.formats.edi.acknowledged import Counts
from app.pipeline import edi_acknowledged
from app.pipeline.edi_acknowledged import Acknowledged, Answer, Said
from app.pipeline.edi_interchanges import mark_sent
from app.pipeline.edi_tasks import close_task, count_open, open_tasks
from app.storage.database import Database
from app.storage.models import EdiInterchange, EdiMessage, EdiTask
from app.storage.types import new_key
from tests.edi_world import OURS, THEIRS, Edi

OVERDUE = "edi_task.acknowledgement_overdue"
REJECTED = "edi_task.rejected"
UNMATCHED = "edi_task.acknowledgement_unmatched"
LEFT_OPEN = "edi_task.acknowledgement_left_open"
CONTRADICTED = "edi_task.acknowledgement_contradicted"


@pytest.fixture
def edi(database: Database, tmp_path: Path) -> Edi:
    return Edi.made(database, tmp_path)


def functional(group: str, answer: Answer, *messages: Said, **values: Any) -> Acknowledged:
    """A 997 for one group."""
    given = {"kind": "997", "number": "000000501", **values}
    return Acknowledged(
        standard="x12",
        sender=THEIRS["x12"],
        receiver=OURS["x12"],
        group=Said(group, answer),
        messages=messages,
        **given,
    )


def contrl(number: str, answer: Answer, *messages: Said) -> Acknowledged:
    """A CONTRL without groups."""
    return Acknowledged(
        standard="edifact",
        kind="CONTRL",
        number="77",
        sender=THEIRS["edifact"],
        receiver=OURS["edifact"],
        interchange=Said(number, answer, ("18",) if answer is Answer.REJECTED else ()),
        messages=messages,
    )


def ta1(number: str, answer: Answer) -> Acknowledged:
    return Acknowledged(
        standard="x12",
        kind="TA1",
        number="000000502",
        sender=THEIRS["x12"],
        receiver=OURS["x12"],
        interchange=Said(number, answer, ("024",)),
    )


def test_an_acknowledged_group_settles_each_of_its_messages(edi: Edi) -> None:
    key = edi.send(edi.agreement(), 3)
    edi.clock.forward(minutes=5)
    said = (
        Said("0001", Answer.ACCEPTED),
        Said("2", Answer.ACCEPTED_WITH_ERRORS, ("AK304:8",)),
        Said("0003", Answer.REJECTED, ("AK502:5", "AK403:7")),
    )
    settled = edi.hear(functional("1", Answer.PARTIALLY, *said))
    assert edi.states(key) == ["accepted", "accepted_with_errors", "rejected"]
    assert len(settled.messages) == 3
    assert [each.faults for each in edi.messages(key)] == [[], ["AK304:8"], ["AK502:5", "AK403:7"]]
    assert {each.acknowledged_at for each in edi.messages(key)} == {edi.clock()}
    assert [each.code for each in settled.findings] == edi.tasks() == [REJECTED]
    assert "AK502:5" in settled.findings[0].message()
    assert "Supplier" in settled.findings[0].message()


@pytest.mark.parametrize(
    ("answer", "said", "states"),
    [
        (Answer.ACCEPTED, [], ["accepted", "accepted"]),
        (Answer.ACCEPTED_WITH_ERRORS, [], ["accepted_with_errors", "accepted_with_errors"]),
        (Answer.REJECTED, [], ["rejected", "rejected"]),
        (Answer.PARTIALLY, [], ["sent", "sent"]),
        (Answer.PARTIALLY, [Said("0002", Answer.REJECTED)], ["accepted", "rejected"]),
        (
            Answer.ACCEPTED_WITH_ERRORS,
            [Said("0002", Answer.ACCEPTED_WITH_ERRORS)],
            ["accepted", "accepted_with_errors"],
        ),
        (Answer.REJECTED, [Said("0001", Answer.ACCEPTED)], ["rejected", "rejected"]),
        (Answer.ACCEPTED, [Said("0001", None, ("x",))], ["accepted", "accepted"]),
    ],
)
def test_what_is_said_of_a_group_holds_for_messages_that_are_not_named(
    edi: Edi, answer: Answer, said: list[Said], states: list[str]
) -> None:
    key = edi.send(edi.agreement(), 2)
    edi.hear(functional("000000001", answer, *said))
    assert edi.states(key) == states


def test_the_rejection_of_a_group_rejects_messages_that_are_named_as_accepted(edi: Edi) -> None:
    key = edi.send(edi.agreement(), 2)
    told = functional("1", Answer.REJECTED, Said("0001", Answer.ACCEPTED), Said("0002", Answer.ACCEPTED_WITH_ERRORS))
    told = replace(told, group=Said("1", Answer.REJECTED, ("AK905:5",)), counts=Counts(3, 2, 0))
    edi.hear(told)
    assert (edi.states(key), edi.tasks()) == (["rejected"] * 2, [REJECTED] * 2)
    assert [each.faults for each in edi.messages(key)] == [["AK905:5"]] * 2


@pytest.mark.parametrize("grouped", [False, True])
def test_the_rejection_of_an_interchange_rejects_everything_in_it(edi: Edi, grouped: bool) -> None:
    key = edi.send(edi.agreement("edifact"), 2, grouped=grouped)
    told = contrl("1", Answer.REJECTED, Said("1", Answer.ACCEPTED, name="ORDERS"))
    edi.hear(replace(told, group=Said("7", Answer.ACCEPTED)) if grouped else told)
    assert (edi.states(key), edi.tasks()) == (["rejected"] * 2, [REJECTED] * 2)


def test_the_rejection_of_an_edifact_group_rejects_the_messages_in_it(edi: Edi) -> None:
    key = edi.send(edi.agreement("edifact"), 2)
    told = contrl("1", Answer.ACCEPTED, Said("1", Answer.ACCEPTED))
    edi.hear(replace(told, group=Said("1", Answer.REJECTED, ("29",))))
    assert edi.states(key) == ["rejected", "rejected"]


@pytest.mark.parametrize(
    ("answer", "counts", "said", "states"),
    [
        (Answer.ACCEPTED, (2, 2, 2), [], ["accepted", "accepted"]),
        (Answer.ACCEPTED, (2, 1, 1), [], ["sent", "sent"]),
        (Answer.ACCEPTED, (1, 1, 1), [], ["sent", "sent"]),
        (Answer.ACCEPTED, (2, 2, -1), [], ["sent", "sent"]),
        (Answer.ACCEPTED, (2, 1, 1), [Said("0001", Answer.ACCEPTED)], ["accepted", "sent"]),
        (Answer.ACCEPTED_WITH_ERRORS, (2, 2, 1), [], ["sent", "sent"]),
        (Answer.ACCEPTED_WITH_ERRORS, (2, 2, 2), [], ["accepted_with_errors", "accepted_with_errors"]),
        (Answer.PARTIALLY, (2, 2, 1), [], ["sent", "sent"]),
        (Answer.PARTIALLY, (2, 2, 1), [Said("0001", Answer.ACCEPTED)], ["accepted", "rejected"]),
        (Answer.PARTIALLY, (2, 2, 1), [Said("0002", Answer.REJECTED)], ["accepted", "rejected"]),
        (Answer.PARTIALLY, (2, 2, 0), [Said("0002", Answer.REJECTED)], ["rejected", "rejected"]),
        (Answer.REJECTED, (2, 1, 1), [], ["rejected", "rejected"]),
    ],
)
def test_messages_that_are_not_named_are_settled_as_far_as_the_counts_say(
    edi: Edi, answer: Answer, counts: tuple[int, int, int], said: list[Said], states: list[str]
) -> None:
    key = edi.send(edi.agreement(), 2)
    told = replace(functional("1", answer, *said), counts=Counts(*counts))
    for _ in range(2):
        settled = edi.hear(told)
    assert edi.states(key) == states
    assert edi.tasks().count(LEFT_OPEN) == states.count("sent")
    assert all("{" not in each.message("zh") for each in settled.findings)


def test_an_answer_of_its_own_closes_the_task_of_what_was_left_open(edi: Edi) -> None:
    key = edi.send(edi.agreement(), 2)
    edi.hear(replace(functional("1", Answer.ACCEPTED), counts=Counts(2, 1, 1)))
    edi.hear(functional("1", Answer.ACCEPTED, number="000000502"))
    assert edi.states(key) == ["accepted", "accepted"]
    assert (edi.tasks(), edi.tasks(closed=True)) == ([], [LEFT_OPEN] * 2)


def test_an_interchange_that_only_got_there_still_awaits_its_answers(edi: Edi) -> None:
    key = edi.send(edi.agreement(), 2)
    assert edi.hear(ta1("000000001", Answer.RECEIVED)).findings == ()
    assert edi.states(key) == ["sent", "sent"]
    with edi.database.reading() as session:
        assert session.get_one(EdiInterchange, key).acknowledged_at == edi.clock()
    edi.hear(ta1("000000001", Answer.REJECTED))
    assert edi.states(key) == ["rejected", "rejected"]
    assert [each.faults for each in edi.messages(key)] == [["024"], ["024"]]


def test_a_contrl_names_the_messages_that_are_rejected_and_takes_the_others(edi: Edi) -> None:
    agreement = edi.agreement("edifact")
    keys = [edi.send(agreement, 2, grouped=False) for _ in range(3)]
    edi.hear(contrl("1", Answer.ACCEPTED, Said("2", Answer.REJECTED, ("12",))))
    edi.hear(contrl("2", Answer.RECEIVED))
    edi.hear(contrl("3", Answer.REJECTED))
    assert [edi.states(key) for key in keys] == [["accepted", "rejected"], ["sent"] * 2, ["rejected"] * 2]


def test_the_same_acknowledgement_again_does_nothing(edi: Edi) -> None:
    key = edi.send(edi.agreement(), 2)
    told = functional("1", Answer.REJECTED)
    assert len(edi.hear(told).messages) == 2
    before = [each.acknowledged_at for each in edi.messages(key)]
    edi.clock.forward(minutes=1)
    again = edi.hear(told)
    assert (again.messages, again.findings) == ((), ())
    assert [each.acknowledged_at for each in edi.messages(key)] == before
    assert edi.tasks() == [REJECTED] * 2


def test_the_first_answer_stands_and_another_one_is_for_staff_to_look_into(edi: Edi) -> None:
    key = edi.send(edi.agreement())
    edi.hear(functional("1", Answer.ACCEPTED))
    assert edi.hear(functional("1", Answer.ACCEPTED_WITH_ERRORS, number="000000502")).findings == ()
    for _ in range(2):
        settled = edi.hear(functional("1", Answer.REJECTED, number="000000503"))
        assert [each.code for each in settled.findings] == [CONTRADICTED]
    assert (edi.states(key), edi.tasks()) == (["accepted"], [CONTRADICTED])


@pytest.mark.parametrize(
    "told",
    [
        functional("9", Answer.ACCEPTED),
        functional("0", Answer.ACCEPTED),
        functional("", Answer.ACCEPTED),
        functional("\x00" * 99, Answer.ACCEPTED),
        replace(functional("1", Answer.ACCEPTED), sender=replace(THEIRS["x12"], id="987654321")),
        replace(functional("1", Answer.ACCEPTED), receiver=replace(OURS["x12"], qualifier="12")),
        replace(functional("1", Answer.ACCEPTED), group=None),
        ta1("000000009", Answer.RECEIVED),
        contrl("1", Answer.ACCEPTED),
        replace(functional("1", Answer.REJECTED), group=Said("1", Answer.REJECTED, name="IN")),
        replace(functional("1", Answer.REJECTED), group=Said("1", Answer.REJECTED, name="??")),
        replace(functional("1", Answer.REJECTED), test=True),
        replace(ta1("000000001", Answer.REJECTED), parties=("BUYER", "SOMEBODY")),
    ],
)
def test_one_that_fits_nothing_that_was_sent_is_a_finding_and_one_task(edi: Edi, told: Acknowledged) -> None:
    key = edi.send(edi.agreement())
    for _ in range(2):
        settled = edi.hear(told)
        assert (settled.messages, [each.code for each in settled.findings]) == ((), [UNMATCHED])
        assert "{" not in settled.findings[0].message("zh")
    assert (edi.states(key), edi.tasks()) == (["sent"], [UNMATCHED])


@pytest.mark.parametrize("parties", [("BUYER", "123456789"), ("123456789", "BUYER "), ("", "")])
def test_one_that_names_the_two_parties_is_matched(edi: Edi, parties: tuple[str, str]) -> None:
    key = edi.send(edi.agreement())
    edi.hear(replace(ta1("000000001", Answer.REJECTED), parties=parties))
    assert edi.states(key) == ["rejected"]


def test_an_answer_to_another_kind_of_message_is_none_to_the_one_of_that_number(edi: Edi) -> None:
    key = edi.send(edi.agreement(), 2)
    said = Said("0001", Answer.REJECTED, name="810"), Said("0002", Answer.ACCEPTED, name="850")
    settled = edi.hear(functional("1", Answer.PARTIALLY, *said, number="000000502"))
    assert [(each.code, each.params["number"]) for each in settled.findings][:1] == [(UNMATCHED, "0001")]
    assert edi.states(key)[1] == "accepted"


def test_a_message_that_was_not_in_the_group_does_not_keep_the_others_from_being_settled(edi: Edi) -> None:
    key = edi.send(edi.agreement(), 2)
    settled = edi.hear(functional("1", Answer.ACCEPTED, Said("0001", Answer.ACCEPTED), Said("0007", Answer.REJECTED)))
    assert edi.states(key) == ["accepted", "accepted"]
    assert [(each.code, each.params["number"]) for each in settled.findings] == [(UNMATCHED, "0007")]


def test_nobody_answers_for_another_partner_by_taking_its_address(edi: Edi) -> None:
    key = edi.send(edi.agreement())
    settled = edi.hear(functional("1", Answer.REJECTED), partner_id=new_key())
    assert [each.code for each in settled.findings] == [UNMATCHED]
    assert edi.states(key) == ["sent"]


def test_an_acknowledgement_says_nothing_of_what_another_organisation_sent(edi: Edi) -> None:
    key = edi.send(edi.agreement())
    settled = edi.hear(functional("1", Answer.REJECTED), organisation_id=edi.world.supplier, partner_id=edi.world.buyer)
    assert [each.code for each in settled.findings] == [UNMATCHED]
    assert edi.states(key) == ["sent"]
    with edi.database.reading() as session:
        assert (count_open(session, edi.world.buyer), count_open(session, edi.world.supplier)) == (0, 1)


def test_an_answer_that_is_faster_than_the_record_of_sending_is_not_lost(edi: Edi) -> None:
    key = edi.send(edi.agreement(), sent=False)
    assert edi.states(key) == ["prepared"]
    edi.hear(functional("1", Answer.ACCEPTED))
    with edi.database.unit_of_work() as uow:
        mark_sent(uow.session, key, edi.clock())
        uow.commit()
    assert edi.states(key) == ["accepted"]


# --- what doesn't come


def test_what_stays_unacknowledged_past_its_deadline_becomes_one_task(edi: Edi) -> None:
    key = edi.send(edi.agreement(acknowledgement_minutes=60), 2)
    edi.clock.forward(minutes=59)
    assert sweep_overdue(edi.database, edi.clock()) == 0
    edi.clock.forward(minutes=1)
    assert sweep_overdue(edi.database, edi.clock()) == 2
    assert edi.states(key) == ["overdue", "overdue"]
    assert sweep_overdue(edi.database, edi.clock()) == 0
    assert edi.tasks() == [OVERDUE] * 2
    with edi.database.reading() as session:
        task = session.scalars(open_tasks(edi.world.buyer)).first()
        assert task is not None
        assert (task.params["partner"], task.params["type"], task.interchange_id) == ("Supplier", "850", key)


def test_a_late_answer_closes_the_task_by_itself(edi: Edi) -> None:
    key = edi.send(edi.agreement(acknowledgement_minutes=60), 2)
    edi.clock.forward(minutes=61)
    sweep_overdue(edi.database, edi.clock())
    edi.hear(functional("1", Answer.PARTIALLY, Said("0001", Answer.REJECTED)))
    assert edi.states(key) == ["rejected", "accepted"]
    assert (edi.tasks(), edi.tasks(closed=True)) == ([REJECTED], [OVERDUE] * 2)


def test_what_was_not_sent_yet_or_awaits_no_answer_is_never_late(edi: Edi) -> None:
    edi.send(edi.agreement(), sent=False)
    edi.send(edi.agreement(acknowledgement_minutes=0))
    edi.clock.forward(days=365)
    assert sweep_overdue(edi.database, edi.clock()) == 0


def test_the_deadline_runs_from_the_first_sending(edi: Edi) -> None:
    key = edi.send(edi.agreement(acknowledgement_minutes=60))
    edi.clock.forward(minutes=50)
    with edi.database.unit_of_work() as uow:
        mark_sent(uow.session, key, edi.clock())
        uow.commit()
    edi.clock.forward(minutes=10)
    assert sweep_overdue(edi.database, edi.clock()) == 1


def test_many_who_sweep_at_once_find_each_message_once(edi: Edi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edi_acknowledged, "SWEPT_AT_ONCE", 7)
    monkeypatch.setattr("app.exchange.acknowledgements.SWEPT_AT_ONCE", 7)
    agreement = edi.agreement(acknowledgement_minutes=1)
    keys = [edi.send(agreement, 10) for _ in range(3)]
    edi.clock.forward(minutes=2)
    with ThreadPoolExecutor(6) as pool:
        told = pool.submit(edi.hear, functional("2", Answer.ACCEPTED))
        found = list(pool.map(lambda _: sweep_overdue(edi.database, edi.clock()), range(5)))
        told.result()
    sweep_overdue(edi.database, edi.clock())
    assert sum(found) in range(20, 31)
    assert [set(edi.states(key)) for key in keys] == [{"overdue"}, {"accepted"}, {"overdue"}]
    assert edi.tasks() == [OVERDUE] * 20


def test_the_leader_sweeps_and_nobody_else(edi: Edi) -> None:
    agreement = edi.agreement(acknowledgement_minutes=1)
    leader, other = (Leadership(edi.world.ports, name, lambda run_id: None) for name in ("leader", "other"))
    leader.look_after()
    key = edi.send(agreement)
    edi.clock.forward(seconds=LEADERSHIP_SECONDS / 3 - 1)
    other.look_after()
    assert edi.states(key) == ["sent"]
    with edi.database.unit_of_work() as uow:
        uow.session.query(EdiMessage).update({"due_at": edi.clock()})
        uow.commit()
    other.look_after()
    assert edi.states(key) == ["sent"]
    leader.end()
    other.look_after()
    assert edi.states(key) == ["overdue"]
    other.end()


def test_staff_close_their_own_tasks_once(edi: Edi) -> None:
    edi.send(edi.agreement(acknowledgement_minutes=1))
    edi.clock.forward(minutes=2)
    sweep_overdue(edi.database, edi.clock())
    with edi.database.unit_of_work() as uow:
        key = uow.session.scalars(select(EdiTask.id)).one()
        with pytest.raises(CountersignError, match="no such open task"):
            close_task(uow.session, edi.world.supplier, key, "eve@silver.example", edi.clock())
        close_task(uow.session, edi.world.buyer, key, "ida@birch.example", edi.clock())
        with pytest.raises(CountersignError, match="no such open task"):
            close_task(uow.session, edi.world.buyer, key, "ida@birch.example", edi.clock())
        uow.commit()
    assert sweep_overdue(edi.database, edi.clock()) == 0
    assert edi.tasks() == []
