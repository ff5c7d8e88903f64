"""Cross Industry Invoices in every profile, built up from the smallest: each profile says what the one before it says.

Their own XSDs are in the package drafthorse; a test sees that each sample is valid by that of its profile.
"""

from dataclasses import dataclass, replace

from tests.cii_parts import (
    ALLOWANCES,
    BUYER,
    CONTACT,
    COST,
    DELIVERY,
    GROSS,
    INVOICE_REFERENCE,
    LINE_OBJECT,
    NOTES,
    ORDER_LINE,
    PAYEE,
    PERIOD,
    PROCESS,
    PRODUCT,
    REPRESENTATIVE,
    SUMMATION,
    TERMS,
    day,
    line,
    means,
    reference,
    seller,
    tax,
)

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:un:unece:uncefact:data:standard:{name}:100"'
    for prefix, name in (
        ("rsm", "CrossIndustryInvoice"),
        ("ram", "ReusableAggregateBusinessInformationEntity"),
        ("udt", "UnqualifiedDataType"),
        ("qdt", "QualifiedDataType"),
    )
)
EN_16931 = "urn:cen.eu:en16931:2017"
GUIDELINES = {
    "MINIMUM": "urn:factur-x.eu:1p0:minimum",
    "BASIC WL": "urn:factur-x.eu:1p0:basicwl",
    "BASIC": f"{EN_16931}#compliant#urn:factur-x.eu:1p0:basic",
    "EN 16931": EN_16931,
    "EXTENDED": f"{EN_16931}#conformant#urn:factur-x.eu:1p0:extended",
    "XRECHNUNG": f"{EN_16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
}


@dataclass(frozen=True)
class Cii:
    """A message in the making, as the parts of its text."""

    guideline: str
    process: str = ""
    number: str = "INV-2026-7"
    type_code: str = "380"
    issued: str = day("20260302")
    notes: str = ""
    lines: str = ""
    agreement: str = ""
    delivery: str = ""
    settlement: str = ""

    def with_(self, **parts: str) -> "Cii":
        return replace(self, **parts)

    def text(self) -> str:
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice {NAMESPACES}>
  <rsm:ExchangedDocumentContext>{self.process}
    <ram:GuidelineSpecifiedDocumentContextParameter>
      <ram:ID>{self.guideline}</ram:ID>
    </ram:GuidelineSpecifiedDocumentContextParameter>
  </rsm:ExchangedDocumentContext>
  <rsm:ExchangedDocument>
    <ram:ID>{self.number}</ram:ID>
    <ram:TypeCode>{self.type_code}</ram:TypeCode>
    <ram:IssueDateTime>{self.issued}</ram:IssueDateTime>{self.notes}
  </rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>{self.lines}
    <ram:ApplicableHeaderTradeAgreement>{self.agreement}</ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeDelivery>{self.delivery}</ram:ApplicableHeaderTradeDelivery>
    <ram:ApplicableHeaderTradeSettlement>{self.settlement}</ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
"""


def minimum() -> Cii:
    """Who owes whom how much: no lines, no addresses beyond a country."""
    return Cii(
        GUIDELINES["MINIMUM"],
        agreement="""
      <ram:BuyerReference>04011000-12345-03</ram:BuyerReference>
      <ram:SellerTradeParty>
        <ram:Name>Silver Supplies AB</ram:Name>
        <ram:SpecifiedLegalOrganization>
          <ram:ID schemeID="0007">5560004750</ram:ID>
        </ram:SpecifiedLegalOrganization>
        <ram:PostalTradeAddress>
          <ram:CountryID>SE</ram:CountryID>
        </ram:PostalTradeAddress>
        <ram:SpecifiedTaxRegistration>
          <ram:ID schemeID="VA">SE556000475001</ram:ID>
        </ram:SpecifiedTaxRegistration>
      </ram:SellerTradeParty>
      <ram:BuyerTradeParty>
        <ram:Name>Birch Hospital Trust A/S</ram:Name>
        <ram:SpecifiedLegalOrganization>
          <ram:ID schemeID="0184">12345678</ram:ID>
        </ram:SpecifiedLegalOrganization>
      </ram:BuyerTradeParty>
      <ram:BuyerOrderReferencedDocument>
        <ram:IssuerAssignedID>PO-1001</ram:IssuerAssignedID>
      </ram:BuyerOrderReferencedDocument>
    """,
        settlement="""
      <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        <ram:TaxBasisTotalAmount>200.00</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="EUR">50.00</ram:TaxTotalAmount>
        <ram:GrandTotalAmount>250.00</ram:GrandTotalAmount>
        <ram:DuePayableAmount>230.00</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    """,
    )


def basic_wl() -> Cii:
    """The header of a whole invoice, still without lines."""
    return minimum().with_(
        guideline=GUIDELINES["BASIC WL"],
        process=PROCESS,
        notes=NOTES,
        agreement="\n      <ram:BuyerReference>04011000-12345-03</ram:BuyerReference>"
        + seller()
        + BUYER
        + REPRESENTATIVE
        + reference("BuyerOrder", "PO-1001")
        + reference("Contract", "C-77"),
        delivery=DELIVERY,
        settlement="""
      <ram:CreditorReferenceID>SE99ZZZ1234567890</ram:CreditorReferenceID>
      <ram:PaymentReference>INV-2026-7</ram:PaymentReference>
      <ram:TaxCurrencyCode>SEK</ram:TaxCurrencyCode>
      <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>"""
        + PAYEE
        + means()
        + tax("200.00", "50.00", "25")
        + PERIOD
        + ALLOWANCES
        + TERMS
        + SUMMATION.format(more='\n        <ram:TaxTotalAmount currencyID="SEK">562.50</ram:TaxTotalAmount>')
        + INVOICE_REFERENCE
        + COST,
    )


def basic() -> Cii:
    """With lines: name, quantity, price, tax."""
    return basic_wl().with_(
        guideline=GUIDELINES["BASIC"], lines=line(product="\n        <ram:Name>Surgical glove</ram:Name>")
    )


def en_16931() -> Cii:
    """Everything that EN 16931 has and the samples before had not."""
    supporting = (
        reference(
            "Additional",
            "TS-5",
            """
        <ram:URIID>https://files.example/ts-5.pdf</ram:URIID>
        <ram:TypeCode>916</ram:TypeCode>
        <ram:Name>Time sheet</ram:Name>
        <ram:AttachmentBinaryObject mimeCode="text/csv" filename="ts-5.csv">YSxiCg==</ram:AttachmentBinaryObject>""",
        )
        + reference("Additional", "TENDER-1", "\n        <ram:TypeCode>50</ram:TypeCode>")
        + reference(
            "Additional",
            "OBJECT-1",
            "\n        <ram:TypeCode>130</ram:TypeCode>\n        <ram:ReferenceTypeCode>AVV</ram:ReferenceTypeCode>",
        )
    )
    project = """
      <ram:SpecifiedProcuringProject>
        <ram:ID>PRJ-1</ram:ID>
        <ram:Name>Project reference</ram:Name>
      </ram:SpecifiedProcuringProject>"""
    tax_point = f"\n        <ram:TaxPointDate>{day('20260228', 'udt:DateString')}</ram:TaxPointDate>"
    return basic().with_(
        guideline=GUIDELINES["EN 16931"],
        lines=line(product=PRODUCT, agreement=ORDER_LINE, gross=GROSS, settlement=LINE_OBJECT + COST),
        agreement="\n      <ram:BuyerReference>04011000-12345-03</ram:BuyerReference>"
        + seller("\n        <ram:Description>Limited liability company</ram:Description>", CONTACT)
        + BUYER
        + REPRESENTATIVE
        + reference("SellerOrder", "SO-3")
        + reference("BuyerOrder", "PO-1001")
        + reference("Contract", "C-77")
        + supporting
        + project,
        delivery=DELIVERY + reference("ReceivingAdvice", "RA-1"),
        settlement=basic()
        .settlement.replace(
            means(),
            means(
                "\n        <ram:Information>SEPA credit transfer</ram:Information>",
                """
        <ram:PayeeSpecifiedCreditorFinancialInstitution>
          <ram:BICID>ESSESESS</ram:BICID>
        </ram:PayeeSpecifiedCreditorFinancialInstitution>""",
                "\n          <ram:AccountName>Silver Supplies AB</ram:AccountName>",
            ),
        )
        .replace(tax("200.00", "50.00", "25"), tax("200.00", "50.00", "25", tax_point))
        .replace("<ram:GrandTotal", "<ram:RoundingAmount>0.00</ram:RoundingAmount>\n        <ram:GrandTotal"),
    )


def extended() -> Cii:
    """With things beyond EN 16931: an exchange rate, a discount, delivery terms, a despatched line, test mode."""
    rate = """
      <ram:TaxApplicableTradeCurrencyExchange>
        <ram:SourceCurrencyCode>EUR</ram:SourceCurrencyCode>
        <ram:TargetCurrencyCode>SEK</ram:TargetCurrencyCode>
        <ram:ConversionRate>11.25</ram:ConversionRate>
      </ram:TaxApplicableTradeCurrencyExchange>"""
    discount = """
        <ram:ApplicableTradePaymentDiscountTerms>
          <ram:CalculationPercent>2</ram:CalculationPercent>
        </ram:ApplicableTradePaymentDiscountTerms>
      </ram:SpecifiedTradePaymentTerms>"""
    despatch_line = """
        <ram:DespatchAdviceReferencedDocument>
          <ram:IssuerAssignedID>DA-1</ram:IssuerAssignedID>
          <ram:LineID>3</ram:LineID>
        </ram:DespatchAdviceReferencedDocument>"""
    delivery_terms = """
      <ram:ApplicableTradeDeliveryTerms>
        <ram:DeliveryTypeCode>DAP</ram:DeliveryTypeCode>
      </ram:ApplicableTradeDeliveryTerms>"""
    whole = en_16931()
    return whole.with_(
        guideline=GUIDELINES["EXTENDED"],
        process="\n    <ram:TestIndicator><udt:Indicator>true</udt:Indicator></ram:TestIndicator>" + PROCESS,
        lines=line(product=PRODUCT, agreement=ORDER_LINE, gross=GROSS, delivery=despatch_line, settlement=COST),
        agreement=whole.agreement.replace(REPRESENTATIVE, REPRESENTATIVE + delivery_terms),
        settlement=whole.settlement.replace(PAYEE, PAYEE + rate).replace(
            "\n      </ram:SpecifiedTradePaymentTerms>", discount
        ),
    )


def xrechnung() -> Cii:
    """EN 16931 with the guideline of the German CIUS."""
    return en_16931().with_(guideline=GUIDELINES["XRECHNUNG"])


SAMPLES = {
    "MINIMUM": minimum(),
    "BASIC WL": basic_wl(),
    "BASIC": basic(),
    "EN 16931": en_16931(),
    "EXTENDED": extended(),
    "XRECHNUNG": xrechnung(),
}
SCHEMAS = {
    "MINIMUM": "MINIMUM",
    "BASIC WL": "BASICWL",
    "BASIC": "BASIC",
    "EN 16931": "EN16931",
    "EXTENDED": "EXTENDED",
    "XRECHNUNG": "EN16931",
}
"""The Factur-X schema of each profile."""
