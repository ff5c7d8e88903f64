"""Two companies that trade over a server: registered keys, partnerships, and documents submitted as they would be."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.access.keys import NewKey, register_key
from app.access.organisations import NewOrganisation, NewPartnership, create_organisation, link
from app.domain.clock import Clock, utc_now
from app.domain.documents import Document
from app.domain.parties import Party
from app.pipeline.held_keys import make_held_key
from app.pipeline.messages import Outcome, RawMessage
from app.pipeline.ports import Ports
from app.pipeline.receive import receive
from app.signatures.jws import sign_jws
from app.signatures.sign_xml import sign_xml
from app.storage.database import Database
from app.storage.models import DocumentRecord, Negotiation
from app.storage.unit_of_work import UnitOfWork
from tests.building import BUYER, SELLER
from tests.exchange_world import ports_for
from tests.keys import Identity, certify, ec_key


def identity(name: str) -> Identity:
    """A company's signing certificate, on P-256 (making one costs nothing)."""
    return certify(name, ec_key(name))


@dataclass
class Company:
    """One side: its organisation's id, and the key that it signs with."""

    id: str
    party: Party
    signer: Identity

    def signed_xml(self, document: Document, ports: Ports, syntax: str = "ubl") -> bytes:
        rendered = ports.formats.get(syntax).render(document)
        return sign_xml(rendered, self.signer.private_key, self.signer.certificate, now=ports.clock())

    def signed_json(self, document: Document, ports: Ports) -> bytes:
        return sign_jws(ports.formats.get("json").render(document), self.signer.private_key, kid=self.party.name)


@dataclass
class Trade:
    """A server's ports with a buyer and a seller that know each other."""

    ports: Ports
    buyer: Company
    seller: Company

    @classmethod
    def opened(cls, database: Database, folder: Path, clock: Clock = utc_now) -> "Trade":
        return cls.between(ports_for(database, folder, clock))

    @classmethod
    def between(cls, ports: Ports) -> "Trade":
        """Both companies, made on whatever server `ports` belong to."""
        with ports.database.unit_of_work() as uow:
            buyer, seller = (_company(uow, ports, party) for party in (BUYER, SELLER))
            for own, other in ((buyer, seller), (seller, buyer)):
                link(uow.session, NewPartnership(own.id, other.id), ports.clock())
            uow.commit()
        return cls(ports, buyer, seller)

    def sender_of(self, document: Document) -> Company:
        return self.buyer if document.sent_by_buyer else self.seller

    def xml(self, document: Document, syntax: str = "ubl") -> bytes:
        return self.sender_of(document).signed_xml(document, self.ports, syntax)

    def json(self, document: Document) -> bytes:
        return self.sender_of(document).signed_json(document, self.ports)

    def send(self, document: Document, **more: Any) -> Outcome:
        """Submit a document as its sender's system would: signed, as XML (a contract as Contract XML)."""
        syntax = "contract-xml" if document.type == "contract" else "ubl"
        return self.submit(self.sender_of(document), self.xml(document, syntax), **more)

    def submit(self, company: Company, body: bytes, **more: Any) -> Outcome:
        return receive(RawMessage(company.id, "api", body, **more), self.ports)

    def negotiation_of(self, outcome: Outcome) -> Negotiation:
        with self.ports.database.reading() as session:
            row = session.get_one(DocumentRecord, outcome.document_id)
            return session.get_one(Negotiation, row.negotiation_id)

    def record(self, outcome: Outcome) -> DocumentRecord:
        with self.ports.database.reading() as session:
            return session.get_one(DocumentRecord, outcome.document_id)

    def count(self, model: type) -> int:
        with self.ports.database.reading() as session:
            return session.query(model).count()

    def with_ports(self, **changes: Any) -> "Trade":
        return replace(self, ports=replace(self.ports, **changes))

    def policy(self, own: Company, other: Company, **policy: Any) -> None:
        """Let `own` trade with `other` by another policy."""
        with self.ports.database.unit_of_work() as uow:
            link(uow.session, NewPartnership(own.id, other.id, policy), self.ports.clock())
            uow.commit()


def _company(uow: UnitOfWork, ports: Ports, party: Party) -> Company:
    wrapped = ports.payloads.keys.new_organisation_key()
    identifiers = tuple(dict.fromkeys(party.identifiers()))
    organisation = create_organisation(uow.session, NewOrganisation(party.name, identifiers, wrapped), ports.clock())
    make_held_key(uow.session, organisation, ports)
    signer = identity(party.name)
    register_key(
        uow.session,
        NewKey(organisation_id=organisation.id, material=signer.certificate_der, kid=party.name),
        ports.clock(),
    )
    return Company(organisation.id, party, signer)
