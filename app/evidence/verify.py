"""Verifying a receipt years later, without the server and without a network, in words that a judge can follow.

Needs the receipt, the file if there is one, and the server's public keys from somebody who is trusted to have them.
Imports the domain and the signatures and nothing else of this server.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from app.domain.clock import iso
from app.errors import Refused, hint, message
from app.errors import evidence as codes
from app.evidence.receipt import Receipt, open_receipt


class Outcome(StrEnum):
    """How one check ended."""

    PROVEN = "proven"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


_MARKS = {
    "en": {Outcome.PROVEN: "ok     ", Outcome.FAILED: "FAILED ", Outcome.NOT_CHECKED: "-      "},
    "zh": {Outcome.PROVEN: "通过 ", Outcome.FAILED: "失败 ", Outcome.NOT_CHECKED: "未查 "},
}
_CONCLUSIONS = {
    "en": {True: "The receipt is proven.", False: "NOT PROVEN."},
    "zh": {True: "回执已得到证明。", False: "未得到证明。"},
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `code` and `params` say it in either language."""

    outcome: Outcome
    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """What was found, as a sentence in `language`."""
        return message(self.code, language, self.params)

    def hint(self, language: str = "en") -> str:
        """What to do about it; often nothing."""
        return hint(self.code, language, self.params)


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks; `receipt` is what was proven, None where the signature doesn't hold."""

    checks: tuple[Check, ...]
    receipt: Receipt | None = None

    @property
    def proven(self) -> bool:
        """Whether nothing failed."""
        return all(each.outcome is not Outcome.FAILED for each in self.checks)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """The verdict for other programs."""
        checks = [
            {"outcome": str(each.outcome), "code": each.code, "message": each.text(language)} for each in self.checks
        ]
        return {"proven": self.proven, "checks": checks}


def verify_receipt(receipt: str, document: bytes | None, jwks: Mapping[str, Any]) -> Verdict:
    """Check `receipt` with the keys in `jwks`, and that `document` (if given) is the file that it is for.

    Never raises for what is in the receipt, the document or the key set: that is what the verdict is about.
    """
    try:
        proven, kid, algorithm = open_receipt(receipt, jwks)
    except Refused as refused:
        why = Check(Outcome.FAILED, refused.code, refused.params)
        return Verdict((Check(Outcome.FAILED, codes.RECEIPT_NOT_PROVEN), why))
    signed = Check(Outcome.PROVEN, codes.RECEIPT_SIGNED, {"server": proven.server, "kid": kid, "algorithm": algorithm})
    at = Check(Outcome.PROVEN, codes.RECEIVED_AT, {"at": iso(proven.received_at)})
    return Verdict((signed, _document(proven, document), at, _sender(proven), _state(proven)), proven)


def format_verdict(verdict: Verdict, language: str = "en") -> str:
    """The verdict for a terminal: a line a check, and the conclusion last."""
    spoken = "zh" if language == "zh" else "en"
    lines = []
    for check in verdict.checks:
        lines.append(_MARKS[spoken][check.outcome] + _printable(check.text(spoken)))
        if check.outcome is not Outcome.PROVEN and check.hint(spoken):
            lines.append(" " * 7 + check.hint(spoken))
    return "\n".join([*lines, _CONCLUSIONS[spoken][verdict.proven]]) + "\n"


def _document(receipt: Receipt, document: bytes | None) -> Check:
    what = {"type": receipt.type, "number": receipt.number, "sha256": receipt.sha256}
    if document is None:
        return Check(Outcome.NOT_CHECKED, codes.DOCUMENT_NOT_GIVEN, what)
    actual = sha256(document).hexdigest()
    if actual != receipt.sha256:
        return Check(Outcome.FAILED, codes.DOCUMENT_DIFFERS, {"expected": receipt.sha256, "actual": actual})
    return Check(Outcome.PROVEN, codes.DOCUMENT_SAME, what)


def _sender(receipt: Receipt) -> Check:
    who = {"name": receipt.sender_name, "id": receipt.sender_id}
    if not receipt.algorithm:
        return Check(Outcome.PROVEN, codes.SENDER_UNSIGNED, who)
    certificate = receipt.certificate_sha256 or "-"
    signed = {"key": receipt.key_id, "algorithm": receipt.algorithm, "certificate": certificate}
    return Check(Outcome.PROVEN, codes.SENDER_SIGNED, {**who, **signed})


def _state(receipt: Receipt) -> Check:
    taken = {"receiver": receipt.receiver_name, "receiver_id": receipt.receiver_id, "state": receipt.state}
    if not receipt.negotiation_id:
        return Check(Outcome.PROVEN, codes.STATE_REACHED, taken)
    negotiated = {"negotiation": receipt.negotiation_id, "negotiation_state": receipt.negotiation_state}
    return Check(Outcome.PROVEN, codes.NEGOTIATION_REACHED, {**taken, **negotiated})


def _printable(text: str) -> str:
    # names come from strangers: an escape sequence must not repaint the terminal that shows the verdict
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
