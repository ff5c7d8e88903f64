"""What the parser reads an expression with: its tokens, its namespaces, and the error that names the place."""

from collections.abc import Mapping

from app.errors import Refused
from app.validation.schematron.model import Place
from app.validation.schematron.xpath_lexer import BadToken, Token, tokens

XS = "http://www.w3.org/2001/XMLSchema"
FN = "http://www.w3.org/2005/xpath-functions"
BUILT_IN_PREFIXES = {
    "xml": "http://www.w3.org/XML/1998/namespace",
    "xs": XS,
    "xsd": XS,
    "fn": FN,
    "xsl": "http://www.w3.org/1999/XSL/Transform",
}
"""Prefixes that every expression may use, whatever the schema declares."""


class Reader:
    """An expression being read: a token at a time, and the next one in sight."""

    def __init__(self, expression: str, namespaces: Mapping[str, str], place: Place) -> None:
        self._expression = expression
        self.namespaces = {**BUILT_IN_PREFIXES, **namespaces}
        self.place = place
        self._at = 0
        try:
            self._tokens = tokens(expression)
        except BadToken as bad:
            raise self.wrong(Token("", expression[bad.column - 1 : bad.column + 10], bad.column)) from None

    @property
    def token(self) -> Token:
        """The next token."""
        return self._tokens[self._at]

    def next(self, ahead: int = 1) -> Token:
        """A token further on."""
        return self._tokens[min(self._at + ahead, len(self._tokens) - 1)]

    def take(self) -> Token:
        """The next token, which is read with that."""
        token = self.token
        self._at += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Whether the next token is one of those symbols or words."""
        token = self.token
        return token.kind in ("symbol", "name") and token.text in texts

    def accept(self, *texts: str) -> str:
        """The token's text if it is one of `texts`, and then it is taken; else ""."""
        return self.take().text if self.sees(*texts) else ""

    def expect(self, *texts: str) -> str:
        """Like `accept`; raises Refused where the next token is none of them."""
        if not self.sees(*texts):
            raise self.wrong(self.token)
        return self.take().text

    def expect_kind(self, kind: str) -> Token:
        """The next token, read, if it is of that kind; raises Refused."""
        if self.token.kind != kind:
            raise self.wrong(self.token)
        return self.take()

    def expect_end(self) -> None:
        """Raise unless everything is read."""
        if self.token.kind != "end":
            raise self.wrong(self.token)

    def wrong(self, token: Token) -> Refused:
        """The error that `token` stands where it does."""
        return Refused(
            "schematron.syntax",
            line=self.place.line or None,
            place=self.place,
            column=token.column,
            near=token.text or "end",
            expression=self._expression,
        )

    def uri(self, prefix: str) -> str:
        """The namespace of a prefix; raises Refused."""
        if prefix not in self.namespaces:
            raise Refused("schematron.prefix", line=self.place.line or None, place=self.place, prefix=prefix)
        return self.namespaces[prefix]
