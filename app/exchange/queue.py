"""The embedded queue: threads that do named jobs, each name by one thread at a time.

It carries wake-ups only. Losing all of it loses nothing: the tables say what is due, and a sweep finds it.
"""

import threading
from collections import deque
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)


class JobQueue:
    """Waking a name that already waits changes nothing; waking one that is under way runs it once more afterwards."""

    def __init__(self, work: Callable[[str], None], threads: int) -> None:
        """`work` is given the name; `threads` bounds how many partners may be slow at the same time."""
        self._work = work
        self._waiting: deque[str] = deque()
        self._queued: set[str] = set()
        self._running: set[str] = set()
        self._again: set[str] = set()
        self._changed = threading.Condition()
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._loop, name=f"exchange-{number}", daemon=True) for number in range(threads)
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def wake(self, name: str) -> None:
        """Have `name` done soon."""
        with self._changed:
            if name in self._running:
                self._again.add(name)
            elif name not in self._queued:
                self._queued.add(name)
                self._waiting.append(name)
                self._changed.notify()

    def stop(self, seconds: float) -> None:
        """Take nothing new, and wait up to `seconds` altogether for what is under way."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._running, seconds)

    @property
    def stopping(self) -> bool:
        """Whether long work should end soon."""
        return self._stopping

    def _loop(self) -> None:
        while (name := self._take()) is not None:
            try:
                self._work(name)
            except Exception:  # the thread must outlive whatever one job does
                log.exception("background job failed", job=name)
            finally:
                self._done(name)

    def _take(self) -> str | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._waiting)
            if self._stopping:
                return None
            name = self._waiting.popleft()
            self._queued.discard(name)
            self._running.add(name)
            return name

    def _done(self, name: str) -> None:
        with self._changed:
            self._running.discard(name)
            if name in self._again:
                self._again.discard(name)
                self._queued.add(name)
                self._waiting.append(name)
            self._changed.notify_all()
