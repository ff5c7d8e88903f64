"""The names of XML syntaxes: namespaces, and the prefixes that rules and paths are written with.

Inside the formats a name is Clark's `{namespace}local`, as lxml has it; in rules, findings and complements it is
written with the customary prefix (`cac:Party`, `ram:Name`), whatever prefixes the sender chose.
"""

import re

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CII = "urn:un:unece:uncefact:data:standard:"
PREFIXES = {
    "cac": f"{UBL}CommonAggregateComponents-2",
    "cbc": f"{UBL}CommonBasicComponents-2",
    "ext": f"{UBL}CommonExtensionComponents-2",
    "rsm": f"{CII}CrossIndustryInvoice:100",
    "ram": f"{CII}ReusableAggregateBusinessInformationEntity:100",
    "qdt": f"{CII}QualifiedDataType:100",
    "udt": f"{CII}UnqualifiedDataType:100",
}
_PREFIX_OF = {uri: prefix for prefix, uri in PREFIXES.items()}
_STEP = re.compile(rf"(@?)(?:Q\{{([^}}]*)\}}|({'|'.join(PREFIXES)}):)?([^/\[\]{{}}@:]+)(?:\[([0-9]{{1,9}})\])?(?:/|$)")

Namespaces = dict[str | None, str]
"""Declarations: the namespace of each prefix."""


def clark(name: str) -> str:
    """`cbc:ID` as `{namespace}ID`; a name without a prefix is in no namespace."""
    prefix, colon, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}" if colon else name


def steps(path: str) -> tuple[str, ...]:
    """The names in a rule's path: `cac:PartyName/cbc:Name`."""
    return tuple(clark(step) for step in path.split("/"))


def shown(name: str) -> str:
    """The inverse of `clark`; names of other namespaces are written `Q{namespace}local`, as XPath 3 does."""
    uri, _, local = name.rpartition("}")
    if not uri:
        return local
    prefix = _PREFIX_OF.get(uri[1:])
    return f"{prefix}:{local}" if prefix else f"Q{uri}}}{local}"


def parse_path(path: str) -> list[tuple[str, int]] | None:
    """Names and indexes (from 1) below the root, from a path as complements write it; None where it isn't one.

    An attribute's name comes with an `@` before it. The root step is left out.
    """
    found: list[tuple[str, int]] = []
    position = 1
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None:
            return None
        marker, uri, prefix, local, index = step.groups()
        uri = PREFIXES[prefix] if prefix else uri
        found.append((marker + (f"{{{uri}}}{local}" if uri else local), int(index or 1)))
        position = step.end()
    return found[1:] if path.startswith("/") and found else None
