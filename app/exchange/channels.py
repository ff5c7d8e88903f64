"""A channel's work: sending everything that is due, or fetching everything that lies ready.

One process at a time works on a channel (a lease), which keeps a partner's order; the outbox's own leases and the
ledger make sure that nothing is lost or taken twice even where that fails.
"""

import secrets
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from app.exchange.interchanges import Taken, idocs_taken, taken_of
from app.exchange.leases import Held, leased
from app.pipeline.body import edi_standard
from app.pipeline.channel_settings import settings_of
from app.pipeline.deliver import Attempt, claim_next, deliver
from app.pipeline.messages import Outcome, RawMessage, Verdict
from app.pipeline.outbox import LEASE_SECONDS, postpone, release_waiting
from app.pipeline.ports import Ports
from app.pipeline.receive_idocs import receive_idocs
from app.pipeline.receive_interchange import receive_interchange
from app.storage.models import Channel, PolledItem
from app.transports.base import Inbound, SendOutcome

Receive = Callable[[RawMessage, Ports], Outcome]

TURN_SECONDS = 15.0
"""After so long a busy channel goes to the end of the queue, so that the threads are shared."""

FAILURES_IN_A_ROW = 3
"""So many answers of "try again" to different documents mean the partner, not the documents."""

PAUSE_MINUTES = 5
"""How long a partner who is away is left alone where no delivery's own schedule says it."""

KEPT = frozenset({Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.QUARANTINED})
"""What is durable here, so that its source may be archived; anything else lies apart at its source."""

_SHOWN = 5


@dataclass(slots=True)
class Channels:
    """What a background process does with channels; `owner` names the process, `stopping` asks it to end soon."""

    ports: Ports
    receive: Receive
    owner: str
    stopping: Callable[[], bool]

    def drain(self, channel_id: str, *, scheduled: bool = False) -> Counter[str] | None:
        """Send what is due, in order; how many attempts ended how. None while another process is at it.

        `scheduled`: what waits for the channel's schedule becomes due first.
        """
        with self._leased(channel_id) as held:
            if scheduled:
                self._release(channel_id)
            return None if held is None else self._drain(channel_id, held)

    def poll(self, channel_id: str) -> Counter[str] | None:
        """Take what lies ready; how many got which verdict. None while another process is at it.

        Raises:
            CountersignError: the channel can't be polled, or its source can't be read.
        """
        with self._leased(channel_id) as held:
            return None if held is None else self._poll(channel_id, held)

    def _leased(self, channel_id: str) -> AbstractContextManager[Held | None]:
        # an owner a job: two jobs of one process must not take each other's lease for their own
        owner = f"{self.owner[:50]}/{secrets.token_hex(4)}"
        return leased(self.ports.database, self.ports.clock, f"channel:{channel_id}", owner, LEASE_SECONDS)

    def _drain(self, channel_id: str, held: Held) -> Counter[str]:
        outcomes: Counter[str] = Counter()
        failures, turn_ends = 0, time.monotonic() + TURN_SECONDS
        while not self.stopping() and time.monotonic() < turn_ends and held.renew():
            claims = claim_next(channel_id, held.owner, self.ports)
            if not claims:
                return outcomes
            for attempt in deliver(claims, self.ports):
                outcomes[str(attempt.result.outcome)] += attempt.deliveries
                failures = failures + 1 if attempt.result.outcome is SendOutcome.TRANSIENT else 0
            if partner_is_away(attempt, failures):
                self._postpone(channel_id, attempt)
                return outcomes
        self.ports.wake.channel(channel_id)
        return outcomes

    def _release(self, channel_id: str) -> None:
        with self.ports.database.unit_of_work() as uow:
            release_waiting(uow, channel_id, self.ports.clock())
            uow.commit()

    def _postpone(self, channel_id: str, attempt: Attempt) -> None:
        now = self.ports.clock()
        with self.ports.database.unit_of_work() as uow:
            postpone(uow, channel_id, now, attempt.next_attempt_at or now + timedelta(minutes=PAUSE_MINUTES))
            uow.commit()

    def _poll(self, channel_id: str, held: Held) -> Counter[str]:
        verdicts: Counter[str] = Counter()
        with self.ports.database.reading() as session:
            channel = session.get_one(Channel, channel_id)
            transport, settings = self.ports.transports.get(channel.kind), settings_of(session, channel, self.ports)
        for inbound in transport.poll(settings):
            if self.stopping() or not held.renew():
                break
            verdict = self._take(channel, inbound)
            verdicts[str(verdict)] += 1
            transport.taken(inbound, settings, accepted=verdict in KEPT)
        return verdicts

    def _take(self, channel: Channel, inbound: Inbound) -> Verdict:
        known = self._known(channel.id, inbound.message_id)
        if known in KEPT:  # it was taken, and the process ended before the file was archived
            return Verdict(known)
        taken = self._received(_message(channel, inbound))
        self._enter(channel.id, inbound, taken)
        return taken.verdict

    def _received(self, message: RawMessage) -> Taken:
        """Interchanges and files of IDocs bring many documents; everything else is one."""
        if edi_standard(message.body) and len(message.body) <= self.ports.settings.max_document_bytes:
            return taken_of(receive_interchange(message, self.ports), message.body)
        if idocs := receive_idocs(message, self.ports):
            return idocs_taken(idocs)
        outcome = self.receive(message, self.ports)
        told = tuple(each.message() for each in outcome.findings[:_SHOWN])
        return Taken(outcome.verdict, outcome.document_id, told)

    def _known(self, channel_id: str, message_id: str) -> str:
        with self.ports.database.reading() as session:
            item = session.get(PolledItem, (channel_id, message_id))
            return item.outcome if item else ""

    def _enter(self, channel_id: str, inbound: Inbound, taken: Taken) -> None:
        with self.ports.database.unit_of_work() as uow:
            uow.session.merge(
                PolledItem(
                    channel_id=channel_id,
                    message_id=inbound.message_id,
                    document_id=taken.document_id,
                    outcome=str(taken.verdict),
                    detail="; ".join([inbound.filename, *taken.told]),
                    taken_at=self.ports.clock(),
                )
            )
            uow.commit()


def partner_is_away(attempt: Attempt, failures: int) -> bool:
    """Whether it makes no sense to try the channel's next document now.

    Silence, or being asked to wait, is about the partner. An error in answer to one document may be about the document:
    only several in a row are about the partner.
    """
    result = attempt.result
    if result.outcome is not SendOutcome.TRANSIENT or attempt.own_fault:
        return False
    return result.status is None or result.retry_after is not None or failures >= FAILURES_IN_A_ROW


def _message(channel: Channel, inbound: Inbound) -> RawMessage:
    return RawMessage(
        organisation_id=channel.organisation_id,
        channel=channel.id,
        body=inbound.content,
        media_type=inbound.media_type,
        message_id=inbound.message_id,
        actor=channel.name,
    )
