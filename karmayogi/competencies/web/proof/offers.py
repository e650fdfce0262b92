"""What this area offers on pages of other packages."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.competencies.queries.proof.access import ASSESSORS, CURATORS, ORGANISERS, TRAINERS
from karmayogi.competencies.queries.proof.contests import contests_to_decide
from karmayogi.competencies.queries.proof.proofs import proofs_to_judge
from karmayogi.kernel import clock
from karmayogi.kernel.web.door import SignedInRequest


def account_menu(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Slot "ui.account": the questions and judgements that wait, one tap away on every page."""
    return [("competencies:asks", _("What waits for me"), "asks")]


def administration(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    actor, found = request.actor, []
    if actor.paths(*ASSESSORS, *TRAINERS):
        found.append((_("Proofs to judge"), _("Pieces of work, prior learning, certificates."), "competencies:reviews"))
    if actor.paths(*ASSESSORS):
        text = _("Rows of evidence that officers say are wrong.")
        found.append((_("Contested evidence"), text, "competencies:contests"))
    if actor.paths(*ORGANISERS):
        text = _("A few questions a quarter about people at work, without names.")
        found.append((_("Workplace 360"), text, "competencies:rounds"))
    if actor.paths(*CURATORS):
        text = _("What each kind of proof counts, and who would move with other numbers.")
        found.append((_("Policy of levels"), text, "competencies:policies"))
        text = _("What proofs are made with; taking one out of use.")
        found.append((_("Instruments"), text, "competencies:instruments"))
    return [(title, about, reverse(name)) for title, about, name in found]


def waiting(request: SignedInRequest) -> list[tuple[str, int, str]]:
    """Slot "portal.waiting": proofs and contests that this actor may decide on."""
    actor, found = request.actor, []
    if actor.paths(*ASSESSORS, *TRAINERS):
        proofs = proofs_to_judge(actor, clock.day(request.at))
        found.append((_("Proofs to judge"), len(proofs), reverse("competencies:reviews")))
    if actor.paths(*ASSESSORS):
        found.append((_("Contested evidence"), len(contests_to_decide(actor, 50)), reverse("competencies:contests")))
    return found
