"""What every registered transport promises, whichever way it travels."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import CountersignError
from app.transports.base import Outbound, SendOutcome, Settings, Transport
from app.transports.registry import transports
from tests.partner_server import PartnerServer

NAMES = sorted(transports(Path(".")))
ORDER = Outbound("d-1", "doc-1", "order", "4711", "application/xml", "order.xml", b"<Order/>")


@pytest.fixture
def registry(tmp_path: Path) -> dict[str, Transport]:
    (tmp_path / "partner").mkdir()
    return dict(transports(tmp_path, ["127.0.0.0/8"], allow_http=True).items())


@pytest.fixture
def settings() -> Iterator[dict[str, Settings]]:
    with PartnerServer() as partner:
        yield {
            "directory": Settings({"path": "partner"}),
            "webhook": Settings({"url": partner.url}, ("whsec_" + "a2tr" * 8,)),
        }


@pytest.fixture
def unreachable() -> dict[str, Settings]:
    return {
        "directory": Settings({"path": "gone"}),
        "webhook": Settings({"url": "http://127.0.0.1:1024/"}, ("whsec_" + "a2tr" * 8,)),
    }


@pytest.mark.parametrize("name", NAMES)
def test_it_goes_by_its_registered_name(registry: dict[str, Transport], name: str) -> None:
    assert registry[name].name == name


@pytest.mark.parametrize("name", NAMES)
def test_good_settings_have_no_faults_and_none_at_all_have_some(
    registry: dict[str, Transport], settings: dict[str, Settings], name: str
) -> None:
    assert registry[name].check(settings[name]) == []
    assert registry[name].check(Settings({})) != []
    assert any("colour" in fault for fault in registry[name].check(Settings({"colour": "red"})))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("nonsense", [None, 7, [], {}, True, "\x00", "x" * 10_000])
def test_no_settings_whatever_make_it_raise(registry: dict[str, Transport], name: str, nonsense: object) -> None:
    values = dict.fromkeys(("url", "body", "path", "settle_seconds", "ready_marker", "processed", "failed"), nonsense)
    settings = Settings(values, ("x",))
    assert registry[name].check(settings) != []
    assert registry[name].send(ORDER, settings).outcome != SendOutcome.SENT
    assert registry[name].probe(settings).outcome != SendOutcome.SENT


@pytest.mark.parametrize("name", NAMES)
def test_sending_the_same_delivery_twice_succeeds_twice(
    registry: dict[str, Transport], settings: dict[str, Settings], name: str
) -> None:
    assert registry[name].probe(settings[name]).outcome == SendOutcome.SENT
    for _ in range(2):
        assert registry[name].send(ORDER, settings[name]).outcome == SendOutcome.SENT


@pytest.mark.parametrize("name", NAMES)
def test_a_partner_who_is_away_is_a_result_and_not_an_exception(
    registry: dict[str, Transport], unreachable: dict[str, Settings], name: str
) -> None:
    for result in (registry[name].send(ORDER, unreachable[name]), registry[name].probe(unreachable[name])):
        assert result.outcome == SendOutcome.TRANSIENT
        assert result.detail


@pytest.mark.parametrize("name", NAMES)
def test_polling_gives_what_lies_there_or_says_that_it_cannot(
    registry: dict[str, Transport], settings: dict[str, Settings], name: str
) -> None:
    fault, found = "", []
    try:
        found = list(registry[name].poll(settings[name]))
    except CountersignError as error:
        fault = error.code
    assert (fault, found) in (("", []), ("transport.cannot_poll", []))
