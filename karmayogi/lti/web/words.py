"""Words of tools and platforms in the reader's language."""

from django.utils.translation import gettext as _

from karmayogi.lti.models import Deployment, Tool
from karmayogi.lti.types import Scope
from karmayogi.ui.api import pick

TONES = {"waiting": "warn", "active": "ok", "off": "bad"}


def state_in_words(state: str) -> str:
    return {"waiting": _("Waits for confirmation"), "active": _("In force"), "off": _("Switched off")}[state]


def label_of(deployment: Deployment) -> str:
    """What it was called; where that is just its office, the office in the reader's language."""
    office = deployment.organisation
    if deployment.label != office.name_en[:100]:
        return deployment.label
    return pick(office.name_en, office.name_hi, office.name_ur)


def scope_in_words(scope: str) -> str:
    return {
        Scope.LINE_ITEMS: _("Make and change columns of grades"),
        Scope.LINE_ITEMS_READ: _("Read its columns of grades"),
        Scope.RESULTS: _("Read results"),
        Scope.SCORES: _("Tell scores"),
        Scope.MEMBERS: _("Read who takes part in a course"),
    }.get(Scope(scope), scope)


def told_in_words(tool: Tool) -> list[str]:
    """What the tool gets to know of a person, a sentence each."""
    told = [
        _("A random name that only this tool has for you. It cannot be joined with what other tools know."),
        _("The course and the part from which you come, that you learn there, and the language you read in."),
    ]
    if tool.shares_name:
        told.append(_("Your name."))
    if tool.shares_email:
        told.append(_("Your e-mail address, if you have one here."))
    if Scope.MEMBERS in tool.scopes:
        told.append(_("Who else takes part in the course, by random names."))
    return told
