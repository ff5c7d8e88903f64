"""Mapping files as text: YAML read so that every rule knows its file and line.

Scalars are the text that was written: `no`, `01` and `1.10` are what they look like, without quotes. Only `true` and
`false` are something else. Keys that come twice are refused, since one of them would be lost.
"""

from pathlib import Path
from typing import Any

import yaml

from app.domain.findings import Finding
from app.formats.lens.faults import BrokenMapping, fault

_TRUTHS = {"true": True, "false": False}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Written(dict[str, Any]):
    """A YAML mapping that knows where it stands."""

    file: str = ""
    line: int = 0

    @property
    def wants(self) -> bool:
        """Whether it is a rule that says something of a document."""
        return bool(self.keys() & {"el", "pairs", "each"})


def load_written(path: Path, name: str) -> Any:
    """What a YAML file holds, `name` being what its faults call it; raises BrokenMapping."""
    faults: list[Finding] = []
    try:
        with path.open("rb") as stream:
            root = yaml.compose(stream, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise BrokenMapping([fault("lens.not_yaml", name, line, problem=getattr(error, "problem", error))]) from None
    value = None if root is None else _value(root, name, faults)
    if faults:
        raise BrokenMapping(faults)
    return value


def _value(node: yaml.Node, file: str, faults: list[Finding]) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style else _TRUTHS.get(node.value, node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, file, faults) for each in node.value]
    found = Written()
    found.file, found.line = file, node.start_mark.line + 1
    for key, value in node.value:
        if str(key.value) in found:
            faults.append(fault("lens.twice", file, key.start_mark.line + 1, word=key.value))
        found[str(key.value)] = _value(value, file, faults)
    return found
