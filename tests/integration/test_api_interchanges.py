"""X12, EDIFACT and cXML over HTTP, on a real server: what their senders' programs see."""

from app.pipeline.receive_interchange import MOST_INTERCHANGES
from tests.edi_documents import Paper, x12
from tests.integration.server import Running
from tests.integration.test_idoc_files import a_file


def an_850(server: Running, *, control: int, number: str) -> Paper:
    body = [
        f"BEG*00*SA*{number}**20260105",
        "CUR*BY*EUR",
        "N1*BY*Birch Hospital Trust*UL*5790000435944",
        "N1*SE*Silver Supplies*UL*7300010000001",
        "PO1*1*10*EA*12.5**VP*AB-100",
        "PID*F****Gloves",
        "CTT*1",
    ]
    paper = x12("850", "PO", body)
    paper.segments[0][13] = paper.segments[-1][2] = f"{control:09}"
    return paper


def unsigned(server: Running) -> None:
    server.trade.policy(server.trade.seller, server.trade.buyer, signed=[])


def test_an_850_is_taken_and_its_997_comes_back(server: Running) -> None:
    unsigned(server)
    raw = an_850(server, control=501, number="X-501").raw()
    answer = server.buyer.submit(raw, media_type="application/edi-x12")
    assert answer.status == 201
    (told,) = answer.json["interchanges"]
    assert (told["verdict"], told["standing"], told["control"]) == ("accepted", "new", "000000501")
    (document,) = told["documents"]
    assert document["verdict"] == "accepted"
    assert "AK9*A*1*1*1" in told["acknowledgement"]
    shown = server.seller.get(document["url"].removeprefix("/api/v1")).json
    assert (shown["number"], shown["syntax"]) == ("X-501", "x12")
    as_ubl = server.seller.get(document["url"].removeprefix("/api/v1") + "/content?format=ubl")
    assert b"<cbc:ID>X-501</cbc:ID>" in as_ubl.body
    assert server.seller.get(document["url"].removeprefix("/api/v1") + "/content").body.startswith(b"ISA*")


def test_the_same_interchange_again_is_200_with_the_same_acknowledgement(server: Running) -> None:
    unsigned(server)
    raw = an_850(server, control=502, number="X-502").raw()
    first = server.buyer.submit(raw, media_type="application/edi-x12").json["interchanges"][0]
    again = server.buyer.submit(raw, media_type="application/edi-x12")
    assert again.status == 200
    told = again.json["interchanges"][0]
    assert told["standing"] == "repeated"
    assert told["acknowledgement"] == first["acknowledgement"]


def test_a_control_number_that_was_used_is_409_with_the_acknowledgement_that_says_so(server: Running) -> None:
    unsigned(server)
    server.buyer.submit(an_850(server, control=508, number="X-508").raw(), media_type="application/edi-x12")
    for _ in range(2):
        raw = an_850(server, control=508, number="X-509").raw()
        answer = server.buyer.submit(raw, media_type="application/edi-x12")
        assert answer.status == 409
        [told] = answer.json["interchanges"]
        assert (told["standing"], told["verdict"]) == ("conflicting", "rejected")
        assert "*R*025~" in told["acknowledgement"]


def test_a_file_of_which_nothing_is_taken_now_is_not_201(server: Running) -> None:
    unsigned(server)
    known = an_850(server, control=504, number="X-504").raw()
    server.buyer.submit(known, media_type="application/edi-x12")
    reused, fresh = (an_850(server, control=each, number="X-505").raw() for each in (504, 505))
    assert server.buyer.submit(known + reused, media_type="application/edi-x12").status == 422
    assert server.buyer.submit(known + fresh, media_type="application/edi-x12").status == 201


def test_a_file_of_too_many_interchanges_is_refused_whole(server: Running) -> None:
    unsigned(server)
    good = an_850(server, control=506, number="X-506").raw()
    many = good + b"UNB++.? '\n" * MOST_INTERCHANGES
    assert server.buyer.submit(many, media_type="application/edi-x12").code == "edi.too_many_interchanges"
    assert server.buyer.submit(good, media_type="application/edi-x12").status == 201


def test_what_only_looks_like_many_interchanges_is_taken(server: Running) -> None:
    unsigned(server)
    paper = an_850(server, control=507, number="X-507")
    at = paper.index("PID")
    paper.segments[at : at + 1] = [["PID", "F", "", "", "", "VISA UNA UNB"] for _ in range(MOST_INTERCHANGES)]
    paper.segments[paper.index("SE")][1] = str(MOST_INTERCHANGES + 8)
    assert server.buyer.submit(paper.raw(), media_type="application/edi-x12").status == 201


def test_a_bad_850_is_422_with_every_finding_at_its_place(server: Running) -> None:
    unsigned(server)
    paper = an_850(server, control=503, number="X-503")
    paper.segments[paper.index("PO1")][2] = "ten"
    paper.segments[paper.index("CUR")][2] = "EURO"
    answer = server.buyer.submit(paper.raw(), media_type="application/edi-x12")
    assert answer.status == 422
    found = answer.json["interchanges"][0]["documents"][0]["findings"]
    places = {(each["code"], each["params"]["place"]) for each in found}
    assert {("edi.not_a_number", "PO102"), ("edi.too_long", "CUR02")} <= places
    assert all(int(each["params"]["offset"]) > 0 for each in found)


def test_what_only_begins_like_an_interchange_is_422(server: Running) -> None:
    answer = server.buyer.submit(b"ISA*nonsense", media_type="application/edi-x12")
    assert (answer.status, answer.json["findings"][0]["code"]) == (422, "edi.unreadable_isa")


def test_a_cxml_sender_is_answered_in_cxml(server: Running) -> None:
    unsigned(server)
    raw = server.trade.ports.formats.get("cxml").render(server.order())
    answer = server.buyer.submit(raw, media_type="application/cxml+xml")
    assert answer.status == 201
    assert b'<Status code="200" text="OK"' in answer.body
    refused = server.buyer.submit(b"<cXML/>", media_type="application/cxml+xml")
    assert refused.status in (415, 422)
    assert b'<Status code="406"' in refused.body


def test_each_idoc_of_a_file_is_answered_for_itself(server: Running) -> None:
    unsigned(server)
    first, second = a_file("X-901", "X-902").split(b"</IDOC>", 1)
    raw = b"</IDOC>".join((first, second.replace(b">12.50<", b">12,50<")))
    answer = server.buyer.submit(raw, media_type="application/idoc+xml")
    assert answer.status == 201
    taken, refused = answer.json["documents"]
    assert (taken["verdict"], refused["verdict"]) == ("accepted", "rejected")
    assert server.seller.get(taken["url"].removeprefix("/api/v1")).json["number"] == "X-901"
    assert "idoc.decimal" in {each["code"] for each in refused["findings"]}
    assert server.buyer.submit(a_file("X-901", "X-901"), media_type="application/idoc+xml").status == 200
