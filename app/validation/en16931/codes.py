"""The rules that a code is one of its list. The lists are data, see `app.domain.codelists`.

A rule is about a kind of values. UBL's rules look for them wherever they stand, and its reader says where that is;
for other syntaxes they are where the model has them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from operator import attrgetter

from app.domain.codelists import code_list
from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import as_found
from app.validation.rule import Fault, Rule
from app.validation.values import Value, normalized

Find = Callable[[Invoice], Iterable[Value]]

ABSENT = "–"
_CURRENCIES = "iso4217/en16931"
_COUNTRIES = "iso3166/en16931"
_SCHEMES = "iso6523/en16931"
_CATEGORIES = "untdid5305/en16931"
SEPA = frozenset(("SEPA",))
_LENGTH_OF_SUBJECT = 3


@dataclass(frozen=True, slots=True)
class Coded:
    """Values of a kind, and the codes that they may have.

    Attributes:
        kind: which values.
        codes: the name of the list's part that EN 16931 accepts.
        attribute: the attribute that has the code; "" where the text is the code.
        required: whether a missing attribute is wrong, too.
        also: codes that are accepted beside the list.
        upper: whether small letters are as good; exact: whether blanks around a code make it another.
    """

    kind: str
    codes: str
    attribute: str = ""
    required: bool = False
    also: frozenset[str] = frozenset()
    upper: bool = False
    exact: bool = False

    def accepted(self) -> frozenset[str]:
        """Every code that is right."""
        return _accepted(self.codes, self.also)

    def has(self, code: str) -> bool:
        """Whether it is right, as the rules read it."""
        if self.exact:
            return code in self.accepted()
        return normalized(code.upper() if self.upper else code) in self.accepted()


@cache
def _accepted(name: str, also: frozenset[str]) -> frozenset[str]:
    listed = code_list(name).codes
    return listed | also if also else listed


def unlisted(kinds: Sequence[Coded], invoice: Invoice) -> list[Fault]:
    """A fault at each value whose code isn't one."""
    return [fault for each in kinds for fault in _unlisted(each, _values(each.kind, invoice))]


def _values(kind: str, invoice: Invoice) -> Sequence[Value]:
    if kind in _REASONS:
        return list(_REASONS[kind](invoice))
    return list(_IN_MODEL[kind](invoice)) if invoice.coded is None else invoice.coded(kind)


def _unlisted(coded: Coded, values: Sequence[Value]) -> list[Fault]:
    accepted, attribute = coded.accepted(), coded.attribute
    if not attribute:
        suspects = [each for each in values if each.text not in accepted]
        return [Fault(each, {"found": as_found(each) or ABSENT}) for each in suspects if not coded.has(each.text)]
    suspects = [each for each in values if each.get(attribute) not in accepted]
    return [_wrong(each, attribute) for each in suspects if not _has_right_attribute(coded, each.get(attribute))]


def _has_right_attribute(coded: Coded, code: str | None) -> bool:
    return not coded.required if code is None else coded.has(code)


def _wrong(value: Value, attribute: str) -> Fault:
    return Fault(value, {"found": normalized(value.get(attribute) or "")[:60] or ABSENT})


def subject_of_note(invoice: Invoice) -> list[Fault]:
    """BR-CL-08: where a note begins with a subject code between two `#`, the code is one."""
    return [Fault(each, {"found": _subject(each)}) for each in invoice.notes if not _is_subject(_subject(each))]


def _subject(note: Value) -> str:
    before, behind, _ = note.text.partition("#")[2].partition("#")
    return before if behind else ""


def _is_subject(code: str) -> bool:
    # what has another length is taken for plain text; a code is looked for in the list as in one long text
    return len(code) != _LENGTH_OF_SUBJECT or code in _subjects()


@cache
def _subjects() -> str:
    return f" {' '.join(sorted(code_list('untdid4451/en16931').codes))} "


def _reason_codes(is_charge: bool) -> Find:
    return lambda invoice: (
        code for each in invoice.all_allowances if each.is_charge is is_charge for code in each.reason_codes
    )


_REASONS: Mapping[str, Find] = {"allowance_reasons": _reason_codes(False), "charge_reasons": _reason_codes(True)}
"""Those that every reader has made known already."""


def _each(groups: str, *terms: str) -> Find:
    """The values of the terms in each of the groups."""
    groups_in = attrgetter(groups)
    values_in = [attrgetter(term) for term in terms]
    return lambda invoice: (value for group in groups_in(invoice) for values in values_in for value in values(group))


def _type_codes(credit: bool) -> Find:
    return lambda invoice: invoice.type_codes if invoice.is_credit is credit else ()


def _all_of(*finds: Find) -> Find:
    return lambda invoice: chain.from_iterable(find(invoice) for find in finds)


def _objects(invoice: Invoice) -> Iterable[Value]:
    documents = chain(invoice.documents, *(line.objects for line in invoice.lines))
    objects = (each for each in documents if any(code.text == "130" for code in each.type_codes))
    return (number for each in objects for number in each.ids)


def _amounts(invoice: Invoice) -> Iterable[Value]:
    # only UBL must name the currency of every amount; elsewhere those that don't are in the invoice's
    totals = _each("totals", "lines", "allowances", "charges", "without_vat", "with_vat", "paid", "rounding", "due")
    charges = _each("all_allowances", "amounts", "bases")
    found = _all_of(totals, charges, _each("all_tax_totals", "amounts"), _each("lines", "amounts", "prices"))
    breakdowns = (breakdown for each in invoice.all_tax_totals for breakdown in each.breakdowns)
    broken_down = (amount for each in breakdowns for amount in (*each.taxable, *each.taxes))
    return (each for each in chain(found(invoice), broken_down) if each.get("currencyID") is not None)


def _countries(invoice: Invoice) -> Iterable[Value]:
    parties = (*invoice.sellers, *invoice.buyers, *invoice.payees, *invoice.representatives)
    of_parties = (address for each in parties for address in each.addresses)
    of_deliveries = (address for each in invoice.deliveries for address in each.addresses)
    return (country for each in chain(of_parties, of_deliveries) for country in each.countries)


_PARTIES = ("sellers", "buyers", "payees", "representatives")
_IN_MODEL: Mapping[str, Find] = {
    "invoice_types": _type_codes(credit=False),
    "credit_note_types": _type_codes(credit=True),
    "amounts": _amounts,
    "currencies": attrgetter("currencies"),
    "tax_currencies": attrgetter("tax_currencies"),
    "tax_points": attrgetter("tax_point_codes"),
    "objects": _objects,
    "own_ids": _all_of(_each("sellers", "ids"), _each("payees", "ids")),
    "other_ids": _all_of(_each("buyers", "ids"), _each("representatives", "ids")),
    "registrations": _all_of(*(_each(party, "legal_ids") for party in _PARTIES)),
    "classifications": _each("lines", "classifications"),
    "countries": _countries,
    "origins": _each("lines", "origins"),
    "payment_means": _each("payments", "codes"),
    "categories": _each("all_categories", "codes"),
    "item_categories": _each("all_line_categories", "codes"),
    "standard_ids": _each("lines", "standard_ids"),
    "exemptions": _all_of(_each("all_categories", "reason_codes"), _each("all_line_categories", "reason_codes")),
    "quantities": _each("lines", "quantities", "base_quantities"),
    "attachments": _each("documents", "contents"),
    "endpoints": _all_of(*(_each(party, "endpoints") for party in _PARTIES)),
    "locations": _each("deliveries", "locations"),
}


def _rule(number: str, terms: str, kinds: Sequence[Coded], why: str, example: str) -> Rule:
    return Rule(f"BR-CL-{number}", partial(unlisted, kinds), terms, why=why, example=example)


_CATEGORY = "cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory/cbc:ID"
_SELLER = "cac:AccountingSupplierParty/cac:Party/"
_OBJECT = '<cbc:ID schemeID="none">1</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>'
_FILE = '<cbc:EmbeddedDocumentBinaryObject mimeCode="text/x" filename="a">YQ==</cbc:EmbeddedDocumentBinaryObject>'
_WHY_SCHEME = "A number means something only to those who know whose numbering it is of; the scheme says so."

RULES: tuple[Rule, ...] = (
    _rule(
        "01",
        "BT-3",
        (
            Coded("invoice_types", "untdid1001/en16931-invoice"),
            Coded("credit_note_types", "untdid1001/en16931-credit-note"),
        ),
        "The type decides how a document is booked, and whether it is an invoice or a credit note. Other types of "
        "UNTDID 1001 are no invoices.",
        "set cbc:InvoiceTypeCode 220",
    ),
    _rule(
        "03",
        "BT-5 BT-6",
        (Coded("amounts", _CURRENCIES, "currencyID", required=True),),
        "UBL writes the currency beside every amount, as its ISO 4217 code.",
        "attribute cac:LegalMonetaryTotal/cbc:PayableAmount currencyID EURO",
    ),
    _rule(
        "04",
        "BT-5",
        (Coded("currencies", _CURRENCIES),),
        "A currency is named by its ISO 4217 code, because symbols and names are not unique.",
        "set cbc:DocumentCurrencyCode EURO",
    ),
    _rule(
        "05",
        "BT-6",
        (Coded("tax_currencies", _CURRENCIES),),
        "The currency in which VAT is accounted for is named by its ISO 4217 code, too.",
        "add . <cbc:TaxCurrencyCode>KRONER</cbc:TaxCurrencyCode>",
    ),
    _rule(
        "06",
        "BT-8",
        (Coded("tax_points", "untdid2005/en16931"),),
        "VAT is due from the date of the invoice (3), of delivery (35) or of payment (432); nothing else is provided.",
        "add cac:InvoicePeriod <cbc:DescriptionCode>99</cbc:DescriptionCode>",
    ),
    _rule(
        "07",
        "BT-18 BT-128",
        (Coded("objects", "untdid1153/en16931", "schemeID"),),
        "What kind of thing is invoiced (a meter, a subscription, a phone number) is said by a code of UNTDID 1153.",
        f"add . <cac:AdditionalDocumentReference>{_OBJECT}</cac:AdditionalDocumentReference>",
    ),
    Rule(
        "BR-CL-08",
        subject_of_note,
        "BT-21",
        why="UBL has no element for the subject of a note; it is written before the note, between two `#`, as a code "
        "of UNTDID 4451.",
        example="set cbc:Note #QQQ#Delivered late",
    ),
    _rule(
        "10",
        "BT-29 BT-46 BT-60 BT-71",
        (
            Coded("own_ids", _SCHEMES, "schemeID", also=SEPA),
            Coded("other_ids", _SCHEMES, "schemeID"),
        ),
        f"{_WHY_SCHEME} For seller and payee SEPA is accepted, too: it marks the bank's creditor identifier (BT-90).",
        f"attribute {_SELLER}cac:PartyIdentification/cbc:ID schemeID none",
    ),
    _rule(
        "11",
        "BT-30 BT-47 BT-61",
        (Coded("registrations", _SCHEMES, "schemeID"),),
        _WHY_SCHEME,
        f"attribute {_SELLER}cac:PartyLegalEntity/cbc:CompanyID schemeID none",
    ),
    _rule(
        "13",
        "BT-158",
        (Coded("classifications", "untdid7143/en16931", "listID"),),
        "A commodity code means something only with the classification that it is from.",
        "attribute cac:InvoiceLine[1]/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode listID none",
    ),
    _rule(
        "14",
        "BT-40 BT-55 BT-69 BT-80",
        (Coded("countries", _COUNTRIES),),
        "The country decides about VAT, so it is named by its ISO 3166-1 code and not in somebody's language.",
        f"set {_SELLER}cac:PostalAddress/cac:Country/cbc:IdentificationCode Austria",
    ),
    _rule(
        "15",
        "BT-159",
        (Coded("origins", _COUNTRIES),),
        "Customs and statistics read the country of origin as its ISO 3166-1 code.",
        "set cac:InvoiceLine[1]/cac:Item/cac:OriginCountry/cbc:IdentificationCode Austria",
    ),
    _rule(
        "16",
        "BT-81",
        (Coded("payment_means", "untdid4461/en16931"),),
        "The payer's software decides by this code how to pay.",
        "set cac:PaymentMeans/cbc:PaymentMeansCode cash",
    ),
    _rule(
        "17",
        "BT-95 BT-102 BT-118",
        (Coded("categories", _CATEGORIES),),
        "Each VAT category has rules of its own; a category that isn't known can't be judged, or booked.",
        "set cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID X",
    ),
    _rule(
        "18",
        "BT-151",
        (Coded("item_categories", _CATEGORIES),),
        "Each VAT category has rules of its own; a category that isn't known can't be judged, or booked.",
        f"set {_CATEGORY} X",
    ),
    _rule(
        "19",
        "BT-98 BT-140",
        (Coded("allowance_reasons", "untdid5189/en16931"),),
        "Reasons of allowances are told by codes, so that discounts can be told from deposits without reading.",
        "set cac:AllowanceCharge[1]/cbc:AllowanceChargeReasonCode none",
    ),
    _rule(
        "20",
        "BT-105 BT-145",
        (Coded("charge_reasons", "untdid7161/en16931"),),
        "Reasons of charges are told by codes, so that freight can be told from packing without reading.",
        "set cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode none",
    ),
    _rule(
        "21",
        "BT-157",
        (Coded("standard_ids", _SCHEMES, "schemeID"),),
        "A standard item number is looked up by its scheme: 0160 is a GTIN.",
        "attribute cac:InvoiceLine[1]/cac:Item/cac:StandardItemIdentification/cbc:ID schemeID GTIN",
    ),
    _rule(
        "22",
        "BT-121",
        (Coded("exemptions", "vatex/en16931", upper=True),),
        "The VATEX list names the articles of law by which VAT isn't charged; a reason in words goes into BT-120.",
        "add cac:TaxTotal//cac:TaxCategory <cbc:TaxExemptionReasonCode>none</cbc:TaxExemptionReasonCode>",
    ),
    _rule(
        "23",
        "BT-130 BT-150",
        (Coded("quantities", "unece-rec20/en16931", "unitCode"),),
        "Quantities are compared with orders and deliveries by machines, so their units are codes (Recommendation 20, "
        "with the packages of Recommendation 21 behind an X).",
        "attribute cac:InvoiceLine[1]/cbc:InvoicedQuantity unitCode box",
    ),
    _rule(
        "24",
        "BT-125",
        (Coded("attachments", "mime/en16931", "mimeCode", exact=True),),
        "What is attached must be readable for everybody, and safe to open: PDF, PNG, JPEG, CSV, and the two open "
        "formats of spreadsheets.",
        f"add cac:AdditionalDocumentReference/cac:Attachment {_FILE}",
    ),
    _rule(
        "25",
        "BT-34 BT-49",
        (Coded("endpoints", "eas/en16931", "schemeID"),),
        "The scheme says in which network, or by which registry's number, a party is reached.",
        f"attribute {_SELLER}cbc:EndpointID schemeID none",
    ),
    _rule(
        "26",
        "BT-71",
        (Coded("locations", _SCHEMES, "schemeID"),),
        _WHY_SCHEME,
        'add cac:Delivery/cac:DeliveryLocation <cbc:ID schemeID="none">1</cbc:ID>',
    ),
)
