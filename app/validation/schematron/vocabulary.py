"""Which elements and attributes of Schematron and XSLT are understood, and where: all others are refused by name.

A rule that is skipped is worse than a set of rules that can't be installed, so what is not in the table is an error.
Left alone, as ISO/IEC 19757-3 allows: elements and attributes of foreign namespaces that can't change what a rule
means, and the parts of Schematron that only describe (`title`, `p`, `properties`, `see`, `icon`, `subject` …).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.validation.schematron.reading import OLD_SCHEMATRON, SCHEMATRON, XINCLUDE, XSLT, Node, Reading, shown


@dataclass(frozen=True, slots=True)
class Form:
    """What an element may have: attributes that it needs, others, child elements (all as `shown`), and what else."""

    required: str = ""
    optional: str = ""
    children: str = ""
    mixed: bool = False
    body: bool = False
    """Whether it is XSLT, where a foreign element is no remark but a result."""


_RICH = "id see fpi icon"
_WORDS = "value-of name emph span dir xsl:value-of"
_BODY = "xsl:variable xsl:sequence xsl:choose xsl:if xsl:for-each xsl:value-of xsl:text"
_CHECK = Form("test", f"{_RICH} role flag subject diagnostics properties", _WORDS, mixed=True)

FORMS: Mapping[str, Form] = {
    "schema": Form(
        "",
        f"{_RICH} schemaVersion defaultPhase queryBinding",
        "title ns p let phase pattern diagnostics properties include xsl:function xsl:key",
    ),
    "title": Form("", "", "dir emph span", mixed=True),
    "p": Form("", "id class icon", "dir emph span", mixed=True),
    "ns": Form("prefix uri"),
    "let": Form("name value", "as"),
    "include": Form("href"),
    "extends": Form("", "rule href"),
    "phase": Form("id", "see fpi icon", "active let p include"),
    "active": Form("pattern", "", "dir emph span", mixed=True),
    "pattern": Form("", f"{_RICH} abstract is-a", "title p let rule param diagnostics properties include extends"),
    "param": Form("name value"),
    "rule": Form("", f"{_RICH} abstract context role flag subject", "let assert report extends include p"),
    "assert": _CHECK,
    "report": _CHECK,
    "diagnostics": Form("", "", "diagnostic include"),
    "diagnostic": Form("id", "see fpi icon role", _WORDS, mixed=True),
    "properties": Form("", "", "property include"),
    "property": Form("id", "role scheme", _WORDS, mixed=True),
    "value-of": Form("select"),
    "name": Form("", "path"),
    "emph": Form("", "", "value-of name", mixed=True),
    "span": Form("", "class", "value-of name", mixed=True),
    "dir": Form("", "value", "value-of name", mixed=True),
    "xsl:key": Form("name match use", "", "", body=True),
    "xsl:function": Form("name", "as override", f"xsl:param {_BODY}", mixed=True, body=True),
    "xsl:param": Form("name", "as required", "", body=True),
    "xsl:variable": Form("name", "select as", _BODY, mixed=True, body=True),
    "xsl:sequence": Form("select", "", "", body=True),
    "xsl:choose": Form("", "", "xsl:when xsl:otherwise", body=True),
    "xsl:when": Form("test", "", _BODY, mixed=True, body=True),
    "xsl:otherwise": Form("", "", _BODY, mixed=True, body=True),
    "xsl:if": Form("test", "", _BODY, mixed=True, body=True),
    "xsl:for-each": Form("select", "", _BODY, mixed=True, body=True),
    "xsl:value-of": Form("select", "separator", "", body=True),
    "xsl:text": Form("", "", "", mixed=True, body=True),
}
_MEANT = (SCHEMATRON, XSLT, XINCLUDE, OLD_SCHEMATRON)


def check_vocabulary(node: Node, reading: Reading) -> None:
    """Refuse, at `node` and in everything below it, whatever is not understood."""
    form = FORMS[shown(node.name)]
    _check_attributes(node, form, reading)
    for child in node.children:
        if shown(child.name) in form.children.split():
            check_vocabulary(child, reading)
        elif form.body or child.name.startswith(_MEANT):
            reading.refuse("rulesets.element", child.place, element=shown(child.name), parent=shown(node.name))
        elif not form.mixed:
            _check_remark(child, reading)
    if not form.mixed and node.name != SCHEMATRON + "schema":
        _check_text(node, form, reading)


def _check_attributes(node: Node, form: Form, reading: Reading) -> None:
    required = form.required.split()
    known = {*required, *form.optional.split()}
    for name in node.attributes:
        if name not in known and (not name.startswith("{") or name.startswith(_MEANT)):
            reading.refuse("rulesets.attribute", node.place, attribute=shown(name), element=shown(node.name))
    for name in required:
        if name not in node.attributes:
            reading.refuse("rulesets.needs_attribute", node.place, attribute=name, element=shown(node.name))


def _check_text(node: Node, form: Form, reading: Reading) -> None:
    """An expression written as content instead of as an attribute would be lost."""
    if not form.children and any(isinstance(each, str) and each.strip() for each in node.content):
        reading.refuse("rulesets.content", node.place, element=shown(node.name))


def _check_remark(node: Node, reading: Reading) -> None:
    """A foreign element says nothing to us, unless rules are hidden in it."""
    for each in node.everything():
        if each.name in (SCHEMATRON + "pattern", SCHEMATRON + "rule", XINCLUDE + "include"):
            reading.refuse("rulesets.element", each.place, element=shown(each.name), parent=shown(node.name))
