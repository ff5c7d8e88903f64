"""The embedded queue: one thread a name, wake-ups that collapse, and an end within seconds."""

import threading
import time
from collections import Counter

from app.exchange.queue import JobQueue
from tests.waiting import until


def test_wake_ups_for_one_name_collapse_and_none_is_lost() -> None:
    begun, go_on, counted = threading.Event(), threading.Event(), Counter[str]()
    at_once, most = Counter[str](), Counter[str]()

    def work(name: str) -> None:
        at_once[name] += 1
        most[name] = max(most[name], at_once[name])
        counted[name] += 1
        begun.set()
        go_on.wait(5)
        at_once[name] -= 1

    queue = JobQueue(work, 4)
    queue.start()
    queue.wake("a")
    assert begun.wait(60)
    for _ in range(50):
        queue.wake("a")
    go_on.set()
    time.sleep(0.1)
    queue.stop(5)
    assert counted["a"] == 2
    assert most["a"] == 1


def test_a_job_that_fails_harms_no_other_and_can_be_woken_again() -> None:
    done: list[str] = []

    def work(name: str) -> None:
        done.append(name)
        if name == "bad":
            raise RuntimeError("a bug")

    queue = JobQueue(work, 1)
    queue.start()
    for number, name in enumerate(("bad", "good", "bad"), 1):
        queue.wake(name)
        until(lambda number=number: len(done) == number)
    queue.stop(5)
    assert done == ["bad", "good", "bad"]


def test_slow_names_take_no_more_than_their_threads() -> None:
    stuck, done = threading.Event(), threading.Event()
    queue = JobQueue(lambda name: stuck.wait(120) if name.startswith("slow") else done.set(), 3)  # type: ignore[arg-type,return-value]
    queue.start()
    queue.wake("slow-1")
    queue.wake("slow-2")
    queue.wake("quick")
    assert done.wait(60)
    stuck.set()
    queue.stop(5)


def test_stopping_waits_for_what_is_under_way_but_not_for_ever() -> None:
    begun, never = threading.Event(), threading.Event()

    def work(name: str) -> None:
        begun.set()
        never.wait(120)

    queue = JobQueue(work, 1)
    queue.start()
    queue.wake("endless")
    queue.wake("not begun")
    assert begun.wait(60)
    queue.stop(0.2)
    assert queue.stopping  # it came back although the job is still under way
    assert not never.is_set()
    never.set()
