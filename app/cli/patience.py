"""gunicorn's threads, for callers who dawdle: without an end to patience a handful of them holds every thread for ever.

Must not judge requests: it only hangs up. A reverse proxy that buffers requests is still the better doorman.
"""

import contextlib
import socket
import struct
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

IDLE_SECONDS = 10
"""For so long a caller may send nothing in the middle of a request, or take nothing of its answer."""
REQUEST_SECONDS = 300
"""A request with its answer may take so long in all, however steadily it trickles."""

_IDLE = struct.pack("ll", IDLE_SECONDS, 0)


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A worker whose threads come free again whatever callers do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._begun: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        """One request, on a thread of its own. gunicorn sets Python's time limits itself; these are the kernel's."""
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            conn.sock.setsockopt(socket.SOL_SOCKET, option, _IDLE)
        self._begun[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            self._begun.pop(conn, None)

    def murder_keepalived(self, force: bool = False) -> None:
        """gunicorn's hook, every second or so: hang up on requests that take too long."""
        super().murder_keepalived(force)
        too_long_ago = time.monotonic() - REQUEST_SECONDS
        for conn, begun in list(self._begun.items()):
            if begun < too_long_ago:
                with contextlib.suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)
