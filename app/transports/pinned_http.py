"""One HTTP request to one judged address, within a hard time.

`ssrf` says which address; nothing here resolves a name, follows a redirect, uses a proxy or keeps a connection. The
time is enforced from outside the exchange: a partner that sends a byte a second never trips a socket's own timeout.
"""

import contextlib
import http.client
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Timer

from app.transports.ssrf import Target


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how much: seconds to connect, seconds for everything, bytes of the answer that are read."""

    connect: float = 5.0
    total: float = 20.0
    answer: int = 16 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: header names are lower case, `body` is cut at the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


_ADDRESSES_TRIED = 3


class TimeUp(OSError):
    """The whole exchange took longer than was allowed."""


def post(target: Target, headers: Mapping[str, str], body: bytes, patience: Patience, tls: ssl.SSLContext) -> Answer:
    """POST `body` to `target`.

    Raises:
        OSError, http.client.HTTPException: there was no answer (refused, reset, TLS, malformed, `TimeUp`).
    """
    with _connected(target, patience, tls) as connection:
        connection.request("POST", target.path, body, {"Host": target.authority, "Connection": "close", **headers})
        response = connection.getresponse()
        return Answer(response.status, _lowered(response), _excerpt(response, patience.answer))


def reach(target: Target, patience: Patience, tls: ssl.SSLContext) -> None:
    """Connect (TLS included) and hang up; raises OSError."""
    with _connected(target, patience, tls):
        pass


@contextlib.contextmanager
def _connected(target: Target, patience: Patience, tls: ssl.SSLContext) -> Iterator[http.client.HTTPConnection]:
    deadline = time.monotonic() + patience.total
    with contextlib.closing(_socket(target, patience.connect)) as plain, _cut_off(plain, deadline):
        plain.settimeout(patience.total)
        stream = tls.wrap_socket(plain, server_hostname=target.host) if target.secure else plain
        with contextlib.closing(stream):
            connection = http.client.HTTPConnection(target.host, target.port)
            connection.auto_open = 0  # without this a lost connection would be opened again, by name
            connection.sock = stream
            yield connection


def _socket(target: Target, timeout: float) -> socket.socket:
    fault: OSError = OSError("no address")
    for address in target.addresses[:_ADDRESSES_TRIED]:
        try:
            return socket.create_connection((address, target.port), timeout)
        except OSError as failure:
            fault = failure
    raise fault


@contextlib.contextmanager
def _cut_off(stream: socket.socket, deadline: float) -> Iterator[None]:
    """Hang up at `deadline` whatever the thread is doing; a duplicate, because TLS takes the original's handle over."""
    late: list[bool] = []
    watched = stream.dup()

    def hang_up() -> None:
        late.append(True)
        with contextlib.suppress(OSError):
            watched.shutdown(socket.SHUT_RDWR)

    timer = Timer(max(0.0, deadline - time.monotonic()), hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException) as fault:
        raise TimeUp("no complete answer in time") if late else fault from None
    finally:
        timer.cancel()
        watched.close()


def _lowered(response: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.getheaders()}


def _excerpt(response: http.client.HTTPResponse, limit: int) -> bytes:
    # the status alone decides; an answer that breaks off after it was still an answer
    with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
        return response.read(limit)
    return b""
