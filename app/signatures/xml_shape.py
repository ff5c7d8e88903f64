"""What an XML signature may look like here, checked before any cryptography: whole document, one signature, one way.

XML-DSig allows far more than a signed order needs, and every attack on it lives in the rest. So the accepted shape is
written down as tables, and what isn't in them is refused. Nothing in this module trusts a key or computes a digest.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NoReturn

from lxml import etree

from app.errors import Refused
from app.signatures import xml_names as names
from app.signatures.trust import MOST_CERTIFICATES, Hint
from app.signatures.xml_names import ds, line_of, local, path_of

MOST_ELEMENTS = 500
_SPACE = " \t\r\n"
_ID_REFERENCE = re.compile(r"#[^\W\d][\w.\-]*")
_INCLUSIVE_NAMESPACES = f"{{{names.EXCLUSIVE_C14N}}}InclusiveNamespaces"
_ID_SPELLINGS = frozenset({"Id", "ID", "id"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What an element may hold: its children in order with how many of each, its attributes, whether it has text."""

    children: Sequence[tuple[str, int, int]] = ()
    attributes: frozenset[str] = frozenset()
    text: bool = False
    open: bool = False


_ALGORITHM = frozenset({"Algorithm"})
_LEFT_TO_ITS_OWN_CHECK = Rule(open=True, attributes=frozenset({"Id", "Algorithm", "MimeType", "Encoding"}))
_RULES = {
    ds("Signature"): Rule(
        ((ds("SignedInfo"), 1, 1), (ds("SignatureValue"), 1, 1), (ds("KeyInfo"), 0, 1), (ds("Object"), 0, 1)),
        frozenset({"Id"}),
    ),
    ds("SignedInfo"): Rule(
        (
            (ds("CanonicalizationMethod"), 1, 1),
            (ds("SignatureMethod"), 1, 1),
            (ds("Reference"), 0, MOST_ELEMENTS),
        ),
        frozenset({"Id"}),
    ),
    ds("Reference"): Rule(
        ((ds("Transforms"), 0, 1), (ds("DigestMethod"), 1, 1), (ds("DigestValue"), 1, 1)),
        frozenset({"Id", "URI", "Type"}),
    ),
    ds("Transforms"): Rule(((ds("Transform"), 0, MOST_ELEMENTS),)),
    ds("DigestMethod"): Rule(attributes=_ALGORITHM),
    ds("DigestValue"): Rule(text=True),
    ds("SignatureValue"): Rule(attributes=frozenset({"Id"}), text=True),
    ds("CanonicalizationMethod"): _LEFT_TO_ITS_OWN_CHECK,
    ds("SignatureMethod"): _LEFT_TO_ITS_OWN_CHECK,
    ds("Transform"): _LEFT_TO_ITS_OWN_CHECK,
    ds("KeyInfo"): _LEFT_TO_ITS_OWN_CHECK,
    ds("Object"): _LEFT_TO_ITS_OWN_CHECK,
}
_HARMLESS_HINTS = frozenset(
    {ds(each) for each in ("X509IssuerSerial", "X509SKI", "X509SubjectName")} | {f"{{{names.DS11}}}X509Digest"}
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A signature whose form is in order: what remains is to see whether it is true.

    Attributes:
        element: the ds:Signature.
        algorithm: identifier of the signature algorithm, one of xml_names.SIGNATURES.
        references: the ds:Reference elements in order; `properties` is the one to XAdES SignedProperties, if any.
        prefixes: namespace prefixes that the document's exclusive C14N treats inclusively (its section 3, PrefixList).
        hint: what KeyInfo says about the key.
    """

    element: etree._Element
    algorithm: str
    references: tuple[etree._Element, ...]
    properties: etree._Element | None = None
    prefixes: tuple[str, ...] = ()
    hint: Hint = field(default_factory=Hint)


def find_signatures(root: etree._Element) -> list[etree._Element]:
    """Every ds:Signature in the tree, at whatever place: empty where the document carries none."""
    return list(root.iter(ds("Signature")))


def carries_signature(root: etree._Element) -> bool:
    """Whether there is anything of a signature in the tree, be it only a part: such a document is never unsigned."""
    return next(root.iter(ds("*")), None) is not None


def require_shape(root: etree._Element) -> Shape:
    """The one signature over the whole of `root`'s document, in the only accepted form.

    Raises:
        Refused: `signature.*`, with path and line of what is at fault.
    """
    signature = _only_signature(root)
    _conform(signature)
    signed_info = signature[0]
    references = tuple(signed_info.iterchildren(ds("Reference")))
    document, properties = _told_apart(references, signed_info)
    _require_root_signed(document, signature)
    _require_place(signature)
    _require_exclusive(signed_info[0])
    _require_transforms(document, (names.ENVELOPED, names.EXCLUSIVE_C14N))
    algorithm = _accepted_signature_algorithm(signed_info[1])
    _require_digest(document)
    for each in (signature[1], document[-1]):
        decoded(each)
    _require_no_base(root)
    return Shape(signature, algorithm, references, properties, prefixes_of(document), _hint(signature))


def refuse(code: str, element: etree._Element, /, **params: object) -> NoReturn:
    """Raise Refused with `element`'s path and line."""
    raise Refused(code, path=path_of(element), line=line_of(element), **params)


def decoded(element: etree._Element) -> bytes:
    """The base64 content of `element`; raises Refused(signature.malformed)."""
    text = "".join((element.text or "").split())
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        refuse("signature.malformed", element, reason=f"{local(element)} is not base64")


def _only_signature(root: etree._Element) -> etree._Element:
    found = list(islice(root.iter(ds("Signature")), 2))
    if not found:
        raise Refused("signature.missing")
    if found[0] is root:
        refuse("signature.enveloping", root)
    if len(found) > 1:
        nested = found[0] in found[1].iterancestors()
        refuse("signature.nested" if nested else "signature.multiple", found[1])
    if len(list(islice(found[0].iter(), MOST_ELEMENTS + 1))) > MOST_ELEMENTS:
        refuse("signature.malformed", found[0], reason=f"more than {MOST_ELEMENTS} elements in it")
    return found[0]


def _conform(element: etree._Element) -> None:
    rule = _RULES[element.tag]
    for name in element.attrib:
        if name not in rule.attributes:
            refuse("signature.malformed", element, reason=f"attribute {name!s} of {local(element)}")
    if rule.open:
        return
    _require_text_fits(element, rule)
    _require_children_fit(element, rule)
    for child in element:
        _conform(child)


def _require_text_fits(element: etree._Element, rule: Rule) -> None:
    if not rule.text and has_text(element):
        refuse("signature.malformed", element, reason=f"text in {local(element)}")


def has_text(element: etree._Element) -> bool:
    """Whether there is anything but white space between the element's children."""
    texts = [element.text, *(child.tail for child in element)]
    return any(text and text.strip(_SPACE) for text in texts)


def _require_children_fit(element: etree._Element, rule: Rule) -> None:
    order = [name for name, _, _ in rule.children]
    given = [child.tag for child in element]
    for child in element:
        if child.tag not in order:
            refuse("signature.malformed", child, reason=f"{_shown(child)} in {local(element)}")
    for name, least, most in rule.children:
        if not least <= given.count(name) <= most:
            reason = f"{given.count(name)} {etree.QName(name).localname} in {local(element)}"
            refuse("signature.malformed", element, reason=reason)
    if given != sorted(given, key=order.index):
        refuse("signature.malformed", element, reason=f"the order of elements in {local(element)}")


def _shown(element: etree._Element) -> str:
    return local(element) if isinstance(element.tag, str) else "a comment or processing instruction"


def _require_exclusive(method: etree._Element) -> None:
    algorithm = method.get("Algorithm", "")
    if algorithm != names.EXCLUSIVE_C14N:
        refuse("signature.canonicalization", method, algorithm=algorithm)
    if not _only_prefix_list(method):
        refuse("signature.malformed", method, reason="content of CanonicalizationMethod")


def _only_prefix_list(method: etree._Element) -> bool:
    """Whether exclusive C14N is parametrised by nothing, or by one InclusiveNamespaces (exc-c14n section 4)."""
    known = all(child.tag == _INCLUSIVE_NAMESPACES and child.attrib.keys() == ["PrefixList"] for child in method)
    return known and len(method) <= 1 and not has_text(method) and not any(len(child) for child in method)


def _accepted_signature_algorithm(method: etree._Element) -> str:
    algorithm = method.get("Algorithm", "")
    if names.is_hmac(algorithm):
        refuse("signature.hmac", method, algorithm=algorithm)
    if algorithm not in names.SIGNATURES:
        _refuse_algorithm(method, algorithm)
    if len(method) or has_text(method):
        refuse("signature.malformed", method, reason="content of SignatureMethod")
    return algorithm


def _told_apart(
    references: Sequence[etree._Element], signed_info: etree._Element
) -> tuple[etree._Element, etree._Element | None]:
    """The reference to the document, and the one to XAdES SignedProperties."""
    properties = [each for each in references if each.get("Type") == names.XADES_PROPERTIES_TYPE]
    documents = [each for each in references if each not in properties]
    if len(documents) != 1 or len(properties) > 1:
        count = len(documents) if len(documents) != 1 else len(references)
        refuse("signature.reference_count", signed_info, count=count)
    if documents[0].get("Type") is not None:
        refuse("signature.malformed", documents[0], reason=f"a reference of type {documents[0].get('Type')}")
    return documents[0], properties[0] if properties else None


def _require_root_signed(reference: etree._Element, signature: etree._Element) -> None:
    root = signature.getroottree().getroot()
    uri = reference.get("URI")
    if uri is None:
        refuse("signature.malformed", reference, reason="a reference without URI")
    if uri == "":
        return
    target = resolved(reference, uri)
    if target is root:
        return
    covers = target in signature.iterancestors()
    refuse("signature.not_root" if covers else "signature.wrapped", target, element=local(target), uri=uri)


def resolved(reference: etree._Element, uri: str) -> etree._Element:
    """The one element that `uri` ("#id") names.

    Raises:
        Refused: signature.xpointer, .external_reference, .reference_unresolved, .duplicate_id.
    """
    if uri.lower().startswith("#xpointer") or uri.startswith("#/") or "xmlns(" in uri:
        refuse("signature.xpointer", reference, uri=uri)
    if not uri.startswith("#"):
        refuse("signature.external_reference", reference, uri=uri)
    if not _ID_REFERENCE.fullmatch(uri):
        refuse("signature.reference_unresolved", reference, uri=uri)
    carriers = _carriers(reference, uri[1:])
    if len(carriers) > 1:
        refuse("signature.duplicate_id", carriers[1][0], id=uri[1:], count=len(carriers))
    if not carriers or carriers[0][1] not in _ID_SPELLINGS:
        refuse("signature.reference_unresolved", reference, uri=uri)
    return carriers[0][0]


def _carriers(reference: etree._Element, value: str) -> list[tuple[etree._Element, str]]:
    """Every attribute that is an id in some spelling (xml:id, wsu:Id and iD too) and has this value: local names."""
    return [
        (element, spelling)
        for element in _found("//*[@*[. = $value]]", reference, value=value)
        for name, text in element.attrib.items()
        if text == value and (spelling := etree.QName(name).localname).lower() == "id"
    ]


def _found(xpath: str, within: etree._Element, **variables: str) -> list[etree._Element]:
    found = etree.XPath(xpath, namespaces={"xml": names.XML})(within, **variables)
    return [each for each in found if isinstance(each, etree._Element)] if isinstance(found, list) else []


def _require_place(signature: etree._Element) -> None:
    """A child of the root, or in a UBL extension: directly, or in UBL's own wrapper (UBL 2.1, section 5)."""
    ancestors = [ancestor.tag for ancestor in signature.iterancestors()][:-1]
    extension = [f"{{{names.EXT}}}{each}" for each in ("ExtensionContent", "UBLExtension", "UBLExtensions")]
    wrapper = [f"{{{names.SAC}}}SignatureInformation", f"{{{names.SIG}}}UBLDocumentSignatures"]
    if ancestors not in ([], extension, wrapper + extension):
        parent = signature.getparent()
        refuse("signature.misplaced", signature, parent="" if parent is None else local(parent))


def _require_transforms(reference: etree._Element, expected: Sequence[str]) -> None:
    transforms = list(reference.iterfind(f"{ds('Transforms')}/{ds('Transform')}"))
    found = [each.get("Algorithm", "") for each in transforms]
    plain = all(not len(each) and not has_text(each) for each in transforms[:-1])
    if found != list(expected) or not plain or not _only_prefix_list(transforms[-1]):
        shown = ", ".join(found) or "-"
        refuse("signature.transform", reference, found=shown, expected=", ".join(expected))


def prefixes_of(method: etree._Element) -> tuple[str, ...]:
    """The prefixes that the exclusive C14N in `method` (or below it) is told to treat inclusively."""
    lists = (each.get("PrefixList", "") for each in method.iter(_INCLUSIVE_NAMESPACES))
    return tuple(next(lists, "").split())


def _require_digest(reference: etree._Element) -> None:
    require_digest_algorithm(reference[-2])


def require_digest_algorithm(method: etree._Element) -> str:
    """The accepted digest algorithm that a ds:DigestMethod names; else signature.weak_algorithm or .algorithm."""
    algorithm = method.get("Algorithm", "")
    if algorithm not in names.DIGESTS:
        _refuse_algorithm(method, algorithm)
    return algorithm


def _refuse_algorithm(method: etree._Element, algorithm: str) -> NoReturn:
    code = "signature.weak_algorithm" if names.is_weak(algorithm) else "signature.algorithm"
    refuse(code, method, algorithm=algorithm)


def require_properties_reference(reference: etree._Element) -> etree._Element:
    """The element that the XAdES reference names, after the same checks as for the document's."""
    _require_transforms(reference, (names.EXCLUSIVE_C14N,))
    _require_digest(reference)
    decoded(reference[-1])
    return resolved(reference, reference.get("URI", ""))


def _hint(signature: etree._Element) -> Hint:
    """What KeyInfo says, after refusing everything in it that brings a key or leads to one elsewhere."""
    certificates: list[bytes] = []
    name = ""
    for each in signature.iterfind(f"{ds('KeyInfo')}/*"):
        if each.tag == ds("KeyName"):
            name = (each.text or "").strip()
        elif each.tag == ds("X509Data"):
            certificates += _certificates(each)
        else:
            refuse("signature.key_info", each, element=_shown(each))
    if len(certificates) > MOST_CERTIFICATES:
        refuse("signature.malformed", signature, reason=f"{len(certificates)} certificates")
    return Hint(tuple(certificates), name)


def _certificates(x509_data: etree._Element) -> list[bytes]:
    for each in x509_data:
        if each.tag != ds("X509Certificate") and each.tag not in _HARMLESS_HINTS:
            refuse("signature.key_info", each, element=_shown(each))
    return [decoded(each) for each in x509_data.iterfind(ds("X509Certificate"))]


def _require_no_base(root: etree._Element) -> None:
    for each in _found("//*[@xml:base]", root):
        refuse("signature.xml_base", each)
