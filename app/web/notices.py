"""What a page says after something was done. Notices go by keys: nobody can put words into a link."""

from flask_babel import gettext

from app.web.labels import N_

NOTICES = {
    "logged-out": N_("You are logged out."),
    "logged-out-everywhere": N_("You are logged out on every device."),
    "moved": N_("Done. The other party is being told."),
    "signed": N_("You have signed this version."),
    "retried": N_("The delivery will be tried again now."),
    "held": N_("The delivery is held until somebody releases it."),
    "resent": N_("The document will be sent once more."),
    "uploaded": N_("The document is taken over."),
    "replayed": N_("The document was processed again."),
    "replay-failed": N_("The document was processed again, and is still in quarantine."),
    "edi-task-closed": N_("It is off the list."),
    "edi-agreement-saved": N_("The agreement is saved."),
    "partner-saved": N_("The partner is saved."),
    "partner-ended": N_("You no longer trade with this partner."),
    "key-registered": N_("The key is registered."),
    "key-revoked": N_("The key is revoked. Nothing that it signs is accepted from now on."),
    "channel-saved": N_("The channel is saved."),
    "schedule-run": N_("The schedule runs now."),
    "schedule-saved": N_("The schedule is saved."),
    "client-revoked": N_("The API client is revoked."),
    "person-added": N_("The person can log in now."),
    "person-changed": N_("The person is changed and logged out everywhere."),
    "password-changed": N_("Your password is changed. Log in with the new one."),
}


def notice(key: str) -> str:
    """The notice's words in the request's language; "" for an unknown key."""
    return gettext(NOTICES[key]) if key in NOTICES else ""
