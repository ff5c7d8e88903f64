"""What sample cXML messages are put together from, each a piece of text as partners send it."""

PAYLOAD = "1625586002.193314.7293@buyer.example"
SECRET = "open-sesame-4711"


def doctype(dtd: str = "cXML.dtd", version: str = "1.2.050") -> str:
    return f'<!DOCTYPE cXML SYSTEM "http://xml.cXML.org/schemas/cXML/{version}/{dtd}">'


def credential(identity: str, domain: str = "DUNS", more: str = "") -> str:
    return f'<Credential domain="{domain}"><Identity>{identity}</Identity>{more}</Credential>'


def message(request: str, dtd: str = "cXML.dtd", sender: str = "", receiver: str = "", mode: str = "") -> bytes:
    """A message with that request, from one DUNS number to another, with a shared secret."""
    sender = sender or credential("123456789") + credential("AN01000000001", "NetworkId")
    receiver = receiver or credential("987654321")
    secret = credential("hub@buyer.example", "AribaNetworkUserId", f"<SharedSecret>{SECRET}</SharedSecret>")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
{doctype(dtd)}
<cXML version="1.2.050" payloadID="{PAYLOAD}" timestamp="2026-03-02T09:30:10+01:00" xml:lang="en-US">
  <Header>
    <From>{sender}</From>
    <To>{receiver}</To>
    <Sender>{secret}<UserAgent>Hub 3.1</UserAgent></Sender>
  </Header>
  <Request{f' deploymentMode="{mode}"' if mode else ""}>{request}</Request>
</cXML>
""".encode()


def money(tag: str, amount: str, currency: str = "EUR") -> str:
    return f'<{tag}><Money currency="{currency}">{amount}</Money></{tag}>'


ADDRESS = """<Name xml:lang="en">Birch Hospital</Name>
          <PostalAddress name="main">
            <DeliverTo>Anna Lund</DeliverTo><DeliverTo>Ward 7</DeliverTo>
            <Street>Main Street 1</Street><Street>Gate 4</Street>
            <City>Copenhagen</City><PostalCode>1057</PostalCode>
            <Country isoCountryCode="DK">Denmark</Country>
          </PostalAddress>
          <Email name="default">anna.lund@birch.example</Email>
          <Phone name="work"><TelephoneNumber><CountryCode isoCountryCode="DK">45</CountryCode>
            <AreaOrCityCode>33</AreaOrCityCode><Number>123456</Number></TelephoneNumber></Phone>"""

TAX = f"""<Tax><Money currency="EUR">5.00</Money><Description xml:lang="en">VAT</Description>
          <TaxDetail purpose="tax" category="vat" percentageRate="20">
            {money("TaxableAmount", "25.00")}{money("TaxAmount", "5.00")}
            <TaxLocation xml:lang="en">DK</TaxLocation>
          </TaxDetail></Tax>"""


def item_out(number: str = "1", quantity: str = "10", attributes: str = "", price: str = "2.50") -> str:
    return f"""
      <ItemOut quantity="{quantity}" lineNumber="{number}"
          requestedDeliveryDate="2026-03-20T00:00:00+01:00"{attributes}>
        <ItemID><SupplierPartID>SG-{number}</SupplierPartID>
          <SupplierPartAuxiliaryID>blue</SupplierPartAuxiliaryID><BuyerPartID>B-{number}</BuyerPartID></ItemID>
        <ItemDetail>
          {money("UnitPrice", price)}
          <Description xml:lang="en">Sterile, powder free <ShortName>Glove {number}</ShortName> and soft</Description>
          <UnitOfMeasure>BX</UnitOfMeasure>
          <PriceBasisQuantity quantity="1" conversionFactor="100"><UnitOfMeasure>BX</UnitOfMeasure></PriceBasisQuantity>
          <Classification domain="UNSPSC">42132203</Classification>
          <Classification domain="custom">gloves</Classification>
          <ManufacturerPartID>M-{number}</ManufacturerPartID><ManufacturerName>Glovers</ManufacturerName>
          <Extrinsic name="costObject">4711</Extrinsic>
        </ItemDetail>
        <Distribution><Accounting name="Ward"><AccountingSegment id="W7"><Name xml:lang="en">Cost centre</Name>
          <Description xml:lang="en">Ward 7</Description></AccountingSegment></Accounting>{money("Charge", "25.00")}
        </Distribution>
        <Comments xml:lang="en">Keep <Attachment><URL>cid:1@buyer</URL></Attachment> dry</Comments>
      </ItemOut>"""


def order(kind: str = "new", attributes: str = "", lines: str = "", header: str = "") -> bytes:
    """An OrderRequest of two lines with much that the model has no place for."""
    return message(f"""<OrderRequest>
      <OrderRequestHeader orderID="PO-7" orderDate="2026-03-02T09:30:00+01:00" type="{kind}"
          requisitionID="R-1" orderType="regular" expirationDate="2026-04-01T00:00:00+00:00"{attributes}>
        {money("Total", "50.00")}
        <ShipTo><Address addressID="5790000435951" addressIDDomain="GLN" isoCountryCode="DK">{ADDRESS}</Address>
          <IdReference domain="gate" identifier="4"/></ShipTo>
        <BillTo><Address>{ADDRESS}</Address></BillTo>
        <Shipping trackingDomain="x"><Money currency="EUR">4.00</Money>
          <Description xml:lang="en">Express</Description></Shipping>
        <Tax><Money currency="EUR">10.80</Money><Description xml:lang="en">VAT</Description></Tax>
        <Payment><PCard number="1234567890123456" expiration="2027-01-01"/></Payment>
        <PaymentTerm payInNumberOfDays="30"/>
        <PaymentTerm payInNumberOfDays="10"><Discount><DiscountPercent percent="2"/></Discount></PaymentTerm>
        <Comments xml:lang="de">Bitte klingeln</Comments>
        <IdReference domain="contract" identifier="C-77"/>{header}
        <Extrinsic name="department">7</Extrinsic>
      </OrderRequestHeader>{lines or item_out("1") + item_out("2")}
    </OrderRequest>""")


def confirmation(kind: str = "except", items: str = "", header: str = "") -> bytes:
    """A ConfirmationRequest from the seller."""
    return message(
        f"""<ConfirmationRequest>
      <ConfirmationHeader confirmID="OR-9" type="{kind}" noticeDate="2026-03-03T10:00:00+01:00">
        <Comments xml:lang="en">See the lines</Comments>{header}
      </ConfirmationHeader>
      <OrderReference orderID="PO-7" orderDate="2026-03-02T09:30:00+01:00">
        <DocumentReference payloadID="{PAYLOAD}"/></OrderReference>{items}
    </ConfirmationRequest>""",
        "Fulfill.dtd",
        credential("987654321"),
        credential("123456789"),
    )


def status(kind: str, quantity: str, attributes: str = "", more: str = "") -> str:
    return (
        f'<ConfirmationStatus quantity="{quantity}" type="{kind}"{attributes}>'
        f"<UnitOfMeasure>BX</UnitOfMeasure>{more}</ConfirmationStatus>"
    )


def confirmed(number: str, quantity: str, *statuses: str) -> str:
    return (
        f'<ConfirmationItem lineNumber="{number}" quantity="{quantity}"><UnitOfMeasure>BX</UnitOfMeasure>'
        f"{''.join(statuses)}</ConfirmationItem>"
    )


ITEM_IN = f"""<ItemIn quantity="5"><ItemID><SupplierPartID>SG-2b</SupplierPartID></ItemID>
        <ItemDetail>{money("UnitPrice", "2.40")}<Description xml:lang="en">Glove, thicker</Description>
          <UnitOfMeasure>BX</UnitOfMeasure><Classification domain="UNSPSC">42132203</Classification></ItemDetail>
      </ItemIn>"""


def ship_notice(attributes: str = "") -> bytes:
    """A ShipNoticeRequest over two orders."""
    return message(
        f"""<ShipNoticeRequest>
      <ShipNoticeHeader shipmentID="SN-3" noticeDate="2026-03-16T18:00:00+01:00"
          shipmentDate="2026-03-16T16:00:00+01:00" deliveryDate="2026-03-18T09:00:00+01:00"{attributes}>
        <ServiceLevel xml:lang="en">overnight</ServiceLevel>
        <Contact role="shipFrom"><Name xml:lang="en">Depot</Name></Contact>
        <Comments>Two pallets</Comments>
        <Packaging><Dimension quantity="12.5" type="grossWeight"><UnitOfMeasure>KGM</UnitOfMeasure></Dimension>
          <Description xml:lang="en" type="Packaging">Pallet</Description></Packaging>
      </ShipNoticeHeader>
      <ShipControl><CarrierIdentifier domain="SCAC">FDE</CarrierIdentifier>
        <CarrierIdentifier domain="companyName">Swift Carriers</CarrierIdentifier>
        <ShipmentIdentifier trackingURL="https://swift.example/8202">8202 8261</ShipmentIdentifier></ShipControl>
      {"".join(_portion(order, line) for order, line in (("PO-7", "1"), ("PO-8", "4")))}
    </ShipNoticeRequest>""",
        "Fulfill.dtd",
        credential("987654321"),
        credential("123456789"),
    )


def _portion(order: str, line: str) -> str:
    return f"""<ShipNoticePortion><OrderReference orderID="{order}"><DocumentReference payloadID="p-{order}"/>
        </OrderReference>
        <ShipNoticeItem quantity="8" lineNumber="{line}" shipNoticeLineNumber="1{line}">
          <ItemID><SupplierPartID>SG-{line}</SupplierPartID></ItemID>
          <ShipNoticeItemDetail><Description xml:lang="en">Glove</Description></ShipNoticeItemDetail>
          <UnitOfMeasure>BX</UnitOfMeasure><SupplierBatchID>LOT-{line}</SupplierBatchID>
          <Comments>Upright</Comments><Extrinsic name="seal">S{line}</Extrinsic>
        </ShipNoticeItem></ShipNoticePortion>"""


def invoice_item(number: str = "1", more: str = "", sign: str = "", subtotal: str = "25.00") -> str:
    return f"""
        <InvoiceDetailItem invoiceLineNumber="{number}" quantity="{sign}10">
          <UnitOfMeasure>BX</UnitOfMeasure>{money("UnitPrice", "2.50")}
          <InvoiceDetailItemReference lineNumber="{number}">
            <ItemID><SupplierPartID>SG-{number}</SupplierPartID></ItemID>
            <Description xml:lang="en">Glove {number}</Description>
            <Classification domain="UNSPSC">42132203</Classification>
            <Country isoCountryCode="MY">Malaysia</Country><SerialNumber>5</SerialNumber>
          </InvoiceDetailItemReference>
          {money("SubtotalAmount", sign + subtotal)}{TAX if not sign else ""}{more}
          <Comments>Box 1</Comments>
        </InvoiceDetailItem>"""


SUMMARY = f"""
      <InvoiceDetailSummary>{money("SubtotalAmount", "50.00")}
        <Tax><Money currency="EUR">10.80</Money><Description xml:lang="en">VAT</Description>
          <TaxDetail category="vat" percentageRate="20">{money("TaxableAmount", "54.00")}{money("TaxAmount", "10.80")}
          </TaxDetail></Tax>
        {money("SpecialHandlingAmount", "0.00")}{money("ShippingAmount", "5.00")}{money("GrossAmount", "65.80")}
        <InvoiceDetailDiscount percentageRate="2"><Money currency="EUR">1.00</Money></InvoiceDetailDiscount>
        {money("NetAmount", "64.80")}{money("DepositAmount", "14.80")}{money("DueAmount", "50.00")}
      </InvoiceDetailSummary>"""


def invoice(
    purpose: str = "standard", parts: str = "", summary: str = SUMMARY, header: str = "", more: str = ""
) -> bytes:
    """An InvoiceDetailRequest of two lines."""
    lines = f"<InvoiceDetailOrder>{order_info()}{invoice_item('1')}{invoice_item('2')}</InvoiceDetailOrder>"
    return message(
        f"""<InvoiceDetailRequest>
      <InvoiceDetailRequestHeader invoiceID="INV-5" purpose="{purpose}" operation="new" invoiceOrigin="supplier"
          invoiceDate="2026-03-31T12:00:00+02:00">
        <InvoiceDetailHeaderIndicator/><InvoiceDetailLineIndicator isTaxInLine="yes"/>
        <InvoicePartner><Contact role="soldTo" addressID="7">{ADDRESS}</Contact></InvoicePartner>
        <InvoicePartner><Contact role="remitTo"><Name xml:lang="en">Factor Bank</Name></Contact>
          <IdReference domain="ibanID" identifier="SE4550000000058398257466"/></InvoicePartner>
        <InvoicePartner><Contact role="from"><Name xml:lang="en">Silver Supplies</Name>
          <IdReference domain="vatID" identifier="SE556000475001"/></Contact></InvoicePartner>{header}
        <InvoiceDetailPaymentTerm payInNumberOfDays="30" percentageRate="0"/>
        <Period startDate="2026-03-01T00:00:00+00:00" endDate="2026-03-31T00:00:00+00:00"/>
        <Comments>Thank you</Comments><Extrinsic name="invoiceSubmissionMethod">cXML</Extrinsic>
      </InvoiceDetailRequestHeader>{parts or lines}{summary}
    </InvoiceDetailRequest>""",
        "InvoiceDetail.dtd",
        credential("987654321"),
        credential("123456789"),
    )


def order_info(number: str = "PO-7") -> str:
    return f"""<InvoiceDetailOrderInfo><OrderReference orderID="{number}"><DocumentReference payloadID="{PAYLOAD}"/>
        </OrderReference><MasterAgreementIDInfo agreementID="C-77"/></InvoiceDetailOrderInfo>"""


def status_update(outcome: str = "", payload: str = PAYLOAD, code: str = "200", text: str = "Forwarded") -> bytes:
    """A StatusUpdateRequest."""
    return message(f"""<StatusUpdateRequest><DocumentReference payloadID="{payload}"/>
      <Status code="{code}" text="OK" xml:lang="en-US">{text}</Status>{outcome}</StatusUpdateRequest>""")
