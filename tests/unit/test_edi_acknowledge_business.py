"""824 and APERAK: findings of business rules as partners get them."""

from app.domain.findings import Finding, Severity, finding
from app.formats.edi.acknowledge_business import Judgement, business_answers
from app.formats.edi.mirror import Numbers
from tests.edi_interchanges import AT, GOOD_850, GOOD_ORDERS, edifact, faults_of, inner, messages_of, x12

_WRONG = finding("BR-CO-10", "/Invoice/LegalMonetaryTotal")
_ODD = Finding("BR-01", severity=Severity.WARNING)


def _answer(data: bytes, *findings: Finding) -> bytes:
    [message] = messages_of(data)
    judgement = Judgement(message=message, document="47*11", identifier="A-1", findings=findings, at=AT)
    [answer] = business_answers([judgement])
    content = answer.content(Numbers(7), AT)
    assert faults_of(content) == []
    return content


def test_an_824_rejects_the_document_and_says_why() -> None:
    content = _answer(x12(GOOD_850), _ODD, _WRONG)
    assert b"GS*AG*APPB*APPA*20261122*1405*1*X*004010~ST*824*0001~" in content
    segments = inner(content)
    assert segments[:2] == ["BGN*11*A-1*20261122*1405", "OTI*TR*PO*0*****17*0001*850"]  # 4711 would be another
    assert segments[2].startswith("TED*848*BR-CO-10: ")
    assert any("(/Invoice/LegalMonetaryTotal)" in each for each in segments)
    assert any(each.startswith("TED*848*BR-01: ") for each in segments)


def test_an_824_accepts_with_and_without_remarks() -> None:
    assert inner(_answer(x12(GOOD_850)))[1].startswith("OTI*TA*")
    assert inner(_answer(x12(GOOD_850), _ODD))[1].startswith("OTI*TE*")


def test_005010_has_its_own_824() -> None:
    gs = "GS*PO*APPA*APPB*20201122*0304*17*X*005010"
    assert b"*X*005010~ST*824*" in _answer(x12(GOOD_850, gs=gs, version="00501"), _WRONG)


def test_an_aperak_rejects_the_document_and_says_why() -> None:
    content = _answer(edifact(GOOD_ORDERS), _WRONG)
    assert b"UNH+1+APERAK:D:96A:UN'" in content
    segments = inner(content)
    assert segments[:4] == ["BGM++A-1+9+RE", "DTM+137:202611221405:203", "RFF+ON:47*11", "RFF+ACW:1"]
    assert segments[4] == "ERC+BR-CO-10"
    assert segments[5].startswith("FTX+AAO+++BR-CO-10?: ")


def test_an_aperak_of_d01b_says_what_kind_of_document_it_is() -> None:
    message = "'".join(["UNH+1+ORDERS:D:01B:UN", *GOOD_ORDERS, "UNT+7+1"])
    assert inner(_answer(edifact(message)))[0] == "BGM+312+A-1+9+AP"


def test_documents_of_one_group_are_answered_together() -> None:
    messages = list(messages_of(x12(GOOD_850, GOOD_850)))
    judged = [Judgement(message=each, document="1", identifier="A", findings=(), at=AT) for each in messages]
    [answer] = business_answers(judged)
    content = answer.content(Numbers(7), AT)
    assert content.count(b"ST*824*") == 2
    assert faults_of(content) == []
