"""The review of a quarter: planned against actual, a reason for each shortfall."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from karmayogi.capacity.actions import review_quarter as actions
from karmayogi.capacity.engine.year import quarter as span_of
from karmayogi.capacity.models import ReviewLine
from karmayogi.capacity.queries import wording as words
from karmayogi.capacity.queries.actual import actual
from karmayogi.capacity.queries.plans import interventions_of
from karmayogi.capacity.queries.reviews import reviews_of
from karmayogi.capacity.queries.spending import spent_by_intervention
from karmayogi.capacity.types import Progress, Status
from karmayogi.capacity.web import acts
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import pick, render


@signed_in
def review(request: SignedInRequest, plan: uuids.UUID, quarter: int) -> HttpResponse:
    row, body = acts.open_plan(request, plan)
    if not 1 <= quarter <= 4 or row.status not in (Status.PUBLISHED, Status.CLOSED):
        raise NotFound
    kept = reviews_of(row).filter(quarter=quarter).order_by("-plan__version").first()
    of = kept.plan_id if kept else row.pk  # a quarter is reviewed once, maybe of the version before
    lines = [one for one in interventions_of(of) if one.quarter == quarter]
    refused = ""
    if request.method == "POST":
        acts.open_plan(request, plan, "write")
        said = {one.uuid: _said(request, one.number) for one in lines}
        try:
            actions.review_quarter(
                actor=request.actor, plan=plan, number=quarter, said=said, note=request.POST.get("note", ""),
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("The review is kept."))
            return HttpResponseRedirect(request.path)
        except Refused as refusal:
            refused = str(refusal)
    span, today = span_of(row.year, quarter), clock.day(request.at)
    came = {} if kept else actual(row.pk, body.path, span, today)
    entered = {} if kept else spent_by_intervention(row.pk)
    done = {one.intervention_id: one for one in ReviewLine.objects.filter(review=kept)} if kept else {}
    context = acts.about(request, row, body) | {
        "quarter": quarter,
        "quarter_name": words.quarter_in_words(quarter),
        "kept": kept,
        "refused": refused,
        "lines": [
            {
                "one": one, "name": pick(one.title_en, one.title_hi, one.title_ur), "done": done.get(one.id),
                "state": words.progress_in_words(done[one.id].progress) if one.id in done else "",
                "came": came.get(one.id, (0, 0)), "entered": entered.get(one.uuid), "said": _said(request, one.number),
            }
            for one in lines
        ],
        "progresses": [(one.value, words.progress_in_words(one)) for one in Progress],
        "open": row.status == Status.PUBLISHED
        and today >= span.last.replace(day=1)
        and acts.may(request, body, "write"),
        "from_day": span.last.replace(day=1),
        "here": request.path,
    }  # fmt: skip
    return render(request, "capacity/review.html", context, status=422 if refused else 200)


def _said(request: SignedInRequest, place: int) -> actions.Said:
    post = request.POST
    return actions.Said(
        progress=post.get(f"progress_{place}", ""), reason=post.get(f"reason_{place}", ""),
        spent=_amount(post.get(f"spent_{place}", "")), people=_amount(post.get(f"people_{place}", "")),
        carries=bool(post.get(f"carries_{place}")),
    )  # fmt: skip


def _amount(text: str) -> int:
    """Nothing is 0; what cannot be read is -1, which is refused, and not 0."""
    found = number(text.strip()) if text.strip() else 0
    return -1 if found is None else found
