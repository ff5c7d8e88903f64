"""IDocs as SAP systems send them: leading zeros, signs behind numbers, blank fields, more than anybody needs."""

from dataclasses import dataclass, field, replace

Fields = dict[str, str]


@dataclass(frozen=True)
class Segment:
    """A segment in the making: `Segment("E1EDK02", {"QUALF": "001"})`."""

    name: str
    fields: Fields = field(default_factory=dict)
    below: tuple["Segment", ...] = ()

    def text(self, indent: str) -> str:
        """As XML, with the attribute that every segment has."""
        inner = "".join(f"{indent}  <{name}>{value}</{name}>\n" for name, value in self.fields.items())
        inner += "".join(each.text(f"{indent}  ") for each in self.below)
        return f'{indent}<{self.name} SEGMENT="1">\n{inner}{indent}</{self.name}>\n'


def segment(name: str, *below: Segment, **fields: str) -> Segment:
    """A segment with its fields and the segments below it."""
    return Segment(name, fields, below)


@dataclass(frozen=True)
class IdocText:
    """An IDoc in the making."""

    basic_type: str
    segments: tuple[Segment, ...]

    def with_(self, *more: Segment) -> "IdocText":
        """With further segments at the end."""
        return replace(self, segments=(*self.segments, *more))

    def inner(self) -> str:
        """The IDOC element."""
        return '  <IDOC BEGIN="1">\n' + "".join(each.text("    ") for each in self.segments) + "  </IDOC>\n"

    def text(self) -> str:
        """The file."""
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{self.basic_type}>\n{self.inner()}</{self.basic_type}>\n'


def control(basic_type: str, message: str, sender: str, receiver: str, **more: str) -> Segment:
    """A control record as an outbound port of SAP fills it."""
    return segment(
        "EDI_DC40",
        TABNAM="EDI_DC40",
        MANDT="100",
        DOCNUM="0000000000712345",
        DOCREL="750",
        STATUS="30",
        DIRECT="1",
        OUTMOD="2",
        IDOCTYP=basic_type,
        MESTYP=message,
        SNDPOR="SAPERP",
        SNDPRT="LS",
        SNDPRN=sender,
        RCVPOR="EDI_OUT",
        RCVPRT="LI",
        RCVPRN=receiver,
        CREDAT="20260302",
        CRETIM="071503",
        SERIAL="20260302071502",
        **more,
    )


BUYER = segment(
    "E1EDKA1",
    PARVW="AG",
    PARTN="0000104711",
    LIFNR="0000300815",
    NAME1="Birkenhof Kliniken GmbH",
    NAME2="Zentraleinkauf",
    STRAS="Am Birkenhof 12",
    ORT01="Kassel",
    PSTLZ="34117",
    LAND1="DE",
    TELF1="0561 1234-0",
    IHREZ="EK-2026-17",
    BNAME="Frau Albers",
    SPRAS_ISO="DE",
)
SELLER = segment(
    "E1EDKA1", PARVW="LF", PARTN="0000300815", NAME1="Silber Medizintechnik AG", LAND1="DE", ILNNR="4012345000009"
)
SHIP_TO = segment(
    "E1EDKA1",
    segment("E1EDKA3", QUALP="001", STDPN="4098765000010"),
    PARVW="WE",
    NAME1="Birkenhof Kliniken GmbH",
    NAME2="Warenannahme Haus C",
    STRAS="Lieferweg 3",
    ORT01="Kassel",
    PSTLZ="34121",
    LAND1="DE",
)


def order_item(number: int) -> Segment:
    """An item of a purchase order: a price per 100 pieces, two schedule lines, the price's condition."""
    return segment(
        "E1EDP01",
        segment("E1EDP05", ALCKZ="+", KSCHL="PB00", KOTXT="Bruttopreis", BETRG="125.00", KRATE="125.00", UPRBS="100"),
        segment("E1EDP05", ALCKZ="-", KSCHL="RA01", KOTXT="Rabatt", BETRG="2.50-", KPERC="2.000-"),
        segment("E1EDP20", WMENG="600.000", AMENG="0.000", EDATU="20260316", EZEIT="000000"),
        segment("E1EDP20", WMENG="400.000", AMENG="0.000", EDATU="20260330", EZEIT="000000"),
        segment("E1EDP19", QUALF="001", IDTNR=f"00000000000010{number:04}", KTEXT="Nitrilhandschuh Gr. M"),
        segment("E1EDP19", QUALF="002", IDTNR=f"NH-{number}-M"),
        segment("E1EDP19", QUALF="003", IDTNR="04012345123456"),
        segment(
            "E1EDPT1",
            segment("E1EDPT2", TDLINE="Bitte nur ganze Kartons liefern, auch wenn dadurch", TDFORMAT="*"),
            segment("E1EDPT2", TDLINE="etwas mehr kommt.", TDFORMAT=""),
            TDID="F01",
            TSSPRAS="D",
            TSSPRAS_ISO="DE",
        ),
        POSEX=f"{number * 10:05}",
        PSTYP="0",
        MENGE="1000.000",
        MENEE="PCE",
        BMNG2="1000.000",
        PMENE="PCE",
        VPREI="12.25",
        PEINH="100",
        NETWR="122.5",
        NTGEW="8.000",
        GEWEI="KGM",
        MATKL="HYG01",
        BPUMN="1",
        BPUMZ="1",
        WERKS="1000",
    )


def sap_order() -> IdocText:
    """What purchasing in SAP sends to a vendor."""
    return IdocText(
        "ORDERS05",
        (
            control("ORDERS05", "ORDERS", "SAPERPCLNT", "0000300815"),
            segment("E1EDK01", CURCY="EUR", WKURS="1.00000", ZTERM="Z030", BSART="NB", BELNR="4500017041"),
            segment("E1EDK14", QUALF="014", ORGID="1000"),
            segment("E1EDK14", QUALF="009", ORGID="001"),
            segment("E1EDK03", IDDAT="012", DATUM="20260302"),
            segment("E1EDK03", IDDAT="011", DATUM="20260302", UZEIT="071501"),
            BUYER,
            SELLER,
            SHIP_TO,
            segment("E1EDK02", QUALF="001", BELNR="4500017041", DATUM="20260302"),
            segment("E1EDK17", QUALF="001", LKOND="DAP", LKTEXT="Delivered at place"),
            segment("E1EDK17", QUALF="002", LKOND="DAP", LKTEXT="Kassel"),
            segment("E1EDK18", QUALF="001", TAGE="14", PRZNT="2.000"),
            segment("E1EDK18", QUALF="002", TAGE="30"),
            segment(
                "E1EDKT1",
                segment("E1EDKT2", TDLINE="Anlieferung nur vormittags.", TDFORMAT="*"),
                TDID="F01",
                TSSPRAS="D",
                TSSPRAS_ISO="DE",
            ),
            order_item(1),
            order_item(2),
            segment("E1EDS01", SUMID="002", SUMME="245", WAERQ="EUR"),
        ),
    )


def sap_change() -> IdocText:
    """The same order changed: one item other, one taken out."""
    first, second = order_item(1), order_item(2)
    items = (
        replace(first, fields={**first.fields, "ACTION": "002", "MENGE": "800.000", "NETWR": "98"}),
        replace(second, fields={**second.fields, "ACTION": "003"}),
    )
    others = tuple(each for each in sap_order().segments[1:] if each.name != "E1EDP01")
    return IdocText("ORDERS05", (control("ORDERS05", "ORDCHG", "SAPERPCLNT", "0000300815"), *others, *items))


def sap_cancellation() -> IdocText:
    """The order taken back."""
    return IdocText(
        "ORDERS05",
        (
            control("ORDERS05", "ORDCHG", "SAPERPCLNT", "0000300815"),
            segment("E1EDK01", ACTION="001", CURCY="EUR", BELNR="4500017041"),
            segment("E1EDK03", IDDAT="012", DATUM="20260304"),
            BUYER,
            SELLER,
            segment("E1EDK02", QUALF="001", BELNR="4500017041", DATUM="20260302"),
        ),
    )


def sap_response() -> IdocText:
    """What sales in SAP answers: the first item on two days, the second rejected."""
    return IdocText(
        "ORDERS05",
        (
            control("ORDERS05", "ORDRSP", "SAPSDCLNT", "0000104711"),
            segment("E1EDK01", CURCY="EUR", BSART="TA", BELNR="0000012345"),
            segment("E1EDK03", IDDAT="012", DATUM="20260303"),
            BUYER,
            SELLER,
            segment("E1EDK02", QUALF="001", BELNR="4500017041", DATUM="20260302"),
            segment("E1EDK02", QUALF="002", BELNR="0000012345", DATUM="20260303"),
            segment(
                "E1EDP01",
                segment("E1EDP02", QUALF="001", BELNR="4500017041", ZEILE="00010"),
                segment("E1EDP02", QUALF="002", BELNR="0000012345", ZEILE="000010"),
                segment("E1EDP20", WMENG="1000.000", AMENG="600.000", EDATU="20260317"),
                segment("E1EDP20", WMENG="0.000", AMENG="400.000", EDATU="20260401"),
                segment("E1EDP19", QUALF="001", IDTNR="000000000000100001"),
                segment("E1EDP19", QUALF="002", IDTNR="NH-1-M", KTEXT="Nitrile glove M"),
                POSEX="000010",
                ACTION="002",
                MENGE="1000.000",
                MENEE="PCE",
                VPREI="12.25",
                PEINH="100",
            ),
            segment(
                "E1EDP01",
                segment("E1EDP02", QUALF="001", BELNR="4500017041", ZEILE="00020"),
                segment("E1EDP19", QUALF="002", IDTNR="NH-2-M", KTEXT="Nitrile glove M"),
                POSEX="000020",
                MENGE="1000.000",
                MENEE="PCE",
                ABGRU="05",
                ABGRT="Not available",
            ),
        ),
    )


def sap_despatch() -> IdocText:
    """A delivery that has left, in a later release of the basic type, with one pallet."""
    address = {"STREET1": "Lieferweg 3", "POSTL_COD1": "34121", "CITY1": "Kassel", "COUNTRY1": "DE"}
    return IdocText(
        "DELVRY07",
        (
            control("DELVRY07", "DESADV", "SAPSDCLNT", "0000104711"),
            segment(
                "E1EDL20",
                segment("E1EDL22", VSTEL_BEZ="Versand Nord"),
                segment("E1EDL18", QUALF="ORI"),
                segment("E1ADRM1", PARTNER_Q="WE", PARTNER_ID="0000104712", NAME1="Birkenhof Kliniken GmbH", **address),
                segment("E1ADRM1", PARTNER_Q="AG", PARTNER_ID="0000104711", NAME1="Birkenhof Kliniken GmbH"),
                segment("E1ADRM1", PARTNER_Q="LF", PARTNER_ID="0000300815", NAME1="Silber Medizintechnik AG"),
                segment("E1ADRM1", PARTNER_Q="SP", PARTNER_ID="0000500001", NAME1="Flinke Spedition"),
                segment("E1EDT13", QUALF="006", NTANF="20260316", NTANZ="000000", ISDD="20260316", ISDZ="143000"),
                segment("E1EDT13", QUALF="007", NTANF="20260317", NTANZ="080000", NTEND="20260317", NTENZ="120000"),
                segment("E1EDT13", QUALF="015", NTANF="20260316", NTANZ="000000"),
                segment(
                    "E1EDL24",
                    segment("E1EDL43", QUALF="C", BELNR="0000012345", POSNR="000010"),
                    segment("E1EDL41", QUALI="001", BSTNR="4500017041", BSTDT="20260302", POSEX="00010"),
                    POSNR="000010",
                    MATNR="NH-1-M",
                    ARKTX="Nitrile glove M",
                    CHARG="L2026-07",
                    KDMAT="000000000000100001",
                    LFIMG="600.000",
                    VRKME="PCE",
                    NTGEW="4.800",
                    GEWEI="KGM",
                    EAN11="04012345123456",
                    VGBEL="0000012345",
                    VGPOS="000010",
                ),
                segment(
                    "E1EDL37",
                    segment("E1EDL44", VELIN="1", POSNR="000010", VEMNG="600.000", VEMEH="PCE"),
                    EXIDV="00340123450000000018",
                    VHILM="PAL01",
                    BRGEW="24.500",
                    GWEIT="KGM",
                ),
                VBELN="0080001234",
                VSTEL="1000",
                BTGEW="24.500",
                NTGEW="4.800",
                GEWEI="KGM",
                VOLUM="0.960",
                VOLEH="MTQ",
                ANZPK="00001",
                BOLNR="CMR-77",
                TRAID="KS-AB 123",
            ),
        ),
    )


def sap_invoice(document_type: str = "INVO") -> IdocText:
    """What billing in SAP sends."""
    return IdocText(
        "INVOIC02",
        (
            control("INVOIC02", "INVOIC", "SAPSDCLNT", "0000104711"),
            segment(
                "E1EDK01",
                CURCY="EUR",
                HWAER="EUR",
                WKURS="1.00000",
                KUNDEUINR="DE811111111",
                EIGENUINR="DE822222222",
                BSART=document_type,
                BELNR="0090005678",
            ),
            segment("E1EDKA1", PARVW="RS", LIFNR="0000300815", NAME1="Silber Medizintechnik AG", LAND1="DE"),
            BUYER,
            segment("E1EDKA1", PARVW="RE", PARTN="0000104711", NAME1="Birkenhof Kliniken GmbH", LAND1="DE"),
            segment("E1EDK02", QUALF="009", BELNR="0090005678", DATUM="20260317"),
            segment("E1EDK02", QUALF="001", BELNR="4500017041", DATUM="20260302"),
            segment("E1EDK02", QUALF="012", BELNR="0080001234", DATUM="20260316"),
            *(() if document_type == "INVO" else (segment("E1EDK02", QUALF="011", BELNR="0090005600"),)),
            segment("E1EDK03", IDDAT="026", DATUM="20260317"),
            segment("E1EDK03", IDDAT="012", DATUM="20260317"),
            segment("E1EDK03", IDDAT="028", DATUM="20260416"),
            segment("E1EDK04", MWSKZ="A1", MSATZ="19.000", MWSBT="13.97"),
            segment("E1EDK18", QUALF="001", TAGE="30", ZTERM_TXT="30 Tage netto"),
            segment("E1EDK28", BCOUN="DE", BRNUM="52050353", BNAME="Sparkasse", ACNUM="DE02520503530001234567"),
            segment("E1EDK14", QUALF="015", ORGID="F2" if document_type == "INVO" else "G2"),
            segment(
                "E1EDP01",
                segment("E1EDP02", QUALF="001", BELNR="4500017041", ZEILE="00010"),
                segment("E1EDP02", QUALF="016", BELNR="0080001234", ZEILE="000010"),
                segment("E1EDP19", QUALF="002", IDTNR="NH-1-M", KTEXT="Nitrile glove M"),
                segment("E1EDP26", QUALF="003", BETRG="73.50"),
                segment("E1EDP26", QUALF="006", BETRG="12.25"),
                segment("E1EDP04", MWSKZ="A1", MSATZ="19.000", MWSBT="13.97"),
                segment("E1EDP28", HERKL="MY"),
                POSEX="000010",
                MENGE="600.000",
                MENEE="PCE",
                PMENE="PCE",
                PEINH="100",
            ),
            segment("E1EDS01", SUMID="001", SUMME="1"),
            segment("E1EDS01", SUMID="005", SUMME="13.97", WAERQ="EUR"),
            segment("E1EDS01", SUMID="010", SUMME="73.50", WAERQ="EUR"),
            segment("E1EDS01", SUMID="011", SUMME="87.47", WAERQ="EUR"),
        ),
    )


SAP = {
    "order": sap_order(),
    "order_change": sap_change(),
    "order_cancellation": sap_cancellation(),
    "order_response": sap_response(),
    "despatch_advice": sap_despatch(),
    "invoice": sap_invoice(),
    "credit_note": sap_invoice("CRME"),
}
"""An IDoc for every type of document."""
