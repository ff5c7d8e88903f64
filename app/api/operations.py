"""What the description says of every operation alike: its name, who may call it, and how anything can be refused."""

from collections.abc import Callable
from typing import Any

from apispec import BasePlugin
from flask import Flask
from werkzeug.routing import Rule

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
ANYWHERE = {
    "401": "no valid API key",
    "403": "the key lacks the scope",
    "429": "too many requests; Retry-After says when to go on",
}
RETRY_AFTER = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}, "description": "seconds"}}
WITH_BODY = {"400": "the body can't be read", "413": "too large", "415": "not of the media type that is taken here"}


class Operations(BasePlugin):
    """An apispec plugin that completes each operation from its endpoint."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def operation_helper(self, operations: dict[str, Any] | None = None, **given: Any) -> None:  # type: ignore[override]  # apispec passes names only
        """apispec's hook: called once a path."""
        rule: Rule = given["rule"]
        view: Callable[..., Any] = self._app.view_functions[rule.endpoint]
        scope = getattr(view, "_scope", None)
        for method, operation in (operations or {}).items():
            if isinstance(operation, dict):
                _complete(operation, rule.endpoint, method, scope)


def _complete(operation: dict[str, Any], endpoint: str, method: str, scope: str | None) -> None:
    operation["operationId"] = endpoint.replace(".", "_")
    operation.setdefault("description", operation.get("summary", ""))
    answers = operation["responses"] = _own(operation["responses"])
    if scope is None:
        operation["security"] = []
    else:
        operation["security"] = [{"key": []}]
        operation["description"] += f"\n\nScope: `{scope}`."
        _add(answers, ANYWHERE)
        answers["429"]["headers"] = RETRY_AFTER
    _add(answers, {"400": "the request can't be read"} if method == "get" else WITH_BODY)
    for status, answer in answers.items():
        if status.isdigit() and int(status) >= 400:
            answer["content"] = PROBLEM


def _own(answers: dict[str, Any]) -> dict[str, Any]:
    """Without flask-smorest's named answers, which describe errors that are none of ours."""
    named = {"UNPROCESSABLE_CONTENT": "what was sent is not as described", "UNPROCESSABLE_ENTITY": ""}
    own = {str(status): answer for status, answer in answers.items() if not isinstance(answer, str)}
    if any(answer in named for answer in answers.values() if isinstance(answer, str)):
        own.setdefault("422", {"description": named["UNPROCESSABLE_CONTENT"]})
    return own


def _add(answers: dict[str, Any], more: dict[str, str]) -> None:
    for status, description in more.items():
        answers.setdefault(status, {"description": description})
