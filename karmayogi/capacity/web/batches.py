"""Batches of the trainings of a plan: the list with its file, one of them, and calling it off."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from karmayogi.capacity.actions import batches as actions
from karmayogi.capacity.actions.import_batches import COLUMNS, import_batches
from karmayogi.capacity.models import Batch, Plan
from karmayogi.capacity.queries.outcomes import BatchRow, batches_of
from karmayogi.capacity.queries.plans import interventions_of
from karmayogi.capacity.types import Status
from karmayogi.capacity.web import acts
from karmayogi.capacity.web.forms import BatchesForm, BatchForm
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.languages import NAMES
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import pick, render

PAGE = 50
MOST_BYTES = 2_000_000


@signed_in
def batches(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """`?q=` training, place, teacher, room or number."""
    row, body = acts.open_plan(request, plan)
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    after = number(request.GET.get("after", "")) or 0
    found = batches_of(row.pk, q=q, after=min(after, 30_000), limit=PAGE + 1)
    here = acts.page_of(plan, "batches")
    kept = {"q": q} if q else {}
    context = acts.about(request, row, body) | {
        "lines": [(one, name_of(one)) for one in found[:PAGE]],
        "tongues": NAMES,
        "q": q,
        "here": here,
        "changes": changes(request, row, body),
        "form": BatchesForm(),
        "next_href": f"{here}?{urlencode(kept | {'after': found[PAGE - 1].number})}" if len(found) > PAGE else None,
        "first_href": f"{here}?{urlencode(kept)}" if after else None,
        "trainings": _trainings(row),
    }
    return render(request, "capacity/batches.html", context)


def changes(request: SignedInRequest, row: Plan, body: OrganisationRow) -> bool:
    """Whether she writes batches: also of a published plan."""
    return row.status != Status.CLOSED and acts.may(request, body, "write")


def name_of(one: BatchRow) -> str:
    return pick(one.title_en, one.title_hi, one.title_ur)


@signed_in
def as_csv(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """With the columns that the import reads."""
    row, _body = acts.open_plan(request, plan)
    lines = [list(COLUMNS)]
    for one in actions.given_of(row.pk):
        lines.append(
            [
                str(one.training), one.language, one.starts_on.isoformat(), one.ends_on.isoformat(), str(one.seats),
                one.state, one.place, str(one.least), str(one.fixed), str(one.fee), one.faculty, one.room,
                "yes" if one.extra else "",
            ]
        )  # fmt: skip
    return csv_file(lines, f"batches-{row.title_en}")


@require_POST
@signed_in
def bring(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    acts.open_plan(request, plan, "write")
    file = request.FILES.get("file")

    def act() -> None:
        if file is None:
            raise Refused(_("Choose a file."))
        if file.size is None or file.size > MOST_BYTES:
            raise Refused(_("The file is larger than 2 MB."))
        added = import_batches(actor=request.actor, plan=plan, content=file.read(), at=request.at)
        messages.success(
            request, ngettext("%(count)s batch was added.", "%(count)s batches were added.", added) % {"count": added}
        )

    return acts.acted(request, acts.page_of(plan, "batches"), act)


@signed_in
def new(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    row, body = acts.open_plan(request, plan, "write")
    if not changes(request, row, body):
        raise NotFound
    return _edited(request, row, body, None)


@signed_in
def one(request: SignedInRequest, plan: uuids.UUID, batch: uuids.UUID) -> HttpResponse:
    """One batch; who may write changes it, removes it or calls it off."""
    row, body = acts.open_plan(request, plan, "write" if request.method == "POST" else "see")
    found = Batch.objects.select_related("intervention", "state").filter(plan=row, uuid=batch).first()
    if found is None:
        raise NotFound
    do = request.POST.get("do", "") if request.method == "POST" else ""
    asked: dict[str, Any] = {"actor": request.actor, "plan": plan, "batch": batch, "at": request.at}
    if do == "remove":
        return acts.acted(request, acts.page_of(plan, "batches"), lambda: actions.remove_batch(**asked))
    if do == "call_off":
        why = request.POST.get("why", "")
        return acts.acted(request, request.path, lambda: actions.call_off(**asked, why=why), _("It is called off."))
    if do == "call_on":
        return acts.acted(request, request.path, lambda: actions.call_on(**asked), _("It can be held again."))
    return _edited(request, row, body, found)


def _edited(request: SignedInRequest, row: Plan, body: OrganisationRow, found: Batch | None) -> HttpResponse:
    trainings = _trainings(row)
    states = sorted(((one.code, pick(one.name_en, one.name_hi, one.name_ur)) for one in orgs.states()), key=_second)
    writes = changes(request, row, body)
    form = BatchForm(trainings, states, request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("revision")
        try:
            made = actions.save_batch(
                actor=request.actor, plan=row.uuid, batch=found.uuid if found else None, revision=seen,
                given=actions.GivenBatch(**given), at=request.at,
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("capacity:batch", args=(row.uuid, made)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = acts.about(request, row, body) | {
        "form": form, "one": found, "here": request.path, "changes": writes, "trainings": trainings,
        "line": batches_of(row.pk, only=found.uuid)[0] if found else None, "tongues": NAMES,
    }  # fmt: skip
    return render(request, "capacity/batch.html", context, status=422 if form.errors else 200)


def _second(pair: tuple[str, str]) -> str:
    return pair[1]


def _trainings(row: Plan) -> list[tuple[int, str]]:
    return [
        (one.number, f"{one.number} · {pick(one.title_en, one.title_hi, one.title_ur)}")
        for one in interventions_of(row.pk)
        if one.training
    ]


def _initial(found: Batch | None) -> dict[str, Any]:
    if found is None:
        return {"revision": 0}
    names = (
        "language", "starts_on", "ends_on", "place", "seats", "least", "fixed", "fee", "faculty", "room", "extra",
        "revision",
    )  # fmt: skip
    return {name: getattr(found, name) for name in names} | {
        "training": found.intervention.number, "state": found.state.code if found.state else "",
    }  # fmt: skip
