"""Cross Industry Invoices in every profile, built up from the smallest: each profile says what the one before it says.

Their own XSDs are in the package drafthorse; a test sees that each sample is valid by that of its profile.
"""

from dataclasses import dataclass, replace

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


def day(text: str, tag: str = "udt:DateTimeString") -> str:
    """A date as CII has it."""
    return f'<{tag} format="102">{text}</{tag}>'


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


_PROCESS = """
    <ram:BusinessProcessSpecifiedDocumentContextParameter>
      <ram:ID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</ram:ID>
    </ram:BusinessProcessSpecifiedDocumentContextParameter>"""

_NOTES = """
    <ram:IncludedNote>
      <ram:Content>Thank you for your order.</ram:Content>
      <ram:SubjectCode>AAI</ram:SubjectCode>
    </ram:IncludedNote>
    <ram:IncludedNote>
      <ram:Content>Second note</ram:Content>
    </ram:IncludedNote>"""


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


def _seller(more: str = "", contact: str = "") -> str:
    return f"""
      <ram:SellerTradeParty>
        <ram:ID>SUP-7</ram:ID>
        <ram:GlobalID schemeID="0088">7300010000001</ram:GlobalID>
        <ram:Name>Silver Supplies AB</ram:Name>{more}
        <ram:SpecifiedLegalOrganization>
          <ram:ID schemeID="0007">5560004750</ram:ID>
          <ram:TradingBusinessName>Silver Supplies</ram:TradingBusinessName>
        </ram:SpecifiedLegalOrganization>{contact}
        <ram:PostalTradeAddress>
          <ram:PostcodeCode>111 51</ram:PostcodeCode>
          <ram:LineOne>Storgatan 5</ram:LineOne>
          <ram:LineTwo>3 tr</ram:LineTwo>
          <ram:LineThree>Gården</ram:LineThree>
          <ram:CityName>Stockholm</ram:CityName>
          <ram:CountryID>SE</ram:CountryID>
          <ram:CountrySubDivisionName>Uppland</ram:CountrySubDivisionName>
        </ram:PostalTradeAddress>
        <ram:URIUniversalCommunication>
          <ram:URIID schemeID="0088">7300010000001</ram:URIID>
        </ram:URIUniversalCommunication>
        <ram:SpecifiedTaxRegistration>
          <ram:ID schemeID="VA">SE556000475001</ram:ID>
        </ram:SpecifiedTaxRegistration>
        <ram:SpecifiedTaxRegistration>
          <ram:ID schemeID="FC">556000-4750</ram:ID>
        </ram:SpecifiedTaxRegistration>
      </ram:SellerTradeParty>"""


_CONTACT = """
        <ram:DefinedTradeContact>
          <ram:PersonName>Lars Berg</ram:PersonName>
          <ram:TelephoneUniversalCommunication>
            <ram:CompleteNumber>+46 8 123 456</ram:CompleteNumber>
          </ram:TelephoneUniversalCommunication>
          <ram:EmailURIUniversalCommunication>
            <ram:URIID>lars.berg@silver.example</ram:URIID>
          </ram:EmailURIUniversalCommunication>
        </ram:DefinedTradeContact>"""

_BUYER = """
      <ram:BuyerTradeParty>
        <ram:ID>CUST-1</ram:ID>
        <ram:Name>Birch Hospital Trust A/S</ram:Name>
        <ram:PostalTradeAddress>
          <ram:PostcodeCode>1057</ram:PostcodeCode>
          <ram:LineOne>Main Street 1</ram:LineOne>
          <ram:CityName>Copenhagen</ram:CityName>
          <ram:CountryID>DK</ram:CountryID>
        </ram:PostalTradeAddress>
        <ram:URIUniversalCommunication>
          <ram:URIID schemeID="0088">5790000435944</ram:URIID>
        </ram:URIUniversalCommunication>
        <ram:SpecifiedTaxRegistration>
          <ram:ID schemeID="VA">DK12345678</ram:ID>
        </ram:SpecifiedTaxRegistration>
      </ram:BuyerTradeParty>"""

_REPRESENTATIVE = """
      <ram:SellerTaxRepresentativeTradeParty>
        <ram:Name>Fiscal Agents Ltd</ram:Name>
        <ram:PostalTradeAddress>
          <ram:CountryID>DK</ram:CountryID>
        </ram:PostalTradeAddress>
        <ram:SpecifiedTaxRegistration>
          <ram:ID schemeID="VA">DK87654321</ram:ID>
        </ram:SpecifiedTaxRegistration>
      </ram:SellerTaxRepresentativeTradeParty>"""


def _reference(role: str, number: str, more: str = "") -> str:
    return f"""
      <ram:{role}ReferencedDocument>
        <ram:IssuerAssignedID>{number}</ram:IssuerAssignedID>{more}
      </ram:{role}ReferencedDocument>"""


_DELIVERY = f"""
      <ram:ShipToTradeParty>
        <ram:GlobalID schemeID="0088">5790000435951</ram:GlobalID>
        <ram:Name>Birch Hospital, gate 4</ram:Name>
        <ram:PostalTradeAddress>
          <ram:PostcodeCode>1058</ram:PostcodeCode>
          <ram:LineOne>Side Street 4</ram:LineOne>
          <ram:CityName>Copenhagen</ram:CityName>
          <ram:CountryID>DK</ram:CountryID>
        </ram:PostalTradeAddress>
      </ram:ShipToTradeParty>
      <ram:ActualDeliverySupplyChainEvent>
        <ram:OccurrenceDateTime>{day("20260228")}</ram:OccurrenceDateTime>
      </ram:ActualDeliverySupplyChainEvent>{_reference("DespatchAdvice", "DA-1")}"""


def _means(information: str = "", institution: str = "", name: str = "") -> str:
    return f"""
      <ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:TypeCode>58</ram:TypeCode>{information}
        <ram:PayeePartyCreditorFinancialAccount>
          <ram:IBANID>SE4550000000058398257466</ram:IBANID>{name}
        </ram:PayeePartyCreditorFinancialAccount>{institution}
      </ram:SpecifiedTradeSettlementPaymentMeans>"""


_PERIOD = f"""
      <ram:BillingSpecifiedPeriod>
        <ram:StartDateTime>{day("20260201")}</ram:StartDateTime>
        <ram:EndDateTime>{day("20260228")}</ram:EndDateTime>
      </ram:BillingSpecifiedPeriod>"""


def _tax(basis: str, tax: str, percent: str, more: str = "") -> str:
    return f"""
      <ram:ApplicableTradeTax>
        <ram:CalculatedAmount>{tax}</ram:CalculatedAmount>
        <ram:TypeCode>VAT</ram:TypeCode>
        <ram:BasisAmount>{basis}</ram:BasisAmount>
        <ram:CategoryCode>S</ram:CategoryCode>{more}
        <ram:RateApplicablePercent>{percent}</ram:RateApplicablePercent>
      </ram:ApplicableTradeTax>"""


def allowance(is_charge: str, amount: str, reason: str, more: str = "", tax: str = "") -> str:
    """A deduction or surcharge; with a category of tax on the document's level."""
    return f"""
      <ram:SpecifiedTradeAllowanceCharge>
        <ram:ChargeIndicator>
          <udt:Indicator>{is_charge}</udt:Indicator>
        </ram:ChargeIndicator>{more}
        <ram:ActualAmount>{amount}</ram:ActualAmount>
        <ram:Reason>{reason}</ram:Reason>{tax}
      </ram:SpecifiedTradeAllowanceCharge>"""


_CATEGORY = """
        <ram:CategoryTradeTax>
          <ram:TypeCode>VAT</ram:TypeCode>
          <ram:CategoryCode>S</ram:CategoryCode>
          <ram:RateApplicablePercent>25</ram:RateApplicablePercent>
        </ram:CategoryTradeTax>"""

_ALLOWANCES = allowance(
    "false",
    "10.00",
    "Loyal customer",
    "\n        <ram:CalculationPercent>5</ram:CalculationPercent><ram:BasisAmount>200.00</ram:BasisAmount>",
    _CATEGORY,
) + allowance("true", "10.00", "Freight", tax=_CATEGORY)

_TERMS = f"""
      <ram:SpecifiedTradePaymentTerms>
        <ram:Description>30 days net</ram:Description>
        <ram:DueDateDateTime>{day("20260401")}</ram:DueDateDateTime>
      </ram:SpecifiedTradePaymentTerms>"""

_SUMMATION = """
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        <ram:LineTotalAmount>200.00</ram:LineTotalAmount>
        <ram:ChargeTotalAmount>10.00</ram:ChargeTotalAmount>
        <ram:AllowanceTotalAmount>10.00</ram:AllowanceTotalAmount>
        <ram:TaxBasisTotalAmount>200.00</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="EUR">50.00</ram:TaxTotalAmount>{more}
        <ram:GrandTotalAmount>250.00</ram:GrandTotalAmount>
        <ram:TotalPrepaidAmount>20.00</ram:TotalPrepaidAmount>
        <ram:DuePayableAmount>230.00</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>"""

_INVOICE_REFERENCE = _reference(
    "Invoice",
    "INV-2026-1",
    f"""
        <ram:FormattedIssueDateTime>{day("20260102", "qdt:DateTimeString")}</ram:FormattedIssueDateTime>""",
)
_COST = """
      <ram:ReceivableSpecifiedTradeAccountingAccount>
        <ram:ID>COST-9</ram:ID>
      </ram:ReceivableSpecifiedTradeAccountingAccount>
    """
_PAYEE = """
      <ram:PayeeTradeParty>
        <ram:ID>FACTOR-1</ram:ID>
        <ram:Name>Factoring Bank</ram:Name>
      </ram:PayeeTradeParty>"""


def basic_wl() -> Cii:
    """The header of a whole invoice, still without lines."""
    return minimum().with_(
        guideline=GUIDELINES["BASIC WL"],
        process=_PROCESS,
        notes=_NOTES,
        agreement="\n      <ram:BuyerReference>04011000-12345-03</ram:BuyerReference>"
        + _seller()
        + _BUYER
        + _REPRESENTATIVE
        + _reference("BuyerOrder", "PO-1001")
        + _reference("Contract", "C-77"),
        delivery=_DELIVERY,
        settlement="""
      <ram:CreditorReferenceID>SE99ZZZ1234567890</ram:CreditorReferenceID>
      <ram:PaymentReference>INV-2026-7</ram:PaymentReference>
      <ram:TaxCurrencyCode>SEK</ram:TaxCurrencyCode>
      <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>"""
        + _PAYEE
        + _means()
        + _tax("200.00", "50.00", "25")
        + _PERIOD
        + _ALLOWANCES
        + _TERMS
        + _SUMMATION.format(more='\n        <ram:TaxTotalAmount currencyID="SEK">562.50</ram:TaxTotalAmount>')
        + _INVOICE_REFERENCE
        + _COST,
    )


def line(
    number: str = "1", product: str = "", agreement: str = "", gross: str = "", delivery: str = "", settlement: str = ""
) -> str:
    """A line of 10 pieces at 20.00."""
    return f"""
    <ram:IncludedSupplyChainTradeLineItem>
      <ram:AssociatedDocumentLineDocument>
        <ram:LineID>{number}</ram:LineID>
        <ram:IncludedNote>
          <ram:Content>Handle with care</ram:Content>
        </ram:IncludedNote>
      </ram:AssociatedDocumentLineDocument>
      <ram:SpecifiedTradeProduct>
        <ram:GlobalID schemeID="0160">05901234123457</ram:GlobalID>{product}
      </ram:SpecifiedTradeProduct>
      <ram:SpecifiedLineTradeAgreement>{agreement}{gross}
        <ram:NetPriceProductTradePrice>
          <ram:ChargeAmount>20.00</ram:ChargeAmount>
          <ram:BasisQuantity unitCode="C62">1</ram:BasisQuantity>
        </ram:NetPriceProductTradePrice>
      </ram:SpecifiedLineTradeAgreement>
      <ram:SpecifiedLineTradeDelivery>
        <ram:BilledQuantity unitCode="C62">10</ram:BilledQuantity>{delivery}
      </ram:SpecifiedLineTradeDelivery>
      <ram:SpecifiedLineTradeSettlement>
        <ram:ApplicableTradeTax>
          <ram:TypeCode>VAT</ram:TypeCode>
          <ram:CategoryCode>S</ram:CategoryCode>
          <ram:RateApplicablePercent>25</ram:RateApplicablePercent>
        </ram:ApplicableTradeTax>{_PERIOD}{allowance("false", "5.00", "Damaged box")}{allowance("true", "5.00", "Wrap")}
        <ram:SpecifiedTradeSettlementLineMonetarySummation>
          <ram:LineTotalAmount>200.00</ram:LineTotalAmount>
        </ram:SpecifiedTradeSettlementLineMonetarySummation>{settlement}
      </ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>"""


_GROSS = """
        <ram:GrossPriceProductTradePrice>
          <ram:ChargeAmount>22.50</ram:ChargeAmount>
          <ram:AppliedTradeAllowanceCharge>
            <ram:ChargeIndicator>
              <udt:Indicator>false</udt:Indicator>
            </ram:ChargeIndicator>
            <ram:ActualAmount>2.50</ram:ActualAmount>
          </ram:AppliedTradeAllowanceCharge>
        </ram:GrossPriceProductTradePrice>"""
_PRODUCT = """
        <ram:SellerAssignedID>SG-007</ram:SellerAssignedID>
        <ram:BuyerAssignedID>B-00007</ram:BuyerAssignedID>
        <ram:Name>Surgical glove</ram:Name>
        <ram:Description>Sterile, powder free</ram:Description>
        <ram:ApplicableProductCharacteristic>
          <ram:Description>Colour</ram:Description>
          <ram:Value>blue</ram:Value>
        </ram:ApplicableProductCharacteristic>
        <ram:DesignatedProductClassification>
          <ram:ClassCode listID="TST" listVersionID="20">42132203</ram:ClassCode>
        </ram:DesignatedProductClassification>
        <ram:OriginTradeCountry>
          <ram:ID>MY</ram:ID>
        </ram:OriginTradeCountry>"""
_ORDER_LINE = """
        <ram:BuyerOrderReferencedDocument>
          <ram:LineID>10</ram:LineID>
        </ram:BuyerOrderReferencedDocument>"""
_LINE_OBJECT = """
        <ram:AdditionalReferencedDocument>
          <ram:IssuerAssignedID>METER-5</ram:IssuerAssignedID>
          <ram:TypeCode>130</ram:TypeCode>
          <ram:ReferenceTypeCode>AWV</ram:ReferenceTypeCode>
        </ram:AdditionalReferencedDocument>"""


def basic() -> Cii:
    """With lines: name, quantity, price, tax."""
    return basic_wl().with_(
        guideline=GUIDELINES["BASIC"], lines=line(product="\n        <ram:Name>Surgical glove</ram:Name>")
    )


def en_16931() -> Cii:
    """Everything that EN 16931 has and the samples before had not."""
    supporting = (
        _reference(
            "Additional",
            "TS-5",
            """
        <ram:URIID>https://files.example/ts-5.pdf</ram:URIID>
        <ram:TypeCode>916</ram:TypeCode>
        <ram:Name>Time sheet</ram:Name>
        <ram:AttachmentBinaryObject mimeCode="text/csv" filename="ts-5.csv">YSxiCg==</ram:AttachmentBinaryObject>""",
        )
        + _reference("Additional", "TENDER-1", "\n        <ram:TypeCode>50</ram:TypeCode>")
        + _reference(
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
        lines=line(product=_PRODUCT, agreement=_ORDER_LINE, gross=_GROSS, settlement=_LINE_OBJECT + _COST),
        agreement="\n      <ram:BuyerReference>04011000-12345-03</ram:BuyerReference>"
        + _seller("\n        <ram:Description>Limited liability company</ram:Description>", _CONTACT)
        + _BUYER
        + _REPRESENTATIVE
        + _reference("SellerOrder", "SO-3")
        + _reference("BuyerOrder", "PO-1001")
        + _reference("Contract", "C-77")
        + supporting
        + project,
        delivery=_DELIVERY + _reference("ReceivingAdvice", "RA-1"),
        settlement=basic()
        .settlement.replace(
            _means(),
            _means(
                "\n        <ram:Information>SEPA credit transfer</ram:Information>",
                """
        <ram:PayeeSpecifiedCreditorFinancialInstitution>
          <ram:BICID>ESSESESS</ram:BICID>
        </ram:PayeeSpecifiedCreditorFinancialInstitution>""",
                "\n          <ram:AccountName>Silver Supplies AB</ram:AccountName>",
            ),
        )
        .replace(_tax("200.00", "50.00", "25"), _tax("200.00", "50.00", "25", tax_point))
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
        process="\n    <ram:TestIndicator><udt:Indicator>true</udt:Indicator></ram:TestIndicator>" + _PROCESS,
        lines=line(product=_PRODUCT, agreement=_ORDER_LINE, gross=_GROSS, delivery=despatch_line, settlement=_COST),
        agreement=whole.agreement.replace(_REPRESENTATIVE, _REPRESENTATIVE + delivery_terms),
        settlement=whole.settlement.replace(_PAYEE, _PAYEE + rate).replace(
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
