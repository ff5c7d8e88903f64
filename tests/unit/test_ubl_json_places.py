"""Where findings about a document that came as UBL-JSON are: in its JSON, never in the XML that was made of it."""

import json
from typing import Any

import pytest

from app.domain.findings import finding
from app.formats.ubl_json import convert
from app.safe.json import parse_json
from app.validation.xsd import validate_ubl
from tests.unit.test_ubl_json import LEGACY, MODEL, an_order_as, spoilt


class TestThePlacesOfTheSchemasFindings:
    """Found by the XSD in the XML that was made of the JSON, told at the place in the JSON."""

    def located(self, value: Any) -> list[tuple[str, str, int | None]]:
        converted = convert(parse_json(json.dumps(value).encode()).value)
        assert converted.body is not None
        return [(each.code, each.path, each.line) for each in map(converted.located, validate_ubl(converted.body))]

    def test_a_correct_document_has_none(self) -> None:
        assert self.located(an_order_as(LEGACY)) == []
        assert self.located(an_order_as(MODEL)) == []

    def test_a_value_of_the_wrong_type(self) -> None:
        value = spoilt(lambda order: order["OrderLine"][1]["LineItem"]["Quantity"].update(_="many"), MODEL)
        place = "/Order/OrderLine/1/LineItem/Quantity/_"
        assert self.located(value) == [("schema.bad_value", place, None)]

    def test_a_missing_attribute(self) -> None:
        def spoil(order: dict[str, Any]) -> None:
            del order["OrderLine"][1]["LineItem"][0]["LineExtensionAmount"][0]["currencyID"]

        place = "/Order/0/OrderLine/1/LineItem/0/LineExtensionAmount/0"
        ((code, found, _),) = self.located(spoilt(spoil))
        assert code == "schema.missing_attribute"
        assert found.startswith(place)

    def test_a_missing_component(self) -> None:
        def spoil(order: dict[str, Any]) -> None:
            del order["BuyerCustomerParty"]

        ((code, found, _),) = self.located(spoilt(spoil))
        assert code == "schema.missing_element"
        assert found.startswith("/Order/0")

    def test_a_component_that_came_later_than_ubl_2_1(self) -> None:
        value = spoilt(lambda order: order["BuyerCustomerParty"][0]["Party"][0].update(SocialMediaProfile=[{}]))
        assert [(code, place) for code, place, _ in self.located(value)] == [
            ("schema.unexpected_element", "/Order/0/BuyerCustomerParty/0/Party/0/SocialMediaProfile/0")
        ]

    @pytest.mark.parametrize(
        ("path", "pointer"),
        [
            ("/Order/cac:OrderLine[2]/cac:LineItem/cbc:ID", "/Order/0/OrderLine/1/LineItem/0/ID/0/_"),
            ("/Order/cac:OrderLine[2]/cac:LineItem/cbc:ID/@schemeID", "/Order/0/OrderLine/1/LineItem/0/ID/0/schemeID"),
            ("/Order/cac:OrderLine[9]/cbc:Note", "/Order/0/OrderLine/8/Note"),
            ("/Order/Q{urn:a/b}Odd[2]/cbc:ID", "/Order/0/Odd/ID"),
            ("/Order", "/Order/0"),
            ("/", ""),
            ("", ""),
            ("what is this", ""),
        ],
    )
    def test_paths_and_pointers(self, path: str, pointer: str) -> None:
        assert convert(an_order_as(LEGACY)).pointers.of(path) == pointer

    def test_inside_an_extension_it_is_the_extension(self) -> None:
        extension = [{"UBLExtension": [{"ExtensionContent": [{"_": "<x><y/></x>"}]}]}]
        value = spoilt(lambda order: order.update(UBLExtensions=extension))
        path = "/Order/ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/x/y"
        found = convert(value).located(finding("schema.unexpected_element", path, 7))
        assert found.path == "/Order/0/UBLExtensions/0/UBLExtension/0/ExtensionContent/0/_"
        assert found.line is None
