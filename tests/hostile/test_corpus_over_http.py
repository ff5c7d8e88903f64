"""Every attack of the corpus, submitted as a document over the API by a partner whose keys are all registered.

What the verifier and the parsers say is fixed by the tables beside this file; here it must reach the caller as a
refusal with that very code, at once, and nothing of it may be accepted.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.errors import entry
from app.signatures.base import Trust
from app.storage.models import BusinessKey, DocumentRecord, FeedEntry
from app.wiring import app_of
from tests.conftest import corpus_folder
from tests.hostile import test_json_suite as json_suite
from tests.hostile.test_hostile_xml import ATTACKS
from tests.hostile.test_xml_signatures import EXPECTED, keys_within, message_of, shipped_keys
from tests.integration.server import Answer, InProcess, Running, offline
from tests.keys import NOW

SECURITY = corpus_folder() / "security"
XML = ("defusedxml", "libxml2")
SIGNED = ("samlraider", "pysaml2", "python3-saml", "ruby-saml", "node-saml", "xml-crypto", "signxml", "xsw-invoice")
UNSIGNED = {"accepted", "signature.missing", "read"}
"""What lower levels have nothing against: it is no document that anybody trades with."""
NO_DOCUMENT = {"message.unrecognised", "message.unsupported_type"}
READ_AS_ANOTHER = {
    ("xml.malformed", "json.malformed"),
    ("xml.encoding", "json.malformed"),
    ("xml.encoding", "json.encoding"),
    ("json.malformed", "xml.malformed"),
    ("json.encoding", "xml.malformed"),
    ("json.malformed", "message.empty"),
    ("json.malformed", "message.unrecognised"),
    ("xml.malformed", "message.unrecognised"),
    ("xml.encoding", "message.unrecognised"),
    ("xml.malformed", "message.empty"),
    ("xml.empty", "message.empty"),
    ("accepted", "signature.enveloping"),
}
"""(Lower level, API): what does not begin like XML is read as JSON or is neither, whatever its file is called;
and what the parser accepts has its signatures looked at."""
NOT_UBL = {"xsw-invoice/valid_enveloped.xml"}
"""Well signed, and then no UBL: its schema says why."""
LIMIT = 20 * 1024 * 1024

pytestmark = [pytest.mark.corpus, pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("corpus")
    with offline(f"sqlite:///{folder / 'test.db'}", folder) as running:
        yield running


def files_in(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (SECURITY / folder).rglob("*") if path.is_file())


def media_type_of(raw: bytes) -> str:
    return "application/json" if raw.lstrip()[:1] in (b"{", b"[", b'"') else "application/xml"


def refused(caller: Any, raw: bytes) -> str:
    """The code of the refusal; fails where there is none, or where it took over a second twice."""
    for _ in range(2):
        began = time.perf_counter()
        answer: Answer = caller.submit(raw, media_type_of(raw))
        if time.perf_counter() - began < 1:
            break
    else:
        raise AssertionError("over a second, twice")
    assert 400 <= answer.status < 500, (answer.status, answer.body[:500], raw[:200])
    assert answer.headers["Content-Type"] == "application/problem+json"
    entry(answer.code)
    assert answer.status == 413 or answer.code in [each["code"] for each in answer.json["findings"]]
    return answer.code


def differing(got: dict[str, str], wanted: dict[str, str]) -> dict[str, tuple[str, str]]:
    """By file, (lower level's, API's) code where the two contradict each other."""
    pairs = {path: (wanted[path], code) for path, code in got.items()}
    return {
        path: (below, above)
        for path, (below, above) in pairs.items()
        if below != above
        and (below, above) not in READ_AS_ANOTHER
        and not (below in UNSIGNED and (above in NO_DOCUMENT or path in NOT_UBL))
    }


def nothing_was_accepted(world: Running) -> bool:
    with world.ports.database.reading() as session:
        states = {state for (state,) in session.query(DocumentRecord.state).distinct()}
        return (
            states <= {"rejected"} and not session.query(BusinessKey).count() and not session.query(FeedEntry).count()
        )


def test_xml_attacks(world: Running, corpus: Path) -> None:
    wanted = dict(line.split("\t") for line in ATTACKS)
    got = {str(path.relative_to(SECURITY)): refused(world.buyer, path.read_bytes()) for path in files_in(*XML)}
    assert differing(got, wanted) == {}
    assert len(got) == len(wanted)
    assert nothing_was_accepted(world)


def test_json_attacks(world: Running, corpus: Path) -> None:
    paths = [path for path in files_in("jsontestsuite") if path.suffix == ".json"]
    got = {path.name: refused(world.buyer, path.read_bytes()) for path in paths}
    wanted = {path.name: json_suite.outcome(path) for path in paths}
    assert differing(got, wanted) == {}
    assert len(got) > 330
    assert nothing_was_accepted(world)


@pytest.mark.parametrize("suite", SIGNED)
def test_signature_attacks_although_every_key_that_came_with_them_is_registered(
    suite: str, world: Running, corpus: Path
) -> None:
    got = {}
    shipped = shipped_keys(suite)
    trust: list[Trust] = []
    limits = replace(world.ports.settings, max_document_bytes=LIMIT)
    ports = replace(world.ports, settings=limits, trust_for=lambda *_: trust[-1])
    caller = InProcess(app_of(ports), world.buyer.key)
    for path in files_in(suite):
        name = str(path.relative_to(SECURITY))
        raw = message_of(path) if name in EXPECTED else path.read_bytes()
        trust.append(Trust(tuple({key.public_key: key for key in [*shipped, *keys_within(raw)]}.values()), NOW))
        got[name] = refused(caller, raw)
    assert differing({name: code for name, code in got.items() if name in EXPECTED}, EXPECTED) == {}
    assert nothing_was_accepted(world)


def test_a_sample_of_each_folder_against_a_real_server(server: Running, corpus: Path) -> None:
    for folder in (*XML, *SIGNED, "jsontestsuite"):
        for path in files_in(folder)[::12]:
            refused(server.buyer, path.read_bytes())


def test_naughty_strings_as_documents_and_inside_them(world: Running, corpus: Path) -> None:
    raw = (SECURITY / "naughty-strings/blns.json").read_bytes()
    assert refused(world.buyer, raw) == "message.unrecognised"
    document = json.loads(world.ports.formats.get("json").render(world.order()))
    for index, text in enumerate(json.loads(raw)):
        if index % 5 == 0:
            refused(world.buyer, text.encode("utf-8", "surrogatepass"))
        changed = {**document, "number": text, "customer_reference": text}
        refused(world.buyer, json.dumps(changed).encode())
    assert nothing_was_accepted(world)
