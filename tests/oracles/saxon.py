"""Saxon as the judge of what a Schematron says: our own transpiler to XSLT, run with SaxonC (`pip install saxonche`).

Every assertion is tried by itself, so that one which can't be evaluated counts as fired, as it does with us, and says
so; an official stylesheet would give up on the whole document.
"""

import re
from collections import Counter
from dataclasses import dataclass

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
    Rule,
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
        self._processor = _processor()
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


def _processor():
    if not AVAILABLE:
        raise RuntimeError(LEFT_OUT)
    if not _PROCESSORS:
        _PROCESSORS.append(saxonche.PySaxonProcessor(license=False))
    return _PROCESSORS[0]


def stylesheet(schema: Schema, *, with_texts: bool = False) -> etree._Element:
    """XSLT that answers with a `fired` element for every assertion that fires."""
    namespaces = {"xs": XS, **{prefix: uri for prefix, uri in schema.namespaces.items() if prefix}, "xsl": XSLT}
    root = etree.Element(f"{{{XSLT}}}stylesheet", {"version": "3.0"}, nsmap=namespaces)
    _add(root, "output", method="xml", encoding="UTF-8")
    for each in schema.keys:
        _add(root, "key", name=each.name, match=each.match, use=each.use)
    for function in schema.functions:
        _function(root, function)
    for each in (*schema.lets, *(one for pattern in schema.patterns for one in pattern.lets)):
        _let(root, each)
    main = _add(root, "template", match="/")
    answer = etree.SubElement(main, "answer")
    for number, pattern in enumerate(schema.patterns):
        _add(answer, "apply-templates", select=".", mode=f"p{number}")
        _pattern(root, pattern, number, with_texts)
    return root


def _add(parent: etree._Element, name: str, text: str = "", /, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{XSLT}}}{name}", {key.rstrip("_"): value for key, value in attributes.items()})
    made.text = text or None
    return made


def _let(parent: etree._Element, let: Let) -> None:
    _add(parent, "variable", name=let.name, select=let.value, **_as(let.type_))


def _as(type_: str) -> dict[str, str]:
    return {"as_": type_} if type_ else {}


def _pattern(root: etree._Element, pattern: Pattern, number: int, with_texts: bool) -> None:
    mode = f"p{number}"
    others = _add(root, "template", match="/ | node() | @*", mode=mode, priority="-1")
    _add(others, "apply-templates", select="@*|node()", mode=mode)
    for place, rule in enumerate(pattern.rules):
        template = _add(root, "template", match=rule.context, mode=mode, priority=str(len(pattern.rules) - place))
        for position, check in enumerate(rule.asserts):
            _assert(template, rule, check, check.id or f"{number}/{place}/{position}", with_texts)
        _add(template, "apply-templates", select="@*|node()", mode=mode)


def _assert(template: etree._Element, rule: Rule, check: Assert, name: str, with_texts: bool) -> None:
    attempt = _add(template, "try")
    _needed_lets(attempt, rule, check)
    test = check.test if check.is_report else f"not({check.test}\n)"
    fired = etree.SubElement(_add(attempt, "if", test=test), "fired", {"id": name, "path": "{path()}"})
    if with_texts:
        _message(fired, check)
    error = "{local-name-from-QName(Q{http://www.w3.org/2005/xqt-errors}code)}".replace("(Q{", "($Q{")
    etree.SubElement(_add(attempt, "catch"), "fired", {"id": name, "path": "{path()}", "error": error})


def _needed_lets(parent: etree._Element, rule: Rule, check: Assert) -> None:
    """A variable's error is only caught where the variable is inside of the attempt, so each has its own."""
    selects = [part.select if isinstance(part, ValueOf) else "" for part in check.message]
    wanted = set(_VARIABLE.findall(" ".join([check.test, *selects])))
    needed = []
    for let in reversed(rule.lets):
        if let.name in wanted:
            wanted |= set(_VARIABLE.findall(let.value))
            needed.append(let)
    for let in reversed(needed):
        _let(parent, let)


def _message(parent: etree._Element, check: Assert) -> None:
    attempt = _add(parent, "try")
    for part in check.message:
        if isinstance(part, str):
            _add(attempt, "text", part)
        elif isinstance(part, ValueOf):
            _add(attempt, "value-of", select=part.select, separator=part.separator)
        elif isinstance(part, NameOf):
            _add(attempt, "value-of", select=f"name({part.path})")
    _add(attempt, "catch")


def _function(root: etree._Element, function: Function) -> None:
    made = _add(root, "function", name=function.name, **_as(function.result_type))
    for each in function.parameters:
        _add(made, "param", name=each.name, **_as(each.type_))
    _body(made, function.body)


def _body(parent: etree._Element, body: tuple[Instruction, ...]) -> None:
    for each in body:
        _instruction(parent, each)


def _instruction(parent: etree._Element, each: Instruction) -> None:
    match each:
        case Text(text):
            _add(parent, "text", text)
        case ValueOf(select=select, separator=separator):
            _add(parent, "value-of", select=select, separator=separator)
        case Sequence(select=select):
            _add(parent, "sequence", select=select)
        case ForEach(select=select, body=body):
            _body(_add(parent, "for-each", select=select), body)
        case Variable(name=name, select=select, body=body, type_=type_):
            made = _add(parent, "variable", name=name, **_as(type_), **({"select": select} if select else {}))
            _body(made, body)
        case Choose(branches=branches, otherwise=otherwise):
            choice = _add(parent, "choose")
            for branch in branches:
                _body(_add(choice, "when", test=branch.test), branch.body)
            if otherwise:
                _body(_add(choice, "otherwise"), otherwise)
