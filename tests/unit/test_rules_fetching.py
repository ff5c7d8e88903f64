"""Rules fetched over https: what is never followed, and how much is read."""

import io
from typing import Any

import pytest
import urllib3

from app.cli import rules_fetching
from app.cli.rules_fetching import fetch
from app.errors import Refused


class Publisher:
    """Stands for the internet: answers by address, and counts who asked."""

    def __init__(self, **answers: tuple[int, dict[str, str], bytes]) -> None:
        self._answers = {f"https://{host}.test/x.sch": answer for host, answer in answers.items()}
        self.asked: list[str] = []

    def request(self, method: str, url: str, **_: Any) -> urllib3.HTTPResponse:
        assert method == "GET"
        self.asked.append(url)
        status, headers, body = self._answers[url]
        return urllib3.HTTPResponse(io.BytesIO(body), headers, status, preload_content=False)


def asked(publisher: Publisher, host: str = "a") -> bytes:
    return fetch(f"https://{host}.test/x.sch", publisher)  # type: ignore[arg-type]  # all of a pool that is used


def to(url: str) -> tuple[int, dict[str, str], bytes]:
    return 302, {"location": url}, b""


def test_a_redirect_within_https_is_followed() -> None:
    publisher = Publisher(a=to("https://b.test/x.sch"), b=(200, {}, b"<schema/>"))
    assert asked(publisher) == b"<schema/>"
    assert len(publisher.asked) == 2


@pytest.mark.parametrize("target", ["http://b.test/x.sch", "file:///etc/passwd", "//", ""])
def test_a_redirect_out_of_https_is_not_followed(target: str) -> None:
    publisher = Publisher(a=to(target))
    with pytest.raises(Refused) as refused:
        asked(publisher)
    assert refused.value.code == "rulesets.address"
    assert set(publisher.asked) == {"https://a.test/x.sch"}


def test_redirects_come_to_an_end() -> None:
    publisher = Publisher(a=to("https://b.test/x.sch"), b=to("https://a.test/x.sch"))
    with pytest.raises(Refused, match="leads on more than"):
        asked(publisher)
    assert len(publisher.asked) == rules_fetching.MOST_REDIRECTS + 1


def test_an_answer_other_than_200_is_no_file() -> None:
    with pytest.raises(Refused, match="answers 404"):
        asked(Publisher(a=(404, {}, b"<schema/>")))


def test_reading_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules_fetching, "LARGEST_ARCHIVE", 100_000)
    with pytest.raises(Refused) as refused:
        asked(Publisher(a=(200, {}, b"x" * 200_000)))
    assert refused.value.code == "rulesets.too_large"
