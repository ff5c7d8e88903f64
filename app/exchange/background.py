"""Everything that happens without being asked for, in one process: numbering feeds, sending, fetching, keeping time.

Any number of processes may run one each, on any number of machines: leases and unique rows keep them apart. Each loop
looks at the tables, so that whatever a process loses when it dies is found by the next one.
"""

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable

import structlog

from app.exchange.acknowledgements import sweep_overdue
from app.exchange.channels import Channels, Receive
from app.exchange.leases import Held, take
from app.exchange.maintenance import maintain, remove_orphans
from app.exchange.queue import JobQueue
from app.exchange.runs import execute, requested_runs
from app.exchange.scheduler import LEASE, Scheduler
from app.exchange.sealer import seal
from app.pipeline.outbox import channels_with_due
from app.pipeline.ports import Ports

log = structlog.get_logger(__name__)

THREADS = 16
SEAL_SECONDS = 1.0
SWEEP_SECONDS = 2.0
LEAD_SECONDS = 3.0
LEADERSHIP_SECONDS = 15.0
MAINTENANCE_SECONDS = 3600.0
ACKNOWLEDGEMENT_SECONDS = 60.0


class Background:
    """Start it once a process, after any fork. It is a Wake: what `ports.wake` passes on reaches its threads."""

    def __init__(self, ports: Ports, receive: Receive, threads: int = THREADS) -> None:
        """`receive` takes what polled channels bring; `threads`: how many partners may be slow at the same time."""
        self._ports = ports
        self._feed_rung = threading.Event()
        self.owner = f"{socket.gethostname()[:20]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._queue = JobQueue(self._work, threads)
        self._channels = Channels(ports, receive, self.owner, lambda: self._queue.stopping)
        self._leadership = Leadership(ports, self.owner, self._wake_run)
        self._loops = [
            Loop("sealer", SEAL_SECONDS, self._seal, self._feed_rung),
            Loop("sweep", SWEEP_SECONDS, self._sweep),
            Loop("leader", LEAD_SECONDS, self._leadership.look_after),
        ]

    def start(self) -> None:
        """Start all threads; returns at once."""
        self._queue.start()
        for loop in self._loops:
            loop.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Take nothing new and wait up to about `seconds`; what is still being sent then is found by its lease."""
        for loop in self._loops:
            loop.stop()
        self._queue.stop(seconds)
        for loop in self._loops:
            loop.join(2.0)
        self._leadership.end()

    def feed(self) -> None:
        """New feed entries wait for their positions."""
        self._feed_rung.set()

    def channel(self, channel_id: str) -> None:
        """A delivery is due on this channel."""
        self._queue.wake(f"drain {channel_id}")

    def _wake_run(self, run_id: str) -> None:
        self._queue.wake(f"run {run_id}")

    def _work(self, job: str) -> None:
        kind, _, key = job.partition(" ")
        if kind == "run":
            execute(key, self._channels)
        else:
            self._channels.drain(key)

    def _seal(self) -> None:
        seal(self._ports.database)

    def _sweep(self) -> None:
        with self._ports.database.reading() as session:
            channels, runs = channels_with_due(session, self._ports.clock()), requested_runs(session)
        for channel_id in channels:
            self.channel(channel_id)
        for run_id in runs:
            self._wake_run(run_id)


class Leadership:
    """Whoever holds the lease keeps the time and clears up; the others look every few seconds whether it is free."""

    def __init__(self, ports: Ports, owner: str, woken: Callable[[str], None]) -> None:
        self._ports = ports
        self._owner = owner
        self._woken = woken
        self._held: Held | None = None
        self._scheduler: Scheduler | None = None
        self._maintained: float | None = None
        self._swept: float | None = None

    def look_after(self) -> None:
        """Lead on, begin to lead, or stop leading, as the lease says."""
        if self._held is not None and not self._held.renew():
            self._step_down()
        if self._held is None:
            self._run_for_office()
        elif self._scheduler is not None:
            self._scheduler.reload()
        if self._held is not None:
            self._maintain()
            self._sweep_acknowledgements()

    def end(self) -> None:
        """Stop leading and let another process lead at once."""
        held = self._held
        self._step_down()
        if held is not None:
            held.give_back()

    def _run_for_office(self) -> None:
        self._held = take(self._ports.database, self._ports.clock, LEASE, self._owner, LEADERSHIP_SECONDS)
        if self._held is not None:
            log.info("this process keeps the time", owner=self._owner)
            self._scheduler = Scheduler(self._ports.database, self._ports.clock, self._held.token, self._woken)
            self._scheduler.start()

    def _step_down(self) -> None:
        if self._scheduler is not None:
            self._scheduler.stop()
        self._scheduler = self._held = None

    def _maintain(self) -> None:
        if self._maintained is None or time.monotonic() - self._maintained > MAINTENANCE_SECONDS:
            self._maintained = time.monotonic()
            maintain(self._ports.database, self._ports.settings, self._ports.clock())
            remove_orphans(self._ports.database, self._ports.payloads, self._ports.clock())

    def _sweep_acknowledgements(self) -> None:
        if self._swept is None or time.monotonic() - self._swept > ACKNOWLEDGEMENT_SECONDS:
            self._swept = time.monotonic()
            sweep_overdue(self._ports.database, self._ports.clock())


class Loop:
    """A thread that does its work again and again: every so many seconds, or at once when rung for."""

    def __init__(
        self, name: str, seconds: float, work: Callable[[], None], rung: threading.Event | None = None
    ) -> None:
        self._seconds = seconds
        self._work = work
        self._rung = rung or threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"exchange-{name}", daemon=True)

    def start(self) -> None:
        """Start; the first time at once."""
        self._rung.set()
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end."""
        self._stopping = True
        self._rung.set()

    def join(self, seconds: float) -> None:
        """Wait for its end, at most so long."""
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            self._rung.wait(self._seconds)
            if self._stopping:
                return
            self._rung.clear()
            try:
                self._work()
            except Exception:  # the database may be away for a while; the loop must still be there afterwards
                log.exception("background loop failed", thread=self._thread.name)
