"""Which encoding a message is in, decided once and strictly, so that two parsers can't decide it differently."""

import codecs
import re

from app.errors import Refused

# Declared name -> codec. Only what trade really uses; nothing stateful (UTF-7, ISO-2022) that hides markup in letters.
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
}
_UTF_16 = {"utf-16", "utf-16le", "utf-16be"}
_DECLARED = re.compile(rb"""<\?xml[ \t\r\n][^>?]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']([^"'<>]{0,60})["']""")


def utf8_of(raw: bytes) -> bytes:
    """`raw` in UTF-8 without a byte order mark (XML 1.0, section 4.3.3 and appendix F).

    Raises:
        Refused: `xml.encoding` where the encoding is not one of those accepted, where a byte order mark and the
            declaration contradict each other, or where the bytes are not valid in it.
    """
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Refused("xml.encoding", encoding="UTF-32")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _from_utf16(raw)
    if b"\x00" in raw[:2]:
        raise Refused("xml.encoding", encoding="UTF-16 or UTF-32 without a byte order mark")
    if raw.startswith(codecs.BOM_UTF8):
        return _from_marked_utf8(raw.removeprefix(codecs.BOM_UTF8))
    declared = _declared(raw)
    if declared not in _CODECS:
        raise Refused("xml.encoding", encoding=declared)
    return _recoded(raw, _CODECS[declared], declared)


def _declared(text: bytes) -> str:
    """The encoding that the XML declaration names, in lower case; "utf-8" where it names none."""
    found = _DECLARED.match(text)
    return found[1].decode("ascii", "replace").lower() if found else "utf-8"


def _from_utf16(raw: bytes) -> bytes:
    text = _recoded(raw, "utf-16", "UTF-16")
    declared = _declared(text)
    if declared not in _UTF_16 and _DECLARED.match(text):
        raise Refused("xml.encoding", encoding=f"{declared} (the byte order mark says UTF-16)")
    return text


def _from_marked_utf8(raw: bytes) -> bytes:
    declared = _declared(raw)
    if _CODECS.get(declared) != "utf-8":
        raise Refused("xml.encoding", encoding=f"{declared} (the byte order mark says UTF-8)")
    return _recoded(raw, "utf-8", "UTF-8")


def _recoded(raw: bytes, codec: str, name: str) -> bytes:
    try:
        text = raw.decode(codec)
        return raw if codec == "utf-8" else text.encode("utf-8")
    except UnicodeError:
        raise Refused("xml.encoding", encoding=name) from None
