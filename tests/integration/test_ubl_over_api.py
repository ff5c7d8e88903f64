"""OASIS's UBL 2.1 examples go in through the API as XML, come out as JSON, go in as JSON, and come out as UBL again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from app.access.organisations import NewPartnership, link
from app.domain.identifiers import Identifier
from app.formats.ubl import Ubl
from app.safe.xml import canonical as canonical_xml
from app.safe.xml import parse_xml
from tests.conftest import corpus_folder
from tests.integration.server import Answer, InProcess, Running, add_organisation, key_for, offline

EXAMPLES = corpus_folder() / "ubl/2.1/xml"
HOUSES = {
    "2.0": (["UK VAT:12356478"], ["VAT:175 269 2355"]),
    "2.1": (
        ["GLN:7300072311115", "GLN:7300070011115", ":PartyID123", "SE:ORGNR:5532331183", "VAT:SE1234567801"],
        ["GLN:7302347231111", ":SellerPartyID123", "SE:ORGNR:5532332283"],
    ),
    "invoice 2.1": (
        ["GLN:1234567987654", "ZZZ:345KS5324", "ZZZ:5645342123", "VAT:BE54321"],
        ["GLN:1234567890123", "ZZZ:Supp123", "CVR:5402697509", "VAT:DK12345"],
    ),
    "quotation 2.1": (
        ["GLN:5798000416604", "63:DK12345678", "DK:CVR:DK12345678"],
        ["DK:CVR:DK18296799", "63:DK18296799", "DK:CVR:18296799"],
    ),
}
"""Buyers and sellers by the identifiers that the examples name them by."""
ANSWERS = {
    # the houses of 2.0: the order is accepted (by an event, for there is no order response), delivered and invoiced
    "UBL-Order-2.0-Example": ("2.0", 201, ()),
    "UBL-DespatchAdvice-2.0-Example": ("2.0", 201, ()),
    "UBL-ReceiptAdvice-2.0-Example": ("2.0", 201, ()),
    "UBL-Invoice-2.0-Example": ("2.0", 201, ()),
    # the same invoice with other prefixes: the same content
    "UBL-Invoice-2.0-Example-NS1": ("2.0", 200, ()),
    "UBL-Invoice-2.0-Example-NS2": ("2.0", 200, ()),
    "UBL-Invoice-2.0-Example-NS3": ("2.0", 200, ()),
    "UBL-Invoice-2.0-Example-NS4": ("2.0", 200, ()),
    # the same invoice with a signature elsewhere, in words of its own
    "UBL-Invoice-2.0-Detached": ("2.0", 409, ("document.number_conflict",)),
    "UBL-RemittanceAdvice-2.0-Example": ("2.0", 422, ("negotiation.out_of_turn",)),
    "UBL-CreditNote-2.0-Example": ("2.0", 422, ("negotiation.no_reference",)),
    "UBL-RequestForQuotation-2.0-Example": ("2.0", 201, ()),
    "UBL-Quotation-2.0-Example": ("2.0", 201, ()),
    # those of 2.1: an order is answered, changed and cancelled
    "UBL-Order-2.1-Example": ("2.1", 201, ()),
    "UBL-OrderResponse-2.1-Example": ("2.1", 201, ()),
    "UBL-OrderChange-2.1-Example": ("2.1", 201, ()),
    "UBL-OrderCancellation-2.1-Example": ("2.1", 201, ()),
    "UBL-Invoice-2.1-Example": ("invoice 2.1", 201, ()),
    "UBL-RequestForQuotation-2.1-Example": ("quotation 2.1", 201, ()),
    "UBL-Quotation-2.1-Example": ("quotation 2.1", 201, ()),
    "UBL-CreditNote-2.1-Example": ("invoice 2.1", 422, ("negotiation.no_reference",)),
    # parties with a name and no identifier: nobody is ever taken by a name
    "UBL-Order-2.0-Example-International": ("2.0", 422, ("party.not_sender", "party.receiver_unknown")),
    "UBL-Invoice-2.1-Example-Trivial": ("2.1", 422, ("party.not_sender", "party.receiver_unknown")),
}
"""In the order of their story: whose document it is, and what it is answered with."""
SIGNED = "UBL-Invoice-2.0-Enveloped"
"""Its signature has three references, of which the verifier takes one: refused, and not shown in another syntax."""


@dataclass
class House:
    """A buyer and a seller, each with its program."""

    buyer: InProcess
    seller: InProcess
    accepts: bool


def identifier(text: str) -> Identifier:
    scheme, _, value = text.rpartition(":")
    return Identifier(value, scheme)


def houses_on(world: Running) -> dict[str, House]:
    found = {}
    app = world.buyer.app  # type: ignore[attr-defined]  # in this process
    for name, sides in HOUSES.items():
        keys = [add_organisation(world.ports, name, *map(identifier, side)) for side in sides]
        with world.ports.database.unit_of_work() as uow:
            for own, other in (keys, keys[::-1]):
                link(uow.session, NewPartnership(own, other, {"signed": []}), world.ports.clock())
            uow.commit()
        found[name] = House(*(InProcess(app, key_for(world.ports, each)) for each in keys), accepts=name == "2.0")
    return found


@pytest.fixture(scope="module")
def two_worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, House], dict[str, House]]]:
    """The same houses on two servers: one for the XML, one for the JSON that came of it."""
    folders = [tmp_path_factory.mktemp(name) for name in ("xml", "json")]
    with (
        offline(f"sqlite:///{folders[0]}/t.db", folders[0]) as one,
        offline(f"sqlite:///{folders[1]}/t.db", folders[1]) as two,
    ):
        yield houses_on(one), houses_on(two)


def canonical(raw: bytes) -> str:
    """Canonical XML 2.0 without layout and with prefixes of its own."""
    text: str = etree.canonicalize(raw.decode(), strip_text=True, rewrite_prefixes=True, with_comments=False)
    return text


def submitted(house: House, side: str, raw: bytes, media_type: str) -> tuple[Answer, str]:
    """The answer, and the id of the document wherever it ended: what was refused is kept and shown to its sender."""
    answer = getattr(house, side).submit(raw, media_type)
    if answer.status == 201 and answer.json["type"] == "order" and house.accepts:
        negotiation = answer.json["negotiation"]
        event = {"event": "accept_all", "version": negotiation["version"]}
        assert house.seller.post(f"/negotiations/{negotiation['id']}/events", event).status == 200
    return answer, answer.json.get("document_id") or answer.json["id"]


@pytest.mark.corpus
def test_the_official_examples_go_through_the_api_as_xml_as_json_and_back(
    two_worlds: tuple[dict[str, House], dict[str, House]], corpus: Path
) -> None:
    for name, (house, status, codes) in ANSWERS.items():
        raw = (EXAMPLES / f"{name}.xml").read_bytes()
        body = parse_xml(raw)
        document = Ubl().read(body).document
        assert document is not None
        side = "buyer" if document.sent_by_buyer else "seller"
        first, key = submitted(two_worlds[0][house], side, raw, "application/xml")
        assert (name, first.status) == (name, status), first.body
        assert set(codes) <= {each["code"] for each in first.json["findings"]}
        as_json = getattr(two_worlds[0][house], side).get(f"/documents/{key}/content?format=json")
        second, other_key = submitted(two_worlds[1][house], side, as_json.body, "application/json")
        assert (name, second.status) == (name, status), second.body
        as_ubl = getattr(two_worlds[1][house], side).get(f"/documents/{other_key}/content?format=ubl")
        assert (name, as_ubl.status) == (name, 200)
        if status != 200:  # a duplicate is answered with the first one's record, whose prefixes are the first one's
            assert canonical(as_ubl.body) == canonical(canonical_xml(body.root)), name


@pytest.mark.corpus
def test_no_official_example_of_a_listed_type_is_left_out(corpus: Path) -> None:
    listed = {file.stem for file in EXAMPLES.glob("*.xml") if Ubl().document_type(parse_xml(file.read_bytes()))}
    assert listed == {*ANSWERS, SIGNED}


@pytest.mark.corpus
def test_the_signed_example_is_refused_for_its_signature(
    two_worlds: tuple[dict[str, House], dict[str, House]], corpus: Path
) -> None:
    answer = two_worlds[0]["2.0"].seller.submit((EXAMPLES / f"{SIGNED}.xml").read_bytes())
    assert (answer.status, answer.code) == (422, "signature.reference_count")
