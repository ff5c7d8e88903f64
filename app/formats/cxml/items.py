"""What is bought: identifiers, descriptions, classifications, taxes; what is added to a price and taken off it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.documents.base import Item, ItemProperty
from app.domain.identifiers import Code, Identifier
from app.formats.cxml.rules import as_node, described
from app.formats.xml.codecs import DECIMAL, Codec, attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, many, one, table

GTIN = "0160"
LISTS: Mapping[str, str] = {"unspsc": "TST", "spsc": "TST"}
"""UNTDID 7143 by the domain of a classification in small letters, where it has a code for it."""

DOMAINS = {"TST": "UNSPSC"}


def _classification(node: Node, _reading: Reading) -> Code | None:
    text = trimmed(node) or attribute(node, "code")
    domain = attribute(node, "domain")
    return Code(text, LISTS.get(domain.lower(), domain)) if text else None


def _write_classification(node: Node, value: Code) -> None:
    node.text = value.value
    node.put("domain", DOMAINS.get(value.list_id, value.list_id))


CLASSIFICATION = Codec(_classification, _write_classification)


def _characteristic(node: Node, _reading: Reading) -> ItemProperty | None:
    name = attribute(node, "domain")
    return ItemProperty(name=name, value=attribute(node, "value")) if name else None


def _write_characteristic(node: Node, value: ItemProperty) -> None:
    node.put("domain", value.name)
    node.put("value", value.value)


CHARACTERISTIC = Codec(_characteristic, _write_characteristic)


def _words(place: str) -> Rule:
    """An item's name and description: a text, and in it the short name where there is one beside the text."""
    here = steps(place)

    def read(node: Node, values: Values, _reading: Reading) -> None:
        found = node.first(here)
        if found is None:
            return
        short, text = found.first(("ShortName",)), trimmed(found)
        name = text if short is None else trimmed(short)
        values.update({"name": name} if name else {})
        if short is not None and text:
            values["descriptions"] = (text,)

    def write(item: Any, node: Node) -> None:
        text = item.descriptions[0] if item.descriptions else item.name
        found = described(node.ensure(here[:-1]), here[-1], text)
        if item.descriptions:
            found.add("ShortName").text = item.name

    return Rule({"name": here, "descriptions": here}, read, write)


def _standard_id(retail: str) -> Rule:
    """A GTIN where retailers have it; a number of another scheme, or where there is no such place, is a reference."""
    number, reference = steps(f"{retail}/EANID") if retail else (), steps("ItemID/IdReference")

    def read(node: Node, values: Values, _reading: Reading) -> None:
        found, referred = node.first(number) if number else None, node.first(reference)
        if found is not None and trimmed(found):
            values["standard_id"] = Identifier(trimmed(found), GTIN)
        elif referred is not None and attribute(referred, "identifier"):
            values["standard_id"] = Identifier(attribute(referred, "identifier"), attribute(referred, "domain"))

    def write(item: Any, node: Node) -> None:
        if item.standard_id is None:
            return
        if item.standard_id.scheme == GTIN and number:
            node.ensure(number).text = item.standard_id.value
        else:
            found = node.ensure(reference)
            found.put("identifier", item.standard_id.value)
            found.put("domain", item.standard_id.scheme)

    return Rule({"standard_id": number or reference}, read, write)


def _sellers_id() -> Rule:
    number = one("sellers_id", "ItemID/SupplierPartID")

    def write(item: Any, node: Node) -> None:
        node.ensure(steps("ItemID/SupplierPartID")).text = item.sellers_id

    return replace(number, write=write)


def _goods(within: str, retail: str) -> tuple[Rule, ...]:
    return (
        one("manufacturers_id", f"{within}ManufacturerPartID"),
        many_at("properties", f"{within}{retail}", "Characteristic", CHARACTERISTIC),
    )


def item(details: str, retail: str, *rules: Rule) -> Codec:
    """An item: ItemID beside the element `details`, or with all else ("") in one; what retailers say is at `retail`.

    Where there is no place for that (""), there is none for what its manufacturer calls it either.
    """
    covered = {field for rule in rules for field in rule.places}
    within = f"{details}/" if details else ""
    return table(
        Item,
        _sellers_id(),
        one("buyers_id", "ItemID/BuyerPartID"),
        _words(f"{within}Description"),
        many_at("classifications", details, "Classification", CLASSIFICATION),
        _standard_id(f"{within}{retail}" if retail else ""),
        *(_goods(within, retail) if retail else ()),
        *rules,
        unmapped={"origin_country", "taxes", *(() if retail else ("manufacturers_id", "properties"))} - covered,
    )


def many_at(field: str, holder: str, each: str, codec: Codec) -> Rule:
    """`field` is a tuple: the values of all elements `each` in the one element at `holder`."""
    here = steps(holder) if holder else ()
    inner = many(field, each, codec)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        if found is not None:
            inner.read(found, values, reading)

    def write(document: Any, node: Node) -> None:
        if getattr(document, field):
            inner.write(document, node.ensure(here))

    return Rule({field: (*here, each)}, read, write)


def percentage(node: Node, name: str, reading: Reading) -> Any:
    """A percentage in an attribute; None where there is none."""
    found = as_node(node, name)
    return None if found is None else DECIMAL.read(found, reading)
