"""The stylesheets that official tooling makes of a Schematron, run by SaxonC: what our rules are measured beside.

As the ISO skeleton writes them: a mode a pattern, a template a rule, a choice an assertion, `fired-rule` for every
context that was met, elements visited only. Nothing is caught, so they are as fast as what is published.
"""

from lxml import etree

from app.validation.schematron.model import Assert, Pattern, Rule, Schema
from tests.oracles.saxon import add, processor, stylesheet_around


class Official:
    """The stylesheets of some Schematrons, compiled; the document is parsed once for all of them."""

    def __init__(self, *schemas: Schema) -> None:
        self._processor = processor()
        self._compiled = [
            self._processor.new_xslt30_processor().compile_stylesheet(
                stylesheet_text=etree.tostring(stylesheet_around(each, _pattern), encoding="unicode")
            )
            for each in schemas
        ]

    def judge(self, raw: bytes) -> list[str]:
        """From bytes to reports."""
        node = self._processor.parse_xml(xml_text=raw.decode())
        return [each.transform_to_string(xdm_node=node) for each in self._compiled]

    def fired(self, raw: bytes) -> list[str]:
        """The rules that fire."""
        reports = [etree.fromstring(each.encode()) for each in self.judge(raw)]
        return [each.get("id") for report in reports for each in report.iter("failed-assert")]


def _pattern(root: etree._Element, pattern: Pattern, number: int) -> None:
    mode = f"p{number}"
    for place, rule in enumerate(pattern.rules):
        template = add(root, "template", match=rule.context, mode=mode, priority=str(1000 + len(pattern.rules) - place))
        _rule(template, rule)
        add(template, "apply-templates", select="*", mode=mode)
    add(root, "template", match="text()", mode=mode, priority="-1")
    others = add(root, "template", match="@*|node()", mode=mode, priority="-2")
    add(others, "apply-templates", select="*", mode=mode)


def _rule(template: etree._Element, rule: Rule) -> None:
    for let in rule.lets:
        add(template, "variable", name=let.name, select=let.value)
    etree.SubElement(template, "fired-rule", context=rule.context.replace("{", "{{").replace("}", "}}"))
    for check in rule.asserts:
        _assert(template, check)


def _assert(template: etree._Element, check: Assert) -> None:
    choice = add(template, "choose")
    test = f"not({check.test}\n)" if check.is_report else check.test
    add(choice, "when", test=test)
    etree.SubElement(add(choice, "otherwise"), "failed-assert", id=check.id, location="{path()}")
