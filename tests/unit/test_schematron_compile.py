"""What compiled rules find, and where: contexts, lets, functions, keys, messages, and what can't be evaluated."""

import pytest

from app.domain.findings import Severity
from app.validation.schematron.model import (
    Assert,
    Choose,
    ForEach,
    Function,
    Key,
    Let,
    NameOf,
    Parameter,
    Pattern,
    Rule,
    Schema,
    Sequence,
    Text,
    ValueOf,
    Variable,
    When,
)
from tests.unit.xpaths import NAMESPACES, a_rule, a_schema, fired, found

LINES = "<o><c>EUR</c><line><id>1</id><sum>5</sum></line><line><id>2</id><sum>x</sum></line><line><id>2</id></line></o>"


def a_function(name: str, *body, parameters: tuple[Parameter, ...] = (), result: str = "") -> Function:
    return Function(f"u:{name}", parameters, body, result)


def select(expression: str) -> Sequence:
    return Sequence(expression)


def places(context: str, document: str = LINES) -> list[str]:
    """Where a rule with that context applies."""
    return [path for _, path in fired(a_schema(a_rule(context, "false()")), document)]


# ---- contexts


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ("/", ["/"]),
        ("/o", ["/o"]),
        ("o", ["/o"]),
        ("/line", []),
        ("//line", ["/o/line[1]", "/o/line[2]", "/o/line[3]"]),
        ("line[1]", ["/o/line[1]"]),
        ("line[last()]/id", ["/o/line[3]/id"]),
        ("line[id = '2']", ["/o/line[2]", "/o/line[3]"]),
        ("line[id = '2'][sum]", ["/o/line[2]"]),
        ("line[xs:integer(sum) = 5]", ["/o/line[1]"]),  # the second can't be told, and so doesn't match
        ("o/line/sum", ["/o/line[1]/sum", "/o/line[2]/sum"]),
        ("o//sum", ["/o/line[1]/sum", "/o/line[2]/sum"]),
        ("o/sum", []),
        ("c | sum[. = 'x']", ["/o/c", "/o/line[2]/sum"]),
        ("(c | sum)[. = 'x']", ["/o/line[2]/sum"]),
        ("o/(c | line[1])", ["/o/c", "/o/line[1]"]),
        ("/*/*[1]", ["/o/c"]),
        ("*[not(*) and . = 'x']", ["/o/line[2]/sum"]),
        ("*[local-name() = 'c']", ["/o/c"]),
        ("*[ends-with(name(), 'um')]", ["/o/line[1]/sum", "/o/line[2]/sum"]),
        ("c/text()", ["/o/c/text()"]),
        ("sum[text() = 'x']", ["/o/line[2]/sum"]),
    ],
)
def test_a_context_matches(context, expected):
    assert places(context) == expected


def test_a_context_may_be_attributes():
    document = "<o a='1'><p a='2' b='3'/></o>"
    assert places("@a", document) == ["/o/@a", "/o/p/@a"]
    assert places("p/@*", document) == ["/o/p/@a", "/o/p/@b"]
    assert places("@a[. = 2]", document) == ["/o/p/@a"]


def test_only_the_first_rule_that_matches_judges_a_node():
    rules = (a_rule("line[id = '1']", "true()"), a_rule("line", "false()"), a_rule("*", "false()"))
    assert fired(a_schema(*rules), LINES) == [
        ("R1", "/o"),
        ("R1", "/o/c"),
        ("R1", "/o/line[1]/id"),
        ("R1", "/o/line[1]/sum"),
        ("R1", "/o/line[2]"),
        ("R1", "/o/line[2]/id"),
        ("R1", "/o/line[2]/sum"),
        ("R1", "/o/line[3]"),
        ("R1", "/o/line[3]/id"),
    ]


def test_a_rule_without_asserts_keeps_nodes_from_later_rules():
    assert fired(a_schema(Rule("c", ()), a_rule("*", "false()")), "<o><c/></o>") == [("R1", "/o")]


def test_patterns_judge_every_node_anew():
    patterns = tuple(Pattern(f"p{n}", (Rule("c", (Assert(f"R{n}", "false()"),)),)) for n in (1, 2))
    assert fired(Schema("two", NAMESPACES, patterns), LINES) == [("R1", "/o/c"), ("R2", "/o/c")]


def test_many_rules_told_apart_by_a_value_are_tried_in_their_order():
    """Also for a node of which the value can't be told: no rule that asks for it matches."""
    rules = [Rule(f"line[string(id) = '{n}']", (Assert(f"L{n}", "false()"),)) for n in (1, 2, 3, 4)]
    rules.insert(1, Rule("line[sum = 'x']", (Assert("X", "false()"),)))
    rules.append(Rule("line", (Assert("rest", "false()"),)))
    document = LINES.replace("</o>", "<line><id>1</id><id>2</id></line><line><id>4</id></line></o>")
    assert [code for code, _ in fired(a_schema(*rules), document)] == ["L1", "X", "L2", "rest", "L4"]


# ---- tests


def test_an_assert_fires_where_it_is_false_and_a_report_where_it_is_true():
    rule = Rule("c", (Assert("A", ". = 'SEK'"), Assert("R", ". = 'EUR'", is_report=True), Assert("N", ". = 'EUR'")))
    assert fired(a_schema(rule), LINES) == [("A", "/o/c"), ("R", "/o/c")]


def test_what_cant_be_evaluated_fires_says_why_and_stops_nothing():
    findings = found(a_schema(a_rule("sum", "xs:decimal(.) > 0", "false()", "string-length(.) = 1")), LINES)
    assert [(each.code, each.path) for each in findings] == [
        ("R2", "/o/line[1]/sum"),
        ("R1", "/o/line[2]/sum"),
        ("R2", "/o/line[2]/sum"),
    ]
    assert findings[1].entry == "rules.not_evaluable"
    assert findings[1].message() == "The rule R1 can't be judged: “x” is not of type xs:decimal."
    assert findings[0].entry == "rules.installed"


def test_several_values_where_one_is_asked_for_are_an_error():
    [finding] = found(a_schema(a_rule("/o", "normalize-space(line/id) != ''")), LINES)
    assert "several" in finding.params["reason"]


def test_paths_that_are_forbidden_are_found_in_one_walk():
    tests = [f"not({path})" for path in ("line/id", "line/no", "c/@a", "line/sum/@b", "(c|d)/e", "no/id")]
    document = LINES.replace("<c>", "<c a='1'><e/>").replace("<sum>x", "<sum b=''>x")
    assert [code for code, _ in fired(a_schema(a_rule("/o", *tests)), document)] == ["R1", "R3", "R4", "R5"]


def test_an_index_gives_what_looking_at_every_node_gives():
    values = ["1", "2", "3", "9"]
    tests = [f"not(//line[id = '{value}'])" for value in values] + [
        f"count(/*/line[id = '{v}']/sum) = 1" for v in values
    ]
    assert [code for code, _ in fired(a_schema(a_rule("/o", *tests)), LINES)] == ["R1", "R2", "R7", "R8"]


def test_where_no_index_can_be_made_nodes_are_looked_at_one_by_one():
    """The first line settles the first rule; the others get to the line that can't be told."""
    tests = [f"exists(//line[string(id) = '{value}'])" for value in ("1", "2", "3", "4")]
    document = LINES.replace("</o>", "<line><id>1</id><id>2</id></line></o>")
    findings = found(a_schema(a_rule("/o", *tests)), document)
    assert [(each.code, "reason" in each.params) for each in findings] == [("R3", True), ("R4", True)]


def test_what_the_document_alone_decides_is_the_same_for_every_node():
    rule = a_rule("line", "id = '1' or count(//line[sum castable as xs:integer]) = 2", "count(//line) = count(../line)")
    assert [code for code, _ in fired(a_schema(rule), LINES)] == ["R1", "R1"]


def test_an_expression_that_asserts_share_is_an_error_in_each():
    test = "count(for $n in //line/xs:integer(sum) return $n) > {} and line"
    findings = found(a_schema(a_rule("/o", test.format(0), test.format(1))), LINES)
    assert [(each.code, each.params["reason"]) for each in findings] == [
        ("R1", "“x” is not of type xs:integer"),
        ("R2", "“x” is not of type xs:integer"),
    ]


# ---- lets


def test_a_let_is_evaluated_only_where_it_is_used():
    lets = (Let("bad", "xs:integer(c)"), Let("good", "string(c)"))
    assert fired(a_schema(a_rule("/o", "$good = 'EUR'", "$good = 'EUR' or $bad = 1", lets=lets)), LINES) == []
    [finding] = found(a_schema(a_rule("/o", "$bad = 1", lets=lets)), LINES)
    assert finding.entry == "rules.not_evaluable"


def test_lets_of_the_document_may_use_each_other_in_any_order():
    lets = (Let("two", "concat($one, $one)"), Let("one", "string(/o/c)"))
    assert fired(a_schema(a_rule("line", "$two = 'EUREUR'"), lets=lets), LINES) == []


def test_a_let_that_depends_on_itself_is_refused():
    with pytest.raises(Exception, match="depends on itself"):
        found(a_schema(a_rule("/o", "$a"), lets=(Let("a", "$b"), Let("b", "$a"))), LINES)


def test_a_let_of_a_type_is_converted():
    schema = a_schema(
        a_rule("/o", "$n + 1 = 2", "$n instance of xs:integer"), lets=(Let("n", "/o/line[1]/id", "xs:integer"),)
    )
    assert fired(schema, LINES) == []


def test_a_pattern_sees_its_own_let_before_anothers():
    first = Pattern("1", (Rule("c", (Assert("A", "$x = 1 and $y = 3"),)),), (Let("x", "1"),))
    second = Pattern("2", (Rule("c", (Assert("B", "$x = 2"),)),), (Let("x", "2"), Let("y", "$x + 1")))
    assert fired(Schema("two", NAMESPACES, (first, second)), LINES) == []


def test_a_rules_let_is_about_its_context_node():
    rule = a_rule("line", "$here = id", "every $z in 1 to 3 satisfies $here = ../line/id", lets=(Let("here", "id"),))
    assert fired(a_schema(rule), LINES) == []


def test_a_variable_of_an_expression_hides_the_let_of_that_name():
    rule = a_rule(
        "/o", "(for $n in ('a', 'b') return concat($n, $n))[2] = 'bb'", "$n = 'EUR'", lets=(Let("n", "string(c)"),)
    )
    assert fired(a_schema(rule), LINES) == []


# ---- functions and keys


def test_a_function_chooses_and_only_evaluates_what_it_needs():
    check = a_function(
        "check",
        Choose((When("not($v castable as xs:integer)", (select("false()"),)),), (
            Variable("n", "xs:integer($v)"),
            Variable("never", "xs:date($v)"),
            select("$n mod 2 = 0"),
        )),
        parameters=(Parameter("v", "xs:string?"),),
        result="xs:boolean",
    )  # fmt: skip
    rule = a_rule("line", "u:check(id)")
    assert [path for _, path in fired(a_schema(rule, functions=(check,)), LINES)] == ["/o/line[1]"]


def test_a_function_may_call_itself_but_not_without_end():
    factorial = a_function(
        "factorial",
        select("if ($n le 1) then 1 else $n * u:factorial($n - 1)"),
        parameters=(Parameter("n", "xs:integer"),),
        result="xs:integer",
    )
    endless = a_function("endless", select("u:endless($n) + u:endless($n)"), parameters=(Parameter("n"),))
    schema = a_schema(
        a_rule("/o", "u:factorial(20) = 2432902008176640000", "u:endless(1) = 1"), functions=(factorial, endless)
    )
    assert [(each.code, each.entry) for each in found(schema, LINES)] == [("R2", "rules.not_evaluable")]


def test_a_functions_body_may_make_text_and_loop():
    joined = a_function(
        "joined",
        Variable("letters", body=(Text("AB"), ValueOf("1 to 3"))),
        ForEach("string-to-codepoints($letters)", (select("codepoints-to-string(.)"), Text("-"))),
    )
    schema = a_schema(a_rule("/o", "string-join(u:joined(), '') = 'A-B-1- -2- -3-'"), functions=(joined,))
    assert fired(schema, LINES) == []


def test_a_function_converts_its_arguments_and_refuses_what_cant_be():
    twice = a_function("twice", select("$n * 2"), parameters=(Parameter("n", "xs:decimal"),), result="xs:decimal")
    tests = (
        "u:twice(line[1]/sum) = 10",
        "u:twice(line[2]/sum) = 0",
        "u:twice('5') = 10",
        "u:twice(none) = 0",
        "u:twice(line/sum) = 0",
    )
    assert [code for code, _ in fired(a_schema(a_rule("/o", *tests), functions=(twice,)), LINES)] == [
        "R2",
        "R3",
        "R4",
        "R5",
    ]


def test_a_key_finds_nodes_by_their_values():
    rule = a_rule("line", "count(key('lines', id)) = 1", "key('lines', '1')/sum = '5'")
    assert fired(a_schema(rule, keys=(Key("lines", "line", "id"),)), LINES) == [
        ("R1", "/o/line[2]"),
        ("R1", "/o/line[3]"),
    ]


# ---- what findings say


def test_a_message_says_what_the_schema_writes_and_what_the_document_has():
    message = ("  In ", NameOf("."), " it is\n", ValueOf("c"), ", not ", ValueOf("line/id"), ValueOf("xs:date(c)"), ".")
    diagnostics = (("See ", ValueOf("count(line)"), " lines."),)
    [finding] = found(a_schema(Rule("/o", (Assert("A", "false()", message=message, diagnostics=diagnostics),))), LINES)
    assert finding.message() == "In o it is EUR, not 1 2 2. See 3 lines."
    assert (finding.code, finding.ruleset, finding.line) == ("A", "a-set", 1)


def test_words_are_only_words_whatever_they_look_like():
    words = "'''{text}\\n\"\"\" %s \\u0041 {0}"
    rule = Rule("/o", (Assert("A'\"\\\n", f'c = "{words.replace(chr(34), chr(34) * 2)}"', message=(words,)),))
    [finding] = found(Schema("'\"\\\n#", {}, (Pattern("'", (rule,)),)), "<o/>")
    assert finding.message() == " ".join(words.split())


@pytest.mark.parametrize(
    ("flag", "role", "severity"),
    [
        ("", "", Severity.ERROR),
        ("fatal", "", Severity.ERROR),
        ("warning", "", Severity.WARNING),
        ("", "Warn", Severity.WARNING),
        ("", "information", Severity.INFORMATION),
        ("fatal", "info", Severity.ERROR),
    ],
)
def test_flag_and_role_say_how_bad_it_is(flag, role, severity):
    [finding] = found(a_schema(Rule("/o", (Assert("A", "false()", flag=flag, role=role),))), LINES)
    assert finding.severity is severity


def test_an_assert_without_id_is_called_after_its_place():
    rules = (Rule("c", (Assert("", "false()"),)), Rule("/o", (Assert("A", "false()"), Assert("", "false()"))))
    assert [code for code, _ in fired(a_schema(*rules), LINES)] == ["A", "p/2/2", "p/1/1"]
