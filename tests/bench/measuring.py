"""How figures are taken and shown: the best of several rounds, beside a floor of the same run."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7


@dataclass(frozen=True)
class Row:
    """One figure: the thing, how long it took, and how many times its floor that is."""

    name: str
    seconds: float
    floor: str = ""
    floor_seconds: float = 0.0

    def __str__(self) -> str:
        ratio = f"{self.seconds / self.floor_seconds:6.1f} × {self.floor}" if self.floor_seconds else ""
        return f"{self.name:<46}{self.seconds * 1000:10.2f} ms   {ratio}"


def best(action: Callable[[], object], times: int = 1, rounds: int = ROUNDS) -> float:
    """Seconds of CPU that one call takes: the best of some rounds of `times` calls."""
    found = []
    gc.collect()
    for _ in range(rounds):
        began = time.process_time()
        for _ in range(times):
            action()
        found.append((time.process_time() - began) / times)
    return min(found)


def wall(action: Callable[[], object], times: int) -> float:
    """Seconds a call, waiting for the disk included."""
    began = time.perf_counter()
    for _ in range(times):
        action()
    return (time.perf_counter() - began) / times
