"""What the pages call a code: in the reader's language, and never nothing."""

import pytest
from flask import Flask
from flask_babel import Babel

from app.web.code_names import code_name
from app.web.labels import label


@pytest.mark.parametrize(
    ("list_name", "code", "english", "chinese"),
    [
        ("iso4217", "EUR", "Euro", "欧元"),
        ("iso3166", "DE", "Germany", "德国"),
        ("iso3166", "1A", "Kosovo", "科索沃"),
        ("iso639", "fi", "Finnish", "芬兰语"),
        ("untdid4461", "58", "SEPA credit transfer", "SEPA 贷记转账"),
        ("untdid1153", "AAA", "AAA", "AAA"),
        ("iso3166", "ZZZ", "ZZZ", "ZZZ"),
    ],
)
def test_a_code_has_a_name_or_stands_for_itself(list_name: str, code: str, english: str, chinese: str) -> None:
    assert code_name(list_name, code, "en") == english
    assert code_name(list_name, code, "zh") == chinese


@pytest.mark.parametrize(
    ("locale", "expected"), [("en", ["pcs", "kilowatt hour", "ace"]), ("zh", ["pcs", "千瓦时", "ace"])]
)
def test_a_page_s_own_word_comes_first_and_the_code_last(locale: str, expected: list[str]) -> None:
    app = Flask(__name__)
    Babel(app, locale_selector=lambda: locale)
    with app.test_request_context():
        assert [label("unit", code) for code in ("C62", "KWH", "ace")] == expected
