"""The one DOCTYPE that is let pass: cXML's messages carry one by their standard, which only says which DTD it is.

It is blanked out before the guarded parse, byte for byte, so that lines stay where they are. Nothing is fetched, read
or declared: the guard still refuses every DOCTYPE, and so all that this module doesn't know to be harmless.
"""

import re

# what may stand before and after the DOCTYPE of a message: white space, comments, the XML declaration and its like
_MISC = rb"(?:[ \t\r\n]++|<!--(?:[^-]|-(?!-))*+-->|<\?(?:[^?]|\?(?!>))*+\?>)*+"
_IDENTIFIER = rb"(?i:https?://xml\.cxml\.org/schemas/cxml/[0-9]{1,3}(?:\.[0-9]{1,4}){1,3}/[a-z]{1,40}\.dtd)"
_DOCTYPE = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    + _MISC
    + rb"(<!DOCTYPE[ \t\r\n]++cXML[ \t\r\n]++SYSTEM[ \t\r\n]++"
    + rb"(?:\"%b\"|'%b')[ \t\r\n]*+>)" % (_IDENTIFIER, _IDENTIFIER)
    + _MISC
    + rb"<cXML[ \t\r\n/>]"
)
_MARK = b"<!DOCTYPE"
_FARTHEST = 64 * 1024
_NOT_A_LINE_END = re.compile(rb"[^\r\n]")


def without_cxml_doctype(raw: bytes) -> bytes:
    """`raw` with spaces in place of cXML's DOCTYPE; the same bytes for every other message.

    Blanked is `<!DOCTYPE cXML SYSTEM "…">` with one of cxml.org's own identifiers, before the root element cXML: no
    internal subset, no public identifier, no other root or host. Encodings other than extensions of ASCII have none.
    """
    if _MARK not in raw[:_FARTHEST]:
        return raw
    found = _DOCTYPE.match(raw, 0, _FARTHEST)
    if found is None:
        return raw
    start, end = found.span(1)
    return raw[:start] + _NOT_A_LINE_END.sub(b" ", raw[start:end]) + raw[end:]
