"""CII's names as the reader looks them up: Clark's `{namespace}local`, each string made once."""

FAMILY = "urn:un:unece:uncefact:data:standard:"
PREFIXES = {
    f"{FAMILY}CrossIndustryInvoice:100": "rsm",
    f"{FAMILY}ReusableAggregateBusinessInformationEntity:100": "ram",
    f"{FAMILY}UnqualifiedDataType:100": "udt",
    f"{FAMILY}QualifiedDataType:100": "qdt",
}
"""The customary prefixes by namespace; paths in findings are written with these."""

_RSM, _RAM, _UDT, _QDT = (f"{{{namespace}}}" for namespace in PREFIXES)


def rsm(local: str) -> str:
    """The name of one of the message's own elements."""
    return _RSM + local


def ram(local: str) -> str:
    """The name of a group, or of an element with a value."""
    return _RAM + local


def udt(local: str) -> str:
    """The name of a value within an element: `DateTimeString`, `Indicator`."""
    return _UDT + local


def qdt(local: str) -> str:
    """The name of a value within a reference's date."""
    return _QDT + local


CONTEXT = rsm("ExchangedDocumentContext")
DOCUMENT = rsm("ExchangedDocument")
TRANSACTION = rsm("SupplyChainTradeTransaction")

AGREEMENT = ram("ApplicableHeaderTradeAgreement")
DELIVERY = ram("ApplicableHeaderTradeDelivery")
SETTLEMENT = ram("ApplicableHeaderTradeSettlement")
LINE = ram("IncludedSupplyChainTradeLineItem")

ADDITIONAL_DOCUMENT = ram("AdditionalReferencedDocument")
ADDRESS = ram("PostalTradeAddress")
ALLOWANCE_CHARGE = ram("SpecifiedTradeAllowanceCharge")
LEGAL_ORGANIZATION = ram("SpecifiedLegalOrganization")
PERIOD = ram("BillingSpecifiedPeriod")
SHIP_TO = ram("ShipToTradeParty")
SUMMATION = ram("SpecifiedTradeSettlementHeaderMonetarySummation")
TAX = ram("ApplicableTradeTax")

ACTUAL_AMOUNT = ram("ActualAmount")
BASIS_AMOUNT = ram("BasisAmount")
CHARGE_AMOUNT = ram("ChargeAmount")
DESCRIPTION = ram("Description")
GLOBAL_ID = ram("GlobalID")
ID = ram("ID")
ISSUER_ASSIGNED_ID = ram("IssuerAssignedID")
LINE_ID = ram("LineID")
LINE_TOTAL = ram("LineTotalAmount")
NAME = ram("Name")
TAX_TOTAL_AMOUNT = ram("TaxTotalAmount")
TYPE_CODE = ram("TypeCode")
DATE_TIME = udt("DateTimeString")
