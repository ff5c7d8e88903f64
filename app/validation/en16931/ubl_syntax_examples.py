"""Edits of a good document that break a rule of the tables: the examples for the rules' pages, and for their tests."""

from collections.abc import Sequence

from app.validation.en16931.ubl_syntax_tables import ANYWHERE, EXTENSIONS, ROOT, split

_LINE = "cac:InvoiceLine"
_IN_EVERY_INVOICE = frozenset({"cbc:CustomizationID", "cbc:ID", "cbc:InvoiceTypeCode", "cbc:DocumentCurrencyCode"})


def unused(path: str) -> str:
    """Put something where nothing stands."""
    elements, attribute = split(path.removeprefix(ANYWHERE))
    if attribute and (not elements or (elements in _IN_EVERY_INVOICE and not path.startswith(ANYWHERE))):
        return f"attribute {elements or 'cbc:ID'} {attribute} 1"
    return _add(elements, f' {attribute}="1"' if attribute else _declared(elements), times=1)


def _declared(path: str) -> str:
    return f' xmlns:ext="{EXTENSIONS}"' if path.startswith("ext:") else ""


def repeated(contexts: Sequence[str], path: str) -> str:
    """Say twice what may be said once."""
    return _add(path if contexts[0] == ROOT else f"{contexts[0]}/{path}", "", times=2)


def _add(path: str, attributes: str, times: int) -> str:
    steps = path.split("/")
    where = "."
    if steps[0] == _LINE and len(steps) > 1:
        where, steps = f"{_LINE}[1]", steps[1:]
    *parents, last = steps
    element = f"<{last}{attributes}>1</{last}>"
    if not parents:
        return "\n".join([f"add {where} {element}"] * times)
    opening = "".join(f"<{name}>" for name in parents)
    closing = "".join(f"</{name}>" for name in reversed(parents))
    return f"add {where} {opening}{element * times}{closing}"
