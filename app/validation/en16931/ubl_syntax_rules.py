"""The rules about UBL's syntax that fit no table of paths: what they are about and why, and what breaks them."""

from app.domain.findings import Severity
from app.errors.rules.shared import NOT_USED
from app.validation.en16931 import ubl_syntax_checks as checks
from app.validation.rule import Rule

_OBJECT = "<cbc:ID>1</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>"
_SECOND_VAT = "<cbc:CompanyID>XX1</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
_OTHER_TAX = "<cbc:CompanyID>1</cbc:CompanyID><cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme>"
_GUESS = "A receiver must not have to guess which of several counts."


def _add(name: str, content: str, where: str = ".") -> str:
    return f"add {where} <cac:{name}>{content}</cac:{name}>"


def _payee(extra: str) -> str:
    return _add("PayeeParty", f"<cac:PartyName><cbc:Name>Factor</cbc:Name></cac:PartyName>{extra}")


def _charge(indicator: str) -> str:
    reasons = "<cbc:AllowanceChargeReason>a</cbc:AllowanceChargeReason>" * 2
    return _add("AllowanceCharge", f"<cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>{reasons}")


def _payments(content: str, other: str) -> str:
    return "\n".join(_add("PaymentMeans", each) for each in (content, other))


BY_HAND: tuple[Rule, ...] = (
    Rule(
        "UBL-CR-002",
        checks.version_is_2_1,
        severity=Severity.WARNING,
        why="EN 16931 is bound to UBL 2.1. A document that names another version may use what a receiver can't read.",
        example="add . <cbc:UBLVersionID>2.3</cbc:UBLVersionID>",
    ),
    Rule(
        "UBL-CR-412",
        checks.due_date_in_payment_means,
        "BT-9",
        Severity.WARNING,
        NOT_USED,
        why="An invoice says when it is due in `cbc:DueDate`. Only UBL's credit note, which has no such element, says "
        "it in the payment means.",
        example=_add("PaymentMeans", "<cbc:PaymentDueDate>2026-01-31</cbc:PaymentDueDate>"),
    ),
    Rule(
        "UBL-CR-665",
        checks.scheme_of_supporting_document,
        "BT-122",
        Severity.WARNING,
        NOT_USED,
        why="Only the identifier of an invoiced object (type code 130) comes from a scheme; the reference of a "
        "supporting document is free text.",
        example=_add("AdditionalDocumentReference", '<cbc:ID schemeID="AAA">1</cbc:ID>'),
    ),
    Rule(
        "UBL-CR-666",
        checks.object_has_no_attachment,
        "BT-18",
        why="A reference of type 130 names what is invoiced, such as a meter. What is attached is a supporting "
        "document and needs a reference of its own.",
        example=_add("AdditionalDocumentReference", _OBJECT + "<cac:Attachment/>"),
    ),
    Rule(
        "UBL-CR-673",
        checks.object_has_no_description,
        "BT-18",
        why="A reference of type 130 names what is invoiced by an identifier alone; descriptions belong to supporting "
        "documents.",
        example=_add("AdditionalDocumentReference", _OBJECT + "<cbc:DocumentDescription>a</cbc:DocumentDescription>"),
    ),
    Rule(
        "UBL-DT-01",
        checks.amounts_have_two_decimals,
        why="Amounts are sums of money to be paid or booked, so they are rounded to cents. Prices may be finer.",
        example="set cac:LegalMonetaryTotal/cbc:PayableAmount 1.001",
    ),
    Rule(
        "UBL-DT-06",
        checks.attachment_has_type,
        "BT-125",
        why="Without the type of an attachment a receiver doesn't know how to open it, or whether it is safe to.",
        example=_add(
            "AdditionalDocumentReference",
            '<cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject filename="a.pdf">YQ=='
            "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>",
        ),
    ),
    Rule(
        "UBL-DT-07",
        checks.attachment_has_name,
        "BT-125",
        why="An attachment is kept under the name that its sender gave it.",
        example=_add(
            "AdditionalDocumentReference",
            '<cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf">YQ=='
            "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>",
        ),
    ),
    Rule(
        "UBL-SR-04",
        checks.one_invoiced_object,
        "BT-18",
        why=f"An invoice is about one object, if it says so. {_GUESS}",
        example="\n".join([_add("AdditionalDocumentReference", _OBJECT)] * 2),
    ),
    Rule(
        "UBL-SR-07",
        checks.preceding_invoice_has_number,
        "BT-25",
        why="A reference to an earlier invoice helps only where it has that invoice's number.",
        example=_add("BillingReference", "<cac:InvoiceDocumentReference/>"),
    ),
    Rule(
        "UBL-SR-12",
        checks.one_vat_number_of_seller,
        "BT-31",
        why=f"The seller has one VAT number in an invoice: the one that it is taxed under. {_GUESS}",
        example="\n".join([_add("PartyTaxScheme", _SECOND_VAT, "cac:AccountingSupplierParty/cac:Party")] * 2),
    ),
    Rule(
        "UBL-SR-13",
        checks.one_other_tax_number_of_seller,
        "BT-32",
        why=f"Beside the VAT number there is room for one local tax registration. {_GUESS}",
        example="\n".join([_add("PartyTaxScheme", _OTHER_TAX, "cac:AccountingSupplierParty/cac:Party")] * 2),
    ),
    Rule(
        "UBL-SR-18",
        checks.one_vat_number_of_buyer,
        "BT-48",
        why=f"The buyer has one VAT number in an invoice. {_GUESS}",
        example="\n".join([_add("PartyTaxScheme", _SECOND_VAT, "cac:AccountingCustomerParty/cac:Party")] * 2),
    ),
    Rule(
        "UBL-SR-19",
        checks.payee_has_one_name,
        "BT-59",
        why="A payee is named where somebody else than the seller is to be paid, a factor for example. One who is "
        "called like the seller, or has two names, would make the payer wonder.",
        example=_payee("<cac:PartyName><cbc:Name>Other</cbc:Name></cac:PartyName>"),
    ),
    Rule(
        "UBL-SR-20",
        checks.payee_has_one_id,
        "BT-60",
        why="A payee is somebody else than the seller and is told by one identifier; the creditor identifier of a "
        "direct debit (SEPA) isn't counted.",
        example=_payee("<cac:PartyIdentification><cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID></cac:PartyIdentification>"),
    ),
    Rule(
        "UBL-SR-21",
        checks.payee_has_one_registration,
        "BT-61",
        why="A payee is somebody else than the seller and has one entry in a register of companies.",
        example=_payee(
            "<cac:PartyLegalEntity><cbc:CompanyID>1</cbc:CompanyID><cbc:CompanyID>2</cbc:CompanyID></cac:PartyLegalEntity>"
        ),
    ),
    Rule(
        "UBL-SR-29",
        checks.one_creditor_id,
        "BT-90",
        why="A direct debit is drawn under one creditor identifier, which stands with the seller or with the payee.",
        example=_payee('<cac:PartyIdentification><cbc:ID schemeID="SEPA">1</cbc:ID></cac:PartyIdentification>' * 2),
    ),
    Rule(
        "UBL-SR-30",
        checks.one_reason_of_allowance,
        "BT-97 BT-139",
        why=f"An allowance has one reason in words. {_GUESS}",
        example=_charge("false"),
    ),
    Rule(
        "UBL-SR-31",
        checks.one_reason_of_charge,
        "BT-104 BT-144",
        why=f"A charge has one reason in words. {_GUESS}",
        example=_charge("true"),
    ),
    Rule(
        "UBL-SR-42",
        checks.two_tax_schemes_of_seller,
        "BT-31 BT-32",
        why="EN 16931 knows two tax numbers of a seller: the one for VAT and a local one.",
        example="\n".join([_add("PartyTaxScheme", _OTHER_TAX, "cac:AccountingSupplierParty/cac:Party")] * 3),
    ),
    Rule(
        "UBL-SR-43",
        checks.type_code_of_document,
        "BT-122",
        why="UBL has one element for supporting documents and for invoiced objects. The type code 130 marks the object "
        "(in a credit note also 50, a tender or lot); a supporting document has no type code and no scheme.",
        example=_add(
            "AdditionalDocumentReference", "<cbc:ID>1</cbc:ID><cbc:DocumentTypeCode>916</cbc:DocumentTypeCode>"
        ),
    ),
    Rule(
        "UBL-SR-44",
        checks.one_remittance_information,
        "BT-83",
        why="Payment means may be given several times, for several accounts. What the payer is to quote is the same "
        "for all of them.",
        example=_payments("<cbc:PaymentID>A</cbc:PaymentID>", "<cbc:PaymentID>B</cbc:PaymentID>"),
    ),
    Rule(
        "UBL-SR-46",
        checks.one_name_of_payment_means,
        "BT-82",
        why="Payment means may be given several times, for several accounts; their name in words is given with one.",
        example="\n".join([_add("PaymentMeans", '<cbc:PaymentMeansCode name="a">30</cbc:PaymentMeansCode>')] * 2),
    ),
    Rule(
        "UBL-SR-47",
        checks.one_payment_means,
        "BT-81",
        why="Several payment means in UBL are several accounts for one way of paying, so they have one code.",
        example=_payments(
            "<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>", "<cbc:PaymentMeansCode>48</cbc:PaymentMeansCode>"
        ),
    ),
    Rule(
        "UBL-SR-51",
        checks.one_address_line,
        "BT-162 BT-163 BT-164 BT-165",
        why="An address in EN 16931 has three lines: street, additional street, and one line more.",
        example=_add(
            "PostalAddress",
            "<cac:AddressLine/><cac:AddressLine/>",
        ),
    ),
    Rule(
        "UBL-SR-53",
        checks.registration_is_complete,
        "BT-31 BT-32 BT-48 BT-63",
        why="A tax number means something only together with the tax that it is for.",
        example="remove cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cac:TaxScheme",
    ),
)

BY_HAND_IN_LINES: tuple[Rule, ...] = (
    Rule(
        "UBL-SR-48",
        checks.line_has_one_category,
        "BG-30",
        why="Each line is taxed in exactly one VAT category; what is taxed differently goes on a line of its own.",
        example="remove cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory",
    ),
)
"""Over an Invoice; the others are over a document's tree."""
