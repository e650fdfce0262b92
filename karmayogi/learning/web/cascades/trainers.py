"""The register of trainers of a cascade: whom the reader looks after, barring and lifting a bar."""

import uuid as uuids
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.cascades import sessions
from karmayogi.learning.queries.cascades.access import access_cascade
from karmayogi.learning.queries.cascades.trainers import MyTraining, TrainerLine, trainer_lines
from karmayogi.learning.web.authoring.work import text_of
from karmayogi.learning.web.cascades.cascades import after_of
from karmayogi.ui.api import day, named, num, pick, render

EXPORT_MOST = 20_000


def standing(one: TrainerLine | MyTraining) -> tuple[str, str]:
    """(words, tone of the tag)."""
    if one.barred_at is not None:
        return _("barred"), "bad"
    if one.withdrawn_at is not None:
        return _("qualification taken back"), "warn"
    return _("may train"), "ok"


def people(one: TrainerLine) -> str:
    """How many were trained, as far as it is told of somebody else."""
    if one.people is None:
        return _("fewer than 10") if one.led else ""
    return _("at least %(count)s") % {"count": num(one.people)}


@signed_in
@require_safe
def trainers(request: SignedInRequest, cascade: uuids.UUID) -> HttpResponse:
    row = access_cascade(request.actor, cascade)
    q, after = text_of(request, "q"), after_of(request)
    lines, following = trainer_lines(request.actor, row.id, clock.day(request.at), q=q, after=after)
    kept = [("q", q)] * bool(q)
    here = reverse("learning:cascade_trainers", args=(cascade,))
    return render(
        request,
        "learning/cascades/trainers.html",
        {
            "nav": "admin", "row": row, "lines": lines, "q": q, "standing": standing, "named": named,
            "people": people,
            "next_href": f"{here}?{urlencode([*kept, ('after', following)])}" if following else None,
            "first_href": f"{here}?{urlencode(kept)}" if after else None,
            "sheet_href": reverse("learning:cascade_trainers_sheet", args=(cascade,)) + f"?{urlencode(kept)}",
        },
    )  # fmt: skip


@signed_in
@require_safe
def sheet(request: SignedInRequest, cascade: uuids.UUID) -> HttpResponse:
    row = access_cascade(request.actor, cascade)
    lines, _following = trainer_lines(
        request.actor, row.id, clock.day(request.at), q=text_of(request, "q"), limit=EXPORT_MOST
    )
    return downloads.table(
        [
            _("Trainer"), _("May train in"), _("Qualified on"), _("State"), _("Sessions led"), _("People trained"),
            _("Last session"), _("Reason of the bar"),
        ],
        [
            (
                named(one.name, one.name_native), pick(one.tier_en, one.tier_hi, one.tier_ur), day(one.qualified_at),
                standing(one)[0], one.led, people(one), day(one.last_at) if one.last_at else "", one.barred_reason,
            )
            for one in lines
        ],
        "trainers",
    )  # fmt: skip


@signed_in
@require_POST
def bar(request: SignedInRequest, cascade: uuids.UUID, trainer: uuids.UUID) -> HttpResponse:
    """act: bar, with a reason, or lift."""
    try:
        match request.POST.get("act", ""):
            case "bar":
                reason = request.POST.get("reason", "").replace("\0", "")
                sessions.bar_trainer(
                    actor=request.actor, cascade=cascade, trainer=trainer, reason=reason, at=request.at
                )
            case "lift":
                sessions.lift_bar(actor=request.actor, cascade=cascade, trainer=trainer, at=request.at)
            case _:
                raise NotFound
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:cascade_trainers", args=(cascade,)))
