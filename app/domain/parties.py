"""Parties to a document, as the document names them (who they are on this server is app.access's matter)."""

from dataclasses import dataclass

from app.domain.identifiers import Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; `country` is ISO 3166-1 alpha-2, `lines` are further free lines."""

    street: str = ""
    building_number: str = ""
    additional_street: str = ""
    post_box: str = ""
    city: str = ""
    postal_code: str = ""
    region: str = ""
    country: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask."""

    id: str = ""
    name: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRegistration:
    """A tax number within a tax scheme (`VAT`)."""

    number: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party: `endpoint` is its electronic address, `ids` its identifiers (GLN, DUNS, …)."""

    name: str = ""
    endpoint: Identifier | None = None
    ids: tuple[Identifier, ...] = ()
    address: Address | None = None
    tax_registrations: tuple[TaxRegistration, ...] = ()
    legal_name: str = ""
    legal_id: Identifier | None = None
    contact: Contact | None = None

    def identifiers(self) -> tuple[Identifier, ...]:
        """Everything by which a partner's record can recognise this party, the electronic address first."""
        taxes = tuple(Identifier(each.number, each.scheme or "VAT") for each in self.tax_registrations if each.number)
        first = (self.endpoint,) if self.endpoint else ()
        legal = (self.legal_id,) if self.legal_id else ()
        return first + self.ids + legal + taxes
