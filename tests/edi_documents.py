"""Good interchanges for tests: small, complete, and faultless by the grammars."""

from collections.abc import Sequence
from dataclasses import dataclass, field

ISA = (
    "ISA*00*          *00*          *ZZ*BUYERCO        *01*SUPPLIERCO     *260105*0930"
    "*{repetition}*{version}*000000017*0*P*>"
)


@dataclass
class Paper:
    """An interchange with one message, as lists of elements.

    Attributes:
        segments: of the whole interchange, the tag first; components within an element are separated by the mark.
        first: index of the message's header.
    """

    standard: str
    name: str
    version: str
    segments: list[list[str]] = field(default_factory=list)
    first: int = 0
    ending: str = "\n"

    @property
    def element(self) -> str:
        """The element separator."""
        return "*" if self.standard == "x12" else "+"

    @property
    def component(self) -> str:
        """The component separator."""
        return ">" if self.standard == "x12" else ":"

    def raw(self) -> bytes:
        """As it is sent."""
        terminator = ("~" if self.standard == "x12" else "'") + self.ending
        return "".join(self.element.join(each) + terminator for each in self.segments).encode()

    def copy(self) -> "Paper":
        """One to change."""
        return Paper(
            self.standard, self.name, self.version, [list(each) for each in self.segments], self.first, self.ending
        )

    def index(self, tag: str, nth: int = 0) -> int:
        """Where the nth segment of that tag is."""
        return [number for number, each in enumerate(self.segments) if each[0] == tag][nth]

    def recount(self) -> "Paper":
        """The trailer's count set right, after segments were put in or taken out."""
        end = self.index("SE" if self.standard == "x12" else "UNT")
        self.segments[end][1] = str(end - self.first + 1)
        return self


def x12(name: str, group: str, body: Sequence[str], version: str = "004010") -> Paper:
    """An interchange with one transaction set; `body` without ST and SE."""
    isa = ISA.format(repetition="U" if version < "004020" else "^", version="00401" if version < "005" else "00501")
    head = [isa, f"GS*{group}*BUYERAPP*SUPPAPP*20260105*0930*17*X*{version}"]
    message = [f"ST*{name}*0001", *body, f"SE*{len(body) + 2}*0001"]
    lines = [*head, *message, "GE*1*17", "IEA*1*000000017"]
    return Paper("x12", name, version, [each.split("*") for each in lines], len(head))


def edifact(name: str, directory: str, body: Sequence[str], association: str = "") -> Paper:
    """An interchange with one message; `body` without UNH and UNT."""
    kind = f"{name}:{directory[0]}:{directory[1:]}:UN" + (f":{association}" if association else "")
    head = ["UNB+UNOC:3+4012345000009:14+4098765000004:14+260105:0930+17"]
    message = [f"UNH+1+{kind}", *body, f"UNT+{len(body) + 2}+1"]
    lines = [*head, *message, "UNZ+1+17"]
    return Paper("edifact", name, directory, [each.split("+") for each in lines], len(head))


def order_850(version: str = "004010") -> Paper:
    """A purchase order."""
    body = [
        "BEG*00*SA*PO-4711**20260105",
        "CUR*BY*USD",
        "REF*DP*042",
        "PER*BD*Ann Lee*TE*15550100*EM*ann@buyer.example",
        "SAC*C*D240***1500",
        "ITD*14*3*2**45**46",
        "DTM*002*20260120",
        "N9*L1*NOTE",
        "MSG*Deliver to gate 3" if version < "005" else "MTX**Deliver to gate 3",
        "N1*BY*Buyer Co*92*B001",
        "N3*1 High Street",
        "N4*Springfield*IL*62701*US",
        "N1*ST*Warehouse 9*92*W009",
        "PO1*1*10*EA*12.5**VP*AB-100*BP*4711",
        "PID*F****Hex bolt M8",
        "PO1*2*4*CA*30**VP*AB-200",
        "PID*F****Washer M8",
        "CTT*2",
        "AMT*TT*245",
    ]
    return x12("850", "PO", body, version)


def invoice_810(version: str = "004010") -> Paper:
    """An invoice."""
    body = [
        "BIG*20260110*INV-9*20260105*PO-4711",
        "REF*IA*12345",
        "N1*RI*Supplier Co*92*S001",
        "ITD*01*3****20260209",
        "IT1*1*10*EA*12.5**VP*AB-100",
        "PID*F****Hex bolt M8",
        "TDS*12500",
        "CTT*1",
    ]
    return x12("810", "IN", body, version)


def shipment_856(version: str = "004010") -> Paper:
    """A ship notice: shipment, order, item."""
    body = [
        "BSN*00*SHP-1*20260108*1015",
        "HL*1**S",
        "TD1*CTN25*3****G*12.5*LB",
        "REF*BM*BOL-1",
        "DTM*011*20260108",
        "N1*SF*Supplier Co*92*S001",
        "HL*2*1*O",
        "PRF*PO-4711",
        "HL*3*2*I",
        "LIN*1*VP*AB-100",
        "SN1*1*10*EA",
        "CTT*3",
    ]
    return x12("856", "SH", body, version)


def orders(directory: str = "D96A") -> Paper:
    """A purchase order."""
    body = [
        "BGM+220+PO-4711+9",
        "DTM+137:20260105:102",
        "DTM+2:20260120:102",
        "FTX+AAI+++Deliver to gate 3",
        "RFF+CT:C-1",
        "NAD+BY+4012345000009::9",
        "CTA+OC+:Ann Lee",
        "COM+15550100:TE",
        "NAD+SU+4098765000004::9",
        "CUX+2:EUR:9",
        "LIN+1++4000862141404:EN",
        "PIA+1+AB-100:SA",
        "IMD+F++:::Hex bolt M8",
        "QTY+21:10:PCE",
        "PRI+AAA:12.5",
        "LIN+2++4000862141411:EN",
        "QTY+21:4:PCE",
        "UNS+S",
        "CNT+2:2",
    ]
    return edifact("ORDERS", directory, body, "EAN008" if directory == "D96A" else "EAN010")


def invoic(directory: str = "D96A") -> Paper:
    """An invoice."""
    body = [
        "BGM+380+INV-9+9",
        "DTM+137:20260110:102",
        "RFF+ON:PO-4711",
        "NAD+SU+4098765000004::9",
        "RFF+VA:DE123456789",
        "NAD+BY+4012345000009::9",
        "CUX+2:EUR:4",
        "LIN+1++4000862141404:EN",
        "QTY+47:10:PCE",
        "MOA+203:125",
        "PRI+AAA:12.5",
        "UNS+S",
        "MOA+77:148.75",
        "TAX+7+VAT+++:::19+S",
        "MOA+124:23.75",
    ]
    return edifact("INVOIC", directory, body)


def good_papers() -> list[Paper]:
    """All of them."""
    return [
        order_850(),
        order_850("005010"),
        invoice_810(),
        invoice_810("005010"),
        shipment_856(),
        shipment_856("005010"),
        orders(),
        orders("D01B"),
        invoic(),
        invoic("D01B"),
    ]
