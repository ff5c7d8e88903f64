"""997, 999 and TA1 for good and bad interchanges, segment by segment."""

import pytest

from app.formats.edi.acknowledge import On, Policy
from tests.edi_interchanges import GOOD_850, answers, faults_of, inner, said, verdicts_of, x12

_GS = "GS*PO*APPA*APPB*20201122*0304*17*X*004010"
_GS_5010 = "GS*PO*APPA*APPB*20201122*0304*17*X*005010"
_GS_OF_AN_IMPLEMENTATION = "GS*PO*APPA*APPB*20201122*0304*17*X*005010X123"
_BEG, _PO1 = GOOD_850


def _of_set(*segments: str) -> list[str]:
    """What is said of a set with these segments, between AK2 and AK9."""
    found = said(x12(segments))
    assert found[:2] == ["AK1*PO*17", "AK2*850*0001"]
    return found[2:-1]


def test_a_good_group_is_accepted() -> None:
    assert said(x12(GOOD_850)) == ["AK1*PO*17", "AK2*850*0001", "AK5*A", "AK9*A*1*1*1"]


def test_the_envelope_is_the_senders_turned_round() -> None:
    [(name, content)] = answers(x12(GOOD_850))
    assert name == "001-000000042-997.edi"
    assert content.decode().split("~")[:3] == [
        "ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *261122*1405*U*00401*000000007*0*T*>",
        "GS*FA*APPB*APPA*20261122*1405*1*X*004010",
        "ST*997*0001",
    ]
    assert content.decode().split("~")[-4:] == ["SE*6*0001", "GE*1*1", "IEA*1*000000007", ""]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ((_BEG.replace("4711", ""), _PO1), ["AK3*BEG*2**8", "AK4*3*324*1"]),
        ((_BEG.replace("SA", "QQ"), _PO1), ["AK3*BEG*2**8", "AK4*2*92*7*QQ"]),
        ((_BEG.replace("20201101", "20201301"), _PO1), ["AK3*BEG*2**8", "AK4*5*373*8*20201301"]),
        ((_BEG.replace("20201101", "2020"), _PO1), ["AK3*BEG*2**8", "AK4*5*373*4*2020"]),
        ((_BEG, "PO1*1*5X*EA*9.5"), ["AK3*PO1*3*PO1*8", "AK4*2*330*6*5X"]),
        ((_BEG, "CUR*BY", _PO1), ["AK3*CUR*3**8", "AK4*2*100*1"]),
        ((_BEG, "XYZ*1", _PO1), ["AK3*XYZ*3**1"]),
        ((_BEG, "BSN*00*1*20201101*1200", _PO1), ["AK3*BSN*3**6"]),
        ((_BEG, _BEG, _PO1), ["AK3*BEG*3**5"]),
        ((_PO1,), ["AK3*BEG*2**3"]),
    ],
)
def test_a_fault_is_told_with_its_place(segments: tuple[str, ...], expected: list[str]) -> None:
    assert _of_set(*segments) == [*expected, "AK5*R*5"]


def test_elements_of_one_segment_are_told_together() -> None:
    assert _of_set("BEG*00*QQ***20201301", _PO1) == [
        *("AK3*BEG*2**8", "AK4*2*92*7*QQ", "AK4*3*324*1", "AK4*5*373*8*20201301"),
        "AK5*R*5",
    ]


def test_a_components_place_has_two_numbers() -> None:
    assert "AK4*4>2*127*1" in _of_set(_BEG, "REF*DP*1**DP", _PO1)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ST*850*0001~BEG*00*SA*4711**20201101~PO1*1*5*EA~SE*9*0001", "AK5*R*4"),
        ("ST*850*0001~BEG*00*SA*4711**20201101~PO1*1*5*EA~SE*4*0002", "AK5*R*3"),
        ("ST*850*0001~BEG*00*SA*4711**20201101~PO1*1*5*EA", "AK5*R*2"),
        ("ST*850*0001~BEG*00*SA*4711**20201101~PO1*1*5*EA*X~SE*9*0002", "AK5*R*4*3*5"),
    ],
)
def test_a_sets_own_faults_are_told_with_it(written: str, expected: str) -> None:
    assert expected in said(x12(written))


def test_a_bad_set_leaves_its_neighbours_accepted() -> None:
    found = said(x12(GOOD_850, ("BEG*00*QQ*4711**20201101", _PO1), GOOD_850))
    assert found[1:3] == ["AK2*850*0001", "AK5*A"]
    assert found[-3:] == ["AK2*850*0003", "AK5*A", "AK9*P*3*3*2"]


def test_lenient_partners_accept_with_errors() -> None:
    found = said(x12(("BEG*00*QQ*4711**20201101", _PO1)), Policy(lenient=True))
    assert found[-2:] == ["AK5*E*5", "AK9*E*1*1*1"]


@pytest.mark.parametrize(
    ("ge", "expected"),
    [("GE*3*17", "AK9*R*3*1*0*5"), ("GE*1*18", "AK9*R*1*1*0*4"), (" ", "AK9*R*1*1*0*3")],
)
def test_a_groups_own_faults_reject_it_and_no_set_in_it_is_called_accepted(ge: str, expected: str) -> None:
    assert said(x12(GOOD_850, ge=ge)) == ["AK1*PO*17", expected]


def test_a_number_that_is_used_twice_is_told() -> None:
    again = "ST*850*0001~BEG*00*SA*4711**20201101~PO1*1*5*EA~SE*4*0001"
    assert said(x12(again, again))[-2:] == ["AK5*R*23", "AK9*P*2*2*1"]


def test_an_unknown_set_is_rejected() -> None:
    found = said(x12("ST*940*0001~W05*N*1~SE*3*0001"))
    assert found[1:3] == ["AK2*940*0001", "AK5*R*1"]


def test_a_control_number_that_is_too_short_is_filled_up() -> None:
    found = said(x12("ST*850*1~BEG*00*SA*4711**20201101~PO1*1*5*EA~SE*4*1"))
    assert found[1] == "AK2*850*0001"


def test_005010_gets_a_997_unless_an_implementation_is_named() -> None:
    assert said(x12(GOOD_850, gs=_GS_5010, version="00501"))[0] == "AK1*PO*17*005010"
    [(name, content)] = answers(x12(("BEG*00*QQ*4711**20201101", _PO1), gs=_GS_OF_AN_IMPLEMENTATION, version="00501"))
    assert name.endswith("-999.edi")
    assert b"*005010X231A1~ST*999*0001*005010X231A1~" in content
    assert inner(content) == [
        *("AK1*PO*17*005010X123", "AK2*850*0001", "IK3*BEG*2**8", "IK4*2*92*7*QQ", "IK5*R*5", "AK9*R*1*1*0"),
    ]


def test_the_policy_chooses_between_997_and_999() -> None:
    assert answers(x12(GOOD_850, gs=_GS_5010, version="00501"), Policy(kind="999"))[0][0].endswith("999.edi")
    assert answers(x12(GOOD_850, gs=_GS_OF_AN_IMPLEMENTATION), Policy(kind="997"))[0][0].endswith("997.edi")
    assert answers(x12(GOOD_850), Policy(kind="999"))[0][0].endswith("997.edi")


@pytest.mark.parametrize(
    ("iea", "expected"),
    [
        ("IEA*1*000000043", "TA1*000000042*201122*0304*R*001"),
        ("IEA*2*000000042", "TA1*000000042*201122*0304*R*021"),
        ("", "TA1*000000042*201122*0304*R*023"),
    ],
)
def test_a_rejected_interchange_gets_a_ta1_alone(iea: str, expected: str) -> None:
    [(name, content)] = answers(x12(GOOD_850, iea=iea))
    assert name.endswith("-ta1.edi")
    assert inner(content) == [expected]
    assert b"GS*" not in content
    assert b"IEA*0*000000007~" in content


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        ("*ZZ*SENDER", "*Z9*SENDER", "005"),
        ("*ZZ*RECEIVER", "*Z9*RECEIVER", "007"),
        ("*201122*", "*201322*", "014"),
        ("*0304*U", "*2504*U", "015"),
        ("*00401*", "*00999*", "017"),
        ("*T*>", "*Q*>", "020"),
    ],
)
def test_each_element_of_isa_has_its_code(wrong: str, right: str, code: str) -> None:
    [(_, content)] = answers(x12(GOOD_850).replace(wrong.encode(), right.encode(), 1))
    assert inner(content)[0].endswith(f"*R*{code}")
    assert faults_of(content) == []


def test_a_ta1_comes_first_where_it_is_asked_for() -> None:
    first, second = answers(x12(GOOD_850, asks=True))
    assert inner(first[1]) == ["TA1*000000042*201122*0304*A*000"]
    assert second[0] == "002-000000042-997.edi"


@pytest.mark.parametrize(
    ("data", "ak9"),
    [
        (x12(GOOD_850, ge="GE*1*17*X"), "AK9*R*1*1*0"),
        (x12(GOOD_850, gs=f"{_GS}*X"), "AK9*R*1*1*0"),
        (x12(GOOD_850, gs=_GS.replace("20201122", "20201322")), "AK9*R*1*1*0"),
        (x12(GOOD_850, "CTT*1~PO1*2*1*EA", ge="GE*1*17"), "AK9*R*1*1*0"),
        (x12(GOOD_850, "SE*4*0001", ge="GE*1*17"), "AK9*R*1*1*0"),
        (x12("CTT*1", ge="GE*0*17"), "AK9*R*0*0*0"),
    ],
)
def test_what_is_wrong_with_a_group_and_has_no_code_in_ak9_is_told_by_a_ta1(data: bytes, ak9: str) -> None:
    """Segments behind a set's trailer would be lost if the set were taken."""
    ta1, acknowledgement = answers(data)
    assert inner(ta1[1]) == ["TA1*000000042*201122*0304*E*024"]
    assert inner(acknowledgement[1]) == ["AK1*PO*17", ak9]
    assert verdicts_of(data) == ("rejected", ["rejected"] * ak9.count("1*1"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (x12(GOOD_850, iea="IEA*1*000000042*X"), "024"),
        (x12(GOOD_850, iea="REF*DP*1~IEA*1*000000042"), "022"),
        (x12(GOOD_850, ge="GE*1*17~GE*1*17"), "022"),
    ],
)
def test_any_error_of_the_interchange_rejects_it(data: bytes, code: str) -> None:
    assert said(data) == [f"TA1*000000042*201122*0304*R*{code}"]
    assert verdicts_of(data) == ("rejected", ["rejected"])


@pytest.mark.parametrize(
    "place", [("*PO*", "*9!*"), ("*PO*", "*ZZ*"), ("*17*", "*A7*"), ("*17*", "*-5*"), ("*17*", "**")]
)
def test_a_group_that_ak1_cannot_name_rejects_the_interchange(place: tuple[str, str]) -> None:
    """A TA1 with E alone would say that all is well received."""
    data = x12(GOOD_850, gs=_GS.replace(*place))
    assert said(data) == ["TA1*000000042*201122*0304*R*024"]
    assert verdicts_of(data) == ("rejected", ["rejected"])


def test_a_group_of_a_known_code_that_is_not_ours_is_named_and_rejected() -> None:
    assert said(x12(GOOD_850, gs=_GS.replace("*PO*", "*HC*"))) == ["AK1*HC*17", "AK9*R*1*1*0*1"]


def test_an_interchange_with_a_group_rejected_for_being_empty_is_accepted_in_part() -> None:
    data = x12(GOOD_850, ge=f"GE*1*17~{_GS.replace('*17*', '*18*')}~GE*0*18", iea="IEA*2*000000042")
    assert [each for each in inner(answers(data)[1][1]) if each.startswith("AK9")] == ["AK9*A*1*1*1", "AK9*R*0*0*0"]
    assert verdicts_of(data) == ("partially_accepted", ["accepted"])


def test_acknowledgements_are_not_acknowledged() -> None:
    [(_, answer)] = answers(x12(GOOD_850))
    assert answers(answer) == []
    [(_, ta1)] = answers(x12(GOOD_850, iea=""))
    assert answers(ta1) == []


@pytest.mark.parametrize(("on", "good", "bad"), [(On.ALWAYS, 1, 1), (On.ERRORS, 0, 1), (On.NEVER, 0, 0)])
def test_the_policy_says_when(on: On, good: int, bad: int) -> None:
    assert len(answers(x12(GOOD_850), Policy(on=on))) == good
    assert len(answers(x12(("BEG*00*QQ*4711**20201101", _PO1)), Policy(on=on))) == bad


def test_only_faulty_sets_are_named_where_that_is_wanted_or_there_are_very_many() -> None:
    bad = ("BEG*00*QQ*4711**20201101", _PO1)
    found = said(x12(GOOD_850, bad), Policy(every_message=False))
    assert [each for each in found if each.startswith("AK2")] == ["AK2*850*0002"]
    many = said(x12(*[f"ST*850*{number:05}~{_BEG}~{_PO1}~SE*4*{number:05}" for number in range(10_001)]))
    assert many == ["AK1*PO*17", "AK9*A*10001*10001*10001"]


def test_odd_delimiters_are_mirrored() -> None:
    data = x12(GOOD_850).translate(bytes.maketrans(b"*>~", b"|^\n"))
    [(_, content)] = answers(data)
    assert content.split(b"\n")[3:6] == [b"AK1|PO|17", b"AK2|850|0001", b"AK5|A"]
    assert faults_of(content) == []


def test_a_separator_of_one_byte_is_not_mirrored_beside_a_terminator_of_several() -> None:
    [(_, content)] = answers(x12(GOOD_850).replace(b">", b"\x9a").replace(b"~", "…".encode()))
    assert "AK5*A" in content.decode().replace("\n", "").split("…")
    assert faults_of(content) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (x12(("BEG*00*S>A*4711**20201101", _PO1)), "AK4*2*92*6"),
        (x12((_BEG, "PO1*1*1^2*EA*9.5"), gs=_GS_5010, version="00501"), "AK4*2>>2*380*12"),
        (x12(f"ST*850*0123456789~{_BEG}~{_PO1}~SE*4*0123456789"), "AK2*850*0000"),
        (x12(f"ST*850*00\x0112~{_BEG}~{_PO1}~SE*4*00\x0112"), "AK2*850*0000"),
    ],
)
def test_what_can_not_be_copied_never_becomes_another_value(data: bytes, expected: str) -> None:
    """It is left out; zeros stand where something has to."""
    [(_, content)] = answers(data)
    assert expected in inner(content)
    assert faults_of(content) == []
