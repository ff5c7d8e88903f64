"""UBL's names: namespaces, the prefixes that rules and paths are written with, and the documents' root elements.

Inside this package a name is Clark's `{namespace}local`, as lxml has it; in rules, findings and complements it is
written with the customary prefix (`cac:Party`), whatever prefixes the sender chose.
"""

import re

from app.domain.documents import DocumentType

FAMILY = "urn:oasis:names:specification:ubl:schema:xsd:"
PREFIXES = {
    "cac": f"{FAMILY}CommonAggregateComponents-2",
    "cbc": f"{FAMILY}CommonBasicComponents-2",
    "ext": f"{FAMILY}CommonExtensionComponents-2",
}
_PREFIX_OF = {uri: prefix for prefix, uri in PREFIXES.items()}

ROOTS = {
    DocumentType.ORDER: "Order",
    DocumentType.ORDER_RESPONSE: "OrderResponse",
    DocumentType.ORDER_CHANGE: "OrderChange",
    DocumentType.ORDER_CANCELLATION: "OrderCancellation",
    DocumentType.DESPATCH_ADVICE: "DespatchAdvice",
    DocumentType.RECEIPT_ADVICE: "ReceiptAdvice",
    DocumentType.INVOICE: "Invoice",
    DocumentType.CREDIT_NOTE: "CreditNote",
    DocumentType.APPLICATION_RESPONSE: "ApplicationResponse",
    DocumentType.REMITTANCE_ADVICE: "RemittanceAdvice",
}


def namespace_of(type_: DocumentType) -> str:
    """The namespace of a document type's root element."""
    return f"{FAMILY}{ROOTS[type_]}-2"


def root_of(type_: DocumentType) -> str:
    """The name of a document type's root element."""
    return f"{{{namespace_of(type_)}}}{ROOTS[type_]}"


TYPE_OF = {root_of(type_): type_ for type_ in ROOTS}


def standard_namespaces(root: str) -> dict[str | None, str]:
    """The prefixes that a document with that root element has where nobody chose others."""
    return {None: root[1:].partition("}")[0], "cac": PREFIXES["cac"], "cbc": PREFIXES["cbc"]}


_STEP = re.compile(r"(@?)(?:Q\{([^}]*)\}|(cac|cbc|ext):)?([^/\[\]{}@:]+)(?:\[([0-9]{1,9})\])?(?:/|$)")


def clark(name: str) -> str:
    """`cbc:ID` as `{namespace}ID`."""
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


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
