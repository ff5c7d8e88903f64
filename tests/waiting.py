"""Waiting for what happens elsewhere: long enough for any machine, so that only what never happens fails a test."""

import time
from collections.abc import Callable

PATIENCE_S = 60.0


def until(done: Callable[[], object], seconds: float = PATIENCE_S) -> None:
    """Return as soon as `done()` is true; fails where it doesn't become true."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.02)
