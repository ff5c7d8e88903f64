"""How fast the spine is: reading, signatures, receiving, schemas."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from app.formats import FORMATS
from app.formats.canonical import canonical_sha256
from app.safe.json import parse_json
from app.safe.xml import parse_xml
from app.signatures.sign_xml import sign_xml
from app.signatures.xmldsig import verify_xml
from app.storage.database import Database
from app.storage.models import AuditEntry
from app.validation.business import check
from app.validation.xsd import validate_ubl, warm_up
from tests.bench.measuring import Row, best, wall
from tests.builders import an_order
from tests.conftest import ROOT, corpus_folder
from tests.keys import NOW, rsa_identity, trusting
from tests.trading import Trade

LINES = 40


def reading() -> list[Row]:
    """From bytes to a judged document."""
    order = an_order().with_lines(LINES).build()
    raw = FORMATS.get("ubl").render(order)
    as_json = FORMATS.get("json").render(order)
    body, json_body = parse_xml(raw), parse_json(as_json)
    document = FORMATS.get("ubl").read(body).document
    assert document is not None
    warm_up()
    floor = best(lambda: etree.fromstring(raw), 20)
    what = f"bare lxml parse ({len(raw) / 1024:.0f} KB)"
    return [
        Row(what, floor),
        Row("parse under limits", best(lambda: parse_xml(raw), 20), "bare parse", floor),
        Row("validate against the schema", best(lambda: validate_ubl(body), 20), "bare parse", floor),
        Row("read UBL into the domain", best(lambda: FORMATS.get("ubl").read(body), 5), "bare parse", floor),
        Row("render UBL", best(lambda: FORMATS.get("ubl").render(document), 5), "bare parse", floor),
        Row("read Countersign JSON", best(lambda: FORMATS.get("json").read(json_body), 5), "bare parse", floor),
        Row("business rules", best(lambda: check(document), 5), "bare parse", floor),
        Row("canonical digest", best(lambda: canonical_sha256(document), 5), "bare parse", floor),
    ]


def signatures() -> list[Row]:
    """Verifying, beside the bare RSA operation."""
    signer = rsa_identity("alice")
    raw = FORMATS.get("ubl").render(an_order().with_lines(LINES).build())
    signed = parse_xml(sign_xml(raw, signer.private_key, signer.certificate, now=NOW))
    trust = trusting(signer)
    canonical = best(lambda: etree.tostring(signed.root, method="c14n", exclusive=True), 20)
    return [
        Row("bare exclusive C14N", canonical),
        Row("verify RSA-2048 XML signature", best(lambda: verify_xml(signed, trust), 5), "bare C14N", canonical),
    ]


def receiving() -> list[Row]:
    """A signed order through the whole pipeline on SQLite, beside one bare durable insert."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/bench.db")
        database.create_all()
        trade = Trade.opened(database, Path(folder))
        base = an_order().with_lines(LINES).build()
        waiting = iter([trade.xml(replace(base, number=f"B-{number}")) for number in range(200)])
        floor = wall(lambda: _insert(trade), 100)
        row = Row("receive a signed order, durably (wall)", wall(lambda: _receive(trade, next(waiting)), 150))
        database.dispose()
    return [Row("one durable insert (wall)", floor), replace(row, floor="durable insert", floor_seconds=floor)]


def _insert(trade: Trade) -> None:
    with trade.ports.database.unit_of_work() as uow:
        now = trade.ports.clock()
        uow.session.add(AuditEntry(organisation_id=trade.buyer.id, actor="bench", action="bench", subject="", at=now))
        uow.commit()


def _receive(trade: Trade, raw: bytes) -> None:
    outcome = trade.submit(trade.buyer, raw)
    assert outcome.verdict == "accepted", outcome.findings


SCHEMAS = """
import resource, sys, time
from pathlib import Path
from lxml import etree
from app.safe.xml import parse_xml
from app.validation.xsd import warm_up
parse_xml(b'<a/>')
def resident():
    return int(open('/proc/self/statm').read().split()[1]) * resource.getpagesize() / 1e6
before, began = resident(), time.process_time()
if sys.argv[1] == 'ours':
    warm_up()
else:
    kept = [etree.XMLSchema(etree.parse(str(each))) for each in Path(sys.argv[1]).glob('*.xsd')]
print(time.process_time() - began, resident() - before)
"""


def schemas() -> list[str]:
    """All 65 UBL schemas made ready in a fresh process, beside the official ones."""
    official = corpus_folder() / "ubl/2.1/xsdrt/maindoc"
    lines = ["{:<46}{:10.0f} ms   {:5.1f} MB".format("our 65 schemas ready", *_schemas("ours"))]
    if official.is_dir():
        lines.append("{:<46}{:10.0f} ms   {:5.1f} MB".format("the official 65", *_schemas(str(official))))
    return lines


def _schemas(which: str) -> tuple[float, float]:
    runs = [
        subprocess.run([sys.executable, "-c", SCHEMAS, which], check=True, capture_output=True, text=True, cwd=ROOT)
        for _ in range(3)
    ]
    figures = [tuple(map(float, run.stdout.split())) for run in runs]
    seconds, megabytes = min(figures)
    return seconds * 1000, megabytes


def parts() -> Iterator[tuple[str, Sequence[object]]]:
    """Each part of the spine: its title and what was measured."""
    yield "Reading", reading()
    yield "Signatures", signatures()
    yield "Receiving", receiving()
    yield "Schemas", schemas()
