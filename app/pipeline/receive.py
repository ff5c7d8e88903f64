"""The way of a document. Read this first.

A. No transaction: who signed it, what is it, is it right?
B. One transaction: its one effect, with everything that follows from it, becomes durable.
C. After the commit: the sender is answered, and the background is woken.
"""

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from app.domain.documents import Document
from app.domain.findings import Finding, finding, from_error
from app.errors import Refused
from app.formats.canonical import canonical_sha256
from app.observability.metrics import MESSAGES, RECEIVING
from app.pipeline.address import address
from app.pipeline.authenticate import authenticate, check_signed
from app.pipeline.interpret import Interpreted, interpret
from app.pipeline.messages import Judged, Outcome, RawMessage
from app.pipeline.policy import Policy, policy_between
from app.pipeline.ports import Ports
from app.pipeline.record import answered_before, record
from app.pipeline.standards import agreed_rules, own_rules
from app.pipeline.validate import check_rules, check_schema, seen, unsaid
from app.signatures.base import Verified

log = structlog.get_logger(__name__)


def receive(message: RawMessage, ports: Ports) -> Outcome:
    """Take one message from an authenticated sender; the outcome is durable when this returns.

    Sending the same again has no second effect and gives the same answer. What is wrong with a document is in the
    outcome's findings; an unexpected fault quarantines the document and loses nothing.
    """
    with RECEIVING.time():
        outcome = answered_before(message, ports) or record(message, judge(message, ports), ports)
    way = message.channel if message.channel in ("api", "web") else "channel"
    MESSAGES.labels(way, outcome.verdict).inc()
    return outcome


def judge(message: RawMessage, ports: Ports) -> Judged:
    """Everything that can be known of a message without writing anything."""
    try:
        verified = authenticate(message, ports)
        return _judge_verified(verified, message.organisation_id, ports)
    except Refused as refusal:
        return Judged(findings=(from_error(refusal),))
    except (OperationalError, NoConnection):
        raise  # the database is away or too busy: that says nothing about the document, and its sender tries again
    except Exception as fault:  # rule 5: whatever goes wrong in our own code, the document is kept
        log.exception("judging failed", sha256=message.sha256, channel=message.channel)
        return Judged(fault=f"{type(fault).__name__}: {fault}")


def _judge_verified(verified: Verified, sender_id: str, ports: Ports) -> Judged:
    interpreted = interpret(verified.body, ports.formats)
    findings = _content_findings(verified, interpreted, ports)
    judged = Judged(
        findings=findings,
        document=interpreted.document,
        syntax=interpreted.format.name,
        media_type=interpreted.format.media_type,
        verified=verified,
    )
    return judged if interpreted.document is None else _addressed(judged, interpreted.document, sender_id, ports)


def _content_findings(verified: Verified, interpreted: Interpreted, ports: Ports) -> tuple[Finding, ...]:
    """The schema's, the reader's and the rules' findings; the reader says nothing where the schema has spoken."""
    what = seen(verified.body, interpreted.format.name)
    schema = check_schema(what)
    reading = unsaid(interpreted.findings, schema)
    judged = own_rules(what, interpreted.document, ports)
    return (*schema, *reading, *judged.findings, *check_rules(interpreted.document, judged.rulesets))


def _addressed(judged: Judged, document: Document, sender_id: str, ports: Ports) -> Judged:
    """Add the receiver, and what the receiver's policy says."""
    with ports.database.reading() as session:
        addressed = address(document, sender_id, session, ports)
        receiver = addressed.receiver
        policy = policy_between(session, receiver.id, sender_id) if receiver else None
    agreement: list[Finding] = []
    if receiver is not None and receiver.id != sender_id:
        agreement = _agreement_findings(judged, document, receiver.name, policy, ports)
    return Judged(
        findings=(*judged.findings, *addressed.findings, *agreement),
        document=document,
        syntax=judged.syntax,
        media_type=judged.media_type,
        verified=judged.verified,
        receiver_id=receiver.id if receiver else None,
        canonical_sha256=canonical_sha256(document),
    )


def _agreement_findings(
    judged: Judged, document: Document, name: str, policy: Policy | None, ports: Ports
) -> list[Finding]:
    if policy is None:
        return [finding("partner.unknown", name=name)]
    if judged.verified is None:
        return []
    findings = check_signed(judged.verified, document.type, policy)
    if not policy.takes(document.type):
        findings.append(finding("partner.type_not_agreed", name=name, type=document.type))
    if policy.rulesets:
        findings += agreed_rules(seen(judged.verified.body, judged.syntax), document, policy, ports)
    return findings
