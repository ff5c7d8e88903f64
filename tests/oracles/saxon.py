"""Saxon as the judge of what a Schematron says: our own transpiler to XSLT, run with SaxonC (`pip install saxonche`).

Every assertion is tried by itself, so that one which can't be evaluated counts as fired, as it does with us, and says
so; an official stylesheet would give up on the whole document.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from lxml import etree

from app.validation.schematron.model import (
    Assert,
    Choose,
    ForEach,
    Function,
    Instruction,
    Let,
    NameOf,
    Pattern,
    Schema,
    Sequence,
    Text,
    ValueOf,
    Variable,
)

try:
    import saxonche
except ImportError:
    saxonche = None

AVAILABLE = saxonche is not None
LEFT_OUT = "LEFT OUT: no SaxonC here; pip install 'saxonche>=12' to compare with it"
XSLT = "http://www.w3.org/1999/XSL/Transform"
XS = "http://www.w3.org/2001/XMLSchema"
_VARIABLE = re.compile(r"\$([\w.\-]+)")


@dataclass(frozen=True, slots=True)
class Fired:
    """An assertion that fired; `path` is what path() says, `error` the code of what kept it from being judged."""

    id: str
    path: str
    text: str = ""
    error: str = ""


class SaxonRules:
    """A schema's rules, compiled by Saxon."""

    def __init__(self, schema: Schema, *, with_texts: bool = False) -> None:
        self._processor = processor()
        self.stylesheet = etree.tostring(stylesheet(schema, with_texts=with_texts), encoding="unicode")
        self._compiled = self._processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=self.stylesheet)

    def judge(self, raw: bytes) -> list[Fired]:
        """What fires for the document `raw`, in no particular order."""
        text = etree.tostring(etree.fromstring(raw, _PARSER), encoding="unicode")
        answer = self._compiled.transform_to_string(xdm_node=self._processor.parse_xml(xml_text=text))
        return [
            Fired(each.get("id"), each.get("path"), " ".join((each.text or "").split()), each.get("error", ""))
            for each in etree.fromstring(answer.encode())
        ]

    def counts(self, raw: bytes) -> Counter[str]:
        """How often each rule fires for the document `raw`."""
        return Counter(each.id for each in self.judge(raw))


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
_PROCESSORS: list[object] = []


def processor():
    """The one processor that there may be; raises RuntimeError where SaxonC isn't installed."""
    if not AVAILABLE:
        raise RuntimeError(LEFT_OUT)
    if not _PROCESSORS:
        _PROCESSORS.append(saxonche.PySaxonProcessor(license=False))
    return _PROCESSORS[0]


def stylesheet(schema: Schema, *, with_texts: bool = False) -> etree._Element:
    """XSLT that answers with a `fired` element for every assertion that fires."""
    return stylesheet_around(schema, partial(_pattern, schema.lets, with_texts))


def stylesheet_around(schema: Schema, write_pattern: Callable[[etree._Element, Pattern, int], None]) -> etree._Element:
    """XSLT with what a schema declares for all of its patterns, whose templates (mode `p` + number) are written so."""
    namespaces = {"xs": XS, **{prefix: uri for prefix, uri in schema.namespaces.items() if prefix}, "xsl": XSLT}
    root = etree.Element(f"{{{XSLT}}}stylesheet", {"version": "3.0"}, nsmap=namespaces)
    add(root, "output", method="xml", encoding="UTF-8")
    for each in schema.keys:
        add(root, "key", name=each.name, match=each.match, use=each.use)
    for function in schema.functions:
        _function(root, function)
    for each in (*schema.lets, *(one for pattern in schema.patterns for one in pattern.lets)):
        _let(root, each)
    main = add(root, "template", match="/")
    answer = etree.SubElement(main, "answer")
    for number, pattern in enumerate(schema.patterns):
        add(answer, "apply-templates", select=".", mode=f"p{number}")
        write_pattern(root, pattern, number)
    return root


def add(parent: etree._Element, name: str, text: str = "", /, **attributes: str) -> etree._Element:
    """An instruction of XSLT put into `parent`; a trailing underscore of an attribute's name is left out."""
    made = etree.SubElement(parent, f"{{{XSLT}}}{name}", {key.rstrip("_"): value for key, value in attributes.items()})
    made.text = text or None
    return made


def _let(parent: etree._Element, let: Let) -> None:
    add(parent, "variable", name=let.name, select=let.value, **_as(let.type_))


def _as(type_: str) -> dict[str, str]:
    return {"as_": type_} if type_ else {}


def _pattern(lets: tuple[Let, ...], with_texts: bool, root: etree._Element, pattern: Pattern, number: int) -> None:
    mode = f"p{number}"
    shared = _values((*lets, *pattern.lets), "(/)", {})
    others = add(root, "template", match="/ | node() | @*", mode=mode, priority="-1")
    add(others, "apply-templates", select="@*|node()", mode=mode)
    for place, rule in enumerate(pattern.rules):
        template = add(root, "template", match=rule.context, mode=mode, priority=str(len(pattern.rules) - place))
        values = _values(rule.lets, "current()", shared)
        for position, check in enumerate(rule.asserts):
            named = replace(check, id=check.id or f"{number}/{place}/{position}")
            _assert(template, _without_variables(named, values), with_texts)
        add(template, "apply-templates", select="@*|node()", mode=mode)


def _assert(template: etree._Element, check: Assert, with_texts: bool) -> None:
    attempt = add(template, "try")
    test = check.test if check.is_report else f"not({check.test}\n)"
    fired = etree.SubElement(add(attempt, "if", test=test), "fired", {"id": check.id, "path": "{path()}"})
    if with_texts:
        _message(fired, check)
    error = "{local-name-from-QName($Q{http://www.w3.org/2005/xqt-errors}code)}"
    etree.SubElement(add(attempt, "catch"), "fired", {"id": check.id, "path": "{path()}", "error": error})


def _values(lets: tuple[Let, ...], place: str, known: Mapping[str, str]) -> dict[str, str]:
    """What to write instead of each variable.

    Saxon evaluates variables before they are needed once it has learnt that they mostly are, and it doesn't catch the
    errors of global ones. So it isn't given any: each use has the expression, looked at from where the let was.
    """
    values = dict(known)
    for let in lets:
        values[let.name] = f"({place} ! ({_written_out(let.value, values)}\n))"
    return values


def _written_out(expression: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), expression)


def _without_variables(check: Assert, values: Mapping[str, str]) -> Assert:
    message = tuple(
        replace(part, select=_written_out(part.select, values)) if isinstance(part, ValueOf) else part
        for part in check.message
    )
    return replace(check, test=_written_out(check.test, values), message=message)


def _message(parent: etree._Element, check: Assert) -> None:
    attempt = add(parent, "try")
    for part in check.message:
        if isinstance(part, str):
            add(attempt, "text", part)
        elif isinstance(part, ValueOf):
            add(attempt, "value-of", select=part.select, separator=part.separator)
        elif isinstance(part, NameOf):
            add(attempt, "value-of", select=f"name({part.path})")
    add(attempt, "catch")


def _function(root: etree._Element, function: Function) -> None:
    made = add(root, "function", name=function.name, **_as(function.result_type))
    for each in function.parameters:
        add(made, "param", name=each.name, **_as(each.type_))
    _body(made, function.body)


def _body(parent: etree._Element, body: tuple[Instruction, ...]) -> None:
    for each in body:
        _instruction(parent, each)


def _instruction(parent: etree._Element, each: Instruction) -> None:
    match each:
        case Text(text):
            add(parent, "text", text)
        case ValueOf(select=select, separator=separator):
            add(parent, "value-of", select=select, separator=separator)
        case Sequence(select=select):
            add(parent, "sequence", select=select)
        case ForEach(select=select, body=body):
            _body(add(parent, "for-each", select=select), body)
        case Variable(name=name, select=select, body=body, type_=type_):
            made = add(parent, "variable", name=name, **_as(type_), **({"select": select} if select else {}))
            _body(made, body)
        case Choose(branches=branches, otherwise=otherwise):
            choice = add(parent, "choose")
            for branch in branches:
                _body(add(choice, "when", test=branch.test), branch.body)
            if otherwise:
                _body(add(choice, "otherwise"), otherwise)
