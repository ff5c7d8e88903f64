"""What sample Cross Industry Invoices are put together from, each a piece of text."""


def day(text: str, tag: str = "udt:DateTimeString") -> str:
    """A date as CII has it."""
    return f'<{tag} format="102">{text}</{tag}>'


PROCESS = """
    <ram:BusinessProcessSpecifiedDocumentContextParameter>
      <ram:ID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</ram:ID>
    </ram:BusinessProcessSpecifiedDocumentContextParameter>"""

NOTES = """
    <ram:IncludedNote>
      <ram:Content>Thank you for your order.</ram:Content>
      <ram:SubjectCode>AAI</ram:SubjectCode>
    </ram:IncludedNote>
    <ram:IncludedNote>
      <ram:Content>Second note</ram:Content>
    </ram:IncludedNote>"""


def seller(more: str = "", contact: str = "") -> str:
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


CONTACT = """
        <ram:DefinedTradeContact>
          <ram:PersonName>Lars Berg</ram:PersonName>
          <ram:TelephoneUniversalCommunication>
            <ram:CompleteNumber>+46 8 123 456</ram:CompleteNumber>
          </ram:TelephoneUniversalCommunication>
          <ram:EmailURIUniversalCommunication>
            <ram:URIID>lars.berg@silver.example</ram:URIID>
          </ram:EmailURIUniversalCommunication>
        </ram:DefinedTradeContact>"""

BUYER = """
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

REPRESENTATIVE = """
      <ram:SellerTaxRepresentativeTradeParty>
        <ram:Name>Fiscal Agents Ltd</ram:Name>
        <ram:PostalTradeAddress>
          <ram:CountryID>DK</ram:CountryID>
        </ram:PostalTradeAddress>
        <ram:SpecifiedTaxRegistration>
          <ram:ID schemeID="VA">DK87654321</ram:ID>
        </ram:SpecifiedTaxRegistration>
      </ram:SellerTaxRepresentativeTradeParty>"""


def reference(role: str, number: str, more: str = "") -> str:
    return f"""
      <ram:{role}ReferencedDocument>
        <ram:IssuerAssignedID>{number}</ram:IssuerAssignedID>{more}
      </ram:{role}ReferencedDocument>"""


DELIVERY = f"""
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
      </ram:ActualDeliverySupplyChainEvent>{reference("DespatchAdvice", "DA-1")}"""


def means(information: str = "", institution: str = "", name: str = "") -> str:
    return f"""
      <ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:TypeCode>58</ram:TypeCode>{information}
        <ram:PayeePartyCreditorFinancialAccount>
          <ram:IBANID>SE4550000000058398257466</ram:IBANID>{name}
        </ram:PayeePartyCreditorFinancialAccount>{institution}
      </ram:SpecifiedTradeSettlementPaymentMeans>"""


PERIOD = f"""
      <ram:BillingSpecifiedPeriod>
        <ram:StartDateTime>{day("20260201")}</ram:StartDateTime>
        <ram:EndDateTime>{day("20260228")}</ram:EndDateTime>
      </ram:BillingSpecifiedPeriod>"""


def tax(basis: str, tax: str, percent: str, more: str = "") -> str:
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


CATEGORY = """
        <ram:CategoryTradeTax>
          <ram:TypeCode>VAT</ram:TypeCode>
          <ram:CategoryCode>S</ram:CategoryCode>
          <ram:RateApplicablePercent>25</ram:RateApplicablePercent>
        </ram:CategoryTradeTax>"""

ALLOWANCES = allowance(
    "false",
    "10.00",
    "Loyal customer",
    "\n        <ram:CalculationPercent>5</ram:CalculationPercent><ram:BasisAmount>200.00</ram:BasisAmount>",
    CATEGORY,
) + allowance("true", "10.00", "Freight", tax=CATEGORY)

TERMS = f"""
      <ram:SpecifiedTradePaymentTerms>
        <ram:Description>30 days net</ram:Description>
        <ram:DueDateDateTime>{day("20260401")}</ram:DueDateDateTime>
      </ram:SpecifiedTradePaymentTerms>"""

SUMMATION = """
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

INVOICE_REFERENCE = reference(
    "Invoice",
    "INV-2026-1",
    f"""
        <ram:FormattedIssueDateTime>{day("20260102", "qdt:DateTimeString")}</ram:FormattedIssueDateTime>""",
)
COST = """
      <ram:ReceivableSpecifiedTradeAccountingAccount>
        <ram:ID>COST-9</ram:ID>
      </ram:ReceivableSpecifiedTradeAccountingAccount>
    """
PAYEE = """
      <ram:PayeeTradeParty>
        <ram:ID>FACTOR-1</ram:ID>
        <ram:Name>Factoring Bank</ram:Name>
      </ram:PayeeTradeParty>"""


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
        </ram:ApplicableTradeTax>{PERIOD}{allowance("false", "5.00", "Damaged box")}{allowance("true", "5.00", "Wrap")}
        <ram:SpecifiedTradeSettlementLineMonetarySummation>
          <ram:LineTotalAmount>200.00</ram:LineTotalAmount>
        </ram:SpecifiedTradeSettlementLineMonetarySummation>{settlement}
      </ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>"""


GROSS = """
        <ram:GrossPriceProductTradePrice>
          <ram:ChargeAmount>22.50</ram:ChargeAmount>
          <ram:AppliedTradeAllowanceCharge>
            <ram:ChargeIndicator>
              <udt:Indicator>false</udt:Indicator>
            </ram:ChargeIndicator>
            <ram:ActualAmount>2.50</ram:ActualAmount>
          </ram:AppliedTradeAllowanceCharge>
        </ram:GrossPriceProductTradePrice>"""
PRODUCT = """
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
ORDER_LINE = """
        <ram:BuyerOrderReferencedDocument>
          <ram:LineID>10</ram:LineID>
        </ram:BuyerOrderReferencedDocument>"""
LINE_OBJECT = """
        <ram:AdditionalReferencedDocument>
          <ram:IssuerAssignedID>METER-5</ram:IssuerAssignedID>
          <ram:TypeCode>130</ram:TypeCode>
          <ram:ReferenceTypeCode>AWV</ram:ReferenceTypeCode>
        </ram:AdditionalReferencedDocument>"""
