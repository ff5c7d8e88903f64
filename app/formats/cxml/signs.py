"""The signs of a credit note: cXML writes what is given back as negative, the model as positive."""

from app.domain.documents import CreditNote
from app.formats.xml.codecs import Codec
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.signs import turned


def crediting(codec: Codec) -> Codec:
    """`codec`, for credit notes: written as negative, and read as it is where somebody wrote a positive one."""

    def read(node: Node, reading: Reading) -> CreditNote | None:
        note: CreditNote | None = codec.read(node, reading)
        return note if note is None or note.totals.payable.value > 0 else turned(note)

    def write(node: Node, value: CreditNote) -> None:
        codec.write(node, turned(value))

    return Codec(read, write)
