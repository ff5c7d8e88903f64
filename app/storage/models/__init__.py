"""All models; importing this makes the metadata complete."""

from app.storage.models.access import ApiClient, AuditEntry, Person, RegisteredKey, RevocationList, Session
from app.storage.models.documents import BusinessKey, DocumentRecord, Message, Payload
from app.storage.models.edi import EdiAdvice, EdiAgreement, EdiControlNumber, EdiInterchange, EdiMessage, EdiTask
from app.storage.models.exchange import (
    Channel,
    Delivery,
    DeliveryAttempt,
    FeedCounter,
    FeedEntry,
    Lease,
    PolledItem,
    Schedule,
    ScheduleRun,
)
from app.storage.models.negotiations import ContractSignature, Negotiation, NegotiationEvent
from app.storage.models.organisations import Organisation, OrganisationIdentifier, Partnership

__all__ = [
    "ApiClient",
    "AuditEntry",
    "BusinessKey",
    "Channel",
    "ContractSignature",
    "Delivery",
    "DeliveryAttempt",
    "DocumentRecord",
    "EdiAdvice",
    "EdiAgreement",
    "EdiControlNumber",
    "EdiInterchange",
    "EdiMessage",
    "EdiTask",
    "FeedCounter",
    "FeedEntry",
    "Lease",
    "Message",
    "Negotiation",
    "NegotiationEvent",
    "Organisation",
    "OrganisationIdentifier",
    "Partnership",
    "Payload",
    "Person",
    "PolledItem",
    "RegisteredKey",
    "RevocationList",
    "Schedule",
    "ScheduleRun",
    "Session",
]
