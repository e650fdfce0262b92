"""States, fields and deeds in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from karmayogi.feeds.types import RequestRow
from karmayogi.ui import api as ui
from karmayogi.ui.api import comma, pick


def field_in_words(field: str) -> str:
    """A part of the record that can be corrected."""
    return {
        "name": _("Name"),
        "group": _("Group"),
        "designation": _("Designation"),
        "birth_on": _("Date of birth"),
        "gender": _("Gender"),
        "category": _("Category"),
        "employee_code": _("Employee code"),
        "transfer": _("Transfer"),
        "email": _("E-mail address"),
        "mobile": _("Mobile number"),
    }.get(field, field)


def request_in_words(status: str) -> str:
    return {
        "pending": _("Waits for the office"),
        "approved": _("Approved"),
        "returned": _("Returned"),
        "withdrawn": _("Withdrawn"),
    }.get(status, status)


def request_tone(status: str) -> str:
    return {"approved": "ok", "returned": "bad", "pending": "warn"}.get(status, "info")


def state_in_words(state: str) -> str:
    """How far a part of the profile is confirmed."""
    return {
        "verified": _("Verified"),
        "waiting": _("Not verified: waits for a decision"),
        "missing": _("Not recorded"),
        "unverified": _("Not confirmed"),
    }.get(state, state)


def state_tone(state: str) -> str:
    return {"verified": "ok", "waiting": "warn"}.get(state, "bad")


def why(part: str, state: str, transfer: bool) -> str:
    """Why it is not verified, and what comes next."""
    if state == "verified":
        return ""
    if transfer:
        return _(
            "Your transfer is not decided. Nothing is needed from you: the office that gains you approves or returns it."
        )
    if state == "waiting":
        return _("Your request waits for the training administrator of your office. You can withdraw it.")
    if part in ("email", "mobile"):
        if state == "missing":
            return _("Add it and confirm it by the code that is sent to it.")
        return _("Confirm it by the code that is sent to it.")
    if part == "designation":
        return _("You hold no post. Ask the office that you were transferred to, by a transfer request.")
    return _("Your office has not recorded it. Ask for it by a request.")


def act_in_words(status: str) -> str:
    """Where a feed stands."""
    own = {"planning": _("Being compared"), "cancelled": _("Cancelled"), "failed": _("Could not be read")}
    return own.get(status) or capfirst(ui.act_in_words(status))


def what_in_words(what: str) -> str:
    """What a feed does with an officer."""
    return {
        "joined": _("Joined"),
        "gone": _("Left"),
        "moved": _("Moved"),
        "changed": _("Changed"),
        "unchanged": _("Unchanged"),
        "queued": _("To fix"),
        "failed": _("Not applied"),
        "kept": _("Not undone"),
    }.get(what, what)


def was_in_words(one: RequestRow) -> str:
    """What was recorded when it was asked. Of a transfer it is the English text of that day."""
    return pick(one.was, one.was_hi, one.was_ur) or "–"


def wanted_in_words(one: RequestRow) -> str:
    """What is asked for: designations and offices by the names that they have in the reader's language."""
    if one.designation is None:
        return one.wanted
    post = pick(one.designation, one.designation_hi, one.designation_ur)
    office = pick(one.organisation_en, one.organisation_hi, one.organisation_ur)
    return f"{post}{comma()}{office}" if one.kind == "transfer" else post


def subjects(entries: Iterable[tuple[str, Any, str]]) -> dict[Any, str]:
    """Slot "people.subjects": which field a request was about, by the uuid of the request."""
    return {uuid: field_in_words(label) for kind, uuid, label in entries if kind == "profile_request" and label}


def deed(tag: str) -> str:
    """What an entry of the audit trail says was done, for tags of this package; "" for others'."""
    return {
        "feeds:user:write": _("Your office's HR system sent your details"),
        "feeds:user:delete": _("Your office's HR system reported that you left"),
        "feeds:officer:apply": _("A feed of your office was applied"),
        "feeds:officer:undo": _("A feed of your office was taken back"),
        "feeds:request:send": _("Sent a request about the record"),
        "feeds:request:withdraw": _("Withdrew a request"),
        "feeds:request:approve": _("Approved a request"),
        "feeds:request:return": _("Returned a request"),
        "people:account:suspend": _("Closed the sign-in"),
        "people:account:reopen": _("Opened the sign-in again"),
        "people:account:contacts": _("Changed the contacts of the account"),
    }.get(tag, "")
