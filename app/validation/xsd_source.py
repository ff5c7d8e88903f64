"""The XSDs of UBL 2.1, written from the fact table: a schema file a namespace, and one that imports them all.

Only what decides about valid and invalid is written. That each basic component has a type of its own in the standard's
files, though all of them are one of 20 data types, is left out: it is most of what makes those files large.
"""

import re
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from app.safe.facts import XSD_NAMESPACE, Facts, UblType

ALL = "all.xsd"

_OCCURRENCE = {
    "?": ' minOccurs="0"',
    "*": ' minOccurs="0" maxOccurs="unbounded"',
    "+": ' maxOccurs="unbounded"',
    "": "",
}
_TOKEN = re.compile(r"[()|]|\{[^}]*\}|[^\s()|{}?*+]+|[?*+]")
_PREFIX = re.compile(r"[A-Za-z0-9]+(?=:)")


def schema_files(facts: Facts) -> dict[str, bytes]:
    """Every schema file by its name (`cac.xsd`); `ALL` imports the rest."""
    types: dict[str, list[str]] = {prefix: [] for prefix in facts.namespaces}
    for each in facts.types.values():
        types[each.name.partition(":")[0]].append(_type(each))
    for name, type_name in facts.elements.items():
        uri, _, local = name[1:].partition("}")
        types[facts.prefixes[uri]].append(f'<xsd:element name="{local}" type="{type_name}"/>')
    files = {f"{prefix}.xsd": _file(prefix, body, facts) for prefix, body in types.items()}
    return files | {ALL: _file("", (), facts)}


def _file(prefix: str, body: Iterable[str], facts: Facts) -> bytes:
    text = "".join(body)
    used = set(_PREFIX.findall(text)).intersection(facts.namespaces) - {prefix} if prefix else set(facts.namespaces)
    declared = "".join(f" xmlns:{each}={quoteattr(facts.namespaces[each])}" for each in sorted({*used, prefix} - {""}))
    target = f" targetNamespace={quoteattr(facts.namespaces[prefix])}" if prefix else ""
    imports = "".join(
        f'<xsd:import namespace={quoteattr(facts.namespaces[each])} schemaLocation="{each}.xsd"/>'
        for each in sorted(used)
    )
    opening = f'<xsd:schema xmlns:xsd="{XSD_NAMESPACE}"{declared}{target} elementFormDefault="qualified">'
    return f"{opening}{imports}{text}</xsd:schema>".encode()


def _type(each: UblType) -> str:
    local = each.name.partition(":")[2]
    if each.kind == "simple":
        base, *values = each.content.split()
        options = "".join(f"<xsd:enumeration value={quoteattr(value)}/>" for value in values)
        restriction = f'<xsd:restriction base="{base}">{options}</xsd:restriction>'
        return f'<xsd:simpleType name="{local}">{restriction}</xsd:simpleType>'
    return f'<xsd:complexType name="{local}"{_body(each)}</xsd:complexType>'


def _body(each: UblType) -> str:
    attributes = "".join(map(_attribute, each.attribute_text.split()))
    if each.kind in ("elements", "mixed"):
        mixed = ' mixed="true"' if each.kind == "mixed" else ""
        return f"{mixed}>{_content(each.content)}{attributes}"
    return f'><xsd:simpleContent><xsd:extension base="{each.kind}">{attributes}</xsd:extension></xsd:simpleContent>'


def _attribute(token: str) -> str:
    if token.startswith("{"):
        return _wildcard(token, "anyAttribute")
    name, _, type_name = token.partition("=")
    use = ' use="required"' if token.endswith("!") else ""
    return f'<xsd:attribute name="{name}" type="{type_name.rstrip("!")}"{use}/>'


def _wildcard(token: str, tag: str, occurrence: str = "") -> str:
    namespace, process = token.strip("{}").split(",")
    return f'<xsd:{tag} namespace="{namespace}" processContents="{process}"{occurrence}/>'


def _content(text: str) -> str:
    """The content model in the table's notation as XSD particles; empty for empty content."""
    tokens = _TOKEN.findall(text)
    return _group([*tokens, ")"]) if tokens else ""


def _group(tokens: list[str]) -> str:
    """The group whose opening parenthesis was just taken from `tokens`; takes all up to its end and its occurrence."""
    particles, choice = [], False
    while (part := tokens.pop(0)) != ")":
        if part == "|":
            choice = True
        else:
            particles.append(_particle(part, tokens))
    tag = "choice" if choice else "sequence"
    return f"<xsd:{tag}{_occurrence(tokens)}>{''.join(particles)}</xsd:{tag}>"


def _particle(part: str, tokens: list[str]) -> str:
    if part == "(":
        return _group(tokens)
    occurrence = _occurrence(tokens)
    if part.startswith("{"):
        return _wildcard(part, "any", occurrence)
    name, local, type_name = part.partition("=")
    which = f'name="{name}" type="{type_name}"' if local else f'ref="{name}"'
    return f"<xsd:element {which}{occurrence}/>"


def _occurrence(tokens: list[str]) -> str:
    found = tokens.pop(0) if tokens and tokens[0] in _OCCURRENCE else ""
    return _OCCURRENCE[found]
