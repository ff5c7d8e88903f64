"""Submitting and reading documents over HTTP, on a real server: every status that the API promises."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from lxml import etree

from app.access.clients import Scope
from app.evidence.verify import verify_receipt
from app.storage.models import DocumentRecord, FeedEntry, NegotiationEvent
from tests.builders import a_contract
from tests.integration.server import LIMIT, Running

UNKNOWN = "018f0000-0000-7000-8000-000000000000"


def test_an_accepted_document_is_answered_with_its_place_and_a_receipt_that_proves_it(server: Running) -> None:
    order = server.order()
    raw = server.xml(order)
    answer = server.buyer.submit(raw)
    assert (answer.status, answer.headers["Content-Type"]) == (201, "application/json")
    shown = answer.json
    assert answer.headers["Location"] == f"/api/v1/documents/{shown['id']}"
    assert (shown["type"], shown["number"], shown["state"]) == ("order", order.number, "accepted")
    assert (shown["findings"], shown["negotiation"]["state"]) == ([], "ISSUED")
    assert verify_receipt(shown["receipt"], raw, server.nobody().get("/jwks.json").json).proven


def test_the_same_again_is_200_with_the_same_bytes(server: Running) -> None:
    raw = server.xml(server.order())
    first = server.buyer.submit(raw)
    again = server.buyer.submit(raw)
    assert (first.status, again.status, again.body) == (201, 200, first.body)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Countersign-Duplicate"] == "true"


def test_a_repeated_key_is_answered_with_the_same_bytes_and_a_reused_one_is_a_conflict(server: Running) -> None:
    order = server.order()
    raw = server.xml(order)
    key = f"key-{order.number}"
    first = server.buyer.submit(raw, Idempotency_Key=key)
    again = server.buyer.submit(raw, Idempotency_Key=key)
    assert (again.status, again.body) == (200, first.body)
    reused = server.buyer.submit(server.xml(server.order()), Idempotency_Key=key)
    assert (reused.status, reused.code) == (409, "message.key_reused")


def test_keys_of_two_organisations_do_not_meet(server: Running) -> None:
    order = server.order()
    key = f"shared-{order.number}"
    assert server.buyer.submit(server.xml(order), Idempotency_Key=key).status == 201
    other = server.seller.submit(b"<nothing/>", Idempotency_Key=key)
    assert other.code == "message.unrecognised"


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\tinside", "schlüssel".encode().decode("latin-1")])
def test_a_key_that_is_none_is_refused_before_anything_is_read(server: Running, key: str) -> None:
    answer = server.buyer.submit(b"<a/>", Idempotency_Key=key)
    assert (answer.status, answer.code) == (400, "message.bad_key")


def test_another_content_under_an_accepted_number_is_a_conflict(server: Running) -> None:
    order = server.order()
    server.accepted(order)
    answer = server.buyer.submit(server.xml(replace(order, customer_reference="another")))
    assert (answer.status, answer.code) == (409, "document.number_conflict")
    assert order.number in answer.json["title"]


def test_an_unexpected_fault_is_202_and_says_nothing_of_its_cause(server: Running) -> None:
    server.trade.policy(server.trade.seller, server.trade.buyer, types=["no such type"])
    try:
        answer = server.buyer.submit(server.xml(server.order()))
    finally:
        server.trade.policy(server.trade.seller, server.trade.buyer)
    assert (answer.status, answer.json["state"], answer.json["receipt"]) == (202, "quarantined", None)
    assert [each["code"] for each in answer.json["findings"]] == ["document.quarantined"]
    assert b"no such type" not in answer.body
    assert b"Traceback" not in answer.body
    shown = server.buyer.get(f"/documents/{answer.json['id']}")
    assert (shown.status, shown.json["state"]) == (200, "quarantined")
    assert b"no such type" not in shown.body
    assert server.seller.get(f"/documents/{answer.json['id']}").status == 404


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in chunks"])
def test_a_body_over_the_limit_is_413(server: Running, announced: bool) -> None:
    piece = b"<a>" + b" " * 65_000
    body = piece * (LIMIT // len(piece) + 1) if announced else iter([piece] * (LIMIT // len(piece) + 1))
    answer = server.buyer.submit(body)
    assert (answer.status, answer.code) == (413, "message.too_large")
    assert str(LIMIT) in answer.json["title"]


def test_a_document_in_chunks_is_taken_like_any_other(server: Running) -> None:
    raw = server.xml(server.order())
    answer = server.buyer.submit(iter([raw[:1000], raw[1000:]]))
    assert (answer.status, answer.json["sha256"]) == (201, server.buyer.submit(raw).json["sha256"])


@pytest.mark.parametrize("media_type", ["text/plain", "application/pdf", "multipart/form-data", "x" * 300])
def test_a_foreign_media_type_is_415(server: Running, media_type: str) -> None:
    answer = server.buyer.submit(b"<a/>", media_type)
    assert (answer.status, answer.code) == (415, "api.unsupported_media_type")
    assert "application/xml" in answer.json["detail"]


def test_a_compressed_body_is_415(server: Running) -> None:
    answer = server.buyer.submit(b"\x1f\x8b\x08", Content_Encoding="gzip")
    assert (answer.status, answer.code) == (415, "api.unsupported_encoding")


@pytest.mark.parametrize("body", [b"<html xmlns='http://www.w3.org/1999/xhtml'/>", b'{"hello": 1}', b"[]"])
def test_content_of_no_known_syntax_is_415(server: Running, body: bytes) -> None:
    assert (server.buyer.submit(body).status, server.buyer.submit(body).code) == (415, "message.unrecognised")


@pytest.mark.parametrize(("body", "code"), [(b"", "message.empty"), (b" \n", "message.empty")])
def test_nothing_is_422(server: Running, body: bytes, code: str) -> None:
    answer = server.buyer.submit(body)
    assert (answer.status, answer.code) == (422, code)


def broken(server: Running) -> bytes:
    raw = server.ports.formats.get("ubl").render(server.order())
    return raw.replace(b"<cbc:IssueDate>", b"<cbc:IssueDate>not-a-day").replace(b"<cbc:ID>1</cbc:ID>", b"<cbc:ID/>")


def test_a_refused_document_gets_all_findings_in_english(server: Running) -> None:
    answer = server.buyer.submit(broken(server))
    assert (answer.status, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert answer.headers["Content-Language"] == "en"
    problem = answer.json
    assert {"type", "title", "status", "detail", "instance", "code", "findings", "document_id"} <= set(problem)
    assert problem["type"].startswith(f"{server.url}/api/v1/problems/")
    assert len({each["path"] for each in problem["findings"]}) >= 2
    assert all(each["message"] and each["severity"] for each in problem["findings"])


@pytest.mark.parametrize("language", ["zh", "zh-CN", "zh-Hans-CN;q=0.9, en;q=0.5"])
def test_a_refused_document_gets_all_findings_in_chinese(server: Running, language: str) -> None:
    answer = server.buyer.submit(broken(server), Accept_Language=language)
    assert answer.headers["Content-Language"] == "zh-Hans"
    for text in (answer.json["title"], *(each["message"] for each in answer.json["findings"])):
        assert any("\u4e00" <= character <= "\u9fff" for character in text), text


def test_what_was_refused_is_kept_and_its_record_tells_the_findings_again(server: Running) -> None:
    raw = broken(server)
    problem = server.buyer.submit(raw).json
    record = server.buyer.get(f"/documents/{problem['document_id']}").json
    assert (record["state"], record["findings"]) == ("rejected", problem["findings"])
    assert server.buyer.get(f"/documents/{problem['document_id']}/content").body == raw
    assert server.seller.get(f"/documents/{problem['document_id']}").status == 404


def test_who_goes_too_fast_is_told_when_to_go_on(server: Running) -> None:
    caller = server.caller(server.trade.buyer, rate=60)
    answers = [caller.get("/documents?limit=1") for _ in range(20)]
    refused = [each for each in answers if each.status == 429]
    assert refused
    assert answers[0].status == 200
    assert refused[0].code == "api.rate_limited"
    seconds = int(refused[0].headers["Retry-After"])
    assert seconds == 1
    time.sleep(seconds)
    assert caller.get("/documents?limit=1").status == 200
    assert server.buyer.get("/documents?limit=1").status == 200


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer csk_nonsense", "Basic YTpi", "Bearer csk_" + "A" * 43]
)
def test_without_a_valid_key_nothing_is_read(server: Running, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = server.nobody().submit(b"<a/>", "text/plain", **headers)
    assert (answer.status, answer.code) == (401, "api.unauthenticated")
    assert server.nobody().get("/documents?limit=nonsense", **headers).status == 401


def test_a_key_opens_what_its_scopes_say(server: Running) -> None:
    reader = server.caller(server.trade.buyer, Scope.DOCUMENTS_READ)
    writer = server.caller(server.trade.buyer, Scope.DOCUMENTS_WRITE)
    assert reader.get("/documents").status == 200
    assert (reader.submit(b"<a/>").status, reader.submit(b"<a/>").code) == (403, "api.scope_missing")
    assert writer.submit(server.xml(server.order())).status == 201
    assert writer.get("/documents").status == 403
    assert "documents:read" in writer.get("/documents").json["title"]


def test_a_document_is_its_senders_and_its_receivers_and_404_to_anybody_else(server: Running) -> None:
    key = server.accepted()["id"]
    for path in (f"/documents/{key}", f"/documents/{key}/content", f"/documents/{key}/content?format=json"):
        assert [each.get(path).status for each in (server.buyer, server.seller, server.outsider)] == [200, 200, 404]
        assert server.outsider.get(path).json["title"] == server.outsider.get(path.replace(key, UNKNOWN)).json["title"]
    assert server.outsider.get("/documents").json["documents"] == []


def test_the_original_comes_back_byte_for_byte_and_in_another_syntax(server: Running) -> None:
    order = server.order()
    raw = server.xml(order)
    key = server.buyer.submit(raw).json["id"]
    original = server.seller.get(f"/documents/{key}/content")
    assert (original.body, original.headers["Content-Type"].split(";")[0]) == (raw, "application/xml")
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    assert original.headers["Content-Disposition"] == "attachment"
    as_json = server.seller.get(f"/documents/{key}/content?format=json")
    assert (as_json.status, as_json.json["number"]) == (200, order.number)
    as_ubl = server.seller.get(f"/documents/{key}/content?format=ubl")
    assert etree.fromstring(as_ubl.body).tag.endswith("}Order")
    for wanted in ("contract-xml", "nonsense"):
        refused = server.seller.get(f"/documents/{key}/content?format={wanted}")
        assert (refused.status, refused.code) == (422, "api.not_convertible")


def test_a_contract_goes_in_as_contract_xml_and_comes_out_as_json(server: Running) -> None:
    contract = a_contract().numbered(server.order().number).build()
    key = server.accepted(contract)["id"]
    assert server.seller.get(f"/documents/{key}/content?format=json").json["title"] == contract.title


def test_a_signed_json_document_is_taken_by_either_media_type(server: Running) -> None:
    for media_type in ("application/jose", "application/jose+json", "application/json"):
        assert server.buyer.submit(server.trade.json(server.order()), media_type).status == 201


def test_pages_of_documents_skip_and_repeat_nothing_while_more_come(server: Running) -> None:
    before = [server.accepted()["id"] for _ in range(7)]
    path, seen = "/documents?direction=sent&type=order&limit=3", []
    for round_ in range(100):
        page = server.buyer.get(path).json
        seen += [each["id"] for each in page["documents"]]
        if page["next"] is None or set(before) <= set(seen):
            break
        if round_ == 0:
            server.accepted()
        path = f"/documents?direction=sent&type=order&limit=3&after={page['next']}"
    assert [key for key in seen if key in before] == before[::-1]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    "query",
    [
        "after=nonsense",
        "after=AA%3D%3D",
        "after=%00",
        "after=MDAwMS0wMS0wMVQwMDowMDowMCsyMzo1OSBh",
        "limit=0",
        "limit=201",
        "limit=x",
        "type=nonsense",
        "number=%00",
        "direction=up",
    ],
)
def test_a_query_that_makes_no_sense_is_refused_by_name(server: Running, query: str) -> None:
    answer = server.buyer.get(f"/documents?{query}")
    assert answer.status in (400, 422)
    assert answer.code in ("api.bad_request", "api.invalid")


def test_lists_can_be_narrowed(server: Running) -> None:
    order = server.order()
    key = server.accepted(order)["id"]
    for query in (f"number={order.number}", f"number={order.number}&type=order&state=accepted&direction=sent"):
        assert [each["id"] for each in server.buyer.get(f"/documents?{query}").json["documents"]] == [key]
    assert server.buyer.get(f"/documents?number={order.number}&direction=received").json["documents"] == []
    assert server.buyer.get(f"/documents?number={order.number}&state=rejected").json["documents"] == []


# --- what no field was made for


def as_json(server: Running, **changes: object) -> bytes:
    document = json.loads(server.ports.formats.get("json").render(server.order()))
    return json.dumps({**document, **changes}).encode()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "PO\0"}, "document.bad_text"),
        ({"number": "x" * 301}, "document.too_long"),
        ({"currency": "x" * 9}, "document.too_long"),
        ({"title\0": "x"}, "document.bad_text"),
        ({"notes": [{"text": "a\u0000b"}]}, "document.bad_text"),
        ({"number": ""}, None),
        ({"number": 5}, "document.bad_type"),
    ],
)
def test_json_that_no_database_could_hold_is_refused_for_what_it_says(
    server: Running, changes: dict[str, object], code: str | None
) -> None:
    server.trade.policy(server.trade.seller, server.trade.buyer, signed=[])
    try:
        answer = server.buyer.submit(as_json(server, **changes), "application/json")
    finally:
        server.trade.policy(server.trade.seller, server.trade.buyer)
    assert answer.status == 422
    assert code is None or code in [each["code"] for each in answer.json["findings"]]


@pytest.mark.parametrize("field", ["number", "currency"])
def test_xml_with_an_endless_identifier_is_refused_for_it(server: Running, field: str) -> None:
    order = replace(server.order(), **{field: "X" * 400})
    answer = server.buyer.submit(server.xml(order))
    assert answer.status == 422
    assert "document.too_long" in [each["code"] for each in answer.json["findings"]]


# --- at the same time


@pytest.mark.parametrize("with_key", [True, False], ids=["with a key", "without a key"])
def test_a_hundred_identical_submissions_have_one_effect_and_one_answer(server: Running, with_key: bool) -> None:
    order = server.order()
    raw = server.xml(order)
    headers = {"Idempotency_Key": f"k-{order.number}"} if with_key else {}
    with ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(lambda _: server.buyer.submit(raw, **headers), range(100)))
    assert sorted(each.status for each in answers) == [200] * 99 + [201]
    assert len({each.body for each in answers}) == 1
    record = answers[0].json
    with server.ports.database.reading() as session:
        assert session.query(DocumentRecord).filter_by(number=order.number).count() == 1
        assert session.query(FeedEntry).filter_by(document_id=record["id"]).count() == 1
        events = session.query(NegotiationEvent).filter_by(negotiation_id=record["negotiation"]["id"])
        assert [each.document_id for each in events].count(record["id"]) == events.count() == 2
