"""The command line: what it says, and exit status 0 (done), 1 (not right) or 2 (can't be carried out)."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import urllib3
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from werkzeug.serving import make_server

from app.cli import MODULES, main
from app.config import load_settings
from app.domain.documents import Order
from app.formats import FORMATS
from app.wiring import app_of, build
from tests.builders import an_order
from tests.building import BUYER, SELLER
from tests.keys import certify, ec_key

CLOSED = "http://127.0.0.1:1"


def call(*arguments: object) -> Result:
    """Run `countersign` with these arguments; an exception that it doesn't turn into words fails the test."""
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(*arguments: object) -> str:
    result = call(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def cant(*arguments: object) -> str:
    """The one line that says why a call can't be carried out."""
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr.strip()


def ubl(order: Order) -> bytes:
    return FORMATS.get("ubl").render(order)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, where a server may be set up."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COUNTERSIGN_DATA", str(tmp_path / "var"))
    Path("order.xml").write_bytes(ubl(an_order().build()))
    Path("words").write_text("hello\n")
    return tmp_path


@dataclass
class Desk:
    """A running server, set up by the command line alone, and the buyer's files beside it."""

    url: str
    folder: Path

    def send(self, file: str, *more: object) -> Result:
        return call("send", self.folder / file, "--url", self.url, "--key-file", self.folder / "api.key", *more)

    def signed(self, file: str, *more: object) -> Result:
        signing = ("--sign", self.folder / "key.pem", "--certificate", self.folder / "certificate.pem")
        return self.send(file, *signing, "--kid", "erp", *more)

    def write(self, name: str, content: bytes) -> Path:
        (self.folder / name).write_bytes(content)
        return self.folder / name


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERSIGN_DATA", str(folder / "var"))
        _set_up(folder)
        ports = build(load_settings()).ports
        server = make_server("127.0.0.1", 0, app_of(ports), threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Desk(f"http://127.0.0.1:{server.server_port}", folder)
        server.shutdown()
        thread.join()
        server.server_close()
        ports.database.dispose()


def _set_up(folder: Path) -> None:
    done("init")
    for party in (BUYER, SELLER):
        endpoint = party.identifiers()[0]
        done("organisation", "add", party.name, "--id", f"{endpoint.scheme}:{endpoint.value}")
    for own, other in ((BUYER, SELLER), (SELLER, BUYER)):
        done("partner", "add", own.name, other.name)
    signer = certify("ERP", ec_key("ERP"))
    key = signer.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(key)
    (folder / "certificate.pem").write_bytes(signer.certificate.public_bytes(Encoding.PEM))
    done("key", "add", BUYER.name, folder / "certificate.pem", "--kid", "erp")
    (folder / "api.key").write_text(done("client", "add", BUYER.name, "ERP"))


def test_a_signed_order_is_taken_and_its_receipt_can_be_verified_without_the_server(desk: Desk) -> None:
    desk.write("order.xml", ubl(an_order().numbered("CLI-1").build()))
    signing = ("--key", desk.folder / "key.pem", "--certificate", desk.folder / "certificate.pem")
    done("sign", desk.folder / "order.xml", *signing, "--out", desk.folder / "signed.xml")
    sent = desk.send("signed.xml")
    assert sent.exit_code == 0, sent.output
    answer, keys = desk.write("answer.json", sent.stdout.encode()), desk.folder / "keys.json"
    keys.write_bytes(urllib3.request("GET", f"{desk.url}/api/v1/jwks.json").data)
    assert "The receipt is proven." in done("verify", answer, "--keys", keys, "--document", desk.folder / "signed.xml")
    other = call("verify", answer, "--keys", keys, "--document", desk.folder / "order.xml")
    assert other.exit_code == 1
    assert "NOT PROVEN" in other.stdout
    in_chinese = call("verify", answer, "--keys", keys, "--language", "zh")
    assert "回执已得到证明" in in_chinese.stdout


def test_an_order_in_json_is_signed_as_a_jws(desk: Desk) -> None:
    desk.write("order.json", FORMATS.get("json").render(an_order().numbered("CLI-2").build()))
    sent = desk.signed("order.json", "--idempotency-key", "mine-2")
    assert (sent.exit_code, json.loads(sent.stdout)["number"]) == (0, "CLI-2")


def test_what_the_server_refuses_is_printed_and_ends_with_status_1(desk: Desk) -> None:
    desk.write("unsigned.xml", ubl(an_order().numbered("CLI-3").build()))
    refused = desk.send("unsigned.xml")
    assert (refused.exit_code, json.loads(refused.stdout)["code"]) == (1, "signature.required")


def test_a_document_that_cannot_be_signed_is_not_sent(desk: Desk) -> None:
    desk.write("broken.xml", b"<Order>")
    assert "it can't be signed: The XML is not well-formed" in desk.signed("broken.xml").stderr


def test_signing_twice_is_refused(desk: Desk) -> None:
    desk.write("twice.xml", ubl(an_order().numbered("CLI-4").build()))
    once = CliRunner().invoke(main, ["sign", str(desk.folder / "twice.xml"), "--key", str(desk.folder / "key.pem")])
    desk.write("once.xml", once.stdout_bytes)
    again = desk.signed("once.xml")
    assert (again.exit_code, again.stderr) == (2, "Error: it can't be signed: the document is signed already\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--key-file", "nowhere"), "nowhere: No such file or directory"),
        (("--key-file", "."), ".: Is a directory"),
        (("--key-file", "order.xml"), "order.xml holds no API key"),
        (("--key-file", "words"), f"{CLOSED} can't be reached"),
        (("--key-file", "words", "--url", "countersign"), "countersign is no address of a server"),
        (("--key-file", "words", "--sign", "words"), "words holds no private key"),
        (("--key-file", "words", "--idempotency-key", "订单"), "the request can't be made"),
    ],
)
def test_a_call_of_send_that_cannot_be_carried_out_says_why(folder: Path, options: tuple[str, ...], said: str) -> None:
    given = options if "--url" in options else (*options, "--url", CLOSED)
    assert said in cant("send", "order.xml", *given)


def test_before_init_every_command_that_needs_a_server_says_so(folder: Path) -> None:
    for arguments in (("organisation", "add", "A", "--id", "0088:1"), ("replay", "1"), ("worker",), ("serve",)):
        assert cant(*arguments).endswith("root.key is missing: run `countersign init` first")


def test_init_can_be_run_again_and_keeps_the_root_key(folder: Path) -> None:
    assert "keep a copy elsewhere" in done("init")
    before = (folder / "var" / "root.key").read_bytes()
    assert done("init") == "database:  ready"
    assert (folder / "var" / "root.key").read_bytes() == before


def test_a_spoilt_root_key_is_named(folder: Path) -> None:
    done("init")
    (folder / "var" / "root.key").write_bytes(b"short")
    assert cant("replay", "1").endswith("can't be used: the root key has 5 bytes instead of 32")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PRT", "1", "unknown settings: COUNTERSIGN_PRT"),
        ("PORT", "many", "COUNTERSIGN_PORT"),
        ("DATA", "/proc/countersign", "/proc/countersign: No such file or directory"),
        ("DATABASE_URL", "nonsense", "COUNTERSIGN_DATABASE_URL names neither SQLite nor PostgreSQL"),
        ("DATABASE_URL", "mysql://host/name", "COUNTERSIGN_DATABASE_URL names neither SQLite nor PostgreSQL"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x", "the database can't be used"),
    ],
)
def test_settings_that_cannot_be_used_stop_the_start_with_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    done("init")
    monkeypatch.setenv(f"COUNTERSIGN_{name}", value)
    message = cant("init")
    assert said in message
    assert message.count("\n") == 0


def test_a_taken_port_is_said_clearly(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    port = desk.url.rpartition(":")[2]
    monkeypatch.setenv("COUNTERSIGN_PORT", port)
    for command in ("serve", "demo"):
        assert f"127.0.0.1:{port} can't be listened on" in cant(command, "--port", port)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("organisation", "add", "New", "--id", "5790"), "'5790' is not scheme:value"),
        (("organisation", "add", "New", "--id", "0088:7300010000001"), "belongs to another organisation"),
        (("partner", "add", BUYER.name, "Nobody"), "there is no organisation 'Nobody'"),
        (("partner", "add", BUYER.name, BUYER.name), "no partner of its own"),
        (("client", "add", "Nobody", "ERP"), "there is no organisation 'Nobody'"),
        (("client", "add", BUYER.name, "ERP", "--scope", "everything"), "There is no scope “everything”"),
        (("client", "add", BUYER.name, "ERP", "--rate", "0"), "--rate"),
        (("person", "add", BUYER.name, "a@b.example", "--name", "A", "--password", "short"), "fewer than 12"),
        (("key", "add", BUYER.name, "nowhere"), "nowhere: No such file or directory"),
        (("key", "hold", "Nobody"), "there is no organisation 'Nobody'"),
        (("replay", "unknown"), "unknown is not in quarantine"),
    ],
)
def test_what_cannot_be_set_up_is_refused_with_the_reason(desk: Desk, arguments: tuple[str, ...], said: str) -> None:
    assert said in cant(*arguments)


def test_a_private_key_is_not_registered(desk: Desk) -> None:
    assert "This is a private key" in cant("key", "add", BUYER.name, desk.folder / "key.pem")


def test_validate_prints_one_json_object_a_line_with_every_member(folder: Path) -> None:
    Path("spoilt.xml").write_bytes(Path("order.xml").read_bytes().replace(b"IssueDate", b"IsueDate"))
    result = call("validate", "--json", "order.xml", "spoilt.xml")
    right, wrong = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert right == {
        "file": "order.xml",
        "type": "order",
        "syntax": "ubl",
        "valid": True,
        "findings": [],
        "rulesets": ["countersign-business"],
    }
    assert wrong["valid"] is False
    for each in wrong["findings"]:
        assert {"code", "severity", "path", "line", "term", "message", "hint"} <= set(each)


def test_validate_goes_on_after_a_missing_file_and_after_one_that_cannot_be_read(folder: Path) -> None:
    result = call("validate", "--json", "nowhere", "words", "order.xml")
    assert result.exit_code == 2
    assert result.stderr == "nowhere: No such file or directory\n"
    unreadable, right = map(json.loads, result.stdout.splitlines())
    assert (unreadable["valid"], unreadable["findings"][0]["code"]) == (False, "message.unrecognised")
    assert right["valid"] is True


def test_validate_ends_where_a_file_does_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_MAX_DOCUMENT_BYTES", "2000")
    result = call("validate", "--json", "/dev/zero")
    assert result.exit_code == 2
    (found,) = json.loads(result.stdout)["findings"]
    assert (found["code"], found["params"]["limit"]) == ("message.too_large", "2000")


def test_validate_answers_in_words_and_in_chinese(folder: Path) -> None:
    assert done("validate", "order.xml") == "order.xml: valid (order, ubl)"
    result = call("validate", "--language", "zh", "words")
    assert result.exit_code == 2
    assert "message.unrecognised" in result.stdout
    assert any("\u4e00" <= each <= "\u9fff" for each in result.stdout)


def test_validate_knows_its_layers(folder: Path) -> None:
    assert "--layers takes schema, rules" in cant("validate", "--layers", "everything", "order.xml")
    assert done("validate", "--layers", "schema", "order.xml").endswith("valid (order, ubl)")


def test_convert_goes_from_xml_to_json_and_back(folder: Path) -> None:
    Path("order.json").write_text(done("convert", "order.xml", "--to", "json"))
    done("convert", "order.json", "--to", "ubl", "--out", "again.xml")
    assert Path("again.xml").read_bytes() == Path("order.xml").read_bytes()


def test_convert_says_what_it_cannot_do(folder: Path) -> None:
    assert "contract-xml has no order" in cant("convert", "order.xml", "--to", "contract-xml")
    assert "message.unrecognised" in cant("convert", "words", "--to", "json")
    assert "nowhere: No such file" in cant("convert", "nowhere", "--to", "json")
    assert "No such file or directory" in cant("convert", "order.xml", "--to", "json", "--out", "nowhere/x")


@pytest.mark.parametrize(
    ("receipt", "keys", "said"),
    [
        ("nowhere", "words", "nowhere: No such file or directory"),
        ("words", "words", "words is not JSON"),
        ("empty.json", "empty.json", "neither a receipt nor an answer with one"),
    ],
)
def test_verify_says_which_file_is_no_use(folder: Path, receipt: str, keys: str, said: str) -> None:
    Path("empty.json").write_text("{}")
    assert said in cant("verify", receipt, "--keys", keys)


def test_what_is_no_receipt_is_not_proven(folder: Path) -> None:
    Path("keys.json").write_text('{"keys": []}')
    result = call("verify", "words", "--keys", "keys.json")
    assert result.exit_code == 1
    assert "NOT PROVEN" in result.stdout


def test_every_command_has_help_with_nothing_cut_off() -> None:
    overview = done("--help")
    assert "..." not in overview.partition("Commands:")[2]
    for name in (name for names in MODULES.values() for name in names):
        assert f"  {name} " in overview
        assert "Usage: " in done(name, "--help")
