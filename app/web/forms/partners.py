"""A partnership's policy, as its form gives it."""

from collections.abc import Container
from typing import Any

from werkzeug.datastructures import MultiDict

from app.domain.documents import DocumentType


def policy_from(form: MultiDict[str, str], before: dict[str, Any], syntaxes: Container[str]) -> dict[str, Any]:
    """The policy `before`, with what the form has fields for replaced; the rest (tolerances …) stays."""
    chosen = form.getlist("signed")
    policy = {**before, "signed": [str(each) for each in DocumentType if each in chosen]}
    wanted = form.get("syntax", "")
    policy.pop("syntax", None)
    return {**policy, "syntax": wanted} if wanted in syntaxes else policy
