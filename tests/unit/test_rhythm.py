"""When schedules come round, above all where clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.pipeline.rhythm import Cron, Interval
from app.pipeline.schedules import check_retry_minutes, check_schedule, rhythm_of

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "America/Sao_Paulo"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def runs(expression: str, since: str, until: str, zone: ZoneInfo = BERLIN) -> list[str]:
    cron, moment, found = Cron.parse(expression, zone), utc(since), []
    while (moment := cron.after(moment)) is not None and moment <= utc(until):  # type: ignore[assignment]
        found.append(moment.strftime("%m-%d %H:%M"))
    return found


def test_a_daily_time_is_the_zones_wall_time_in_summer_and_in_winter() -> None:
    assert runs("0 6 * * *", "2026-01-10 00:00", "2026-01-11 00:00") == ["01-10 05:00"]
    assert runs("0 6 * * *", "2026-07-10 00:00", "2026-07-11 00:00") == ["07-10 04:00"]


def test_a_time_that_the_change_skips_runs_once_when_the_clock_has_jumped() -> None:
    assert runs("30 2 * * *", "2026-03-28 00:00", "2026-03-31 00:00") == ["03-28 01:30", "03-29 01:30", "03-30 00:30"]


def test_a_time_that_comes_twice_runs_once() -> None:
    assert runs("30 2 * * *", "2026-10-24 12:00", "2026-10-26 12:00") == ["10-25 00:30", "10-26 01:30"]


def test_every_hour_is_every_hour_through_both_changes() -> None:
    assert runs("0 * * * *", "2026-10-24 23:30", "2026-10-25 03:30") == [f"10-25 0{hour}:00" for hour in range(4)]
    assert runs("0 * * * *", "2026-03-28 23:30", "2026-03-29 03:30") == [f"03-29 0{hour}:00" for hour in range(4)]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("15 8,12 * * *", ["03-02 08:15", "03-02 12:15", "03-03 08:15"]),
        ("*/20 8 * * *", ["03-02 08:00", "03-02 08:20", "03-02 08:40"]),
        ("5/25 8 * * *", ["03-02 08:05", "03-02 08:30", "03-02 08:55"]),
        ("0 0 * * 0", ["03-08 00:00", "03-15 00:00", "03-22 00:00"]),
        ("0 0 * * 7", ["03-08 00:00", "03-15 00:00", "03-22 00:00"]),
        ("0 0 * * MON-fri/2", ["03-04 00:00", "03-06 00:00", "03-09 00:00"]),
        ("0 0 1 jan,Jun *", ["06-01 00:00", "01-01 00:00", "06-01 00:00"]),
        ("0 0 13 * 5", ["03-06 00:00", "03-13 00:00", "03-20 00:00"]),
        ("0 0 */10 * 1", ["05-11 00:00", "06-01 00:00", "08-31 00:00"]),
        ("0 12 29 2 *", ["02-29 12:00", "02-29 12:00", "02-29 12:00"]),
        ("0 0 31 * *", ["03-31 00:00", "05-31 00:00", "07-31 00:00"]),
    ],
)
def test_expressions_mean_what_crontab_says(expression: str, expected: list[str]) -> None:
    cron, moment, found = Cron.parse(expression, ZoneInfo("UTC")), utc("2026-03-02 00:00"), []
    for _ in expected:
        following = cron.after(moment)
        assert following is not None
        moment = following
        found.append(moment.strftime("%m-%d %H:%M"))
    assert found == expected


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "a * * * *",
        "*/0 * * * *",
        "*/x * * * *",
        "5-1 * * * *",
        "1,,2 * * * *",
        "-1 * * * *",
        "@daily",
        "١ * * * *",
        "1- * * * *",
    ],
)
def test_what_is_no_cron_expression_is_refused_with_a_reason(expression: str) -> None:
    with pytest.raises(Refused) as refusal:
        Cron.parse(expression, BERLIN)
    assert refusal.value.code == "schedule.cron_invalid"


@given(
    st.sampled_from(["30 2 * * *", "*/15 * * * *", "0 * * * *", "0 0 1 * *", "59 23 * * 5", "0 1-3 * * *"]),
    st.sampled_from(ZONES),
    st.integers(1_704_067_200, 1_893_456_000),
)
def test_the_next_instant_is_later_and_looking_back_from_it_finds_it(expression: str, zone: str, seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    cron = Cron.parse(expression, ZoneInfo(zone))
    following = cron.after(moment)
    assert following is not None
    assert following > moment
    assert cron.latest(moment, following) == following
    assert cron.latest(moment, following - timedelta(microseconds=1)) is None


def test_an_interval_means_the_same_instants_in_every_process() -> None:
    every = Interval(90)
    first = every.after(utc("2026-03-02 08:00:01"))
    assert first == every.after(utc("2026-03-02 08:00:59"))
    assert every.after(first) - first == timedelta(seconds=90)
    assert every.latest(first - timedelta(seconds=1), first) == first
    assert every.latest(first, first + timedelta(seconds=89)) is None


def test_every_fault_of_a_schedule_is_found() -> None:
    codes = [each.code for each in check_schedule("61 * * * *", None, "Mars/Olympus")]
    assert codes == ["schedule.time_zone_unknown", "schedule.cron_invalid"]
    assert [each.code for each in check_schedule("", None, "UTC")] == ["schedule.rhythm_missing"]
    assert [each.code for each in check_schedule("* * * * *", 60, "UTC")] == ["schedule.rhythm_missing"]
    assert [each.code for each in check_schedule("", 1, "UTC")] == ["schedule.interval_invalid"]
    assert [each.code for each in check_schedule("0 0 31 2 *", None, "UTC")] == ["schedule.never"]
    assert [each.code for each in check_schedule("0 0 * * *", None, "../../etc/passwd")] == [
        "schedule.time_zone_unknown"
    ]
    assert check_schedule("0 6 * * 1-5", None, "Asia/Shanghai") == []
    assert check_schedule("", 300, "UTC") == []
    assert isinstance(rhythm_of("", 300, "UTC"), Interval)


def test_a_channels_own_waits_are_checked() -> None:
    assert check_retry_minutes([]) == check_retry_minutes([5, 10]) == []
    for bad in ([0], [True], ["5"], [1.5], [99999], [1] * 21):
        assert [each.code for each in check_retry_minutes(bad)] == ["channel.retry_invalid"]  # type: ignore[arg-type]
