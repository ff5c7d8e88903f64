"""A document as rule sets look at it: what several of them need is made once, when the first of them asks."""

from collections.abc import Callable, Sequence
from itertools import chain

from lxml import etree

from app.domain.documents import Document
from app.kept import kept
from app.safe.cut import Cut
from app.safe.tree import Tree
from app.validation.en16931.model import Invoice
from app.validation.en16931.read_ubl import read_ubl
from app.validation.lines_alike import WORTH_JUDGING, Alike, Shortened, shortened

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
_CUSTOMIZATION = f"{{{UBL}CommonBasicComponents-2}}CustomizationID"
_RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
_RSM = f"{{{CII}}}"

PointerOf = Callable[[str], str]
"""From a path in the XML to one in the sender's own syntax."""


class Subject:
    """What is judged: a body's XML where it has any, and its document where it could be read.

    Attributes:
        root: the root element of an XML syntax, or of the UBL that a JSON syntax stands for.
        document: the domain's document; None where reading failed or wasn't tried.
        pointer_of: leads from a path in `root` to the sender's own syntax, where that isn't XML.
        cut: the message whose root `root` is, cut at its tags, where it is as plain as that.
    """

    def __init__(
        self,
        root: etree._Element | None,
        document: Document | None = None,
        pointer_of: PointerOf | None = None,
        cut: Cut | None = None,
    ) -> None:
        self.root = root
        self.cut = cut
        self.document = document
        self.pointer_of = pointer_of

    @kept
    def tree(self) -> Tree | None:
        """The XML as a Tree."""
        return None if self.root is None else Tree(self.root, self.cut)

    @kept
    def shortened(self) -> Shortened | None:
        """A UBL document with one line for all that are alike, where that makes it shorter."""
        if self.root is None or self.cut is None or not self.namespace.startswith(UBL):
            return None
        return shortened(self.root, self.cut)

    @kept
    def short_tree(self) -> Tree | None:
        """That as a Tree, where a document has so many lines that it is worth judging."""
        if self.root is None or self.shortened is None or self.shortened.count < WORTH_JUDGING:
            return None
        return Tree(self.root, self.shortened.cut)

    def alike_in(self, short: Tree) -> Sequence[Alike]:
        """The lines in `short_tree`."""
        return self.shortened.lines_of(short) if self.shortened else ()

    @kept
    def invoice(self) -> Invoice | None:
        """The semantic invoice in a UBL document."""
        return read_ubl(self.tree) if self.tree is not None and self.namespace.startswith(UBL) else None

    def is_of(self, family: str) -> bool:
        """Whether there is XML of a family of namespaces: by its root or, where that is misnamed, by what is in it."""
        if self.root is None:
            return False
        return any(each.tag.startswith(f"{{{family}") for each in chain([self.root], self.root))

    @kept
    def namespace(self) -> str:
        """The root's namespace; "" where there is no XML."""
        return "" if self.root is None else self.root.tag.rpartition("}")[0][1:]

    @property
    def root_name(self) -> str:
        """The root's local name; "" where there is no XML."""
        return "" if self.root is None else self.root.tag.rpartition("}")[2]

    @property
    def customization(self) -> str:
        """The specification that the document says it follows (BT-24, CustomizationID); "" where it says none."""
        if self.document is not None:
            return self.document.customization_id.strip()
        if self.root is None:
            return ""
        if self.namespace == CII:
            context = f"{_RSM}ExchangedDocumentContext/{_RAM}GuidelineSpecifiedDocumentContextParameter/{_RAM}ID"
            return (self.root.findtext(context) or "").strip()
        # asked of every message, and lxml finds a path in five times the time
        found = next(self.root.iterchildren(_CUSTOMIZATION), None)
        return "" if found is None else (found.text or "").strip()
