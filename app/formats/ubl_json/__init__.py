"""UBL-JSON: UBL documents as OASIS writes them in JSON, in both of its dialects. It knows trees, never what they mean.

docs/decisions/0011-ubl-json.md has why, docs/formats/ubl-json.md what the two look like.
"""

from app.formats.ubl_json.dialect import Dialect
from app.formats.ubl_json.format import UblJson
from app.formats.ubl_json.reading import Converted, convert, to_xml
from app.formats.ubl_json.writing import from_xml

__all__ = ["Converted", "Dialect", "UblJson", "convert", "from_xml", "to_xml"]
