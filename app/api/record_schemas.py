"""The shapes of an organisation's own records: partners, keys, channels, schedules, deliveries."""

from marshmallow import Schema, fields, validate

from app.api.schemas import DELIVERY_STATES, ERAS, TYPES, IdentifierShape, OrganisationShape, Page


class NewPartner(Schema):
    """A partner, named by one of its identifiers, and how to trade with it."""

    identifier = fields.Nested(IdentifierShape, required=True)
    policy = fields.Dict(load_default=dict)


class PartnerChange(Schema):
    """What to change."""

    policy = fields.Dict()
    active = fields.Boolean()


class PartnershipShape(Schema):
    """How the own organisation trades with a partner."""

    id = fields.String(required=True)
    partner = fields.Nested(OrganisationShape)
    policy = fields.Dict()
    active = fields.Boolean()


class NewKeyShape(Schema):
    """A certificate or public key: PEM text or a JWK; times with an offset."""

    material = fields.Raw(required=True, metadata={"description": "PEM text, or a JWK as an object"})
    kid = fields.String(load_default="", validate=validate.Length(max=128))
    role = fields.String(load_default="signing", validate=validate.OneOf(["signing", "ca"]))
    active_from = fields.AwareDateTime(load_default=None, allow_none=True, validate=ERAS)
    active_to = fields.AwareDateTime(load_default=None, allow_none=True, validate=ERAS)


class Revocation(Schema):
    """Why a key is taken out of use."""

    reason = fields.String(load_default="", validate=validate.Length(max=2000))


class KeyShape(Schema):
    """A registered key."""

    id = fields.String(required=True)
    kid = fields.String(required=True)
    role = fields.String(required=True)
    fingerprint = fields.String(required=True)
    is_certificate = fields.Boolean()
    held_by_server = fields.Boolean()
    active_from = fields.String(allow_none=True)
    active_to = fields.String(allow_none=True)
    revoked_at = fields.String(allow_none=True)
    revocation_reason = fields.String(allow_none=True)


class NewRevocationList(Schema):
    """A certificate revocation list as PEM text."""

    material = fields.String(required=True)


class RevocationListShape(Schema):
    """The newest list of an issuer."""

    id = fields.String(required=True)
    issuer = fields.String(required=True)
    issued_at = fields.String(required=True)
    revoked_count = fields.Integer(required=True)


class ChannelChange(Schema):
    """What to change of a channel; secrets are kept sealed and never shown."""

    name = fields.String(validate=validate.Length(min=1, max=200))
    settings = fields.Dict()
    secrets = fields.List(fields.String(), metadata={"description": "newest first; two while they roll over"})
    syntax = fields.String()
    retry_minutes = fields.List(fields.Integer(strict=True))
    document_types = fields.List(fields.String(validate=validate.OneOf(TYPES)))
    immediate = fields.Boolean()
    active = fields.Boolean()


class NewChannel(ChannelChange):
    """A way between this server and the organisation's system."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    kind = fields.String(required=True)
    direction = fields.String(load_default="out", validate=validate.OneOf(["in", "out"]))


class ChannelShape(Schema):
    """A channel."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    direction = fields.String(required=True)
    syntax = fields.String(allow_none=True)
    settings = fields.Dict()
    has_secrets = fields.Boolean()
    retry_minutes = fields.List(fields.Integer())
    document_types = fields.List(fields.String())
    immediate = fields.Boolean()
    active = fields.Boolean()


class ScheduleChange(Schema):
    """When: a cron expression of five fields in a time zone, or an interval in seconds; exactly one of the two."""

    name = fields.String(validate=validate.Length(min=1, max=200))
    cron = fields.String(validate=validate.Length(max=120))
    interval_seconds = fields.Integer(allow_none=True)
    time_zone = fields.String()
    active = fields.Boolean()


class NewSchedule(ScheduleChange):
    """A schedule for a channel."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    channel_id = fields.String(required=True)
    cron = fields.String(load_default="", validate=validate.Length(max=120))
    interval_seconds = fields.Integer(load_default=None, allow_none=True)
    time_zone = fields.String(load_default="UTC")


class ScheduleShape(Schema):
    """A schedule."""

    id = fields.String(required=True)
    channel_id = fields.String(required=True)
    name = fields.String(required=True)
    cron = fields.String(allow_none=True)
    interval_seconds = fields.Integer(allow_none=True)
    time_zone = fields.String(required=True)
    active = fields.Boolean()


class RunShape(Schema):
    """One run of a schedule."""

    id = fields.String(required=True)
    slot = fields.String()
    started_at = fields.String(allow_none=True)
    finished_at = fields.String(allow_none=True)
    outcome = fields.String(allow_none=True)
    detail = fields.Dict()


class AttemptShape(Schema):
    """One try of a delivery."""

    number = fields.Integer()
    started_at = fields.String(allow_none=True)
    finished_at = fields.String(allow_none=True)
    outcome = fields.String(allow_none=True)
    status = fields.Integer(allow_none=True)
    detail = fields.String(allow_none=True)


class DeliveryQuery(Page):
    """Which deliveries."""

    state = fields.String(validate=validate.OneOf(DELIVERY_STATES))
    channel_id = fields.String()
    document_id = fields.String()


class DeliveryShape(Schema):
    """A document on its way over a channel, or the acknowledgement of a received interchange."""

    id = fields.String(required=True)
    channel_id = fields.String()
    document_id = fields.String(allow_none=True)
    acknowledges_id = fields.String(allow_none=True)
    generation = fields.Integer()
    state = fields.String(required=True, validate=validate.OneOf(DELIVERY_STATES))
    attempt_count = fields.Integer()
    next_attempt_at = fields.String(allow_none=True)
    last_detail = fields.String(allow_none=True)
    created_at = fields.String()
    delivered_at = fields.String(allow_none=True)
    attempts = fields.List(fields.Nested(AttemptShape))


class DeliveryPage(Schema):
    """Deliveries, the newest first."""

    deliveries = fields.List(fields.Nested(DeliveryShape), required=True)
    next = fields.String(allow_none=True)
