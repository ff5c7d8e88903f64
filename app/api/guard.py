"""Who calls, whether they may, and how often: settled before anything else of a request is read."""

import threading
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import current_app, g, request

from app.access.clients import Scope, allows, authenticate
from app.api.context import client, ports
from app.errors import CountersignError

P = ParamSpec("P")
R = TypeVar("R")


class RateLimiter:
    """A token bucket a client: a burst of a quarter of a minute's requests, then a steady rate."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait_for(self, key: str, per_minute: int) -> float:
        """Take one token: 0.0 where there was one, else the seconds until there is."""
        rate, burst = per_minute / 60, max(1.0, per_minute / 4)
        with self._lock:
            now = self._clock()
            tokens, before = self._buckets.get(key, (burst, now))
            tokens = min(burst, tokens + (now - before) * rate)
            if tokens < 1:
                self._buckets[key] = (tokens, now)
                return (1 - tokens) / rate
            self._buckets[key] = (tokens - 1, now)
            return 0.0


class TooManyRequests(CountersignError):
    """A client goes faster than it may; `seconds` until it may go on."""

    def __init__(self, limit: int, seconds: float) -> None:
        super().__init__("api.rate_limited", limit=limit)
        self.seconds = seconds


limiter = RateLimiter()


def requires(scope: Scope) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark an endpoint: only a caller with `scope` gets to it. `admit_caller` and the description read the mark."""

    def decorate(endpoint: Callable[P, R]) -> Callable[P, R]:
        endpoint._scope = scope  # type: ignore[attr-defined]  # functions may carry attributes; mypy knows none
        return endpoint

    return decorate


def scope_of(endpoint: str | None) -> Scope | None:
    """The scope that an endpoint is marked with; None for one that is open to everybody."""
    found: Scope | None = getattr(current_app.view_functions.get(endpoint or ""), "_scope", None)
    return found


def admit_caller() -> None:
    """Before every request: a marked endpoint's caller has a valid key with its scope, and is within its rate.

    Raises:
        CountersignError: api.unauthenticated, api.scope_missing, api.rate_limited (TooManyRequests).
    """
    scope = scope_of(request.endpoint)
    if scope is None or request.method == "OPTIONS":
        return
    _authenticate()
    if not allows(client(), scope):
        raise CountersignError("api.scope_missing", scope=scope)


def _authenticate() -> None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    secret = ports().payloads.keys.derived("api-keys")
    with ports().database.reading() as session:
        found = authenticate(session, key.strip(), secret) if scheme.lower() == "bearer" else None
    if found is None:
        raise CountersignError("api.unauthenticated")
    seconds = limiter.wait_for(found.id, found.requests_per_minute)
    if seconds:
        raise TooManyRequests(found.requests_per_minute, seconds)
    g.api_client = found
