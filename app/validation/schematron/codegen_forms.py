"""Conversions between the forms that the value of an expression is compiled in."""

from collections.abc import Callable
from dataclasses import replace

from app.validation.schematron.codegen_base import Base
from app.validation.schematron.codegen_core import NODES, Block, Code, Scope, Sink, joined_card, joined_kind

Listing = Callable[[Block, Sink], None]
"""Writes statements that give items to a sink."""


class Forms(Base):
    """What all kinds of expressions have in common."""

    def boxed(self, code: Code) -> Code:
        """The same with its type in its values."""
        if code.kind != "untyped":
            return code
        function = {"1": "Untyped", "?": "untyped_or_none", "*": "all_untyped"}[code.card]
        return replace(code, text=f"{function}({code.text})", kind="atomic")

    def atomized(self, value: Code) -> Code:
        """The atomic values of items."""
        if value.is_node:
            if value.card == "1":
                return Code(value.atom or f"{value.text}.text", "untyped")
            return Code(f"{'text_or_no' if value.card == '?' else 'texts_of'}({value.text})", "untyped", value.card)
        if value.kind != "item":
            return value
        return Code(f"{'atomized' if value.card == '*' else 'atom'}({value.text})", "atomic", value.card)

    def choice(self, condition: str, then: Code, otherwise: Code) -> Code:
        """One of two values."""
        if then.items == () or otherwise.items == ():
            other = otherwise if then.items == () else then
            card = "*" if other.card == "*" else "?"
            nothing = "NONE" if card == "*" else "None"
            first, second = (nothing, other.text) if then.items == () else (other.text, nothing)
            return Code(f"({first} if {condition} else {second})", other.kind, card)
        kind, card = joined_kind(then.kind, otherwise.kind), joined_card(then.card, otherwise.card)
        if kind in ("item", "atomic"):
            then, otherwise = self.boxed(then), self.boxed(otherwise)
        if card == "*":
            return Code(f"({self.as_list(then)} if {condition} else {self.as_list(otherwise)})", kind, card)
        return Code(f"({then.text} if {condition} else {otherwise.text})", kind, card)

    def as_list(self, value: Code) -> str:
        """The items of `value` as a sequence."""
        if value.card == "*":
            return value.text
        return f"({value.text},)" if value.card == "1" else f"as_list({value.text})"

    def item(self, variable: str, kind: str) -> Code:
        """A variable that holds one item."""
        return Code(variable, kind, atom=f"{variable}.text" if kind in NODES else "")

    def listed(self, scope: Scope, build: Listing) -> str:
        """A list of what `build` adds."""
        name = f"s{scope.depth + 1}"

        def write(block: Block) -> None:
            block.line(f"{name} = []")

            def add(inner: Block, item: Code, _depth: int) -> None:
                inner.line(f"{name}.append({item.text})")

            build(block, add)
            block.line(f"return {name}")

        return self.helper(scope, write)
