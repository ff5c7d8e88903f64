"""The API's shapes as marshmallow schemas: they check what comes in, and describe what goes out (OpenAPI 3.1)."""

from datetime import UTC, datetime

from marshmallow import Schema, fields, validate
from webargs.fields import DelimitedList

from app.domain.documents import DocumentType

TYPES = [str(each) for each in DocumentType]
STATES = ["accepted", "rejected", "quarantined"]
KINDS = ["purchase-order", "contract", "invoice"]
DELIVERY_STATES = ["pending", "sending", "delivered", "held", "parked", "failed"]


ERAS = validate.Range(datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
"""Times that survive being converted between time zones."""


class Page(Schema):
    """Which part of a list."""

    after = fields.String(metadata={"description": "the `next` of the page before"})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class FindingShape(Schema):
    """One fault of a document."""

    code = fields.String(required=True)
    severity = fields.String(required=True, validate=validate.OneOf(["error", "warning", "information"]))
    path = fields.String()
    line = fields.Integer(allow_none=True)
    message = fields.String(required=True)
    hint = fields.String()
    params = fields.Dict()
    term = fields.String()
    ruleset = fields.String(metadata={"description": "the set of rules that the code is a rule of"})
    entry = fields.String()


class ValidationQuery(Schema):
    """What to check."""

    layers = DelimitedList(
        fields.String(validate=validate.OneOf(["schema", "rules"])),
        load_default=["schema", "rules"],
        validate=validate.Length(1),
    )
    rulesets = DelimitedList(
        fields.String(validate=validate.Length(1, 64)),
        load_default=["auto"],
        validate=validate.Length(1, 20),
        metadata={"description": "`auto`: the sets that the document asks for; or names, and these alone judge"},
    )


class Validated(Schema):
    """What is wrong with a document; nothing of it was stored."""

    type = fields.String(required=True)
    syntax = fields.String(required=True)
    valid = fields.Boolean(required=True)
    findings = fields.List(fields.Nested(FindingShape), required=True)
    rulesets = fields.List(fields.String(), required=True)


class Problem(Schema):
    """RFC 9457, with the code and all findings."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    code = fields.String(required=True)
    instance = fields.String()
    findings = fields.List(fields.Nested(FindingShape))
    document_id = fields.String(allow_none=True)


class IdentifierShape(Schema):
    """A party's identifier within a scheme."""

    scheme = fields.String(required=True)
    value = fields.String(required=True)


class OrganisationShape(Schema):
    """An organisation of this server."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    identifiers = fields.List(fields.Nested(IdentifierShape))


class DocumentQuery(Page):
    """Which documents."""

    type = fields.String(validate=validate.OneOf(TYPES))
    state = fields.String(validate=validate.OneOf(STATES))
    number = fields.String()
    direction = fields.String(validate=validate.OneOf(["sent", "received"]))


class AdviceShape(Schema):
    """What the partner's system says of a document in an 824 or APERAK."""

    kind = fields.String(required=True)
    answer = fields.String(required=True, metadata={"description": "accepted, accepted_with_errors or rejected"})
    words = fields.List(fields.String())
    received_at = fields.String(required=True)


class DocumentShape(Schema):
    """A document without its content."""

    id = fields.String(required=True)
    type = fields.String(required=True)
    number = fields.String(required=True)
    revision = fields.String()
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    syntax = fields.String()
    media_type = fields.String()
    issued = fields.String(allow_none=True)
    currency = fields.String(allow_none=True)
    total = fields.String(allow_none=True)
    sender = fields.Nested(OrganisationShape, allow_none=True)
    receiver = fields.Nested(OrganisationShape, allow_none=True)
    sha256 = fields.String(required=True)
    size = fields.Integer()
    signature = fields.Dict(allow_none=True)
    summary = fields.Dict()
    negotiation_id = fields.String(allow_none=True)
    receipt = fields.String(allow_none=True, metadata={"description": "compact JWS of the server"})
    findings = fields.List(fields.Nested(FindingShape))
    advice = fields.List(fields.Nested(AdviceShape), metadata={"description": "to its sender, of one document"})
    received_at = fields.String(required=True)


class DocumentPage(Schema):
    """Documents, the newest first."""

    documents = fields.List(fields.Nested(DocumentShape), required=True)
    next = fields.String(allow_none=True)


class NegotiationBrief(Schema):
    """Where a document has brought its negotiation."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    number = fields.String(required=True)
    state = fields.String(required=True)
    ball = fields.String(allow_none=True)
    version = fields.Integer(required=True)


class Accepted(Schema):
    """The answer to a document; the same bytes every time that it is sent again."""

    id = fields.String(required=True)
    type = fields.String(required=True)
    number = fields.String(required=True)
    revision = fields.String()
    state = fields.String(required=True)
    sha256 = fields.String(required=True)
    canonical_sha256 = fields.String()
    received_at = fields.String(required=True)
    sender = fields.String()
    receiver = fields.String(allow_none=True)
    findings = fields.List(fields.Nested(FindingShape))
    negotiation = fields.Nested(NegotiationBrief, allow_none=True)
    receipt = fields.String(allow_none=True)
    url = fields.String()


class FeedQuery(Schema):
    """From where, how many, and how long to wait for the first one (seconds)."""

    after = fields.Integer(load_default=0, validate=validate.Range(0))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    wait = fields.Float(load_default=0.0, validate=validate.Range(0, 30))


class FeedEntryShape(Schema):
    """A document that is offered; `offer` counts how often it was."""

    position = fields.Integer(required=True)
    offer = fields.Integer(required=True)
    acknowledgement = fields.String(allow_none=True)
    document = fields.Nested(DocumentShape, required=True)


class FeedPage(Schema):
    """Entries in order; go on with after=`next`."""

    entries = fields.List(fields.Nested(FeedEntryShape), required=True)
    next = fields.Integer(required=True)


class Acknowledgement(Schema):
    """What became of a document at its receiver."""

    document_id = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(["taken", "failed"]))
    reason = fields.String(load_default="", validate=validate.Length(max=2000))


class Acknowledgements(Schema):
    """Up to 200 at once."""

    acknowledgements = fields.List(
        fields.Nested(Acknowledgement), required=True, validate=validate.Length(min=1, max=200)
    )


class AcknowledgementResult(Schema):
    """One document's result: taken, offered_again, or not_found."""

    document_id = fields.String(required=True)
    result = fields.String(required=True)


class AcknowledgementResults(Schema):
    """In the order asked."""

    results = fields.List(fields.Nested(AcknowledgementResult), required=True)


class NegotiationQuery(Page):
    """Which negotiations."""

    kind = fields.String(validate=validate.OneOf(KINDS))
    state = fields.String()
    number = fields.String()
    ball = fields.String(validate=validate.OneOf(["mine", "theirs"]))


class EventShape(Schema):
    """One step."""

    sequence = fields.Integer()
    event = fields.String()
    actor = fields.String()
    organisation_id = fields.String(allow_none=True)
    person = fields.String(allow_none=True)
    from_ = fields.String(data_key="from", attribute="from")
    to = fields.String()
    reason = fields.String(allow_none=True)
    document_id = fields.String(allow_none=True)
    document_sha256 = fields.String(allow_none=True)
    at = fields.String()


class ActionShape(Schema):
    """What the caller's organisation may do now; `document` is the type that carries it, where one does."""

    event = fields.String(required=True)
    needs_reason = fields.Boolean()
    document = fields.String(allow_none=True)
    code = fields.String(allow_none=True)


class NegotiationShape(Schema):
    """A negotiation's state."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    ball = fields.String(allow_none=True)
    version = fields.Integer(required=True)
    buyer = fields.Nested(OrganisationShape)
    seller = fields.Nested(OrganisationShape)
    agreed_document_id = fields.String(allow_none=True)
    open_document_id = fields.String(allow_none=True)
    facts = fields.Dict()
    created_at = fields.String()
    updated_at = fields.String()


class SignatureShape(Schema):
    """A party's signature of one contract version; voided where a newer version came."""

    document_id = fields.String(required=True)
    organisation_id = fields.String(required=True)
    person = fields.String(allow_none=True)
    signed_at = fields.String()
    voided_at = fields.String(allow_none=True)
    jws = fields.String()


class NegotiationDetail(NegotiationShape):
    """With what may be done, the revisions, the signatures and the timeline; `side` is the caller's."""

    side = fields.String(validate=validate.OneOf(["buyer", "seller"]))
    signatures = fields.List(fields.Nested(SignatureShape))
    allowed_actions = fields.List(fields.Nested(ActionShape))
    revisions = fields.List(fields.Nested(DocumentShape))
    timeline = fields.List(fields.Nested(EventShape))


class NegotiationPage(Schema):
    """Negotiations, the last changed first."""

    negotiations = fields.List(fields.Nested(NegotiationShape), required=True)
    next = fields.String(allow_none=True)


class NewEvent(Schema):
    """An event to fire; `version` is the one that the caller has seen (another one is answered with 409)."""

    event = fields.String(required=True)
    version = fields.Integer(required=True)
    reason = fields.String(load_default="", validate=validate.Length(max=2000))
    signature = fields.String(load_default="", metadata={"description": "compact JWS over a contract version"})
    detail = fields.Dict(load_default=dict)
