"""A partner's program: it knows the public API, its own key, and nothing else of the server."""

import json
from dataclasses import dataclass, field
from typing import Any

import urllib3


class CallFailed(RuntimeError):
    """The server answered with a problem; the message is what it said."""


@dataclass
class Client:
    """Calls the API as one organisation."""

    url: str
    key: str
    cursor: int = 0
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False, timeout=40))

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A JSON call; raises CallFailed for anything but success."""
        answer = self.raw(
            method, path, None if body is None else json.dumps(body).encode(), "application/json", headers
        )
        return json.loads(answer.data) if answer.data else None

    def raw(
        self, method: str, path: str, body: bytes | None, media_type: str, headers: dict[str, str] | None = None
    ) -> urllib3.BaseHTTPResponse:
        """A call with a body of any media type."""
        given = {"Authorization": f"Bearer {self.key}", "Content-Type": media_type, **(headers or {})}
        answer = self.pool.request(method, f"{self.url}/api/v1{path}", body=body, headers=given)
        if answer.status >= 400:
            raise CallFailed(f"{method} {path}: {answer.status} {answer.data.decode('utf-8', 'replace')}")
        return answer

    def submit(self, document: bytes, media_type: str, key: str = "") -> tuple[int, bytes]:
        """Submit a document: status and exact body of the answer."""
        headers = {"Idempotency-Key": key} if key else {}
        answer = self.raw("POST", "/documents", document, media_type, headers)
        return answer.status, answer.data

    def poll(self, wait: float = 20) -> list[dict[str, Any]]:
        """What is new in the feed, taken and acknowledged."""
        page = self.call("GET", f"/feed?after={self.cursor}&wait={wait}")
        entries: list[dict[str, Any]] = page["entries"]
        if entries:
            acknowledged = [{"document_id": each["document"]["id"], "status": "taken"} for each in entries]
            self.call("POST", "/feed/ack", {"acknowledgements": acknowledged})
        self.cursor = page["next"]
        return [each["document"] for each in entries]

    def wait_for(self, kind: str) -> dict[str, Any]:
        """Poll until a document of a type comes; raises CallFailed when it doesn't for a while."""
        for _ in range(5):
            found = [each for each in self.poll() if each["type"] == kind]
            if found:
                return found[-1]
        raise CallFailed(f"no {kind} came")

    def content(self, document_id: str, syntax: str = "") -> bytes:
        """A document's original bytes, or its rendering in another syntax."""
        suffix = f"?format={syntax}" if syntax else ""
        return bytes(self.raw("GET", f"/documents/{document_id}/content{suffix}", None, "application/json").data)

    def negotiation(self, negotiation_id: str) -> dict[str, Any]:
        """A negotiation with its actions and timeline."""
        found: dict[str, Any] = self.call("GET", f"/negotiations/{negotiation_id}")
        return found

    def fire(self, negotiation_id: str, event: str, **more: Any) -> dict[str, Any]:
        """Fire an event, expecting the version that is current now."""
        version = self.negotiation(negotiation_id)["version"]
        fired: dict[str, Any] = self.call(
            "POST", f"/negotiations/{negotiation_id}/events", {"event": event, "version": version, **more}
        )
        return fired
