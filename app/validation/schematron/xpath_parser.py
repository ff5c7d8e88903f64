"""XPath 2.0 (and what XPath 3 adds to its syntax in everyday use: `||`, `!`, `let`) by recursive descent.

The grammar is that of XPath 2.0 appendix A. Every error names the expression and the column.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from app.errors import Refused
from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.model import NOWHERE, Place
from app.validation.schematron.xpath_lexer import Token
from app.validation.schematron.xpath_reader import FN, XS, Reader

_AXES = (
    "child descendant attribute self descendant-or-self following-sibling following parent ancestor preceding-"
    "sibling preceding ancestor-or-self"
)
AXES = frozenset(_AXES.split())
_KIND_TESTS = "node text element attribute document-node comment processing-instruction schema-element schema-attribute"
KIND_TESTS = frozenset(_KIND_TESTS.split())
_GENERAL = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_VALUE = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_NODE = {"is": "is", "<<": "<", ">>": ">"}
_ANYWHERE = ast.Step("descendant-or-self", ast.KindTest("node"))


def parse(expression: str, namespaces: Mapping[str, str], place: Place = NOWHERE) -> ast.Expr:
    """`expression` as a tree.

    Args:
        namespaces: URI by prefix, beside those that every expression may use (`xs`, `fn`, `xml`).
        place: where it is written, for the message.

    Raises:
        Refused: `schematron.syntax`, `schematron.prefix`.
    """
    parser = Parser(expression, namespaces, place)
    try:
        found = parser.expression()
    except RecursionError:
        name = "an expression that is nested so deeply"
        raise Refused("schematron.construct", line=place.line or None, place=place, name=name) from None
    parser.expect_end()
    return found


def parse_type(text: str, namespaces: Mapping[str, str], place: Place = NOWHERE) -> ast.SequenceType:
    """A sequence type, as in the attribute `as`; raises Refused like `parse`."""
    parser = Parser(text, namespaces, place)
    found = parser.sequence_type()
    parser.expect_end()
    return found


class Parser(Reader):
    """Reads one expression; a method a rule of the grammar, named after what it reads."""

    # ---- expressions, loosest binding first

    def expression(self) -> ast.Expr:
        """`a, b, c`"""
        parts = [self._single()]
        while self.accept(","):
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else ast.Items(tuple(parts))

    def _single(self) -> ast.Expr:
        following = self.next().text
        if self.sees("if") and following == "(":
            return self._if()
        if following == "$":
            if self.sees("for"):
                return self._bound("in", "return", ast.For)
            if self.sees("let"):
                return self._bound(":=", "return", ast.LetIn)
            if self.sees("some", "every"):
                every = self.token.text == "every"
                return self._bound("in", "satisfies", lambda *bound: ast.Quantified(every, *bound))
        return self._or()

    def _if(self) -> ast.Expr:
        self.take()
        self.expect("(")
        test = self.expression()
        self.expect(")")
        self.expect("then")
        then = self._single()
        self.expect("else")
        return ast.If(test, then, self._single())

    def _bound(self, link: str, end: str, make: Callable[[str, ast.Expr, ast.Expr], ast.Expr]) -> ast.Expr:
        """`for $a in b, $c in d return e` and its like, as one nested in the other."""
        self.take()
        bindings = [self._binding(link)]
        while self.accept(","):
            bindings.append(self._binding(link))
        self.expect(end)
        result = self._single()
        for name, items in reversed(bindings):
            result = make(name, items, result)
        return result

    def _binding(self, link: str) -> tuple[str, ast.Expr]:
        self.expect("$")
        name = self._variable_name()
        if self.accept("as"):
            self.sequence_type()
        self.expect(link)
        return name, self._single()

    def _variable_name(self) -> str:
        prefix, _, local = self.expect_kind("name").text.rpartition(":")
        return f"{{{self.uri(prefix)}}}{local}" if prefix else local

    def _or(self) -> ast.Expr:
        return self._joined("or", self._and, ast.Or)

    def _and(self) -> ast.Expr:
        return self._joined("and", self._comparison, ast.And)

    def _joined(
        self, word: str, operand: Callable[[], ast.Expr], make: Callable[[tuple[ast.Expr, ...]], ast.Expr]
    ) -> ast.Expr:
        parts = [operand()]
        while self.accept(word):
            parts.append(operand())
        return parts[0] if len(parts) == 1 else make(tuple(parts))

    def _comparison(self) -> ast.Expr:
        left = self._concatenation()
        for family, operators in (("general", _GENERAL), ("value", _VALUE), ("node", _NODE)):
            if self.sees(*operators):
                operator = operators[self.take().text]
                return ast.Comparison(family, operator, left, self._concatenation())
        return left

    def _concatenation(self) -> ast.Expr:
        parts = [self._range()]
        while self.accept("||"):
            parts.append(self._range())
        return parts[0] if len(parts) == 1 else ast.Call("concat", tuple(parts))

    def _range(self) -> ast.Expr:
        first = self._additive()
        return ast.Range(first, self._additive()) if self.accept("to") else first

    def _additive(self) -> ast.Expr:
        left = self._multiplicative()
        while operator := self.accept("+", "-"):
            left = ast.Arithmetic(operator, left, self._multiplicative())
        return left

    def _multiplicative(self) -> ast.Expr:
        left = self._union()
        while operator := self.accept("*", "div", "idiv", "mod"):
            left = ast.Arithmetic(operator, left, self._union())
        return left

    def _union(self) -> ast.Expr:
        left = self._intersection()
        while self.accept("|", "union"):
            left = ast.Combination("union", left, self._intersection())
        return left

    def _intersection(self) -> ast.Expr:
        left = self._typed()
        while operator := self.accept("intersect", "except"):
            left = ast.Combination(operator, left, self._typed())
        return left

    def _typed(self) -> ast.Expr:
        """`instance of`, `treat as`, `castable as`, `cast as`, in that order of looseness."""
        operand = self._unary()
        while self.sees("instance", "treat", "castable", "cast") and self.next().text in ("of", "as"):
            word = self.take().text
            self.take()
            operand = self._with_type(word, operand)
        return operand

    def _with_type(self, word: str, operand: ast.Expr) -> ast.Expr:
        if word in ("instance", "treat"):
            found = self.sequence_type()
            return ast.TypeTest(operand, found) if word == "instance" else ast.Treat(operand, found)
        name = self._type_name()
        optional = bool(self.accept("?"))
        return ast.Cast(operand, name, optional) if word == "cast" else ast.Castable(operand, name, optional)

    def _unary(self) -> ast.Expr:
        signs = 0
        negative = False
        while sign := self.accept("+", "-"):
            signs += 1
            negative ^= sign == "-"
        operand = self._mapped()
        return ast.Negation(operand, not negative) if signs else operand

    def _mapped(self) -> ast.Expr:
        left = self._path()
        while self.accept("!"):
            left = ast.Map(left, self._path())
        return left

    # ---- paths

    def _path(self) -> ast.Expr:
        steps: list[ast.Expr] = []
        if self.accept("//"):
            steps += [ast.Root(), _ANYWHERE, self._step()]
        elif self.accept("/"):
            steps.append(ast.Root())
            if self._begins_step():
                steps.append(self._step())
        else:
            steps.append(self._step())
        while slash := self.accept("/", "//"):
            steps += [_ANYWHERE] if slash == "//" else []
            steps.append(self._step())
        return steps[0] if len(steps) == 1 else ast.Path(tuple(steps))

    def _begins_step(self) -> bool:
        token = self.token
        return token.kind in ("name", "string", "number") or token.text in ("@", "*", ".", "..", "$", "(")

    def _step(self) -> ast.Expr:
        if self.accept(".."):
            return ast.Step("parent", ast.KindTest("node"), self._predicates())
        if self.accept("@"):
            return ast.Step("attribute", self._test("attribute"), self._predicates())
        if self.token.kind == "name" and self.next().text == "::":
            return self._axis_step()
        if self._is_primary():
            base = self._primary()
            predicates = self._predicates()
            return ast.Filter(base, predicates) if predicates else base
        axis = "attribute" if self.sees("attribute", "schema-attribute") and self.next().text == "(" else "child"
        return ast.Step(axis, self._test("element"), self._predicates())

    def _axis_step(self) -> ast.Expr:
        axis = self.take()
        if axis.text not in AXES:
            raise self.wrong(axis)
        self.take()
        test = self._test("attribute" if axis.text == "attribute" else "element")
        return ast.Step(axis.text, test, self._predicates())

    def _predicates(self) -> tuple[ast.Expr, ...]:
        found = []
        while self.accept("["):
            found.append(self.expression())
            self.expect("]")
        return tuple(found)

    def _test(self, principal: str) -> ast.Test:
        if self.token.kind == "name" and self.next().text == "(":
            return self._kind_test()
        return self._name_test(principal)

    def _name_test(self, principal: str) -> ast.NameTest:
        if self.accept("*"):
            return ast.NameTest(None, None)
        prefix, _, local = self.expect_kind("name").text.rpartition(":")
        if prefix == "*":
            return ast.NameTest(None, local)
        default = self.namespaces.get("", "") if principal == "element" else ""
        return ast.NameTest(self.uri(prefix) if prefix else default, None if local == "*" else local)

    def _kind_test(self) -> ast.KindTest:
        token = self.take()
        if token.text not in KIND_TESTS:
            raise self.wrong(token)
        self.expect("(")
        name = None
        if not self.sees(")"):
            name = self._name_in_kind_test(token.text)
        self.expect(")")
        return ast.KindTest(token.text, name)

    def _name_in_kind_test(self, kind: str) -> ast.NameTest | None:
        if kind == "document-node":
            return self._kind_test().name
        if self.token.kind == "string":
            return ast.NameTest("", _unquoted(self.take().text))
        name = self._name_test(kind)
        if self.accept(","):
            self._type_name()
            self.accept("?")
        return name

    # ---- primaries

    def _is_primary(self) -> bool:
        token = self.token
        if token.kind == "name":
            return self.next().text == "(" and token.text not in KIND_TESTS
        return token.kind in ("string", "number") or token.text in ("$", "(", ".")

    def _primary(self) -> ast.Expr:
        token = self.take()
        if token.kind == "number":
            return _number(token.text)
        if token.kind == "string":
            return ast.Literal(_unquoted(token.text), "string")
        if token.text == "$":
            return ast.Var(self._variable_name(), token.column)
        if token.text == ".":
            return ast.ContextItem()
        if token.text == "(":
            return self._parenthesised()
        return self._call(token)

    def _parenthesised(self) -> ast.Expr:
        if self.accept(")"):
            return ast.Items(())
        found = self.expression()
        self.expect(")")
        return found

    def _call(self, name: Token) -> ast.Expr:
        self.expect("(")
        arguments: list[ast.Expr] = []
        while not self.sees(")"):
            arguments.append(self._single())
            if not self.sees(")"):
                self.expect(",")
        self.expect(")")
        return self._resolved(name, tuple(arguments))

    def _resolved(self, name: Token, arguments: tuple[ast.Expr, ...]) -> ast.Expr:
        prefix, _, local = name.text.rpartition(":")
        uri = self.uri(prefix) if prefix else FN
        if uri == XS and len(arguments) == 1:
            return ast.Cast(arguments[0], f"xs:{local}", optional=True)
        return ast.Call(local if uri == FN else f"{{{uri}}}{local}", arguments, name.column)

    # ---- types

    def _type_name(self) -> str:
        token = self.expect_kind("name")
        prefix, _, local = token.text.rpartition(":")
        if not prefix or self.uri(prefix) != XS:
            raise Refused("schematron.type", line=self.place.line or None, place=self.place, name=token.text)
        return f"xs:{local}"

    def sequence_type(self) -> ast.SequenceType:
        """`xs:decimal?`, `element()*`, …"""
        if self.next().text == "(":
            kind, name = self._item_kind()
        else:
            kind, name = self._type_name(), None
        return ast.SequenceType(kind, self.accept("?", "*", "+"), name)

    def _item_kind(self) -> tuple[str, ast.NameTest | None]:
        if self.sees("item", "empty-sequence"):
            word = self.take().text
            self.expect("(")
            self.expect(")")
            return word.removesuffix("-sequence"), None
        test = self._kind_test()
        return test.kind, test.name


def _number(text: str) -> ast.Literal:
    if "e" in text or "E" in text:
        return ast.Literal(float(text), "double")
    if "." in text:
        return ast.Literal(Decimal(text), "decimal")
    return ast.Literal(int(text), "integer")


def _unquoted(text: str) -> str:
    quote = text[0]
    return text[1:-1].replace(quote * 2, quote)
