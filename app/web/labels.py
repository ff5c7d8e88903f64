"""What the server's own codes are called on the pages. `N_` marks a word for the catalogue."""

from collections.abc import Mapping

from flask_babel import gettext

from app.web.code_names import code_name
from app.web.language import language


def N_(text: str) -> str:  # noqa: N802  (gettext's own name for it)
    """Mark `text` for the catalogue of translations."""
    return text


TYPE = {
    "order": N_("Order"),
    "order_response": N_("Order response"),
    "order_change": N_("Order change"),
    "order_cancellation": N_("Order cancellation"),
    "contract": N_("Contract"),
    "despatch_advice": N_("Despatch advice"),
    "receipt_advice": N_("Receipt advice"),
    "invoice": N_("Invoice"),
    "credit_note": N_("Credit note"),
    "application_response": N_("Application response"),
    "remittance_advice": N_("Remittance advice"),
    "catalogue": N_("Catalogue"),
    "request_for_quotation": N_("Request for quotation"),
    "quotation": N_("Quotation"),
}
KIND = {"purchase-order": N_("Purchase order"), "contract": N_("Contract"), "invoice": N_("Invoice")}
DOCUMENT_STATE = {
    "accepted": N_("accepted"),
    "rejected": N_("rejected"),
    "quarantined": N_("quarantined"),
    "received": N_("received"),
}
DELIVERY_STATE = {
    "pending": N_("waiting"),
    "sending": N_("being sent"),
    "delivered": N_("delivered"),
    "held": N_("held by staff"),
    "parked": N_("parked"),
    "failed": N_("failed"),
}
OUTCOME = {
    "sent": N_("sent"),
    "transient": N_("failed, will be tried again"),
    "permanent": N_("failed for good"),
    "lost": N_("interrupted"),
    "requested": N_("asked for"),
    "running": N_("under way"),
    "done": N_("done"),
    "accepted": N_("accepted"),
    "rejected": N_("rejected"),
    "failed": N_("failed"),
}
EDI_VERDICT = {
    "accepted": N_("accepted"),
    "accepted_with_errors": N_("accepted with errors"),
    "partially_accepted": N_("accepted in part"),
    "rejected": N_("rejected"),
    "duplicate": N_("already there"),
    "quarantined": N_("quarantined"),
    "conflict": N_("conflicting"),
    "too_large": N_("too large"),
}
SIDE = {"buyer": N_("Buyer"), "seller": N_("Seller")}
SEVERITY = {"error": N_("error"), "warning": N_("warning"), "information": N_("information")}
EDI_DIRECTION = {"inbound": N_("received"), "outbound": N_("sent")}
EDI_TERM = {
    "": N_("none"),
    "none": N_("nothing"),
    "contrl": "CONTRL",
    "always": N_("always"),
    "errors": N_("only where there are errors"),
    "never": N_("never"),
    "reject": N_("is rejected"),
    "accept": N_("goes through where that can be"),
    "forever": N_("for ever"),
    "day": N_("within a day"),
    ".": N_("full stop"),
    ",": N_("comma"),
    "lf": "LF",
    "crlf": "CR LF",
}
EDI_MESSAGE_STATE = {
    "prepared": N_("waiting"),
    "sent": N_("sent"),
    "overdue": N_("no answer in time"),
    "accepted": N_("accepted"),
    "accepted_with_errors": N_("accepted with errors"),
    "rejected": N_("rejected"),
}
RULESET = {
    "en16931": "EN 16931",
    "en16931-ubl": "EN 16931",
    "en16931-cii": "EN 16931",
    "peppol-billing": "Peppol BIS Billing 3",
}
"""Proper names, the same in every language; an installed set is called what it was installed as."""
ROLE = {
    "viewer": N_("Viewer"),
    "buyer": N_("Purchasing"),
    "approver": N_("Approver"),
    "accounts_payable": N_("Accounts payable"),
    "administrator": N_("Administrator"),
}
PERMISSION = {
    "view": N_("See everything of the organisation"),
    "negotiate": N_("Make moves in orders and contracts"),
    "approve": N_("Approve orders and contracts"),
    "sign_contracts": N_("Sign contracts"),
    "approve_invoices": N_("Check and approve invoices"),
    "manage": N_("Manage partners, keys, channels and schedules"),
    "retry_deliveries": N_("Try deliveries again, hold, send once more"),
    "replay_quarantine": N_("Process quarantined documents again"),
    "manage_people": N_("Manage people and API clients, read the audit trail"),
}
KEY_ROLE = {"signing": N_("signs documents"), "ca": N_("certificate authority")}
SYNTAX = {
    "ubl": "UBL 2.1 XML",
    "ubl-json": "UBL-JSON",
    "ubl-json-model": "UBL-JSON (model)",
    "cii": "Cross Industry Invoice",
    "cxml": "cXML 1.2",
    "idoc": "SAP IDoc",
    "json": "Countersign JSON",
    "contract-xml": "Contract XML",
    "contract": "Contract XML",
}
CHANNEL_KIND = {"webhook": N_("Webhook"), "directory": N_("Directory")}
DIRECTION = {"out": N_("outgoing"), "in": N_("incoming")}
CAME_BY = {"api": N_("API"), "web": N_("these pages"), "directory": N_("a directory"), "server": N_("this server")}
SIGNATURE_KIND = {"xmldsig": "XML-DSig", "xades": "XAdES", "jws": "JWS"}
ACKNOWLEDGEMENT = {
    "taken": N_("taken over by the receiver"),
    "failed": N_("the receiver could not take it"),
    "": N_("offered, not yet taken"),
}
STATE = {
    "DRAFT": N_("Draft"),
    "PENDING_APPROVAL": N_("Waiting for approval"),
    "ISSUED": N_("Issued"),
    "ACKNOWLEDGED": N_("Acknowledged"),
    "OPEN": N_("Open: agreed"),
    "COUNTERED": N_("Countered by the seller"),
    "CHANGE_BY_BUYER": N_("Change proposed by the buyer"),
    "CHANGE_BY_SELLER": N_("Change proposed by the seller"),
    "CANCEL_BY_BUYER": N_("Cancellation asked by the buyer"),
    "CANCEL_BY_SELLER": N_("Cancellation asked by the seller"),
    "VOID": N_("Void"),
    "CANCELLED": N_("Cancelled"),
    "REJECTED": N_("Rejected"),
    "EXPIRED": N_("Expired"),
    "CLOSED": N_("Closed"),
    "INTERNAL_REVIEW": N_("In internal review"),
    "PROPOSED": N_("Proposed"),
    "COUNTER_REVIEW": N_("Counter in review"),
    "AGREED": N_("Agreed, not yet signed"),
    "SIGNING": N_("Waiting for signatures"),
    "SIGNED_ONE": N_("Signed by one party"),
    "EXECUTED": N_("Signed by both"),
    "ACTIVE": N_("In force"),
    "SUSPENDED": N_("Suspended"),
    "NOTICE": N_("Under notice"),
    "DECLINED": N_("Declined"),
    "WITHDRAWN": N_("Withdrawn"),
    "LAPSED": N_("Lapsed"),
    "TERMINATED": N_("Terminated"),
    "RECEIVED": N_("Received"),
    "VALIDATED": N_("Validated"),
    "MATCHED": N_("Matched, waiting for approval"),
    "EXCEPTION": N_("Does not match"),
    "CODING": N_("Without order: to be coded"),
    "QUERIED": N_("Queried with the seller"),
    "DISPUTED": N_("Disputed"),
    "ESCALATED": N_("Escalated"),
    "COND_ACCEPTED": N_("Accepted with conditions"),
    "APPROVED": N_("Approved for payment"),
    "SCHEDULED": N_("Payment scheduled"),
    "PART_PAID": N_("Paid in part"),
    "PAID": N_("Paid"),
    "RETURNED": N_("Payment returned"),
    "CREDITED": N_("Credited"),
    "REFUSED": N_("Refused"),
}
RESPONSE = {
    "AB": N_("Received"),
    "AP": N_("Accepted"),
    "RE": N_("Rejected"),
    "CA": N_("Accepted with changes"),
    "IP": N_("In process"),
    "UQ": N_("Under query"),
    "PD": N_("Paid"),
}
LINE_STATUS = {
    "1": N_("added"),
    "2": N_("deleted"),
    "3": N_("changed"),
    "5": N_("accepted"),
    "7": N_("not accepted"),
    "42": N_("already delivered"),
    "": N_("as it stands"),
}
CATALOGUE_PURPOSE = {
    "2": N_("adds items"),
    "3": N_("removes items"),
    "4": N_("changes items"),
    "5": N_("replaces the one before"),
    "9": N_("new"),
    "": N_("new"),
}
PROPOSED = {
    "accepted": N_("accepted"),
    "changed": N_("changed"),
    "rejected": N_("not accepted"),
    "delivered": N_("already delivered"),
    "added": N_("added"),
    "deleted": N_("deleted"),
    "kept": N_("as it stands"),
}
FATE = {"added": N_("added"), "removed": N_("removed"), "moved": N_("moved"), "reworded": N_("reworded")}
LEDGER = {
    "ordered": N_("Ordered"),
    "confirmed": N_("Confirmed"),
    "back_ordered": N_("Follows later"),
    "shipped": N_("Shipped"),
    "received": N_("Received"),
    "invoiced": N_("Invoiced"),
}
UNIT = {
    "C62": N_("pcs"),
    "EA": N_("pcs"),
    "H87": N_("pcs"),
    "NAR": N_("pcs"),
    "KGM": "kg",
    "GRM": "g",
    "TNE": "t",
    "MTR": "m",
    "MTK": "m²",
    "MTQ": "m³",
    "LTR": "l",
    "HUR": N_("h"),
    "DAY": N_("days"),
    "MON": N_("months"),
    "SET": N_("sets"),
    "PR": N_("pairs"),
    "XPK": N_("packs"),
    "XBX": N_("boxes"),
    "XPX": N_("pallets"),
}
RENEWAL = {
    "none": N_("ends with its term"),
    "automatic": N_("renews by itself"),
    "by_agreement": N_("renews if both agree"),
}
PAYMENT_MEANS = {
    "1": N_("not defined"),
    "10": N_("cash"),
    "20": N_("cheque"),
    "30": N_("credit transfer"),
    "31": N_("debit transfer"),
    "42": N_("payment to bank account"),
    "48": N_("bank card"),
    "49": N_("direct debit"),
    "57": N_("standing agreement"),
    "58": N_("SEPA credit transfer"),
    "59": N_("SEPA direct debit"),
}
TAX_CATEGORY = {
    "S": N_("standard rate"),
    "Z": N_("zero rated"),
    "E": N_("exempt"),
    "AE": N_("reverse charge"),
    "K": N_("intra-community"),
    "G": N_("export"),
    "O": N_("outside of tax"),
}
TYPE_CODE = {
    "220": N_("order"),
    "221": N_("blanket order"),
    "224": N_("rush order"),
    "226": N_("call-off order"),
    "380": N_("commercial invoice"),
    "381": N_("credit note"),
    "383": N_("debit note"),
    "384": N_("corrected invoice"),
    "386": N_("prepayment invoice"),
}

TABLES: Mapping[str, Mapping[str, str]] = {
    name.lower(): table
    for name, table in list(globals().items())
    if name.isupper() and isinstance(table, dict) and table
}


CODE_LISTS: Mapping[str, str] = {
    "line_status": "untdid1229",
    "payment_means": "untdid4461",
    "response": "untdid4343",
    "tax_category": "untdid5305",
    "type_code": "untdid1001",
    "unit": "unece-rec20",
}
"""Where the names of the codes come from that a table here has no shorter word for."""


def label(table: str, code: object) -> str:
    """What `code` of a table is called in the request's language; the bare code where nobody has a name for it."""
    known = TABLES[table].get(str(code))
    if known is None and table in CODE_LISTS:
        return code_name(CODE_LISTS[table], str(code), language())
    return gettext(known) if known else str(code)
