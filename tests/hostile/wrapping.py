"""Forty ways to make a true signature vouch for a false document, applied to any signed document.

A form is given what an attacker has: one document that the victim really signed (by reference to its id, which is what
gives an attacker room), the victim's certificate and a key pair of his own. It returns the message that he would send.
`FORMS` says by which code each has to be refused.
"""

import base64
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from lxml import etree
from signxml import CanonicalizationMethod, XMLSigner, methods

from tests.keys import Identity, ec_identity, ed25519_key, public_der, rsa_identity

DS = "http://www.w3.org/2000/09/xmldsig#"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
EXT = UBL + "CommonExtensionComponents-2"
WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
XML = "http://www.w3.org/XML/1998/namespace"
_ORIGINAL_HERE = re.compile(b"<original-here[^>]*/>")
HONEST, FORGED = "100.00", "999999.00"

_UBL_DOCUMENT = """<{root} xmlns="{ubl}{root}-2" xmlns:cac="{ubl}CommonAggregateComponents-2"
  xmlns:cbc="{ubl}CommonBasicComponents-2" ID="doc"><cbc:ID>A-1</cbc:ID>
  <cac:{total}><cbc:PayableAmount currencyID="EUR">100.00</cbc:PayableAmount></cac:{total}>
</{root}>"""
_CONTRACT = """<Contract xmlns="urn:countersign:contract:1" ID="doc"><Number>C-1</Number>
  <Prices><Line id="1"><Price currency="EUR">100.00</Price></Line></Prices>
</Contract>"""
DOCUMENTS = {
    "order": _UBL_DOCUMENT.format(ubl=UBL, root="Order", total="AnticipatedMonetaryTotal"),
    "contract": _CONTRACT,
    "invoice": _UBL_DOCUMENT.format(ubl=UBL, root="Invoice", total="LegalMonetaryTotal"),
}
SIGNERS: dict[str, Callable[[], Identity]] = {"RSA": rsa_identity, "ECDSA": ec_identity}


@cache
def signed(document: str, algorithm: str) -> bytes:
    """A document that the victim signed, with `#doc` as reference: made by signxml, not by the code that is tested."""
    who = SIGNERS[algorithm]()
    return etree.tostring(by_reference_to_doc(etree.fromstring(DOCUMENTS[document]), who))


def by_reference_to_doc(root: etree._Element, who: Identity) -> etree._Element:
    signer = XMLSigner(
        method=methods.enveloped,
        signature_algorithm="rsa-sha256" if isinstance(who.private_key, RSAPrivateKey) else "ecdsa-sha256",
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    return signer.sign(root, key=who.private_key, cert=[who.certificate], reference_uri="#doc")


@dataclass
class Loot:
    """What the attacker starts from; `root` is the signed document with `signature` in it."""

    root: etree._Element
    signature: etree._Element

    @classmethod
    def of(cls, message: bytes) -> "Loot":
        root = etree.fromstring(message)
        found = root.find(f"{{{DS}}}Signature")
        assert found is not None
        return cls(root, found)

    def original(self) -> etree._Element:
        """Stands for the signed content without its signature; `attack` puts the very text in, so its digest fits."""
        return etree.Element("original-here")

    def forged(self, id: str | None = None) -> etree._Element:
        """The document that the attacker would like to be believed; without an id unless given one."""
        copy = deepcopy(self.root)
        copy.remove(copy.find(f"{{{DS}}}Signature"))
        for each in copy.iter("*"):
            if each.text == HONEST:
                each.text = FORGED
        del copy.attrib["ID"]
        if id:
            copy.set("ID", id)
        return copy

    def tampered(self) -> etree._Element:
        """The signed document with only its amount changed."""
        for each in self.root.iter("*"):
            if each.text == HONEST:
                each.text = FORGED
        return self.root

    def part(self, name: str) -> etree._Element:
        """A descendant of the signature by its local name."""
        found = self.signature.find(f".//{{{DS}}}{name}")
        assert found is not None
        return found

    def key_info(self) -> etree._Element:
        return self.part("KeyInfo")


Form = Callable[[Loot], etree._Element]
FORMS: dict[str, tuple[str, Form]] = {}


def form(code: str) -> Callable[[Form], Form]:
    """Enter a form, under its function's name, with the code that must refuse it."""

    def enter(function: Form) -> Form:
        FORMS[function.__name__] = (code, function)
        return function

    return enter


def attack(name: str, document: str, algorithm: str) -> bytes:
    """The message that form `name` makes of a signed document."""
    made = FORMS[name][1](Loot.of(signed(document, algorithm)))
    return _ORIGINAL_HERE.sub(DOCUMENTS[document].encode(), etree.tostring(made))


def ds(name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.Element(f"{{{DS}}}{name}", attributes, {"ds": DS})
    element.text = text
    return element


def inside(outer: etree._Element, *path: str) -> etree._Element:
    """The innermost of new elements put into each other, the outermost as `outer`'s first child."""
    for name in path:
        element = etree.Element(name, nsmap={"ds": DS})
        outer.insert(0, element)
        outer = element
    return outer


def extension(outer: etree._Element) -> etree._Element:
    return inside(outer, f"{{{EXT}}}UBLExtensions", f"{{{EXT}}}UBLExtension", f"{{{EXT}}}ExtensionContent")


# --- the signature stays in what it signs, and that becomes a part of something forged


@form("signature.not_root")
def original_as_last_child_of_forged(loot: Loot) -> etree._Element:
    forged = loot.forged()
    forged.append(loot.root)
    return forged


@form("signature.not_root")
def original_as_first_child_of_forged(loot: Loot) -> etree._Element:
    forged = loot.forged("evil")
    forged.insert(0, loot.root)
    return forged


@form("signature.not_root")
def original_in_an_extension(loot: Loot) -> etree._Element:
    forged = loot.forged()
    extension(forged).append(loot.root)
    return forged


@form("signature.not_root")
def original_deep_inside(loot: Loot) -> etree._Element:
    forged = loot.forged()
    inside(forged, "{urn:x}a", "{urn:x}b", "{urn:x}c").append(loot.root)
    return forged


@form("signature.not_root")
def original_beside_forged_in_an_envelope(loot: Loot) -> etree._Element:
    envelope = etree.Element("{urn:x}Envelope")
    envelope.extend([loot.forged(), loot.root])
    return envelope


@form("signature.not_root")
def original_before_forged_in_an_envelope(loot: Loot) -> etree._Element:
    envelope = etree.Element("{urn:x}Envelope")
    envelope.extend([loot.root, loot.forged()])
    return envelope


@form("signature.not_root")
def original_in_an_object_of_its_own(loot: Loot) -> etree._Element:
    forged = loot.forged()
    inside(forged, f"{{{DS}}}Object").append(loot.root)
    return forged


# --- the signature is taken out and put where it seems to be about the forged document


def hoisted(loot: Loot, place: Callable[[etree._Element, etree._Element], None]) -> etree._Element:
    """A forged document with the true signature as its last child, and the original where `place` puts it."""
    original, forged = loot.original(), loot.forged()
    forged.append(loot.signature)
    place(forged, original)
    return forged


@form("signature.wrapped")
def signature_hoisted_original_before_it(loot: Loot) -> etree._Element:
    return hoisted(loot, lambda forged, original: forged[-1].addprevious(original))


@form("signature.wrapped")
def signature_hoisted_original_after_it(loot: Loot) -> etree._Element:
    return hoisted(loot, lambda forged, original: forged.append(original))


@form("signature.wrapped")
def signature_hoisted_original_first(loot: Loot) -> etree._Element:
    return hoisted(loot, lambda forged, original: forged.insert(0, original))


@form("signature.wrapped")
def signature_hoisted_original_in_an_extension(loot: Loot) -> etree._Element:
    return hoisted(loot, lambda forged, original: extension(forged).append(original))


@form("signature.wrapped")
def signature_and_original_in_one_extension(loot: Loot) -> etree._Element:
    forged = loot.forged()
    extension(forged).extend([loot.original(), loot.signature])
    return forged


@form("signature.wrapped")
def original_in_the_signatures_object(loot: Loot) -> etree._Element:
    def into_object(forged: etree._Element, original: etree._Element) -> None:
        forged[-1].append(ds("Object"))
        forged[-1][-1].append(original)

    return hoisted(loot, into_object)


@form("signature.wrapped")
def original_in_the_signatures_key_info(loot: Loot) -> etree._Element:
    return hoisted(loot, lambda forged, original: forged[-1][-1].append(original))


@form("signature.wrapped")
def original_in_x509_data(loot: Loot) -> etree._Element:
    return hoisted(loot, lambda forged, original: forged[-1][-1][0].append(original))


@form("signature.malformed")
def original_in_the_signature_value(loot: Loot) -> etree._Element:
    return hoisted(loot, lambda forged, original: forged[-1][1].append(original))


@form("signature.malformed")
def original_in_the_digest_value(loot: Loot) -> etree._Element:
    original, forged = loot.original(), loot.forged()
    loot.part("DigestValue").append(original)
    forged.append(loot.signature)
    return forged


# --- two elements answer to the signed id


def with_second_id(loot: Loot, name: str) -> etree._Element:
    forged = loot.forged()
    forged.set(name, "doc")
    forged.append(loot.root)
    return forged


@form("signature.duplicate_id")
def the_same_id_on_the_forged_root(loot: Loot) -> etree._Element:
    return with_second_id(loot, "ID")


@form("signature.duplicate_id")
def the_same_id_spelled_Id(loot: Loot) -> etree._Element:  # noqa: N802 - the spelling is the point
    return with_second_id(loot, "Id")


@form("signature.duplicate_id")
def the_same_id_spelled_id(loot: Loot) -> etree._Element:
    return with_second_id(loot, "id")


@form("signature.duplicate_id")
def the_same_id_as_xml_id(loot: Loot) -> etree._Element:
    return with_second_id(loot, f"{{{XML}}}id")


@form("signature.duplicate_id")
def the_same_id_as_wsu_id(loot: Loot) -> etree._Element:
    return with_second_id(loot, f"{{{WSU}}}Id")


@form("signature.duplicate_id")
def the_same_id_in_an_odd_spelling(loot: Loot) -> etree._Element:
    return with_second_id(loot, "iD")


@form("signature.duplicate_id")
def the_same_id_on_a_sibling_with_signature_hoisted(loot: Loot) -> etree._Element:
    forged = loot.forged("doc")
    forged.extend([loot.original(), loot.signature])
    return forged


# --- the reference is bent towards something else


def with_uri(loot: Loot, uri: str | None) -> etree._Element:
    reference = loot.part("Reference")
    del reference.attrib["URI"]
    if uri is not None:
        reference.set("URI", uri)
    return hoisted(loot, lambda forged, original: forged.append(original))


@form("signature.xpointer")
def reference_by_xpointer_to_an_id(loot: Loot) -> etree._Element:
    return with_uri(loot, "#xpointer(id('doc'))")


@form("signature.xpointer")
def reference_by_xpointer_to_an_element(loot: Loot) -> etree._Element:
    return with_uri(loot, "#xpointer(/*/*[last()])")


@form("signature.external_reference")
def reference_to_a_web_address(loot: Loot) -> etree._Element:
    return with_uri(loot, "http://127.0.0.1:9/original.xml")


@form("signature.external_reference")
def reference_to_a_file(loot: Loot) -> etree._Element:
    return with_uri(loot, "file:///etc/passwd")


@form("signature.malformed")
def reference_without_a_uri(loot: Loot) -> etree._Element:
    return with_uri(loot, None)


@form("signature.reference_count")
def second_reference_to_the_forged_root(loot: Loot) -> etree._Element:
    second = deepcopy(loot.part("Reference"))
    second.set("URI", "")
    loot.part("SignedInfo").append(second)
    return hoisted(loot, lambda forged, original: forged.append(original))


# --- more than one of something


@form("signature.multiple")
def a_second_signature_over_the_forged_root(loot: Loot) -> etree._Element:
    forged = loot.forged()
    own = deepcopy(loot.signature)
    own.find(f".//{{{DS}}}Reference").set("URI", "")
    forged.extend([loot.root, own])
    return forged


@form("signature.nested")
def the_original_with_its_signature_in_a_forged_signature(loot: Loot) -> etree._Element:
    forged = loot.forged()
    own = deepcopy(loot.signature)
    own.append(ds("Object"))
    own[-1].append(loot.root)
    forged.append(own)
    return forged


@form("signature.malformed")
def a_forged_signed_info_before_the_true_one(loot: Loot) -> etree._Element:
    own = deepcopy(loot.part("SignedInfo"))
    own.find(f".//{{{DS}}}Reference").set("URI", "")
    loot.signature.insert(0, own)
    return loot.tampered()


@form("signature.malformed")
def the_true_signed_info_hidden_in_an_object(loot: Loot) -> etree._Element:
    holder = ds("Object")
    holder.append(deepcopy(loot.part("SignedInfo")))
    loot.signature.append(holder)
    loot.part("DigestValue").text = base64.b64encode(bytes(32)).decode()
    return loot.tampered()


@form("signature.malformed")
def the_original_digest_in_a_manifest(loot: Loot) -> etree._Element:
    manifest = ds("Manifest")
    manifest.append(deepcopy(loot.part("Reference")))
    holder = ds("Object")
    holder.append(manifest)
    loot.signature.append(holder)
    return loot.tampered()


# --- transforms that leave the forged part out of what is signed


def with_transform(loot: Loot, algorithm: str, content: etree._Element | None = None) -> etree._Element:
    transform = ds("Transform", Algorithm=algorithm)
    if content is not None:
        transform.append(content)
    loot.part("Transforms").insert(1, transform)
    return loot.tampered()


@form("signature.transform")
def an_xpath_transform_that_selects_the_original(loot: Loot) -> etree._Element:
    return with_transform(loot, "http://www.w3.org/TR/1999/REC-xpath-19991116", ds("XPath", "ancestor::*[@ID='x']"))


@form("signature.transform")
def an_xslt_transform_that_restores_the_original(loot: Loot) -> etree._Element:
    sheet = etree.Element("{http://www.w3.org/1999/XSL/Transform}stylesheet", version="1.0")
    return with_transform(loot, "http://www.w3.org/TR/1999/REC-xslt-19991116", sheet)


# --- another key


@form("signature.unknown_key")
def signed_anew_by_the_attacker(loot: Loot) -> etree._Element:
    return by_reference_to_doc(loot.forged("doc"), ec_identity("mallory"))


@form("signature.key_info")
def the_attackers_key_as_key_value(loot: Loot) -> etree._Element:
    value = etree.Element("{http://www.w3.org/2009/xmldsig11#}DEREncodedKeyValue")
    value.text = base64.b64encode(public_der(ed25519_key("mallory"))).decode()
    loot.key_info().insert(0, value)
    return loot.tampered()


@form("signature.hmac")
def an_hmac_keyed_with_the_public_key(loot: Loot) -> etree._Element:
    loot.part("SignatureMethod").set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")
    return loot.tampered()
