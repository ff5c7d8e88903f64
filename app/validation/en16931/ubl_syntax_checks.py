"""What the rules about UBL's syntax that fit no table of paths look for, each a function over the document's tree."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from app.safe.tree import Element, Tree
from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import has_too_many_decimals
from app.validation.en16931.ubl_names import (
    ADDITIONAL_DOCUMENT,
    ALLOWANCE_CHARGE,
    BILLING_REFERENCE,
    COMPANY_ID,
    CREDIT_NOTE,
    CUSTOMER,
    ID,
    NAME,
    PARTY,
    PARTY_LEGAL_ENTITY,
    PARTY_TAX_SCHEME,
    PAYEE,
    PAYMENT_MEANS,
    POSTAL_ADDRESS,
    PRICE,
    SUPPLIER,
    TAX_SCHEME,
    TYPE_CODE,
    cac,
    cbc,
)
from app.validation.rule import Fault
from app.validation.values import NotEvaluable, places

MOST_TAX_SCHEMES = 2
INVOICED_OBJECT = "130"
TENDER_OR_LOT = "50"
SEPA = "SEPA"

_ADDRESS_LINE = cac("AddressLine")
_ATTACHMENT = cac("Attachment")
_DESCRIPTION = cbc("DocumentDescription")
_INDICATOR = cbc("ChargeIndicator")
_PARTY_ID = (cac("PartyIdentification"), ID)
_PARTY_NAME = (cac("PartyName"), NAME)
_PAYMENT_CODE = cbc("PaymentMeansCode")
_PAYMENT_DUE = (PAYMENT_MEANS, cbc("PaymentDueDate"))
_PAYMENT_ID = cbc("PaymentID")
_PRECEDING = (cac("InvoiceDocumentReference"), ID)
_REASON = cbc("AllowanceChargeReason")
_SELLERS_NAME = (SUPPLIER, PARTY, PARTY_LEGAL_ENTITY, cbc("RegistrationName"))
_VERSION = cbc("UBLVersionID")


def _count(number: int) -> dict[str, str]:
    return {"found": str(number)}


def version_is_2_1(tree: Tree) -> list[Fault]:
    """UBL-CR-002."""
    versions = tree.root.all(_VERSION)
    wrong = bool(versions) and all(each.text != "2.1" for each in versions)
    return [Fault(versions[0], {"found": versions[0].text[:60], "expected": "2.1"})] if wrong else []


def due_date_in_payment_means(tree: Tree) -> list[Fault]:
    """UBL-CR-412: only a credit note has it there."""
    if tree.root.name == CREDIT_NOTE:
        return []
    return [Fault(each, {"element": "cac:PaymentMeans/cbc:PaymentDueDate"}) for each in tree.root.all(*_PAYMENT_DUE)]


def _documents(tree: Tree, type_code: str) -> list[Element]:
    return [each for each in tree.named(ADDITIONAL_DOCUMENT) if _is_of_type(each, type_code)]


def _is_of_type(document: Element, type_code: str) -> bool:
    return any(each.text == type_code for each in document.all(TYPE_CODE))


def scheme_of_supporting_document(tree: Tree) -> list[Fault]:
    """UBL-CR-665."""
    documents = [each for each in tree.named(ADDITIONAL_DOCUMENT) if _supports(each)]
    found = [each for document in documents for each in document.all(ID) if each.get("schemeID") is not None]
    return [Fault(each, {"element": "cac:AdditionalDocumentReference/cbc:ID/@schemeID"}) for each in found]


def _supports(document: Element) -> bool:
    codes = document.all(TYPE_CODE)
    return not codes or any(each.text != INVOICED_OBJECT for each in codes)


def object_has_no_attachment(tree: Tree) -> list[Fault]:
    """UBL-CR-666."""
    return [Fault(each) for document in _documents(tree, INVOICED_OBJECT) for each in document.all(_ATTACHMENT)]


def object_has_no_description(tree: Tree) -> list[Fault]:
    """UBL-CR-673."""
    return [Fault(each) for document in _documents(tree, INVOICED_OBJECT) for each in document.all(_DESCRIPTION)]


def amounts_have_two_decimals(tree: Tree) -> list[Fault]:
    """UBL-DT-01. A price may have more, and so may all amounts of a price that has an allowance."""
    return [
        Fault(each, _count(places(each.text)))
        for name, amounts in tree.by_name.items()
        if _kind_of(name) == "Amount"
        for each in amounts
        if each.about(has_too_many_decimals) and not _is_of_reduced_price(each)
    ]


@lru_cache(maxsize=4096)
def _kind_of(name: str) -> str:
    """By what a name ends in, which is all that some rules ask for; "" where none does."""
    kind = next((each for each in ("PriceAmount", "Amount", "BinaryObject") if name.endswith(each)), "")
    return "" if kind == "PriceAmount" else kind


def _is_of_reduced_price(amount: Element) -> bool:
    return any(each.name == PRICE and ALLOWANCE_CHARGE in each.children for each in amount.ancestors())


def attachment_has_type(tree: Tree) -> list[Fault]:
    """UBL-DT-06."""
    return [Fault(each) for each in _binaries(tree) if each.get("mimeCode") is None]


def attachment_has_name(tree: Tree) -> list[Fault]:
    """UBL-DT-07."""
    return [Fault(each) for each in _binaries(tree) if each.get("filename") is None]


def _binaries(tree: Tree) -> list[Element]:
    return [each for name, found in tree.by_name.items() if _kind_of(name) == "BinaryObject" for each in found]


def one_invoiced_object(tree: Tree) -> list[Fault]:
    """UBL-SR-04."""
    documents = [each for each in tree.root.all(ADDITIONAL_DOCUMENT) if _is_of_type(each, INVOICED_OBJECT)]
    return _more_than_one(each for document in documents for each in document.all(ID))


def _more_than_one(found: Iterable[Element]) -> list[Fault]:
    there = list(found)
    return [Fault(there[1], _count(len(there)))] if len(there) > 1 else []


def preceding_invoice_has_number(tree: Tree) -> list[Fault]:
    """UBL-SR-07."""
    return [Fault(each) for each in tree.named(BILLING_REFERENCE) if not each.all(*_PRECEDING)]


def one_vat_number_of_seller(tree: Tree) -> list[Fault]:
    """UBL-SR-12."""
    return _more_than_one(_tax_numbers(tree, SUPPLIER, of_vat=True))


def one_other_tax_number_of_seller(tree: Tree) -> list[Fault]:
    """UBL-SR-13."""
    return _more_than_one(_tax_numbers(tree, SUPPLIER, of_vat=False))


def one_vat_number_of_buyer(tree: Tree) -> list[Fault]:
    """UBL-SR-18."""
    return _more_than_one(_tax_numbers(tree, CUSTOMER, of_vat=True))


def _tax_numbers(tree: Tree, party: str, *, of_vat: bool) -> list[Element]:
    registrations = tree.root.all(party, PARTY, PARTY_TAX_SCHEME)
    return [number for each in registrations if of_vat in _taxes(each) for number in each.all(COMPANY_ID)]


def _taxes(registration: Element) -> list[bool]:
    """For each tax that a registration is for, whether it is VAT."""
    ids = [each.all(ID) for each in registration.all(TAX_SCHEME)]
    for several in ids:
        if len(several) > 1:
            raise NotEvaluable(several[1], "several")
    return [bool(each) and each[0].text.upper() == "VAT" for each in ids]


def payee_has_one_name(tree: Tree) -> list[Fault]:
    """UBL-SR-19."""
    return _payees(tree, lambda payee: payee.all(*_PARTY_NAME))


def payee_has_one_id(tree: Tree) -> list[Fault]:
    """UBL-SR-20, which doesn't count a bank's creditor identifier."""
    return _payees(tree, lambda payee: [each for each in payee.all(*_PARTY_ID) if not _is_sepa(each)])


def payee_has_one_registration(tree: Tree) -> list[Fault]:
    """UBL-SR-21."""
    return _payees(tree, lambda payee: payee.all(PARTY_LEGAL_ENTITY, COMPANY_ID))


def _payees(tree: Tree, counted: Callable[[Element], list[Element]]) -> list[Fault]:
    """Payees with more than one of what is counted, and those who aren't somebody else than the seller."""
    payees = tree.named(PAYEE)
    repeated = [fault for each in payees for fault in _more_than_one(counted(each))]
    return repeated + [Fault(each) for each in payees if not _is_somebody_else(each)]


def _is_somebody_else(payee: Element) -> bool:
    sellers = {each.text for each in payee.parent.all(*_SELLERS_NAME)} if payee.parent is not None else set()
    return any(sellers - {name.text} for name in payee.all(*_PARTY_NAME))


def _is_sepa(party_id: Element) -> bool:
    return (party_id.get("schemeID") or "").upper() == SEPA


def one_creditor_id(tree: Tree) -> list[Fault]:
    """UBL-SR-29."""
    owner, name = _PARTY_ID
    ids = [each for party_id in tree.named(owner) for each in party_id.all(name)]
    return _more_than_one(each for each in ids if _is_sepa(each))


def one_reason_of_allowance(tree: Tree) -> list[Fault]:
    """UBL-SR-30."""
    return _reasons(tree, charge=False)


def one_reason_of_charge(tree: Tree) -> list[Fault]:
    """UBL-SR-31."""
    return _reasons(tree, charge=True)


def _reasons(tree: Tree, *, charge: bool) -> list[Fault]:
    found = [each for each in tree.named(ALLOWANCE_CHARGE) if len(each.children.get(_REASON, ())) > 1]
    return [fault for each in found if _is_charge(each) is charge for fault in _more_than_one(each.all(_REASON))]


def _is_charge(allowance_charge: Element) -> bool | None:
    said = {each.text.strip() for each in allowance_charge.all(_INDICATOR)}
    return False if said & {"false", "0"} else True if said & {"true", "1"} else None


def two_tax_schemes_of_seller(tree: Tree) -> list[Fault]:
    """UBL-SR-42."""
    parties = [each for owner in tree.named(SUPPLIER) for each in owner.all(PARTY)]
    schemes = [each.all(PARTY_TAX_SCHEME) for each in parties]
    return [Fault(each[MOST_TAX_SCHEMES], _count(len(each))) for each in schemes if len(each) > MOST_TAX_SCHEMES]


def type_code_of_document(tree: Tree) -> list[Fault]:
    """UBL-SR-43."""
    in_credit_note = tree.root.name.endswith("}CreditNote")
    known = {INVOICED_OBJECT, TENDER_OR_LOT} if in_credit_note else {INVOICED_OBJECT}
    return [Fault(each) for each in tree.named(ADDITIONAL_DOCUMENT) if not _is_well_typed(each, known)]


def _is_well_typed(document: Element, known: set[str]) -> bool:
    codes = {each.text for each in document.all(TYPE_CODE)}
    if codes:
        return not known.isdisjoint(codes)
    return all(each.get("schemeID") is None for each in document.all(ID))


def one_remittance_information(tree: Tree) -> list[Fault]:
    """UBL-SR-44."""
    return _different(tree.named(_PAYMENT_ID))


def one_payment_means(tree: Tree) -> list[Fault]:
    """UBL-SR-47."""
    return _different(tree.named(_PAYMENT_CODE))


def _different(found: list[Element]) -> list[Fault]:
    others = [each for each in found if each.text != found[0].text]
    return [Fault(others[0], {"found": others[0].text[:60], "expected": found[0].text[:60]})] if others else []


def one_name_of_payment_means(tree: Tree) -> list[Fault]:
    """UBL-SR-46."""
    codes = tree.root.all(PAYMENT_MEANS, _PAYMENT_CODE)
    return _more_than_one(each for each in codes if each.get("name") is not None)


def line_has_one_category(invoice: Invoice) -> list[Fault]:
    """UBL-SR-48. It is over the model, which has read all lines already."""
    return [Fault(line.place, _count(len(line.categories))) for line in invoice.lines if len(line.categories) != 1]


def one_address_line(tree: Tree) -> list[Fault]:
    """UBL-SR-51."""
    addresses = tree.named(POSTAL_ADDRESS) + tree.named(cac("Address"))
    return [fault for each in addresses for fault in _more_than_one(each.all(_ADDRESS_LINE))]


def registration_is_complete(tree: Tree) -> list[Fault]:
    """UBL-SR-53."""
    found = tree.named(PARTY_TAX_SCHEME)
    return [Fault(each) for each in found if not (each.all(COMPANY_ID) and each.all(TAX_SCHEME, ID))]
