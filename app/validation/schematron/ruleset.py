"""A compiled Schematron at work: every node is shown to the first rule of each pattern that matches it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import localcontext
from functools import lru_cache
from types import CodeType
from typing import Any

from app.domain.findings import Finding, Severity
from app.safe.tree import Element, Tree, path_of
from app.validation.rule import MOST_OF_ONE, Asked, Rule
from app.validation.schematron.dispatch import Dispatcher
from app.validation.schematron.forbidden import find_forbidden
from app.validation.schematron.judgement import Enough, Judgement, indexed, note
from app.validation.schematron.runtime import names
from app.validation.schematron.runtime_nodes import ERRORS, NONE, Attribute, Text, local_name, namespace_uri, order_of
from app.validation.schematron.runtime_values import CONTEXT
from app.validation.schematron.sight import Check, Sight


class CompiledRules:
    """A loaded set of rules. It holds no document: threads and processes may share it."""

    def __init__(self, module: Mapping[str, Any], name: str) -> None:
        self.name = name
        self._rules: type[Judgement] = module["Rules"]
        self._asserts: Sequence[tuple[str, Severity, str]] = [
            (id_, Severity(severity), text) for id_, severity, text in module["ASSERTS"]
        ]
        self._dispatcher = Dispatcher(module["PATTERNS"], module["TRIES"])
        self._prefixes: Mapping[str, str] = module["PREFIXES"]
        self.asks_for_the_time: bool = module["ASKS_FOR_THE_TIME"]

    @classmethod
    def load(cls, source: str | CodeType, name: str) -> "CompiledRules":
        """The rules that `compile_schema` has written.

        Args:
            source: Python or its bytecode, which is executed: it has to come from where only the compiler writes.
            name: what findings call the set.
        """
        module = dict(_names())
        code = compile(source, f"<rules {name}>", "exec") if isinstance(source, str) else source
        exec(code, module)  # noqa: S102  # see `source`
        return cls(module, name)

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """The asserts' ids, in the order of the schema."""
        return tuple(id_ for id_, _, _ in self._asserts)

    def judge(self, tree: Tree, limit: int = 1000, now: datetime | None = None) -> list[Finding]:
        """What the rules find in a document, in the order of the document.

        Args:
            limit: how many findings at most; where there are more, the last one says so.
            now: what rules take for the present; an aware time.

        Raises:
            Refused: `schematron.too_slow`: the document is made so that rules take far longer than its size explains.
        """
        d = self._rules(tree, now or datetime.now(UTC), limit)
        with localcontext(CONTEXT):
            try:
                self._dispatcher.judge(d)
                is_complete = True
            except Enough:
                is_complete = False
            fired = sorted(d.fired, key=lambda each: (order_of(each[1]), each[0]))
            findings = [self._finding(*each) for each in fired] + [self._more_of(*each) for each in d.more]
        return findings if is_complete else [*findings, self._more(limit)]

    def asked(self, tree: Tree) -> Iterator[Asked]:
        """What `judge` asks of a document, in parts that can be asked again when its texts are others.

        Not for rules that ask for the time, which is none of a document's texts.
        """
        judgement = self._rules(tree, datetime.now(UTC), 1)
        checks = list(self._dispatcher.checks(judgement))

        def begin() -> Judgement:
            anew = self._rules(tree, judgement.now, 1)
            anew.routes = judgement.routes
            return anew

        sight = Sight(begin)
        yield Asked([_rule(each) for each in checks], sight, sight.forget)

    # ---- findings

    def _finding(self, number: int, node: Any, words: list[str], reason: str) -> Finding:
        id_, severity, text = self._asserts[number]
        said = " ".join(_filled(text, words).split())
        params = {"text": said, "rule": id_, "ruleset": self.name}
        if reason:
            params["reason"] = reason
        return Finding(
            id_,
            self._path(node),
            node.line,
            severity,
            params,
            entry="rules.not_evaluable" if reason else "rules.installed",
            ruleset=self.name,
        )

    def _more(self, limit: int) -> Finding:
        return Finding("rules.more", severity=Severity.INFORMATION, params={"limit": str(limit)}, ruleset=self.name)

    def _more_of(self, number: int, node: Any) -> Finding:
        params = {"rule": self._asserts[number][0], "limit": str(MOST_OF_ONE)}
        path = self._path(node)
        return Finding("rules.more_of_one", path, node.line, Severity.WARNING, params, ruleset=self.name)

    def _path(self, node: Any) -> str:
        if isinstance(node, Element):
            return path_of(node, self._prefixes)
        if isinstance(node, Attribute):
            prefix = self._prefixes.get(namespace_uri(node), "")
            return f"{path_of(node.parent, self._prefixes)}/@{prefix + ':' if prefix else ''}{local_name(node)}"
        return f"{path_of(node.parent, self._prefixes)}/text()" if isinstance(node, Text) else "/"


def _rule(check: Check) -> Rule:
    return Rule("", lambda sight: sight.after(check))


@lru_cache(1)
def _names() -> dict[str, Any]:
    here = {each.__name__: each for each in (Judgement, find_forbidden, indexed, note)}
    return names() | here | {"ERRORS": ERRORS, "NONE": NONE}


def _filled(text: str, words: list[str]) -> str:
    parts = text.split("\0")
    return "".join(part + word for part, word in zip(parts, [*words, ""], strict=False))
