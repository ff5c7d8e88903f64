"""Every word of the pages is there in Chinese, and every state, move and role has a word."""

import re
import string
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.domain.negotiation.tables import TABLES
from app.web import actions, labels

WEB = Path(actions.__file__).parent
PO = WEB / "translations" / "zh" / "LC_MESSAGES" / "messages.po"
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "N_": None, "gettext": None}
_PLACE = re.compile(r"%\((\w+)\)s")


def words() -> dict[str, str]:
    """Every word that the sources mark, with the file where it was found last."""
    found = extract_from_dir(str(WEB), METHODS, keywords=KEYWORDS, options_map={"**.html": {"trimmed": "true"}})
    return {str(message): filename for filename, _line, message, _comments, _context in found}


def translated() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


def test_every_word_of_the_pages_is_translated() -> None:
    catalogue = translated()
    missing = [word for word in words() if not (catalogue.get(word) and catalogue[word].string)]
    assert missing == []


def test_no_translation_is_left_over_or_unsure() -> None:
    known = words()
    entries = [each for each in translated() if each.id]
    assert [each.id for each in entries if each.id not in known] == []
    assert [each.id for each in entries if each.fuzzy] == []


def test_translations_have_the_same_places_for_values() -> None:
    unequal = [
        each.id
        for each in translated()
        if each.id and set(_PLACE.findall(str(each.id))) != set(_PLACE.findall(str(each.string)))
    ]
    assert unequal == []


def test_translations_are_chinese_where_the_words_are_not_names() -> None:
    names = {"Countersign", "Webhook", "API"}
    plain = [
        each.id
        for each in translated()
        if each.id and each.string and str(each.string).isascii() and each.id not in names
        if any(char in string.ascii_letters for char in str(each.string))
    ]
    assert plain == []


def test_every_state_and_every_move_of_every_table_has_words() -> None:
    for table in TABLES.values():
        assert table.states <= set(labels.STATE), table.kind
        assert {row.event for row in table.rows} <= set(actions.EVENTS), table.kind


if __name__ == "__main__":
    catalogue = translated() if PO.exists() else Catalog(locale="zh", project="Countersign")
    known = words()
    for obsolete in [each.id for each in catalogue if each.id and each.id not in known]:
        catalogue.delete(obsolete)
    for word in known:
        catalogue.add(word)
    with PO.open("wb") as file:
        write_po(file, catalogue, sort_output=True, omit_header=False, width=110, no_location=True)
