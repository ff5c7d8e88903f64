"""Which items of a list a rule for the list writes: all but those that rules with a picking path write."""

from typing import TYPE_CHECKING, Any

from app.formats.lens.bound import BoundRule

if TYPE_CHECKING:
    from app.formats.lens.compiling import Act


def claim(act: "Act", rules: list[BoundRule]) -> None:
    """Set what fetches the items of a list: all but those that rules with a picking path write."""
    rule = act.rule
    if rule.each is None or act.grouped:
        return
    get, picks = rule.each.get, _picks(rule, rules)
    if not picks:
        act.items, act.counted = get, True
        return
    keyed = [pick for pick in picks if isinstance(pick[0], str)]
    first = max((int(index) + 1 for index, _ in picks if isinstance(index, int)), default=0)

    def items(value: Any) -> list[Any]:
        seen: set[tuple[int | str, str]] = set()
        found = []
        for each in (get(value) or ())[first:]:
            key = next((one for one in keyed if getattr(each, str(one[0])) == one[1] and one not in seen), None)
            if key is None:
                found.append(each)
            else:
                seen.add(key)
        return found

    act.items = items


def _picks(rule: BoundRule, rules: list[BoundRule]) -> set[tuple[int | str, str]]:
    assert rule.each is not None
    steps = rule.each.steps
    found = set()
    for path in (path for each in rules for path in paths_of(each)):
        before, last = path.steps[: len(steps) - 1], path.steps[len(steps) - 1 : len(steps)]
        if before == steps[:-1] and last and last[0].field == steps[-1].field and last[0].pick:
            found.add(last[0].pick)
    return found


def paths_of(rule: BoundRule) -> list[Any]:
    """The paths that a rule writes from, those of its children included; none where it is an item's or only read."""
    if rule.each is not None or rule.only == "read":
        return []
    found = [each.path for each in rule.elements]
    if rule.pairs:
        found += [each.path for each in rule.pairs.by.values()]
    return found + [path for each in rule.children for path in paths_of(each)]
