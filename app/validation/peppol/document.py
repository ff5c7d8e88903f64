"""Peppol BIS Billing 3, the document itself: process, specification, references, parties, VAT totals, direct debit."""

from collections.abc import Callable, Iterable

from app.safe.tree import Element
from app.validation.en16931.ubl_names import (
    ADDITIONAL_DOCUMENT,
    CREDIT_NOTE,
    CUSTOMER,
    ID,
    NOTE,
    ORDER_REFERENCE,
    PARTY,
    PAYMENT_MEANS,
    SUPPLIER,
    TAX_AMOUNT,
    TAX_SUBTOTAL,
    TAX_TOTAL,
    TYPE_CODE,
    cbc,
)
from app.validation.peppol.billing import Billing
from app.validation.peppol.family import Family
from app.validation.peppol.names import CURRENCY, ENDPOINT, MANDATE, MEANS_CODE, TAX_CURRENCY
from app.validation.peppol.reading import matching, own_text, plain, says
from app.validation.rule import Fault, Rule
from app.validation.values import ZERO, double, has_words, normalized

_PROFILE = cbc("ProfileID")
_SPECIFICATION = cbc("CustomizationID")
_BUYER_REFERENCE = cbc("BuyerReference")
_BILLING_3 = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROJECT = "50"
_DIRECT_DEBIT = ("49", "59")


def no_empty_element(billing: Billing) -> Iterable[Fault]:
    """R008."""
    elements = billing.tree.elements
    empty = [each for each in elements if not each.children and not each.about(has_words)]
    return [Fault(each, {"element": each.name.rpartition("}")[2]}) for each in empty]


def process_is_stated(billing: Billing) -> list[Fault]:
    """R001."""
    return [Fault(each) for each in billing.documents if _PROFILE not in each.children]


def process_is_known(billing: Billing) -> list[Fault]:
    """R007."""
    if not billing.documents or billing.process:
        return []
    stated = billing.root.first(_PROFILE)
    return [Fault(stated or each, {"found": plain(each.all(_PROFILE))}) for each in billing.documents]


def one_note(billing: Billing) -> list[Fault]:
    """R002. Between two Germans there may be several."""
    several = [each for each in billing.documents if len(each.all(NOTE)) > 1]
    return [Fault(each.all(NOTE)[1]) for each in several] if several and not billing.within_germany else []


def buyer_finds_it(billing: Billing) -> list[Fault]:
    """R003."""
    return [
        Fault(each)
        for each in billing.documents
        if _BUYER_REFERENCE not in each.children and not each.all(ORDER_REFERENCE, ID)
    ]


def specification_is_billing_3(billing: Billing) -> list[Fault]:
    """R004."""
    faults = []
    for each in billing.documents:
        found = normalized(own_text(each.all(_SPECIFICATION)))
        if not found.startswith(_BILLING_3) or "::" in found:
            faults.append(Fault(each.first(_SPECIFICATION) or each, {"found": found, "expected": _BILLING_3}))
    return faults


def vat_is_broken_down_once(billing: Billing) -> list[Fault]:
    """R053."""
    found = ((each, [total for total in each.all(TAX_TOTAL) if _is_broken_down(total)]) for each in billing.documents)
    return [Fault((totals or [each])[-1], {"count": str(len(totals))}) for each, totals in found if len(totals) != 1]


def _is_broken_down(total: Element) -> bool:
    return TAX_SUBTOTAL in total.children


def vat_in_accounting_currency(billing: Billing) -> list[Fault]:
    """R054."""
    faults = []
    for each in billing.documents:
        expected = 1 if TAX_CURRENCY in each.children else 0
        totals = [total for total in each.all(TAX_TOTAL) if not _is_broken_down(total)]
        if len(totals) != expected:
            faults.append(Fault((totals or [each])[-1], {"count": str(len(totals)), "expected": str(expected)}))
    return faults


def vat_has_one_sign(billing: Billing) -> list[Fault]:
    """R055."""
    return [
        Fault(each.first(TAX_CURRENCY) or each)
        for each in billing.documents
        if TAX_CURRENCY in each.children and not _signs_agree(each)
    ]


def _signs_agree(document: Element) -> bool:
    accounted = _signs(document, TAX_CURRENCY)
    invoiced = _signs(document, CURRENCY)
    return any(bool(accounted & sign and invoiced & sign) for sign in ({-1, 0}, {0, 1}))


def _signs(document: Element, currency: str) -> set[int]:
    wanted = plain(document.all(currency))
    found = [double(each) for each in document.all(TAX_TOTAL, TAX_AMOUNT) if each.get("currencyID") == wanted]
    return {(each > ZERO) - (each < ZERO) for each in found if not each.is_nan()}


def accounting_currency_differs(billing: Billing) -> list[Fault]:
    """R005."""
    return [
        Fault(each, {"found": normalized(each.text)})
        for each in billing.named(TAX_CURRENCY)
        if normalized(own_text([each])) == normalized(own_text(_beside(each, CURRENCY)))
    ]


def _beside(element: Element, name: str) -> list[Element]:
    return element.parent.all(name) if element.parent is not None else []


def has_address(role: str) -> Callable[[Billing], list[Fault]]:
    """R010, R020: the party of the given role has an electronic address."""

    def check(billing: Billing) -> list[Fault]:
        parties = (party for each in billing.named(role) for party in each.all(PARTY))
        return [Fault(party) for party in parties if ENDPOINT not in party.children]

    return check


def direct_debit_has_mandate(billing: Billing) -> list[Fault]:
    """R061."""
    debits = matching(billing.named(PAYMENT_MEANS), lambda each: plain(each.all(MEANS_CODE)) in _DIRECT_DEBIT)
    return [Fault(each) for each in debits if not each.all(MANDATE, ID)]


def one_project(billing: Billing) -> list[Fault]:
    """R080."""
    faults = []
    for each in billing.named(CREDIT_NOTE):
        projects = [one for one in each.all(ADDITIONAL_DOCUMENT) if says(one.all(TYPE_CODE), _PROJECT)]
        faults += [Fault(projects[1])] if len(projects) > 1 else []
    return faults


_CUSTOMER_ADDRESS = "cac:AccountingCustomerParty/cac:Party/cbc:EndpointID"
_SUPPLIER_ADDRESS = "cac:AccountingSupplierParty/cac:Party/cbc:EndpointID"
_TOTAL_IN_KRONOR = '<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">{}</cbc:TaxAmount></cac:TaxTotal>'
_PROJECT_REFERENCE = (
    "<cac:AdditionalDocumentReference><cbc:ID>{}</cbc:ID><cbc:DocumentTypeCode>50</cbc:DocumentTypeCode>"
    "</cac:AdditionalDocumentReference>"
)

FAMILY = Family(
    (
        Rule(
            "PEPPOL-EN16931-R001",
            process_is_stated,
            "BT-23",
            why="The process tells the receiver's software what it may be answered with; access points route by it.",
            example="base peppol\nremove cbc:ProfileID",
        ),
        Rule(
            "PEPPOL-EN16931-R002",
            one_note,
            "BT-22",
            why="Buyers' systems have room for one note; German partners agreed on several.",
            example="base peppol\nadd . <cbc:Note>And one more thing.</cbc:Note>",
        ),
        Rule(
            "PEPPOL-EN16931-R003",
            buyer_finds_it,
            "BT-10 BT-13",
            why="Without a reference of the buyer's nobody knows there whom to ask whether it may be paid.",
            example="base peppol\nremove cbc:BuyerReference\nremove cac:OrderReference",
        ),
        Rule(
            "PEPPOL-EN16931-R004",
            specification_is_billing_3,
            "BT-24",
            why="It names the rules that the document keeps; a receiver chooses by it how to check and read it.",
            example="base peppol\nset cbc:CustomizationID urn:cen.eu:en16931:2017",
        ),
        Rule(
            "PEPPOL-EN16931-R005",
            accounting_currency_differs,
            "BT-6",
            why="A second VAT total is there for another currency; in the same one it could only contradict the first.",
            example="base peppol\nadd . <cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>",
        ),
        Rule(
            "PEPPOL-EN16931-R007",
            process_is_known,
            "BT-23",
            why="Receivers are registered for the named processes, and for these only.",
            example="base peppol\nset cbc:ProfileID urn:example:my-process",
        ),
        Rule(
            "PEPPOL-EN16931-R008",
            no_empty_element,
            why="An empty element says neither something nor nothing, and programs differ in what they make of it.",
            example="base peppol\nadd . <cbc:Note/>",
        ),
        Rule(
            "PEPPOL-EN16931-R010",
            has_address(CUSTOMER),
            "BT-49",
            why="The network delivers to this address.",
            example=f"base peppol\nremove {_CUSTOMER_ADDRESS}",
        ),
        Rule(
            "PEPPOL-EN16931-R020",
            has_address(SUPPLIER),
            "BT-34",
            why="The buyer's answers go to this address.",
            example=f"base peppol\nremove {_SUPPLIER_ADDRESS}",
        ),
        Rule(
            "PEPPOL-EN16931-R053",
            vat_is_broken_down_once,
            "BG-23",
            why="A second break-down would leave open which of them is to be booked.",
            example="base peppol\nremove cac:TaxTotal",
        ),
        Rule(
            "PEPPOL-EN16931-R054",
            vat_in_accounting_currency,
            "BT-111 BT-6",
            why="The VAT total without break-down is the one in the accounting currency: there with it, and only then.",
            example="base peppol\nadd . " + _TOTAL_IN_KRONOR.format("1900.00"),
        ),
        Rule(
            "PEPPOL-EN16931-R055",
            vat_has_one_sign,
            "BT-111 BT-110",
            why="It is one tax, told in two currencies: owed in both or given back in both.",
            example="base peppol\nadd . <cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>\nadd . "
            + _TOTAL_IN_KRONOR.format("-1900.00"),
        ),
        Rule(
            "PEPPOL-EN16931-R061",
            direct_debit_has_mandate,
            "BT-89",
            why="The payer's bank pays only for a mandate that it finds by its reference.",
            example="base peppol\nset cac:PaymentMeans[1]/cbc:PaymentMeansCode 59",
        ),
        Rule(
            "PEPPOL-EN16931-R080",
            one_project,
            "BT-11",
            why="A credit note has its project among the supporting documents, where nothing else keeps it to one.",
            example="base creditnote\nadd . "
            + _PROJECT_REFERENCE.format("P1")
            + "\nadd . "
            + _PROJECT_REFERENCE.format("P2"),
        ),
    )
)
