"""Where a webhook may lead: nothing inside, whatever the URL or the name server says."""

import time

import pytest

from app.errors import Refused
from app.transports.ssrf import Egress

INSIDE = [
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.5",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "0.0.0.0",
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "192.88.99.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "not an address",
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"]


def egress(*addresses: str, networks: tuple[str, ...] = (), allow_http: bool = False) -> Egress:
    return Egress.of(networks, allow_http, lambda host, port: addresses)


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    with pytest.raises(Refused) as refusal:
        egress(address).target("https://partner.example/hook")
    assert refusal.value.code == "transport.address_refused"


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_called(address: str) -> None:
    assert egress(address).target("https://partner.example/hook").addresses == (address,)


def test_one_inside_address_among_public_ones_refuses_the_name() -> None:
    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        egress("8.8.8.8", "10.0.0.1").target("https://partner.example/")


def test_an_allowed_network_may_be_called_and_its_neighbours_may_not() -> None:
    allowed = ("10.1.0.0/16", "fd00:1::/32")
    assert egress("10.1.2.3", networks=allowed).target("https://erp.example/").addresses == ("10.1.2.3",)
    assert egress("fd00:1::9", networks=allowed).target("https://erp.example/").addresses == ("fd00:1::9",)
    with pytest.raises(Refused):
        egress("10.2.0.1", networks=allowed).target("https://erp.example/")
    with pytest.raises(Refused):
        egress("::ffff:10.1.2.3", networks=allowed).target("https://erp.example/")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://partner.example/", "transport.url_scheme"),
        ("ftp://partner.example/", "transport.url_scheme"),
        ("file:///etc/passwd", "transport.url_invalid"),
        ("gopher://partner.example/", "transport.url_scheme"),
        ("https://user:secret@partner.example/", "transport.url_invalid"),
        ("https://user@partner.example/", "transport.url_invalid"),
        ("https://@partner.example/", "transport.url_invalid"),
        ("https://partner.example\\@10.0.0.1/", "transport.url_invalid"),
        ("https://partner.example/\r\nHost: inside", "transport.url_invalid"),
        ("https://partner.example/ x", "transport.url_invalid"),
        ("https://pärtner.example/", "transport.url_invalid"),
        ("https://127。0。0。1/", "transport.url_invalid"),
        ("https:///hook", "transport.url_invalid"),
        ("https://.partner.example/", "transport.url_invalid"),
        ("https://partner..example/", "transport.url_invalid"),
        ("https://[::1/", "transport.url_invalid"),
        ("https://[v1.x]/", "transport.url_invalid"),
        ("https://partner.example:0/", "transport.url_invalid"),
        ("https://partner.example:99999/", "transport.url_invalid"),
        ("https://partner.example:x/", "transport.url_invalid"),
        ("https://partner.example/#part", "transport.url_invalid"),
        ("https://partner.example:22/", "transport.port_refused"),
        ("https://partner.example:25/", "transport.port_refused"),
        ("https://[::1]/", "transport.address_refused"),
        ("https://169.254.169.254/latest", "transport.address_refused"),
        ("https://[::ffff:127.0.0.1]/", "transport.address_refused"),
        ("https://" + "a" * 3000, "transport.url_invalid"),
        ("", "transport.url_invalid"),
    ],
)
def test_a_url_that_is_not_plainly_one_is_refused_before_any_name_is_resolved(url: str, code: str) -> None:
    def never(host: str, port: int) -> list[str]:
        raise AssertionError("resolved")

    with pytest.raises(Refused) as refusal:
        Egress.of((), False, never).check(url)
    assert refusal.value.code == code


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"])
def test_other_spellings_of_the_loopback_address_are_seen_through_by_resolving(host: str) -> None:
    with pytest.raises(Refused) as refusal:
        Egress(allow_http=True).target(f"http://{host}/")
    assert refusal.value.code in {"transport.address_refused", "transport.unresolved"}


def test_a_name_without_addresses_is_unresolved() -> None:
    def fails(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    for resolver in (fails, lambda host, port: []):
        with pytest.raises(Refused) as refusal:
            Egress.of((), False, resolver).target("https://gone.example/")
        assert refusal.value.code == "transport.unresolved"


def test_a_silent_name_server_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    answered: list[int] = []

    def silent(*_: object, **__: object) -> list[object]:
        asked.append(1)
        time.sleep(5)
        answered.append(1)
        return []

    monkeypatch.setattr("app.transports.ssrf.RESOLVE_SECONDS", 0.05)
    monkeypatch.setattr("socket.getaddrinfo", silent)
    with pytest.raises(Refused) as refusal:
        Egress().target("https://partner.example/")
    assert refusal.value.code == "transport.unresolved"
    assert (asked, answered) == ([1], [])  # the refusal came before the name server had said anything


def test_the_host_header_names_the_port_only_where_it_is_not_the_usual_one() -> None:
    assert egress("8.8.8.8").target("https://partner.example/a?b=1").authority == "partner.example"
    assert egress("8.8.8.8").target("https://partner.example:8443/").authority == "partner.example:8443"
    assert egress("2606:4700::1111").target("https://[2606:4700::1111]/").authority == "[2606:4700::1111]"
    assert egress("8.8.8.8").target("https://partner.example/a?b=1").path == "/a?b=1"
