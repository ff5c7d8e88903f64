"""A process that sends what is due on a channel, and is killed at a named point."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.domain.clock import utc_now
from app.exchange.channels import Channels
from app.pipeline import deliver, edi_outgoing
from app.storage.database import Database
from app.transports.directory import DirectoryTransport
from tests.exchange_world import never_receives, ports_for

POINTS: dict[str, tuple[Any, str, bool]] = {
    "after its numbers were claimed": (edi_outgoing, "_claimed", False),
    "after it was entered, before the commit": (edi_outgoing, "enter_outbound", False),
    "after the commit, before it was sent": (deliver, "written_by_agreement", False),
    "after it was sent, before that was recorded": (deliver, "record_result", True),
}
"""The owner of a function, its name, and whether it dies before the function does anything or after it."""


def send_and_die(url: str, folder: str, channel: str, point: str) -> None:
    """Send up to `point`."""
    owner, name, before = POINTS[point]
    setattr(owner, name, _deadly(getattr(owner, name), before=before))
    ports = ports_for(Database(url), Path(folder), utc_now, DirectoryTransport(Path(folder) / "exchange"))
    Channels(ports, never_receives, "worker", lambda: False).drain(channel)


def _deadly(function: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    def killed(*given: Any, **named: Any) -> None:
        if not before:
            function(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return killed
