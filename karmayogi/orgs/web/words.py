"""Kinds, reasons and states in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from karmayogi.orgs.queries.subjects import names_of
from karmayogi.ui import api as ui
from karmayogi.ui.api import pick

type Steps = list[tuple[str, str | None]]


def subjects(entries: Iterable[tuple[str, Any, str]]) -> dict[Any, str]:
    """Slot "people.subjects": the posts and roles that entries of the audit trail are about, by their uuid."""
    return {
        uuid: f"{code if kind == 'incumbency' else role_in_words(code)} · {pick(*names)}"
        for uuid, (kind, code, *names) in names_of((kind, uuid) for kind, uuid, _label in entries).items()
    }


def kind_in_words(kind: str) -> str:
    """A kind of organisation."""
    return {
        "country": _("Country"),
        "ministry": _("Ministry"),
        "department": _("Department"),
        "office": _("Attached or subordinate office"),
        "cpse": _("Public sector enterprise"),
        "state": _("State or Union territory"),
        "state_department": _("State department"),
        "district": _("District"),
        "ulb": _("Urban local body"),
        "block": _("Block"),
        "panchayat": _("Gram panchayat"),
        "institute": _("Training or research institute"),
        "council": _("Council"),
    }.get(kind, _("Other organisation"))


def appointment_in_words(kind: str) -> str:
    """How somebody holds a post."""
    return {
        "substantive": _("Substantive"),
        "additional": _("Additional charge"),
        "officiating": _("Officiating"),
        "deputation": _("On deputation"),
        "contract": _("On contract"),
        "elected": _("Elected"),
    }.get(kind, kind)


def reason_in_words(reason: str, detail: str = "") -> str:
    """Why two designations look alike."""
    said = {
        "spaces": _("Only spaces differ"),
        "case": _("Only capital letters differ"),
        "punctuation": _("Only punctuation differs"),
        "joined": _("The same words, joined or apart"),
        "variant": _("Two spellings of one word"),
        "number": _("The number is written in two ways"),
        "plural": _("Singular and plural"),
        "abbreviation": _("One is abbreviated"),
        "joining": _("Small words such as “of” differ"),
        "several": _("Several small differences"),
        "order": _("The same words in another order"),
        "spelling": _("A word looks misspelt"),
    }.get(reason, reason)
    return f"{said}: {detail}" if detail else said


def proposal_in_words(status: str) -> str:
    """What was decided about a proposal."""
    return {
        "open": _("To decide"),
        "merged": _("Merged"),
        "kept": _("Kept apart"),
        "undone": _("Decision undone"),
    }.get(status, status)


def act_in_words(status: str) -> str:
    """Where an import stands."""
    own = {"planning": _("Being read"), "cancelled": _("Cancelled"), "failed": _("Could not be read")}
    return own.get(status) or capfirst(ui.act_in_words(status))


def outcome_in_words(outcome: str) -> str:
    """What an import does with a row."""
    return {
        "new": _("New"),
        "changed": _("Changed"),
        "unchanged": _("Unchanged"),
        "error": _("To fix"),
        "failed": _("Not applied"),
        "kept": _("Not undone"),
    }.get(outcome, outcome)


def lineage_in_words(kind: str) -> str:
    """How one unit became another."""
    return {"merged": _("Merged"), "split": _("Split"), "abolished": _("Abolished")}.get(kind, kind)


def order_in_words(kind: str) -> str:
    """What a sanction order does."""
    return {"create": _("Posts created"), "upgrade": _("Post upgraded"), "abolish": _("Post abolished")}.get(kind, kind)


def role_in_words(role: str) -> str:
    """A role by the name that offices use; codes stay beside it."""
    return {
        "MDO_LEADER": _("Head of the organisation"),
        "MDO_ADMIN": _("Training admin (MDO)"),
        "MDO_DASHBOARD_USER": _("Figures of the organisation"),
        "STATE_ADMIN": _("Training admin of a State"),
        "SPV_ADMIN": _("Platform administrator"),
        "SPV_PUBLISHER": _("Platform publisher"),
        "CBC_ADMIN": _("Commission administrator"),
        "CBC_MEMBER": _("Commission member"),
        "CBP_ADMIN": _("Course provider administrator"),
        "CONTENT_CREATOR": _("Content creator"),
        "CONTENT_REVIEWER": _("Content reviewer"),
        "CONTENT_PUBLISHER": _("Content publisher"),
        "EDITOR": _("Editor"),
        "AI_ASSESSMENT_CREATOR": _("Assessment creator"),
        "PROGRAM_COORDINATOR": _("Programme coordinator"),
        "PROGRAM_INSTRUCTOR": _("Programme instructor"),
        "MENTOR": _("Mentor"),
        "COMMUNITY_MODERATOR": _("Community moderator"),
        "IFU_MEMBER": _("Internal FRAC unit"),
        "FRAC_ADMIN": _("FRAC administrator"),
        "FRAC_REVIEWER_L1": _("FRAC reviewer, first level"),
        "FRAC_REVIEWER_L2": _("FRAC reviewer, second level"),
        "FRAC_COMPETENCY_MEMBER": _("Proposes competencies"),
        "FRAC_COMPETENCY_REVIEWER": _("Reviews competencies"),
        "WAT_MEMBER": _("Work allocation"),
        "VOLUNTEER": _("Volunteer"),
        "CERTIFICATE_ADMIN": _("Certificate administrator"),
    }.get(role, role)
