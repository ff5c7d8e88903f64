"""Who calls, whether they may, and how often: in front of every endpoint."""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g, request

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
    """Decorate an endpoint: the caller has a valid key with `scope`, and is within its rate."""

    def decorate(endpoint: Callable[P, R]) -> Callable[P, R]:
        @wraps(endpoint)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            _authenticate()
            if not allows(client(), scope):
                raise CountersignError("api.scope_missing", scope=scope)
            return endpoint(*args, **kwargs)

        guarded._scope = scope  # type: ignore[attr-defined]  # read by the description of the API
        return guarded

    return decorate


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
