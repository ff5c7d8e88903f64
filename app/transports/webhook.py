"""Webhooks: a document, or the news of one, is POSTed to a partner's URL with a Standard Webhooks signature.

The URL is a stranger's choice: see `ssrf`. The answer's status alone says what became of it; its body is never
interpreted.
"""

import email.utils
import http.client
import json
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from typing import Any

from app.errors import CountersignError, Refused
from app.transports.base import Inbound, Outbound, SendOutcome, SendResult, Settings
from app.transports.pinned_http import Answer, Patience, post, reach
from app.transports.ssrf import Egress, Network, Resolver, Target, system_resolver
from app.transports.webhook_signing import check_secret, signature_header

BODIES = ("event", "document")
_KNOWN = ("url", "body")
_TRY_AGAIN = {408, 425, 429}
_LONGEST_WAIT = 24 * 3600.0


class WebhookTransport:
    """Sends only.

    Settings: `url`; `body` is "event" (JSON with type, timestamp and data, the default) or "document" (its bytes).
    """

    name = "webhook"

    def __init__(
        self,
        allowed_networks: Iterable[str | Network] = (),
        resolver: Resolver = system_resolver,
        allow_http: bool = False,
        patience: Patience | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._egress = Egress.of(allowed_networks, allow_http, resolver)
        self._patience = patience or Patience()
        self._tls = tls or ssl.create_default_context()

    def check(self, settings: Settings) -> list[str]:
        """See base.Transport; every fault, without touching the network."""
        unknown = [name for name in settings.values if name not in _KNOWN]
        faults = [
            str(CountersignError("transport.setting_unknown", name=name, known=", ".join(_KNOWN))) for name in unknown
        ]
        faults += _faults(self._check_url, settings.values.get("url"))
        if settings.values.get("body", "event") not in BODIES:
            faults.append(_invalid("body", f"it must be one of {', '.join(BODIES)}"))
        if not settings.secrets:
            faults.append(str(CountersignError("transport.secret_missing")))
        return faults + [fault for secret in settings.secrets for fault in _faults(check_secret, secret)]

    def send(self, outbound: Outbound, settings: Settings) -> SendResult:
        """See base.Transport: 2xx is sent; 408, 425, 429, 5xx and silence are tried again; all else is for good."""
        return self._guarded(settings, lambda target: self._post(target, outbound, settings))

    def probe(self, settings: Settings) -> SendResult:
        """See base.Transport: connects, TLS included, and sends nothing."""
        return self._guarded(settings, self._reach)

    def poll(self, settings: Settings) -> Iterator[Inbound]:  # noqa: ARG002 (the protocol's signature)
        """Raises CountersignError: a webhook has nothing to fetch."""
        raise CountersignError("transport.cannot_poll", kind=self.name)

    def taken(self, inbound: Inbound, settings: Settings, *, accepted: bool) -> None:  # noqa: ARG002 (as poll)
        """Raises CountersignError: as `poll`."""
        raise CountersignError("transport.cannot_poll", kind=self.name)

    def _check_url(self, url: Any) -> None:
        if not isinstance(url, str) or not url:
            raise Refused("transport.setting_missing", name="url")
        self._egress.check(url)

    def _guarded(self, settings: Settings, exchange: Callable[[Target], SendResult]) -> SendResult:
        try:
            return exchange(self._egress.target(str(settings.values.get("url", ""))))
        except Refused as refusal:
            # a name server may be down for a minute; whatever else is refused stays refused until somebody changes it
            unresolved = refusal.code == "transport.unresolved"
            return SendResult(SendOutcome.TRANSIENT if unresolved else SendOutcome.PERMANENT, str(refusal))
        except (OSError, http.client.HTTPException) as fault:
            return SendResult(SendOutcome.TRANSIENT, f"{type(fault).__name__}: {fault}"[:300])

    def _post(self, target: Target, outbound: Outbound, settings: Settings) -> SendResult:
        body, media_type = _body(outbound, settings)
        headers = _headers(outbound.delivery_id, body, settings.secrets)
        answer = post(target, {**headers, "Content-Type": media_type}, body, self._patience, self._tls)
        return _judged(answer)

    def _reach(self, target: Target) -> SendResult:
        reach(target, self._patience, self._tls)
        return SendResult(SendOutcome.SENT, f"{target.host} answers at {target.addresses[0]}")


def _body(outbound: Outbound, settings: Settings) -> tuple[bytes, str]:
    if settings.values.get("body", "event") == "document":
        return outbound.content, outbound.media_type
    event = {
        "type": outbound.event,
        "timestamp": outbound.metadata.get("timestamp", ""),
        "data": {
            "id": outbound.document_id,
            "document_type": outbound.document_type,
            "number": outbound.number,
            "media_type": outbound.media_type,
            **{name: value for name, value in outbound.metadata.items() if name != "timestamp"},
        },
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode(), "application/json"


def _headers(message_id: str, body: bytes, secrets: tuple[str, ...]) -> dict[str, str]:
    now = int(time.time())
    return {
        "User-Agent": "Countersign",
        "webhook-id": message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": signature_header(secrets, message_id, now, body),
    }


def _judged(answer: Answer) -> SendResult:
    """The attempt's outcome by the answer's status (Standard Webhooks, "Delivery success and failure")."""
    status = answer.status
    detail = " ".join(f"HTTP {status} {_printable(answer.body)}".split())
    if 200 <= status < 300:
        return SendResult(SendOutcome.SENT, detail, status)
    if status in _TRY_AGAIN or status >= 500 or status < 200:
        return SendResult(SendOutcome.TRANSIENT, detail, status, _retry_after(answer.headers.get("retry-after", "")))
    if status == 410:
        detail = f"{detail}: the partner wants nothing more at this URL; turn the channel off".strip()
    elif status < 400:
        detail = f"{detail}: redirects are not followed; correct the URL"
    return SendResult(SendOutcome.PERMANENT, detail, status)


def _retry_after(text: str) -> float | None:
    """Seconds to wait (RFC 9110, 10.2.3: a number or a date), at most a day; None where there is nothing usable."""
    if text.isascii() and text.isdecimal():
        return min(float(text[:9]), _LONGEST_WAIT)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, moment.timestamp() - time.time()), _LONGEST_WAIT)


def _printable(body: bytes) -> str:
    text = body[:200].decode("utf-8", "replace")
    return "".join(character if character.isprintable() else " " for character in text)


def _faults(check: Callable[[Any], None], value: Any) -> list[str]:
    try:
        check(value)
    except Refused as refusal:
        return [str(refusal)]
    return []


def _invalid(name: str, why: str) -> str:
    return str(CountersignError("transport.setting_invalid", name=name, why=why))
