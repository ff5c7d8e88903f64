"""What can't be installed, and how it is said: by code, file and line, all of it at once, and quickly."""

import io
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import Refused
from app.validation.schematron import reading, sources
from app.validation.schematron.loading import load_schema
from app.validation.schematron.opening import open_bytes, open_file
from app.validation.schematron.sources import below, packed
from tests.unit.schematrons import ISO, PATTERN, RULE, a_part, a_schematron, asserts_of, loaded, refusals

XINCLUDE = "http://www.w3.org/2001/XInclude"


def a_function(body: str) -> str:
    """A schema with a function."""
    return a_schematron(PATTERN, f'<xsl:function name="u:f">{body}</xsl:function>')


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (a_schematron(PATTERN, namespace="http://www.ascc.net/xml/schematron"), "rulesets.old_schematron"),
        (a_schematron(PATTERN, namespace="urn:other"), "rulesets.not_schematron"),
        (a_schematron(PATTERN, attributes=""), "rulesets.query_binding"),
        (a_schematron(PATTERN, attributes='queryBinding="exslt"'), "rulesets.query_binding"),
        ("<!DOCTYPE schema [<!ENTITY x 'y'>]>" + a_schematron(PATTERN), "xml.doctype"),
        ("<schema", "xml.malformed"),
        (a_schematron(), "rulesets.empty"),
        (a_schematron(PATTERN, "<xsl:variable name='x'/>"), "rulesets.element"),
        (a_schematron(PATTERN, "<xsl:include href='x.xsl'/>"), "rulesets.element"),
        (a_schematron(PATTERN, "<library/>"), "rulesets.element"),
        (a_schematron(PATTERN, f"<o xmlns='urn:o'><pattern xmlns='{ISO}'/></o>"), "rulesets.element"),
        (a_schematron(PATTERN, f'<xi:include xmlns:xi="{XINCLUDE}" href="x"/>'), "rulesets.element"),
        (a_schematron(PATTERN.replace("<pattern", "<pattern documents='x'")), "rulesets.attribute"),
        (a_schematron(PATTERN.replace("test=", "xsl:x='1' test=")), "rulesets.attribute"),
        (a_schematron(PATTERN.replace(' test="b"', "")), "rulesets.needs_attribute"),
        (a_schematron(PATTERN.replace(' context="a"', "")), "rulesets.needs_attribute"),
        (a_schematron(PATTERN, "<let name='x' value='1'>2</let>"), "rulesets.content"),
        (a_schematron(PATTERN, "<pattern is-a='none'/>"), "rulesets.no_such_part"),
        (a_schematron(PATTERN.replace("<assert", "<extends rule='none'/><assert")), "rulesets.no_such_part"),
        (a_schematron(PATTERN.replace("test=", "diagnostics='none' test=")), "rulesets.no_such_part"),
        (a_schematron(PATTERN, '<ns prefix="u" uri="urn:x"/><xsl:function name="u:f"/>'), "rulesets.two_namespaces"),
        (a_function("<xsl:message/>"), "rulesets.element"),
        (a_function("<b>literal</b>"), "rulesets.element"),
        (a_function('<xsl:sequence select="1"><xsl:text/></xsl:sequence>'), "rulesets.element"),
        (a_schematron(PATTERN, '<xsl:function name="u:f" xpath-default-namespace="x"/>'), "rulesets.attribute"),
    ],
)  # fmt: skip
def test_what_is_not_supported_is_refused_by_name(text: str, code: str) -> None:
    assert code in [each for each, _ in refusals(text)]


def test_everything_that_is_wrong_is_said_at_once_with_its_line() -> None:
    text = a_schematron(
        "\n<library/>\n<xsl:template match='x'/>\n", "<pattern is-a='none'/>\n", '<include href="../x.sch"/>'
    )
    assert set(refusals(text)) == {
        ("rulesets.element", 2),
        ("rulesets.element", 3),
        ("rulesets.no_such_part", 4),
        ("rulesets.outside", 5),
        ("rulesets.empty", 1),
    }


@pytest.mark.parametrize(
    "href",
    ["../x.sch", "a/../../x.sch", "/etc/passwd", "http://example.com/x.sch", "file:x.sch", "a\\b.sch", "..%2Fx.sch"],
)
def test_an_include_never_leads_out(href: str) -> None:
    assert refusals(a_schematron(PATTERN, f'<include href="{href}"/>')) == [("rulesets.outside", 1)]


def test_a_path_may_go_up_as_long_as_it_stays_inside() -> None:
    assert below("a/b/main.sch", "../c/./x.sch") == "a/c/x.sch"
    with pytest.raises(Refused):
        below("main.sch", "")


def test_a_symbolic_link_does_not_lead_out_either(tmp_path: Path) -> None:
    (tmp_path / "secret.sch").write_text(a_part('<pattern id="x"/>'))
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.sch").symlink_to(tmp_path / "secret.sch")
    (inside / "main.sch").write_text(a_schematron(PATTERN, '<include href="link.sch"/>'))
    with pytest.raises(Refused) as refused:
        load_schema(open_file(str(inside / "main.sch"))[0])
    assert refused.value.code == "rulesets.outside"


def test_includes_in_a_circle_are_refused() -> None:
    loop = a_part('<pattern id="x"><include href="one.sch"/></pattern>')
    assert ("rulesets.cycle", 1) in refusals(a_schematron('<include href="one.sch"/>'), one=loop)


def test_patterns_and_rules_in_a_circle_are_refused() -> None:
    patterns = "".join(f'<pattern id="{one}" abstract="true" is-a="{two}"/>' for one, two in ("ab", "ba"))
    assert ("rulesets.cycle", 1) in refusals(a_schematron(PATTERN, patterns, '<pattern is-a="a"/>'))
    rules = '<rule abstract="true" id="r"><extends rule="r"/></rule><rule context="a"><extends rule="r"/></rule>'
    assert ("rulesets.cycle", 1) in refusals(a_schematron(PATTERN, f"<pattern>{rules}</pattern>"))


def test_a_whole_schema_is_not_included_but_a_part_of_it_can_be() -> None:
    other = a_schematron(f'<pattern id="p">{RULE}</pattern>')
    assert ("rulesets.included_schema", 1) in refusals(a_schematron('<include href="o.sch"/>'), o=other)
    assert len(asserts_of(loaded(a_schematron('<include href="o.sch#p"/>'), o=other))) == 1


def a_doubling_schema() -> str:
    steps = "".join(
        f'<pattern abstract="true" id="p{n}" is-a="p{n - 1}"><param name="x" value="$x$x"/></pattern>'
        for n in range(1, 40)
    )
    first = '<pattern abstract="true" id="p0"><rule context="a"><assert id="R" test="$x"/></rule></pattern>'
    return a_schematron(first, steps, '<pattern is-a="p39"><param name="x" value="aaaa"/></pattern>')


def a_doubling_rule() -> str:
    steps = "".join(
        f'<rule abstract="true" id="r{n}">{f"""<extends rule="r{n - 1}"/>""" * 2}</rule>' for n in range(1, 40)
    )
    first = '<rule abstract="true" id="r0"><assert id="R" test="x"/></rule>'
    return a_schematron(f'<pattern>{first}{steps}<rule context="a"><extends rule="r39"/></rule></pattern>')


@pytest.mark.parametrize("text", [a_doubling_schema(), a_doubling_rule()], ids=["parameters", "rules"])
def test_what_doubles_itself_is_stopped_early(text: str) -> None:
    began = time.process_time()
    assert refusals(text)[0][0] == "rulesets.too_large"
    assert time.process_time() - began < 5


def test_includes_that_double_are_stopped_early() -> None:
    files = {
        f"f{n}": a_part(f'<pattern id="p{n}">{f"""<include href="f{n + 1}.sch"/>""" * 2}</pattern>') for n in range(19)
    }
    began = time.process_time()
    codes = [
        code
        for code, _ in refusals(a_schematron('<include href="f0.sch"/>'), **files, f19=a_part('<rule context="a"/>'))
    ]
    assert codes == ["rulesets.too_large"]
    assert time.process_time() - began < 5


def an_archive(**files: str) -> bytes:
    return packed({f"{name.replace('__', '/')}.sch": text.encode() for name, text in files.items()})


def test_the_main_file_of_an_archive_is_the_one_that_no_other_includes() -> None:
    main = a_schematron('<include href="../parts/p.sch"/>')
    source, _ = open_bytes("x.zip", an_archive(top__main=main, parts__p=a_part(f'<pattern id="p">{RULE}</pattern>')))
    assert source.main == "top/main.sch"
    assert len(asserts_of(load_schema(source))) == 1
    assert sorted(source.files) == ["parts/p.sch", "top/main.sch"]


def test_the_only_schematron_of_an_archive_is_its_main_file() -> None:
    assert open_bytes("x.zip", an_archive(a__b__only=a_schematron(PATTERN)))[0].main == "a/b/only.sch"


def test_where_several_files_could_be_meant_it_has_to_be_said(tmp_path: Path) -> None:
    raw = an_archive(one=a_schematron(PATTERN), two=a_schematron(PATTERN))
    with pytest.raises(Refused) as refused:
        open_bytes("x.zip", raw)
    assert (refused.value.code, refused.value.params["files"]) == ("rulesets.several_main", "one.sch, two.sch")
    (tmp_path / "x.zip").write_bytes(raw)
    assert len(asserts_of(load_schema(open_file(f"{tmp_path}/x.zip#two.sch")[0]))) == 1


def test_an_archive_without_a_schematron_says_so() -> None:
    with pytest.raises(Refused) as refused:
        open_bytes("x.zip", an_archive(part=a_part('<pattern id="p"/>'), other=a_part('<pattern id="q"/>')))
    assert refused.value.code == "rulesets.no_main"


def test_the_digest_is_checked_before_anything_looks_into_the_file() -> None:
    with pytest.raises(Refused) as refused:
        open_bytes("x.zip", b"PK\x03\x04 and no archive", sha256="00" * 32)
    assert refused.value.code == "rulesets.digest"


def _bomb(monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(sources, "LARGEST_UNPACKED", 1000)
    return packed({"main.sch": b" " * 2000})


def _crowd(monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(sources, "MOST_FILES", 3)
    return packed({f"{n}.sch": b"" for n in range(4)})


def _liar(_: pytest.MonkeyPatch) -> bytes:
    """Its directory promises 10 bytes; there are more."""
    raw = bytearray(packed({"main.sch": b" " * 2000}))
    entry = raw.rindex(b"PK\x01\x02")
    struct.pack_into("<L", raw, entry + 24, 10)
    return bytes(raw)


def _twins(_: pytest.MonkeyPatch) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("main.sch", a_schematron(PATTERN))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("main.sch", "<other/>")
    return made.getvalue()


def _torn(_: pytest.MonkeyPatch) -> bytes:
    return an_archive(main=a_schematron(PATTERN))[:-30]


def _encrypted(_: pytest.MonkeyPatch) -> bytes:
    raw = bytearray(an_archive(main=a_schematron(PATTERN)))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        raw[raw.index(signature) + offset] |= 1
    return bytes(raw)


@pytest.mark.parametrize("make", [_bomb, _crowd, _liar, _twins, _torn, _encrypted])
def test_a_bad_archive_is_refused_before_it_is_unpacked(
    make: Callable[[pytest.MonkeyPatch], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = make(monkeypatch)
    with pytest.raises(Refused) as refused:
        load_schema(open_bytes("x.zip", raw)[0])
    assert refused.value.code in ("rulesets.archive", "rulesets.too_large", "xml.empty")


def test_a_huge_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ELEMENTS", 10)
    assert refusals(a_schematron(PATTERN * 10)) == [("rulesets.too_large", None)]
