"""One transaction: rolled back unless committed. `commit()` is called here and nowhere else in the server."""

from collections.abc import Callable
from types import TracebackType

import structlog
from sqlalchemy.orm import Session

log = structlog.get_logger(__name__)


class UnitOfWork:
    """A session that lasts as long as the `with` block.

    What should happen once the data is safe (waking the sealer, a channel) is given to `after_commit`: a wake-up before
    the commit would look for rows that nobody can see yet.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._actions: list[Callable[[], None]] = []

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run `action` once the transaction is durable; never where it is rolled back."""
        self._actions.append(action)

    def commit(self) -> None:
        """Make everything durable, then run what waited for it.

        A wake-up that fails is logged and no more: the data is safe, and a sweep repairs what was not rung for. Raised,
        it would tell the sender that a document was not taken which was.
        """
        self.session.commit()
        actions, self._actions = self._actions, []
        for action in actions:
            try:
                action()
            except Exception:
                log.exception("what follows a commit failed")

    def __enter__(self) -> "UnitOfWork":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.rollback()
        self.session.close()
