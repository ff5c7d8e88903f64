"""What a syntax can't hold of a document: told by writing the document and reading it back, for every syntax alike."""

from dataclasses import replace

from app.domain.documents import Document
from app.formats.base import Format
from app.formats.lens.losses import Loss, losses_between


def losses_of(document: Document, syntax: Format, read_back: Document | None) -> tuple[Loss, ...]:
    """What `document` says and `read_back`, which was read from its rendering in `syntax`, doesn't.

    What the source said beyond the model (the complement of another syntax) is in it, too: no other syntax has it.
    """
    if read_back is None:
        return (Loss("", "", "unreadable"),)
    told = list(losses_between(replace(document, complement=None), read_back, []))
    beyond = document.complement
    if beyond is not None and not _same_syntax(beyond.syntax, syntax.name):
        said = [each for each in beyond.items if not each.kind.startswith("version")]
        told += [Loss(each.path, each.content, "complement") for each in said]
    return tuple(told)


def _same_syntax(complement: str, name: str) -> bool:
    """UBL's two JSON dialects carry what UBL carries."""
    return complement == name or (name.startswith("ubl") and complement.startswith("ubl"))
