"""Which rules have something to say of an object: told by its empty fields, so that the others needn't be tried.

Most fields of a document are empty, and most rules are for these.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from app.formats.lens.codecs import words_nothing
from app.formats.lens.generated import generated
from app.formats.lens.steady import Steps, elements_of, touched

if TYPE_CHECKING:
    from app.formats.lens.compiling import Act

Speaking = Callable[[Any], "list[Act]"]


def speaking(acts: Iterable["Act"]) -> Speaking:
    """What gives the rules, in their order, that may write something for an object."""
    lines, names = ["found = []"], dict[str, Any]()
    for number, act in enumerate(acts):
        names[f"act{number}"] = act
        test = _test(act)
        lines.append(f"{f'if {test}: ' if test else ''}found.append(act{number})")
    made: Speaking = generated("speaking", "value", [*lines, "return found"], names)
    return made


def _test(act: "Act") -> str:
    """The test that some field is filled that the rule writes from; "" where that doesn't tell."""
    tests = _tests(act)
    return "" if tests is None else " or ".join(dict.fromkeys(tests))


def _tests(act: "Act") -> list[str] | None:
    rule = act.rule
    if rule.group is not None or act.grouped or rule.calcs or (act.always and rule.each is None):
        return None
    if any(words_nothing(each.codec) for each in elements_of(rule)):
        return None
    found = [_filled(each) for each in touched(rule)]
    if rule.each is None and act.level is not None:
        for each in act.level.acts:
            inner = _tests(each)
            if inner is None:
                return None
            found += inner
    return found if found and all(found) else None


def _filled(steps: Steps) -> str:
    """The test that there is something at a path, or may be."""
    path = "value"
    for number, step in enumerate(steps, 1):
        known = step.field
        path = f"{path}.{known.name}"
        if known.many or (known.type is str and number == len(steps) and not known.optional):
            return path
        if known.optional:
            return f"{path} is not None"
    return ""
