"""Step 1: who signed it? Gives back the only body that later steps may look at."""

from app.domain.documents import DocumentType
from app.domain.findings import Finding, finding
from app.errors import Refused
from app.pipeline.body import agreed_body, check_size, parsed
from app.pipeline.messages import RawMessage
from app.pipeline.policy import Policy
from app.pipeline.ports import Ports
from app.safe import Limits, XmlBody
from app.signatures.base import SignatureKind, Trust, Verified
from app.signatures.jws import looks_like_jws, verify_jws
from app.signatures.xmldsig import carries_signature, verify_xml


def authenticate(message: RawMessage, ports: Ports) -> Verified:
    """Parse `message` under limits and verify its signature, if it has one.

    Raises:
        Refused: hostile or unreadable input, or a signature that does not hold. Nothing of it may be used.
    """
    limits = Limits(size=ports.settings.max_document_bytes)
    check_size(message.body, limits)
    with ports.database.reading() as session:
        trust = ports.trust_for(session, message.organisation_id, ports.clock())
    return _verify(message, trust, limits)


def _verify(message: RawMessage, trust: Trust, limits: Limits) -> Verified:
    if looks_like_jws(message.body):
        return _alone(verify_jws(message.body, trust, limits))
    body = agreed_body(parsed(message.body, limits), message.read_by)
    return _verify_xml(body, trust) if isinstance(body, XmlBody) else Verified(body, SignatureKind.NONE)


def _alone(verified: Verified) -> Verified:
    """Refuse a JWS around an XML signature: it would go on to the receiver without anybody having verified it."""
    if isinstance(verified.body, XmlBody) and carries_signature(verified.body.root):
        raise Refused("signature.nested")
    return verified


def _verify_xml(body: XmlBody, trust: Trust) -> Verified:
    if carries_signature(body.root):
        return verify_xml(body, trust)
    return Verified(body, SignatureKind.NONE)


def check_signed(verified: Verified, kind: DocumentType, policy: Policy) -> list[Finding]:
    """A finding where the receiver's policy asks for a signature and there is none."""
    if verified.kind is SignatureKind.NONE and policy.must_be_signed(kind):
        return [finding("signature.required", type=kind)]
    return []
