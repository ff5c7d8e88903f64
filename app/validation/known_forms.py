"""Forms of documents that were found good before: of a further one, only what its own texts can change is judged.

A form is all of a message but its texts: the sequence of its tags, attributes included. What a rule finds depends on
the form and on the texts that it reads, on nothing else, and `learned_form` measures which those are. In a further
document of the form, a rule that reads none of the texts that are others finds what it found: nothing. Only the rest
are asked.

Only "good" is said here. A document in which anything is found, or anything hinders, is judged as every other.
"""

import os
import threading

from lxml import etree

from app.safe.cut import Cut
from app.validation.learned_form import Asking, Form, Further, is_there, learned

MOST_FORMS = 64
MOST_PIECES = 1_000
MOST_CHARACTERS = 200_000
"""Of a document whose form is learned; together they bound the memory."""
MOST_ALIKE = 4
"""Forms with as many tags: a document is compared with each."""
MOST_SEEN = 4_096
MOST_USES = 15
"""What a form can have to its credit when others ask for its place, and what it begins with.

Where more forms take turns than there are places, most documents must not be what a form is learned from in vain.
"""

Kind = tuple[tuple[Asking, ...], int, str]
"""Who asks, how many tags there are, and the root's."""


class Forms:
    """The forms that are known, shared by all threads, none of which waits here.

    A newcomer takes the place of another form only where that has no use to its credit, and else takes one off. So
    strangers with ever new forms don't soon displace those that others need. What can't be learned is tried once.
    """

    _known: dict[Kind, tuple[Form, ...]]
    _turns: dict[tuple[Kind, Form], None]
    _seen: set[int]
    _vain: set[int]
    _learning: threading.Lock

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Know no form."""
        self._known = {}
        self._turns = {}
        self._seen = set()
        self._vain = set()
        self._learning = threading.Lock()

    def is_good(self, cut: Cut, asking: tuple[Asking, ...], besides: Further = is_there) -> bool:
        """Whether a message is of a known form, and all who are `asking` find nothing; False may mean anything.

        Args:
            cut: the message.
            asking: those who ask.
            besides: what else must hold, of a tree with the message's texts.
        """
        for form in self._known.get(_kind(cut, asking), ()):
            changed = form.changed_in(cut.pieces)
            answer = form.is_good(cut.pieces, changed, besides) if changed is not None else None
            if answer is not None:
                form.uses = min(form.uses + 1, MOST_USES)
                return answer
        return False

    def remember(self, root: etree._Element, cut: Cut, asking: tuple[Asking, ...]) -> None:
        """Learn the form of a message, unless this is the first one of that form.

        Args:
            root: what libxml2 has made of the message.
            cut: all of it.
            asking: who found nothing in it.
        """
        if not _is_small(cut) or not self._is_worth_learning(mark := _mark(cut, asking)):
            return
        if not self._learning.acquire(blocking=False):
            return
        try:
            kind = _kind(cut, asking)
            if self._is_new(cut, kind) and self._has_place(kind) and not self._learn(root, cut, kind):
                _noted(mark, self._vain)
        finally:
            self._learning.release()

    def _is_worth_learning(self, mark: int) -> bool:
        return _noted(mark, self._seen) and mark not in self._vain

    def _is_new(self, cut: Cut, kind: Kind) -> bool:
        return not any(form.is_of(cut.pieces) for form in self._known.get(kind, ()))

    def _learn(self, root: etree._Element, cut: Cut, kind: Kind) -> bool:
        form = learned(root, cut, kind[0])
        if form is None:
            return False
        form.uses = MOST_USES
        self._known[kind] = (*self._known.get(kind, ()), form)
        self._turns[kind, form] = None
        return True

    def _has_place(self, kind: Kind) -> bool:
        is_full = len(self._turns) >= MOST_FORMS
        if not is_full and len(self._known.get(kind, ())) < MOST_ALIKE:
            return True
        turn = next(each for each in self._turns if is_full or each[0] == kind)
        of, form = turn
        del self._turns[turn]
        if form.uses:
            form.uses -= 1
            self._turns[turn] = None
            return False
        self._known[of] = tuple(each for each in self._known[of] if each is not form)
        if not self._known[of]:
            del self._known[of]
        return True


def _is_small(cut: Cut) -> bool:
    return len(cut.pieces) <= MOST_PIECES and sum(map(len, cut.pieces)) <= MOST_CHARACTERS


def _noted(mark: int, marks: set[int]) -> bool:
    """Whether a mark was there before; it is now."""
    if mark in marks:
        return True
    if len(marks) >= MOST_SEEN:
        marks.clear()
    marks.add(mark)
    return False


def _mark(cut: Cut, asking: tuple[Asking, ...]) -> int:
    return hash((asking, *[each.partition(">")[0] for each in cut.pieces]))


def _kind(cut: Cut, asking: tuple[Asking, ...]) -> Kind:
    return asking, len(cut.pieces), cut.pieces[0]


FORMS = Forms()
os.register_at_fork(after_in_child=FORMS.clear)  # another thread's locks would never be released there
