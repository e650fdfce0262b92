"""The record checker as a page: what the walks found, what they repaired, what is left for people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.records.check import check_soon
from karmayogi.learning.policies import can_license
from karmayogi.learning.queries.records.checks import checks, counts, lines
from karmayogi.ui.api import render, url


def rule_in_words(code: str) -> str:
    return {
        "test_not_told": _("A passed test that the course does not know of"),
        "marks_differ": _("A test whose marks are not those of its answers"),
        "figures_differ": _("Totals that are not the sum of their parts"),
        "not_completed": _("The rule is met and the course is not completed"),
        "rule_not_met": _("Completed without the rule being met"),
        "film_not_watched": _("A film counted as watched, and less of it was played than the rule asks for"),
        "no_credit": _("Completed without hours"),
        "no_evidence": _("A passed test without evidence"),
        "no_certificate": _("Completed without a certificate"),
        "credit_differs": _("Other hours than the course gives"),
        "evidence_without_source": _("Evidence without its completion"),
        "certificate_without_completion": _("A certificate without its completion"),
        "level_older": _("A level older than its evidence"),
    }.get(code, code)


def state_in_words(state: str) -> str:
    return {"found": _("found"), "repaired": _("repaired"), "left": _("left for a decision")}[state]


@signed_in
@require_safe
def records(request: SignedInRequest) -> HttpResponse:
    """For whoever looks after the platform; for anybody else it is not there."""
    if not can_license(request.actor):
        raise NotFound
    walks = checks()
    last = walks[0] if walks else None
    return render(
        request,
        "learning/records.html",
        {
            "nav": "admin",
            "walks": walks,
            "last": last,
            "counts": counts(last.id) if last else [],
            "lines": lines(last.id) if last else [],
            "rule_in_words": rule_in_words,
            "state_in_words": state_in_words,
        },
    )


@signed_in
@require_POST
def start(request: SignedInRequest) -> HttpResponse:
    """A second press while a walk is going on does nothing: there is one at a time."""
    if not can_license(request.actor):
        raise NotFound
    check_soon.enqueue(repair=request.POST.get("repair") == "yes")
    messages.success(request, _("The check is on its way. Look here again in a while."))
    return redirect("learning:records")


def entries(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    if not can_license(request.actor):
        return []
    text = _("What does not add up between completions, hours, evidence and certificates, and what was repaired.")
    return [(_("Check of records"), text, url("learning:records"))]
