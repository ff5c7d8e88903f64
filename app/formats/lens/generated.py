"""Functions made of text: where the same few steps are taken ten thousand times, and which ones is known before.

Their text has numbers and field names of a checked mapping alone. Whatever is text in a mapping or a message comes in
as the value of a name. A debugger shows them like any other source.
"""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any


def generated(name: str, parameters: str, lines: Sequence[str], names: Mapping[str, Any]) -> Any:
    """The function of that name with these lines, to which `names` are known."""
    source = "\n".join([f"def {name}({parameters}):", *(f"    {each}" for each in lines)]) + "\n"
    known = {**names, "__name__": name, "__loader__": SimpleNamespace(get_source=lambda _name: source)}
    exec(compile(source, f"generated {name}", "exec"), known)  # noqa: S102 (see above: nothing of a partner's is in it)
    return known[name]
