"""A channel's settings as its transport takes them; its secrets are opened here, only to be used, and never shown."""

import json
from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.domain.findings import Finding, finding
from app.pipeline.ports import Ports
from app.storage.models import Channel, Organisation
from app.transports.base import Settings


def settings_of(session: Session, channel: Channel, ports: Ports) -> Settings:
    """Settings with opened secrets, newest first; raises SealBroken where they don't open."""
    if channel.sealed_secrets is None:
        return Settings(dict(channel.settings), owner=channel.organisation_id)
    organisation = session.get_one(Organisation, channel.organisation_id)
    opened = ports.payloads.keys.open_secret(organisation.wrapped_key, channel.sealed_secrets, _label(channel.id))
    return Settings(dict(channel.settings), tuple(json.loads(opened)), channel.organisation_id)


def seal_secrets(session: Session, channel: Channel, secrets: Sequence[str], ports: Ports) -> None:
    """Give `channel` (which must have its id) these secrets, newest first, instead of those it has."""
    organisation = session.get_one(Organisation, channel.organisation_id)
    text = json.dumps(list(secrets)).encode()
    channel.sealed_secrets = ports.payloads.keys.seal_secret(organisation.wrapped_key, text, _label(channel.id))


def check_channel(kind: str, settings: Settings, ports: Ports) -> list[Finding]:
    """Everything that is wrong with a channel's kind and settings, by its transport's own judgement."""
    if kind not in ports.transports:
        return [finding("channel.kind_unknown", kind=kind, known=", ".join(ports.transports))]
    return [finding("channel.setting_invalid", fault=fault) for fault in ports.transports.get(kind).check(settings)]


def _label(channel_id: str) -> str:
    return f"channel:{channel_id}"
