"""Peppol BIS Billing 3, numbers of organisations: each scheme's own form, wherever a number states its scheme.

A number is judged by one rule: by that of its scheme, or, where its scheme has none, as a Dutch VAT number.
"""

from collections.abc import Callable
from re import compile as pattern

from app.domain.findings import Severity
from app.safe.tree import Element
from app.validation.en16931.ubl_names import COMPANY_ID, PARTY_TAX_SCHEME
from app.validation.peppol import identifiers
from app.validation.peppol.billing import Billing, is_plainly_for_vat
from app.validation.peppol.family import Family
from app.validation.peppol.names import ENDPOINT
from app.validation.peppol.reading import BLANKS, holds, matching
from app.validation.rule import Fault, Rule
from app.validation.values import normalized

Form = Callable[[str], bool]

_KVK = pattern(r"[0-9]{8}")
_OIN = pattern(r"[0-9]{20}")
_ESTABLISHMENT = pattern(r"[0-9]{12}")
_AFTER_DUTCH_VAT = "0217"
"""The one scheme whose rule comes behind the one for Dutch VAT numbers, and so leaves those to it."""


def _is_swedish(text: str) -> bool:
    return len(text) == 10 and identifiers.is_swedish(text)


def number_of_scheme(scheme: str, form: Form, *, as_written: bool = False) -> Callable[[Billing], list[Fault]]:
    """Numbers of `scheme` have `form`; blanks around them don't matter unless they are looked at `as_written`."""

    def check(billing: Billing) -> list[Fault]:
        faults = []
        for each in billing.numbers_of_parties.get(scheme, ()):
            text = each.text if as_written else normalized(each.text)
            if not form(text) and not (scheme == _AFTER_DUTCH_VAT and holds(_is_dutch_vat_number, each)):
                faults.append(Fault(each, {"found": text}))
        return faults

    return check


def tax_code_of_address(billing: Billing) -> list[Fault]:
    """R046: a codice fiscale under scheme 9907, which electronic addresses only have."""
    found = (
        (each, normalized(each.text)) for each in billing.numbers_of_parties.get("9907", ()) if each.name == ENDPOINT
    )
    return [Fault(each, {"found": text}) for each, text in found if not identifiers.is_codice_fiscale(text)]


def dutch_vat_number(billing: Billing) -> list[Fault]:
    """R056-2: a VAT number that begins with NL."""
    found = [
        number
        for each in billing.named(PARTY_TAX_SCHEME)
        for number in each.all(COMPANY_ID)
        if number.text.lstrip(BLANKS).startswith("NL") and number.get("schemeID") not in _SCHEMES_BEFORE
    ]
    numbers = ((each, normalized(each.text)) for each in matching(found, _is_dutch_vat_number))
    return [Fault(each, {"found": text}) for each, text in numbers if not identifiers.is_dutch_vat(text)]


def _is_dutch_vat_number(number: Element) -> bool:
    registration = number.parent
    return (
        number.name == COMPANY_ID
        and registration is not None
        and registration.name == PARTY_TAX_SCHEME
        and is_plainly_for_vat(registration)
        and normalized(number.text).startswith("NL")
    )


_ADDRESS = "cac:AccountingSupplierParty/cac:Party/cbc:EndpointID"


def _rule(rule: str, scheme: str, form: Form, why: str) -> Rule:
    """A rule over one scheme; the Italian and Dutch ones warn."""
    wrong = "12A" if scheme != "0211" else "IT12A"
    return Rule(
        rule,
        number_of_scheme(scheme, form, as_written=scheme in _AS_WRITTEN),
        "BT-34 BT-49",
        Severity.WARNING if scheme in _WARNING else Severity.ERROR,
        why=why,
        example=f"base peppol\nset {_ADDRESS} {wrong}\nattribute {_ADDRESS} schemeID {scheme}",
    )


_AS_WRITTEN = ("0184", "0096", "0198")
_WARNING = ("0201", "0210", "0211", "0106", "0190", "9944", "0217")
_CHECK_DIGIT = "A slip of the pen changes the check digit; without this the document goes astray in the network."
_FORM = "The registry gives numbers of one form only; another one is a slip of the pen."

_OF_SCHEMES = {
    "0088": ("PEPPOL-COMMON-R040", identifiers.is_gln, _CHECK_DIGIT),
    "0192": ("PEPPOL-COMMON-R041", identifiers.is_norwegian, _CHECK_DIGIT),
    "0184": ("PEPPOL-COMMON-R042", identifiers.is_danish_cvr, _FORM),
    "0096": ("PEPPOL-COMMON-R052", identifiers.is_danish_p, _FORM),
    "0198": ("PEPPOL-COMMON-R053", identifiers.is_danish_se, _FORM),
    "0208": ("PEPPOL-COMMON-R043", identifiers.is_belgian, _CHECK_DIGIT),
    "0201": ("PEPPOL-COMMON-R044", identifiers.is_ipa, _FORM),
    "0210": ("PEPPOL-COMMON-R045", identifiers.is_codice_fiscale, _FORM),
    "0211": ("PEPPOL-COMMON-R047", identifiers.is_partita_iva, _CHECK_DIGIT),
    "0007": ("PEPPOL-COMMON-R049", _is_swedish, _CHECK_DIGIT),
    "0151": ("PEPPOL-COMMON-R050", identifiers.is_australian, _CHECK_DIGIT),
    "0106": ("PEPPOL-COMMON-R054", lambda text: _KVK.fullmatch(text) is not None, _FORM),
    "0190": ("PEPPOL-COMMON-R055", lambda text: _OIN.fullmatch(text) is not None, _FORM),
    "9944": ("PEPPOL-COMMON-R056-1", identifiers.is_dutch_vat, _FORM),
    "0217": ("PEPPOL-COMMON-R057", lambda text: _ESTABLISHMENT.fullmatch(text) is not None, _FORM),
}
_SCHEMES_BEFORE = frozenset(_OF_SCHEMES) - {_AFTER_DUTCH_VAT}

FAMILY = Family(
    (
        *(_rule(rule, scheme, form, why) for scheme, (rule, form, why) in _OF_SCHEMES.items()),
        Rule(
            "PEPPOL-COMMON-R046",
            tax_code_of_address,
            "BT-34 BT-49",
            Severity.WARNING,
            why=_FORM,
            example=f"base peppol\nset {_ADDRESS} 12A\nattribute {_ADDRESS} schemeID 9907",
        ),
        Rule(
            "PEPPOL-COMMON-R056-2",
            dutch_vat_number,
            "BT-31 BT-48 BT-63",
            Severity.WARNING,
            why=_FORM,
            example="base peppol\nset cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme[1]/cbc:CompanyID NL1234",
        ),
    )
)
