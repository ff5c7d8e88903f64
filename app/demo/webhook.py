"""The supplier's webhook: a small HTTP server that believes only what is signed (Standard Webhooks)."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Listener:
    """Listens on a free port of this machine while it is open; `calls` are the verified bodies."""

    def __init__(self) -> None:
        key = secrets.token_bytes(32)
        self.secret = "whsec_" + base64.b64encode(key).decode()
        self.calls: list[dict[str, Any]] = []
        self.came = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, key))
        self.url = f"http://127.0.0.1:{self._server.server_port}/countersign"

    def __enter__(self) -> "Listener":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, body: bytes) -> None:
        """Note a call whose signature was right."""
        self.calls.append(json.loads(body))
        self.came.set()


def _handler(listener: Listener, key: bytes) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            right = _is_signed(dict(self.headers.items()), body, key)
            if right:
                listener.take(body)
            self.send_response(204 if right else 401)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the story says what came."""

    return Handler


def _is_signed(headers: dict[str, str], body: bytes, key: bytes) -> bool:
    """Whether one of the signatures is ours (Standard Webhooks, "Verifying webhooks")."""
    given = {name.lower(): value for name, value in headers.items()}
    signed = f"{given.get('webhook-id', '')}.{given.get('webhook-timestamp', '')}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(expected, each) for each in given.get("webhook-signature", "").split())
