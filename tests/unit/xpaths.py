"""Single XPath expressions, evaluated the way rules are: compiled into a schema of one rule."""

from lxml import etree

from app.domain.findings import Finding
from app.safe.tree import Tree
from app.validation.schematron import CompiledRules, compile_schema
from app.validation.schematron.model import Assert, Function, Key, Let, Message, Pattern, Rule, Schema, ValueOf

NAMESPACES = {"a": "urn:a", "u": "urn:u", "xs": "http://www.w3.org/2001/XMLSchema"}
DOCUMENT = """<r xmlns:a="urn:a" xml:lang="en-GB" n="5" e=""><i id="1" v="10"> 10 </i><i id="2" v="2.5">2.5</i>\
<i id="3" v="x">x</i><b>true</b><b2>false</b2><d>2024-02-29</d><dt>2024-02-29T12:30:45.5+02:00</dt><t>10:00:00Z</t>\
<s>  Hello  World
 foo </s><empty/><a:q z="1"><a:p>A</a:p><a:p>B</a:p><c><a:p>C</a:p></c></a:q><m>mixed <x>in</x> text <y>y</y> tail</m>\
<neg>-3.5</neg><big>123456789012345678901234567890.5</big><u>éßİ</u><l>b</l><l>a</l><l>b</l><n>3</n><n>1</n><n>10</n>\
<q2><q2><k>1</k></q2><k>2</k></q2></r>"""
FAILED = "ERROR"


def a_schema(
    *rules: Rule, lets: tuple[Let, ...] = (), functions: tuple[Function, ...] = (), keys: tuple[Key, ...] = ()
) -> Schema:
    """A schema of one pattern."""
    return Schema("a schema", NAMESPACES, (Pattern("p", rules),), lets, functions, keys)


def a_rule(context: str, *tests: str, lets: tuple[Let, ...] = ()) -> Rule:
    """A rule whose asserts are numbered from 1, their ids being `R1`, `R2` …"""
    return Rule(context, tuple(Assert(f"R{n}", test) for n, test in enumerate(tests, 1)), lets)


def found(schema: Schema, document: str = DOCUMENT) -> list[Finding]:
    """What the compiled schema finds in a document."""
    rules = CompiledRules.load(compile_schema(schema), "a-set")
    return rules.judge(Tree(etree.fromstring(document.encode())))


def fired(schema: Schema, document: str = DOCUMENT) -> list[tuple[str, str]]:
    """The ids and places of the asserts that fire."""
    return [(each.code, each.path) for each in found(schema, document)]


def shown(expression: str) -> str:
    """The items that an expression finds, joined by `|`: nodes as `name{text}`; FAILED where it can't be evaluated."""
    item = 'if ($z instance of node()) then concat(name($z), "{", string($z), "}") else string($z)'
    words: Message = (ValueOf(f'string-join(for $z in ({expression}) return {item}, "|")'),)
    rule = Rule("/r", (Assert("shown", "false()", message=words), Assert("evaluated", f"count(({expression})) < 0")))
    findings = {each.code: each for each in found(a_schema(rule))}
    return FAILED if "reason" in findings["evaluated"].params else findings["shown"].params["text"]


def truth(expression: str) -> str:
    """The effective boolean value of an expression: `true`, `false` or FAILED."""
    findings = found(a_schema(a_rule("/r", expression)))
    if not findings:
        return "true"
    return FAILED if "reason" in findings[0].params else "false"
