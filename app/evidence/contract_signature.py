"""A party's signature of a contract: exactly one version, by the digest of its original bytes.

The party signs a small statement, not the document, so that both parties' signatures stand side by side on the same
bytes. Must not decide who has to sign or when a contract is executed: the negotiation does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import rfc8785

from app.domain.clock import from_iso, iso
from app.errors import Refused
from app.errors import contract_signature as codes
from app.safe import Limits
from app.safe.json import parse_json
from app.signatures.base import Trust
from app.signatures.jws import open_jws, sign_jws
from app.signatures.jws_algorithms import PrivateKey

MEDIA_TYPE = "countersign-contract-signature+jwt"
TOLERATED_SKEW = timedelta(minutes=10)
_LIMITS = Limits(size=16 * 1024, depth=2, elements=20)
_TEXTS = ("contract", "sha256", "organisation", "person")
_MEMBERS = frozenset({*_TEXTS, "version", "at"})
_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractStatement:
    """What is signed.

    Attributes:
        contract, version: the contract's number, and which version of it.
        sha256: of that version's original bytes, hexadecimal in lower case.
        organisation: its id on this server; `person`: name or e-mail address of who signs for it.
        at: when, by the signer's clock.
    """

    contract: str
    version: int
    sha256: str
    organisation: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VerifiedContractSignature:
    """A signature that holds and fits; `key_id` is the id of the registered key."""

    statement: ContractStatement
    key_id: str
    algorithm: str
    certificate_sha256: str


def sign_contract(statement: ContractStatement, private_key: PrivateKey, kid: str) -> str:
    """`statement` as a compact JWS."""
    return sign_jws(rfc8785.dumps(_as_json(statement)), private_key, kid=kid, typ=MEDIA_TYPE).decode("ascii")


def verify_contract_signature(jws: str, trust: Trust, expected: ContractStatement) -> VerifiedContractSignature:
    """The signature in `jws`, if a key of `trust` made it and it says what is `expected`.

    `expected.at` is the server's present time: the signer's may differ by `TOLERATED_SKEW`. An `expected.person` of ""
    leaves the name to the signer.

    Raises:
        Refused: `contract_signature.*`, `jws.*`, `signature.*` or `certificate.*`.
    """
    raw = jws.strip().encode("utf-8", "replace")
    opened = open_jws(raw, trust, frozenset({MEDIA_TYPE}), _LIMITS)
    statement = _from_json(parse_json(opened.payload, _LIMITS).value)
    _compare(statement, expected)
    return VerifiedContractSignature(statement, opened.key.record.id, opened.algorithm, opened.key.certificate_sha256)


def _compare(statement: ContractStatement, expected: ContractStatement) -> None:
    _require_same(codes.WRONG_CONTRACT, statement.contract, expected.contract)
    _require_same(codes.WRONG_VERSION, statement.version, expected.version)
    _require_same(codes.WRONG_DIGEST, statement.sha256, expected.sha256)
    _require_same(codes.WRONG_ORGANISATION, statement.organisation, expected.organisation)
    if expected.person:
        _require_same(codes.WRONG_PERSON, statement.person, expected.person)
    if abs(statement.at - expected.at) > TOLERATED_SKEW:
        minutes = TOLERATED_SKEW // timedelta(minutes=1)
        raise Refused(codes.TIME, at=iso(statement.at), now=iso(expected.at), minutes=minutes)


def _require_same(code: str, actual: str | int, expected: str | int) -> None:
    if actual != expected:
        raise Refused(code, actual=str(actual)[:_SHOWN], expected=expected)


def _as_json(statement: ContractStatement) -> dict[str, Any]:
    texts = {name: getattr(statement, name) for name in _TEXTS}
    return {**texts, "version": statement.version, "at": iso(statement.at)}


def _from_json(shown: Any) -> ContractStatement:
    if not isinstance(shown, dict) or set(shown) != _MEMBERS:
        raise Refused(codes.CONTENT, what="its members are not those of a statement")
    texts = {name: _text(shown, name) for name in _TEXTS}
    if type(shown["version"]) is not int or shown["version"] < 1:
        raise Refused(codes.CONTENT, what="version is no number from 1")
    return ContractStatement(**texts, version=shown["version"], at=_time(shown))


def _text(shown: Mapping[str, Any], name: str) -> str:
    value = shown[name]
    if not isinstance(value, str) or not value:
        raise Refused(codes.CONTENT, what=f"{name} is empty or no text")
    return value


def _time(shown: Mapping[str, Any]) -> datetime:
    try:
        return from_iso(_text(shown, "at"))
    except (ValueError, OverflowError):
        raise Refused(codes.CONTENT, what="at is no time with an offset") from None
