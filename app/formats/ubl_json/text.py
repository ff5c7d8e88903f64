"""UBL-JSON as people can read it: a component with its attributes on one line, digits as they were spelt."""

from json import JSONEncoder
from typing import Any

from app.formats.json.text import to_text

_string = JSONEncoder(ensure_ascii=False).encode


def to_lines(value: Any, indent: str = "\n") -> str:
    """`value` as JSON, members in their given order; what holds no object is on one line."""
    if isinstance(value, list) and len(value) == 1:
        return f"[{to_lines(value[0], indent)}]"
    if not isinstance(value, dict | list) or not value:
        return to_text(value)
    deeper = f"{indent}  "
    if isinstance(value, list):
        return f"[{','.join(deeper + to_lines(each, deeper) for each in value)}{indent}]"
    if not any(isinstance(each, dict | list) for each in value.values()):
        return f"{{{', '.join(f'{_string(name)}: {to_text(each)}' for name, each in value.items())}}}"
    members = (f"{deeper}{_string(name)}: {to_lines(each, deeper)}" for name, each in value.items())
    return f"{{{','.join(members)}{indent}}}"
