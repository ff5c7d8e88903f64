"""A mapping bound for another directory than its own: what has its place there is mapped; nothing is guessed."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from app.formats.edi.delimiters import EDIFACT, EDIFACT_4
from app.formats.edi.grammar import GRAMMARS, Message, grammar, read_grammar
from app.formats.lens import MAPPINGS, BrokenMapping, diff, explain, lens, made
from app.formats.lens.bound import BoundRule
from app.formats.lens.faults import UnknownMapping
from app.formats.lens.library import nearest
from app.formats.lens.likeness import Likeness

MESSAGES = ["orders", "ordrsp", "ordchg", "desadv", "recadv", "invoic", "remadv", "pricat", "reqote", "quotes"]
ONLY_IN_D01B = {
    "desadv": {"CUX[1.1=2]"},
    "recadv": {"CUX[1.1=2]", "FTX", "CPS/LIN/FTX"},
    "remadv": {f"NAD[1={who}]/RFF[1.1={what}]" for who in ("PR", "SU", "PE") for what in ("VA", "XA")},
    "pricat": {"BGM"},
}


def d96a(**changed: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GRAMMARS / "edifact" / "d96a.json").read_text("utf-8"))
    return found | {"version": "D97A"} | changed


def orders_of(data: dict[str, Any]) -> Message:
    return read_grammar(data).messages["ORDERS"]


def rules_of(message: Message) -> Iterator[BoundRule]:
    waiting = [rule for kind in nearest(message).kinds for rule in kind.rules]
    while waiting:
        rule = waiting.pop()
        yield rule
        waiting += rule.children


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize(("ours", "theirs"), [("d96a", "D01B"), ("d01b", "D96A")])
def test_it_is_what_was_written_for_that_directory(name: str, ours: str, theirs: str) -> None:
    """The two directories that have mappings of their own tell whether it would have been right without them."""
    ported = made(f"edifact/{name}-{ours}", theirs)
    differences = {
        row.segment
        for _, row in diff(ported, made(f"edifact/{name}-{theirs.lower()}"))
        if "SRV" not in row.element  # of an article number's two qualifiers each directory prefers another
    }
    assert differences == (ONLY_IN_D01B.get(name, set()) if ours == "d96a" else set())
    left_out = {each.params["rule"] for each in ported.left_out}
    assert left_out == (set() if ours == "d96a" else {each.rpartition("/")[2] for each in ONLY_IN_D01B.get(name, ())})
    assert ported.like == ours.upper()


def test_an_element_that_became_a_component_is_found_there() -> None:
    segments = d96a()["segments"]
    segments["BGM"] = json.loads((GRAMMARS / "edifact" / "d01b.json").read_text("utf-8"))["segments"]["BGM"]
    rows = explain(nearest(orders_of(d96a(segments=segments))))
    found = [(row.document, row.segment, row.element) for row in rows if row.path == "number"]
    assert found == [("order_cancellation", "BGM", "02.1"), ("order", "BGM", "02.1")]


def test_where_another_data_element_stands_nothing_is_read() -> None:
    """NAD's city (3164) and region (3229) changed places with something else, say."""
    data = d96a()
    elements = data["segments"]["NAD"]["elements"]
    numbers = [each[0] if isinstance(each, list) else each["composite"] for each in elements]
    city, code = numbers.index("3164"), numbers.index("3251")
    elements[city], elements[code] = elements[code], elements[city]
    found = nearest(orders_of(data))
    paths = {row.path for row in explain(found)}
    assert "buyer.address.street" in paths
    assert not {each for each in paths if each.endswith((".city", ".postal_code"))}
    assert {each.params["segment"] for each in found.left_out} == {"NAD"}


def test_a_rule_without_its_guard_is_left_out_whole() -> None:
    """RFF's qualifier (1153) has another number there: which reference is which can't be told."""
    data = d96a()
    qualifier = data["segments"]["RFF"]["elements"][0]["of"][0]
    qualifier[0] = "9999"
    assert "RFF" not in {each.place.tag for each in rules_of(orders_of(data))}


def test_a_value_without_its_unit_is_left_out() -> None:
    data = d96a()
    unit = data["segments"]["QTY"]["elements"][0]["of"][2]
    assert unit[0] == "6411"
    unit[0] = "9999"
    assert "lines[].quantity" not in {row.path for row in explain(nearest(orders_of(data)))}


def test_a_message_whose_type_cannot_be_told_has_no_mapping() -> None:
    """INVOIC: whether it is an invoice or a credit note is in BGM 1.1 (1001)."""
    data = d96a()
    data["segments"]["BGM"]["elements"][0]["of"][0][0] = "9999"
    with pytest.raises(UnknownMapping):
        nearest(read_grammar(data).messages["INVOIC"])


def test_of_mappings_that_fit_as_well_thenearest_in_time_is_taken() -> None:
    for version, like in (("D93A", "D96A"), ("D98B", "D96A"), ("D99B", "D01B"), ("D20B", "D01B")):
        assert nearest(orders_of(d96a(version=version))).like == like


def test_parts_are_paired_by_tag_and_order() -> None:
    model, other = grammar("edifact", "D96A").messages["ORDERS"], grammar("edifact", "D01B").messages["ORDERS"]
    likeness = Likeness(model, other)
    for place in model.places:
        found = likeness.other_of(place)
        assert found is None or getattr(found, "tag", None) == place.tag
    assert likeness.other_of(model.root) is other.root
    assert likeness.model_of(other.root) is model.root


def test_a_list_that_nothing_is_left_of_is_left_out() -> None:
    """IMD's second description (7008) isn't there: `item.descriptions` is a list of plain texts."""
    data = d96a()
    description = data["segments"]["IMD"]["elements"][2]["of"]
    assert description.pop()[0] == "3453"
    assert description.pop()[0] == "7008"
    found = nearest(orders_of(data))
    assert found.plan(found.kinds[0], EDIFACT)
    assert "lines[].item.descriptions" not in {row.path for row in explain(found)}


def test_what_may_be_repeated_is_not_read_as_one() -> None:
    """Syntax 4 repeats elements; two references in one RFF are neither one nor the other."""
    data = d96a()
    data["segments"]["RFF"]["elements"][0]["repeats"] = 3
    found = nearest(orders_of(data))
    for marks, is_read in ((EDIFACT, True), (EDIFACT_4, False)):
        places = {act.place for act in found.plan(found.kinds[0], marks).level.acts}
        assert bool(places & {each.index for each in found.message.places if each.tag == "RFF"}) is is_read


def test_the_heading_is_the_messages_own() -> None:
    """A BGM in a group in front isn't what tells an invoice from a credit note."""
    data = d96a()
    invoice = data["messages"]["INVOIC"]
    invoice.insert(1, {"loop": "SG0", "status": "C", "max": 9, "of": [["BGM", "M", 1]]})
    assert nearest(read_grammar(d96a()).messages["INVOIC"]).like == "D96A"
    with pytest.raises(UnknownMapping):
        nearest(read_grammar(data).messages["INVOIC"])


def test_a_message_without_what_no_document_can_be_without_has_no_mapping() -> None:
    data = d96a()
    data["segments"]["BGM"]["elements"][1][0] = "9999"
    with pytest.raises(UnknownMapping):
        nearest(orders_of(data))


def test_of_two_qualifiers_the_one_that_the_directory_has_is_written() -> None:
    data = d96a(version="D99B")
    data["codes"]["7143"] = " ".join(each for each in data["codes"]["7143"].split() if each != "EN")
    rows = {row.element for row in explain(nearest(orders_of(data))) if row.path == "lines[].item.standard_id"}
    assert "03…=SRV|EN" in rows


def test_a_partners_overlay_holds_and_what_is_wrong_with_it_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "edi_mappings"
    shutil.copytree(MAPPINGS, folder, ignore=shutil.ignore_patterns("grammars", "names"))
    overlay = folder / "partners" / "acme" / "orders-d96a.yaml"
    overlay.parent.mkdir(parents=True)
    overlay.write_text("extends: edifact/orders-d96a\npatch:\n- {at: FTX, drop: true}\n")
    message = orders_of(d96a(version="D99B"))
    assert nearest(message, "", folder).like == "D01B"
    found = nearest(message, "acme", folder)
    assert (found.name, found.like) == ("partners/acme/orders-d96a", "D96A")
    assert not [row for row in explain(found) if row.segment == "FTX"]
    overlay.write_text("extends: edifact/orders-d96a\npatch:\n- {at: BGM, set: {el: {2: numbr}}}\n")
    with pytest.raises(BrokenMapping):
        nearest(orders_of(d96a()), "acme", folder)


def test_a_lens_for_its_own_directory_leaves_nothing_out() -> None:
    found = lens("edifact", "D96A", "ORDERS")
    assert (found.like, found.left_out) == ("", ())
    assert asdict(explain(found)[0])["place"].startswith("edifact/orders-d96a.yaml:")
