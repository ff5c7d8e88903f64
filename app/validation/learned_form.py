"""One form of documents, by a good document of it, and which of its texts each rule reads.

The document is looked at by every rule on its own, with elements that note who reads their texts. A further document of
the form is judged by the same elements with its own texts in them.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, count
from operator import ne
from time import thread_time
from typing import Any, NamedTuple

from lxml import etree

from app.safe.cut import Cut
from app.safe.element import Answer
from app.safe.grown_from_text import FromText, LetGo, Root, unescaped
from app.safe.tree import Element, Tree
from app.validation.rule import Asked
from app.validation.values import NotEvaluable, exact_arithmetic

LONGEST_LESSON = 2.0
"""Seconds of work: what rules have in common is worked out anew for each of them, and may cost a lot."""

Asking = Callable[[Tree], Iterator[Asked]]
"""The rules of a set, for a document; which they are may depend on its texts."""
Check = Callable[[Any], Iterable[object]]
Further = Callable[[Tree], bool]
"""Something else that must hold; may raise NotEvaluable."""
Question = Callable[[str], object]
Read = tuple[int, Question | None, object]
"""By its index an element whose text was read; or what was asked about it, with the answer."""


def is_there(_tree: Tree) -> bool:
    """Asks for nothing further."""
    return True


class Part(NamedTuple):
    """Rules that look at the same.

    Attributes:
        forget: see `Asked`.
        checks: what each rule asks of `subject`, with the bit that stands for it.
    """

    subject: Any
    forget: Callable[[], object]
    checks: list[tuple[int, Check]]

    def finds_nothing(self, rules: int) -> bool:
        """Whether those of the rules whose bits are in `rules` find nothing; may raise NotEvaluable."""
        asked = [check for bit, check in self.checks if bit & rules]
        if not asked:
            return True
        self.forget()
        return not any(True for check in asked for _ in check(self.subject))


class Leaf(NamedTuple):
    """An element without children, whose tag doesn't close itself.

    Attributes:
        begin: where in its piece of the message the text begins.
        text: that of the document that was learned.
        readers: the rules that read it, a bit each.
        questions: what other rules ask about it, the answer, and those rules.
    """

    element: Element
    begin: int
    text: str
    readers: int
    questions: Sequence[tuple[Question, object, int]]

    def concerned(self, text: str) -> int:
        """The rules that may find something else where it has that text instead."""
        rules = self.readers
        for question, answer, asking in self.questions:
            if question(text) != answer:
                rules |= asking
        return rules


@dataclass(slots=True, eq=False)
class Form:
    """What was learned from a good document.

    Attributes:
        uses: how often it was of use of late.
        _pieces: of that document.
        _tags: of each piece; with the ">".
        _leaves: by the number of the piece.
        _fixed: the pieces on whose texts it depends which rules are asked, and what they look at.
    """

    _tree: Tree
    _pieces: Sequence[str]
    _tags: Sequence[str]
    _leaves: dict[int, Leaf]
    _fixed: frozenset[int]
    _parts: Sequence[Part]
    uses: int = 0
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def changed_in(self, pieces: Sequence[str]) -> list[int] | None:
        """Which of a message's pieces have other texts; None if it isn't of this form. There are as many of them."""
        changed = []
        for place in compress(count(), map(ne, pieces, self._pieces)):
            if not pieces[place].startswith(self._tags[place]):
                return None
            changed.append(place)
        return changed

    def is_of(self, pieces: Sequence[str]) -> bool:
        """Whether a message is of this form, with texts that let `is_good` tell. It has as many pieces."""
        changed = self.changed_in(pieces)
        return changed is not None and self._fixed.isdisjoint(changed)

    def is_good(self, pieces: Sequence[str], changed: Sequence[int], besides: Further = is_there) -> bool | None:
        """Whether no rule finds anything in a document with such changes, and `besides` holds.

        None where that can't be told, as other rules may be asked there; or while another thread has the form.
        """
        if not self._fixed.isdisjoint(changed) or not self._busy.acquire(blocking=False):
            return None
        try:
            return self._finds_nothing(pieces, [place for place in changed if place in self._leaves], besides)
        finally:
            self._busy.release()

    def _finds_nothing(self, pieces: Sequence[str], changed: Iterable[int], besides: Further) -> bool:
        leaves = self._leaves
        rules = 0
        try:
            for place in changed:
                leaf = leaves[place]
                leaf.element.text = text = unescaped(pieces[place][leaf.begin :])
                rules |= leaf.concerned(text)
            with exact_arithmetic():
                return all(part.finds_nothing(rules) for part in self._parts) and besides(self._tree)
        except (NotEvaluable, LetGo):
            return False
        finally:
            for leaf in leaves.values():
                leaf.element.text = leaf.text


def learned(root: etree._Element, cut: Cut, asking: Iterable[Asking]) -> Form | None:
    """The form of a good document; None where something is found after all, or read from between elements, or where it
    takes too long to learn.

    Args:
        root: what libxml2 has made of the document.
        cut: all of it.
        asking: the sets of rules that find nothing in it.
    """
    lesson = _Lesson(root, cut)
    try:
        with exact_arithmetic():
            parts = lesson.parts(asking)
    except (NotEvaluable, LetGo):
        return None
    return None if parts is None else _form(lesson, cut.pieces, parts)


class _Lesson:
    """A document and who reads what of it.

    Attributes:
        leaves: the elements without children that could have a text: their tags don't close themselves.
        readers: by what is read, the rules that do, a bit each.
        fixed: the elements whose texts are read by nobody in particular.
    """

    def __init__(self, root: etree._Element, cut: Cut) -> None:
        self.tree = tree = Tree(root, cut)
        self.readers: dict[Read, int] = {}
        self.fixed: set[int] = set()
        self._read: set[Read] = set()
        self._rules = 0
        assert isinstance(tree.root, Root)
        tree.root.let_go()
        noting = _noting(self._read)
        starts = [piece for piece in cut.pieces if piece[0] != "/"]
        self.leaves = [each for each in tree.elements[1:] if not each.children and "/>" not in starts[each.index]]
        for each in self.leaves:
            each.__class__ = noting

    def parts(self, asking: Iterable[Asking]) -> list[Part] | None:
        """What rules read some text; None where one finds anything, or where that takes too long."""
        parts: dict[int, Part] = {}
        until = thread_time() + LONGEST_LESSON
        for asks in asking:
            for asked in self._noted(asks):
                part = parts.setdefault(id(asked.subject), Part(asked.subject, asked.forget, []))
                for rule in asked.rules:
                    part.forget()
                    if not self._is_good(rule.check, part) or thread_time() > until:
                        return None
        for each in self.leaves:
            each.__class__ = FromText
        return list(parts.values())

    def _noted(self, asks: Asking) -> Iterator[Asked]:
        self._read.clear()
        for asked in asks(self.tree):
            self._fix()
            yield asked
            self._read.clear()
        self._fix()

    def _fix(self) -> None:
        self.fixed.update(index for index, _, _ in self._read)

    def _is_good(self, check: Check, part: Part) -> bool:
        self._read.clear()
        if any(True for _ in check(part.subject)):
            return False
        if self._read:
            bit = 1 << self._rules
            self._rules += 1
            part.checks.append((bit, check))
            for each in self._read:
                self.readers[each] = self.readers.get(each, 0) | bit
        return True


def _noting(read: set[Read]) -> type[FromText]:
    """Elements without children that note in `read` that their texts were read."""

    class Noting(FromText):
        __slots__ = ()

        @property
        def text(self) -> str:  # type: ignore[override]  # a slot elsewhere
            read.add((self.index, None, None))
            return _text_of(self)

        def about(self, question: Callable[[str], Answer]) -> Answer:
            answer = question(_text_of(self))
            read.add((self.index, question, answer))
            return answer

    return Noting


_text_of: Callable[[Element], str] = Element.text.__get__  # type: ignore[attr-defined,misc]  # the slot


def _form(lesson: _Lesson, pieces: Sequence[str], parts: Sequence[Part]) -> Form:
    questions: dict[int, list[tuple[Question, object, int]]] = defaultdict(list)
    for (index, question, answer), rules in lesson.readers.items():
        if question is not None:
            questions[index].append((question, answer, rules))
    known: dict[str, str] = {}
    tags = [known.setdefault(tag, tag) for tag in (each[: each.index(">") + 1] for each in pieces)]
    starts = [place for place, tag in enumerate(tags) if tag[0] != "/"]
    leaves = {}
    for element in lesson.leaves:
        place, index = starts[element.index], element.index
        readers = lesson.readers.get((index, None, None), 0)
        leaves[place] = Leaf(element, len(tags[place]), element.text, readers, questions.get(index, ()))
    return Form(lesson.tree, pieces, tags, leaves, frozenset(starts[each] for each in lesson.fixed), parts)
