"""UBL's names as the reader looks them up: Clark's `{namespace}local`, each string made once."""

from functools import cache
from sys import intern

FAMILY = "urn:oasis:names:specification:ubl:schema:xsd:"
PREFIXES = {f"{FAMILY}CommonAggregateComponents-2": "cac", f"{FAMILY}CommonBasicComponents-2": "cbc"}
"""The customary prefixes by namespace; paths in findings are written with these."""


@cache
def cac(local: str) -> str:
    """The name of an aggregate."""
    return intern(f"{{{FAMILY}CommonAggregateComponents-2}}{local}")


@cache
def cbc(local: str) -> str:
    """The name of an element with a value."""
    return intern(f"{{{FAMILY}CommonBasicComponents-2}}{local}")


INVOICE = f"{{{FAMILY}Invoice-2}}Invoice"
CREDIT_NOTE = f"{{{FAMILY}CreditNote-2}}CreditNote"

ADDITIONAL_DOCUMENT = cac("AdditionalDocumentReference")
ALLOWANCE_CHARGE = cac("AllowanceCharge")
BILLING_REFERENCE = cac("BillingReference")
CLASSIFIED_CATEGORY = cac("ClassifiedTaxCategory")
CREDIT_NOTE_LINE = cac("CreditNoteLine")
CUSTOMER = cac("AccountingCustomerParty")
DELIVERY = cac("Delivery")
DOCUMENT_REFERENCE = cac("DocumentReference")
INVOICE_LINE = cac("InvoiceLine")
ITEM = cac("Item")
ITEM_PROPERTY = cac("AdditionalItemProperty")
ORDER_REFERENCE = cac("OrderReference")
PARTY = cac("Party")
PARTY_LEGAL_ENTITY = cac("PartyLegalEntity")
PARTY_TAX_SCHEME = cac("PartyTaxScheme")
PAYEE = cac("PayeeParty")
PAYMENT_MEANS = cac("PaymentMeans")
PERIOD = cac("InvoicePeriod")
POSTAL_ADDRESS = cac("PostalAddress")
PRICE = cac("Price")
REPRESENTATIVE = cac("TaxRepresentativeParty")
SUPPLIER = cac("AccountingSupplierParty")
TAX_CATEGORY = cac("TaxCategory")
TAX_SCHEME = cac("TaxScheme")
TAX_SUBTOTAL = cac("TaxSubtotal")
TAX_TOTAL = cac("TaxTotal")
TOTALS = cac("LegalMonetaryTotal")

AMOUNT = cbc("Amount")
BASE_AMOUNT = cbc("BaseAmount")
COMPANY_ID = cbc("CompanyID")
COUNTRY_CODE = cbc("IdentificationCode")
DESCRIPTION_CODE = cbc("DescriptionCode")
ID = cbc("ID")
LINE_AMOUNT = cbc("LineExtensionAmount")
NAME = cbc("Name")
NOTE = cbc("Note")
TAX_AMOUNT = cbc("TaxAmount")
TYPE_CODE = cbc("DocumentTypeCode")
