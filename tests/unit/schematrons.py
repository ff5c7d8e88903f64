"""Small Schematrons, put together from what a test is about."""

from app.errors import Refused
from app.validation.schematron.loading import ALL_PHASES, load_schema
from app.validation.schematron.model import Assert, Rule, Schema
from app.validation.schematron.reading import RulesRefused
from app.validation.schematron.sources import Source

ISO = "http://purl.oclc.org/dsdl/schematron"
XSLT = "http://www.w3.org/1999/XSL/Transform"
MAIN = "main.sch"
RULE = '<rule context="a"><assert id="R1" test="b">a needs b</assert></rule>'
PATTERN = f"<pattern>{RULE}</pattern>"


def a_schematron(*parts: str, attributes: str = 'queryBinding="xslt2"', namespace: str = ISO) -> str:
    """A whole schema with `parts` in it."""
    return f'<schema xmlns="{namespace}" xmlns:xsl="{XSLT}" xmlns:u="utils" {attributes}>{"".join(parts)}</schema>'


def a_part(xml: str) -> str:
    """A part of a schema as a file of its own; `xml` is one element."""
    return (
        xml.replace(" ", f' xmlns="{ISO}" ', 1)
        if " " in xml.partition(">")[0]
        else xml.replace(">", f' xmlns="{ISO}">', 1)
    )


def a_source(main: str, **others: str) -> Source:
    """Files by name (`__` for a slash, `.sch` added), beginning with `main`."""
    files = {MAIN: main, **{f"{name.replace('__', '/')}.sch": text for name, text in others.items()}}

    def fetch(path: str) -> bytes:
        if path not in files:
            raise Refused("rulesets.missing", path=path, file=path)
        return files[path].encode()

    return Source(MAIN, fetch)


def loaded(main: str, phase: str = ALL_PHASES, **others: str) -> Schema:
    """The schema of these files."""
    return load_schema(a_source(main, **others), phase)


def refusals(main: str, phase: str = ALL_PHASES, **others: str) -> list[tuple[str, int | None]]:
    """The codes and lines of everything that these files are refused for."""
    try:
        loaded(main, phase, **others)
    except RulesRefused as error:
        return [(each.code, each.line) for each in error.findings]
    except Refused as error:
        return [(error.code, error.line)]
    return []


def rules_of(schema: Schema) -> list[Rule]:
    """All of its rules."""
    return [rule for pattern in schema.patterns for rule in pattern.rules]


def asserts_of(schema: Schema) -> list[Assert]:
    """All of its assertions."""
    return [each for rule in rules_of(schema) for each in rule.asserts]
