"""Webhooks against real local servers: what the partner gets, and what each of its answers means."""

import hmac
import json
import socket
import ssl
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from app.errors import CountersignError
from app.transports.base import Outbound, SendOutcome, Settings
from app.transports.pinned_http import Patience
from app.transports.webhook import WebhookTransport
from app.transports.webhook_signing import signature_header
from tests.partner_server import PartnerServer

SECRET = "whsec_" + b64encode(b"k" * 32).decode()
OLD_SECRET = "whsec_" + b64encode(b"o" * 24).decode()
LOCAL = WebhookTransport(allowed_networks=["127.0.0.0/8"], allow_http=True, patience=Patience(connect=1, total=2))


def an_order() -> Outbound:
    return Outbound(
        "d-1",
        "doc-1",
        "order",
        "PO 4711",
        "application/xml",
        "order.xml",
        b"<Order/>",
        metadata={"timestamp": "2025-03-01T10:00:00.000000Z", "url": "https://cs.example/api/v1/documents/doc-1"},
    )


def to(url: str, *secrets: str, **values: object) -> Settings:
    return Settings({"url": url, **values}, secrets or (SECRET,))


def test_the_specification_example_is_signed_as_the_specification_says(corpus: Path) -> None:
    text = (corpus / "security/standard-webhooks/standard-webhooks.md").read_text()
    example = next(line for line in text.splitlines() if line.startswith("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W.16740"))
    message_id, timestamp, body = example.split(".", 2)
    expected = b64encode(hmac.new(b"k" * 32, example.encode(), sha256).digest()).decode()
    assert signature_header([SECRET], message_id, int(timestamp), body.encode()) == f"v1,{expected}"


def test_the_partner_gets_a_signed_event_under_the_deliverys_id() -> None:
    with PartnerServer() as partner:
        result = LOCAL.send(an_order(), to(partner.url))
    assert (result.outcome, result.status) == (SendOutcome.SENT, 200)
    [call] = partner.calls
    assert call.headers["webhook-id"] == "d-1"
    assert abs(int(call.headers["webhook-timestamp"]) - time.time()) < 5
    signed = f"d-1.{call.headers['webhook-timestamp']}.".encode() + call.body
    mac = b64encode(hmac.digest(b"k" * 32, signed, sha256)).decode()
    assert call.headers["webhook-signature"] == f"v1,{mac}"
    event = json.loads(call.body)
    assert (event["type"], event["timestamp"]) == ("document.received", "2025-03-01T10:00:00.000000Z")
    assert event["data"] == {
        "id": "doc-1",
        "document_type": "order",
        "number": "PO 4711",
        "media_type": "application/xml",
        "url": "https://cs.example/api/v1/documents/doc-1",
    }


def test_the_document_itself_can_be_the_body() -> None:
    with PartnerServer() as partner:
        LOCAL.send(an_order(), to(partner.url, body="document"))
    assert partner.calls[0].body == b"<Order/>"
    assert partner.calls[0].headers["content-type"] == "application/xml"


def test_during_a_roll_over_every_secret_signs_the_newest_first() -> None:
    key = Ed25519PrivateKey.generate()
    asymmetric = "whsk_" + b64encode(key.private_bytes_raw()).decode()
    with PartnerServer() as partner:
        LOCAL.send(an_order(), to(partner.url, SECRET, OLD_SECRET, asymmetric))
    [call] = partner.calls
    signed = f"d-1.{call.headers['webhook-timestamp']}.".encode() + call.body
    new, old, public = call.headers["webhook-signature"].split(" ")
    assert b64decode(new.removeprefix("v1,")) == hmac.digest(b"k" * 32, signed, sha256)
    assert b64decode(old.removeprefix("v1,")) == hmac.digest(b"o" * 24, signed, sha256)
    key.public_key().verify(b64decode(public.removeprefix("v1a,")), signed)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "sent"),
        (202, "sent"),
        (204, "sent"),
        (301, "permanent"),
        (307, "permanent"),
        (400, "permanent"),
        (401, "permanent"),
        (404, "permanent"),
        (410, "permanent"),
        (408, "transient"),
        (425, "transient"),
        (429, "transient"),
        (500, "transient"),
        (502, "transient"),
        (503, "transient"),
    ],
)
def test_the_status_decides(status: int, outcome: str) -> None:
    with PartnerServer(status=status, answer=b"") as partner:
        result = LOCAL.send(an_order(), to(partner.url))
    assert (result.outcome, result.status) == (outcome, status)


def test_gone_suggests_turning_the_channel_off() -> None:
    with PartnerServer(status=410) as partner:
        assert "turn the channel off" in LOCAL.send(an_order(), to(partner.url)).detail


def test_a_redirect_is_never_followed() -> None:
    with PartnerServer() as inside, PartnerServer(status=302, headers={"Location": inside.url}) as partner:
        result = LOCAL.send(an_order(), to(partner.url))
    assert result.outcome == SendOutcome.PERMANENT
    assert "redirects are not followed" in result.detail
    assert inside.calls == []


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("120", 120, 120),
        ("9" * 40, 86400, 86400),
        (timedelta(minutes=10), 500, 600),
        (timedelta(minutes=-10), 0, 0),
    ],
    ids=["seconds", "too long", "a time to come", "a time gone by"],
)
def test_retry_after_is_honoured_within_a_day(value: str | timedelta, least: float, most: float) -> None:
    if isinstance(value, timedelta):
        value = format_datetime(datetime.now(UTC) + value, usegmt=True)
    with PartnerServer(status=503, headers={"Retry-After": value}) as partner:
        result = LOCAL.send(an_order(), to(partner.url))
    assert result.retry_after is not None
    assert least <= result.retry_after <= most


@pytest.mark.parametrize("value", ["soon", "-5", "", "1.5", "Mon, 99 Foo 2025 00:00:00 GMT"])
def test_a_senseless_retry_after_is_ignored(value: str) -> None:
    with PartnerServer(status=429, headers={"Retry-After": value}) as partner:
        assert LOCAL.send(an_order(), to(partner.url)).retry_after is None


def test_what_the_partner_says_is_shown_shortly_and_without_control_characters() -> None:
    with PartnerServer(status=500, answer=b"\x1b[31mdatabase \x00 is down" + b"x" * 100_000) as partner:
        detail = LOCAL.send(an_order(), to(partner.url)).detail
    assert detail.startswith("HTTP 500 [31mdatabase is down")
    assert len(detail) < 250
    assert detail.isprintable()


@pytest.fixture
def raw_server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def answer_with(listening: socket.socket, pieces: list[bytes], pause: float) -> None:
    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            for piece in pieces:
                try:
                    connection.sendall(piece)
                except OSError:
                    return
                time.sleep(pause)

    threading.Thread(target=serve, daemon=True).start()


def url_of(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}/"


def test_a_partner_who_drips_is_cut_off_in_time(raw_server: socket.socket) -> None:
    answer_with(raw_server, [b"H", *[b"T"] * 100], 0.1)
    hasty = WebhookTransport(["127.0.0.0/8"], allow_http=True, patience=Patience(connect=1, total=0.5))
    result = hasty.send(an_order(), to(url_of(raw_server)))  # reading it to its end would take ten seconds
    assert result.outcome == SendOutcome.TRANSIENT
    assert "in time" in result.detail


def test_a_partner_who_never_answers_is_cut_off_in_time(raw_server: socket.socket) -> None:
    hasty = WebhookTransport(["127.0.0.0/8"], allow_http=True, patience=Patience(connect=1, total=0.3))
    assert hasty.send(an_order(), to(url_of(raw_server))).outcome == SendOutcome.TRANSIENT


def test_an_endless_answer_is_not_read_to_its_end(raw_server: socket.socket) -> None:
    answer_with(raw_server, [b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 65536] * 2000], 0)
    assert LOCAL.send(an_order(), to(url_of(raw_server))).outcome == SendOutcome.SENT


@pytest.mark.parametrize(
    "answer", [b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500, b""]
)
def test_what_is_not_http_is_tried_again(raw_server: socket.socket, answer: bytes) -> None:
    answer_with(raw_server, [answer], 0)
    result = LOCAL.send(an_order(), to(url_of(raw_server)))
    assert (result.outcome, result.status) == (SendOutcome.TRANSIENT, None)


def test_nobody_listening_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = url_of(closed)
    assert LOCAL.send(an_order(), to(url)).outcome == SendOutcome.TRANSIENT
    assert LOCAL.probe(to(url)).outcome == SendOutcome.TRANSIENT


def test_a_name_is_resolved_once_and_the_connection_goes_to_that_address() -> None:
    """DNS rebinding: the second answer would lead inside, and is never asked for."""
    with PartnerServer() as partner, PartnerServer() as inside:
        answers = iter([["127.0.0.1"], ["127.0.0.2"]])
        asked = []

        def rebinding(host: str, port: int) -> list[str]:
            asked.append(host)
            return next(answers)

        transport = WebhookTransport(["127.0.0.1/32"], rebinding, allow_http=True)
        result = transport.send(an_order(), to(f"http://partner.example:{partner.port}/hooks"))
        assert result.outcome == SendOutcome.SENT
        assert asked == ["partner.example"]
        assert partner.calls[0].headers["host"] == f"partner.example:{partner.port}"
        again = transport.send(an_order(), to(f"http://partner.example:{inside.port}/hooks"))
        assert again.outcome == SendOutcome.PERMANENT
        assert "127.0.0.2" in again.detail
        assert inside.calls == []


def test_without_the_operators_word_nothing_inside_and_nothing_plain_is_called() -> None:
    with PartnerServer() as partner:
        for strict in (WebhookTransport(), WebhookTransport(allow_http=True)):
            assert strict.send(an_order(), to(partner.url)).outcome == SendOutcome.PERMANENT
    assert partner.calls == []


def test_an_unresolved_name_is_tried_again() -> None:
    transport = WebhookTransport(resolver=lambda host, port: [])
    assert transport.send(an_order(), to("https://partner.example/")).outcome == SendOutcome.TRANSIENT


def a_certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "partner.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


def test_over_tls_the_certificate_must_be_the_names_although_the_address_is_pinned(tmp_path: Path) -> None:
    path = a_certificate(tmp_path, "partner.example")
    names: list[str | None] = []
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(path)
    server_side.sni_callback = lambda sock, name, context: names.append(name)
    trusting = ssl.create_default_context(cafile=str(path))
    with PartnerServer() as partner:
        assert partner.server is not None
        partner.server.socket = server_side.wrap_socket(partner.server.socket, server_side=True)
        transport = WebhookTransport(["127.0.0.0/8"], lambda host, port: ["127.0.0.1"], tls=trusting)
        result = transport.send(an_order(), to(f"https://partner.example:{partner.port}/"))
        assert result.outcome == SendOutcome.SENT, result.detail
        assert names == ["partner.example"]
        assert transport.probe(to(f"https://partner.example:{partner.port}/")).outcome == SendOutcome.SENT
        other = transport.send(an_order(), to(f"https://other.example:{partner.port}/"))
        assert other.outcome == SendOutcome.TRANSIENT
        assert "certificate" in other.detail.lower()
        unknown = WebhookTransport(["127.0.0.0/8"], lambda host, port: ["127.0.0.1"])
        assert "certificate" in unknown.send(an_order(), to(f"https://partner.example:{partner.port}/")).detail.lower()
    assert len(partner.calls) == 1


def test_good_settings_have_no_faults() -> None:
    assert WebhookTransport().check(to("https://partner.example/hooks", SECRET, OLD_SECRET, body="event")) == []


def test_every_fault_of_the_settings_is_named_at_once() -> None:
    faults = WebhookTransport().check(
        Settings({"url": "http://10.0.0.1/", "body": "poem", "colour": "red"}, ("hunter2", "whsec_c2hvcnQ=", "whsk_!"))
    )
    text = "\n".join(faults)
    for expected in ("colour", "https", "body", "doesn't begin with whsec_", "it has 5 bytes", "not Base64"):
        assert expected in text
    assert len(faults) == 6
    missing = "\n".join(WebhookTransport().check(Settings({})))
    assert "“url” is missing" in missing
    assert "no secret" in missing


def test_nothing_can_be_fetched_from_a_webhook() -> None:
    with pytest.raises(CountersignError, match="only sends"):
        LOCAL.poll(to("https://partner.example/"))
