"""Annual plans that somebody looks after: the list, a new one, one with its state, and its words and annexes."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.capacity.actions import draft_plan as actions
from karmayogi.capacity.actions.faults import not_ready, warnings
from karmayogi.capacity.engine.headings import ANNEXES, HEADINGS, SHAPE_OF
from karmayogi.capacity.engine.year import label
from karmayogi.capacity.models import Annex
from karmayogi.capacity.policies import HEAD, PUBLISH, SEE
from karmayogi.capacity.queries import wording as words
from karmayogi.capacity.queries.access import access_body, active_unit, units_of
from karmayogi.capacity.queries.needs import ranking
from karmayogi.capacity.queries.plans import budget_of, interventions_of, plans_within, steps_of, waiting_within
from karmayogi.capacity.queries.reviews import carried, reviews_of
from karmayogi.capacity.types import Status
from karmayogi.capacity.web import acts
from karmayogi.capacity.web.forms import NewForm, WordsForm
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.dates import financial_year
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import day, pick, render

PAGE = 50
TONES = {"draft": "warn", "agreed": "info", "approved": "info", "published": "ok", "closed": "info"}


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    paths, members = _reach(request)
    q, status, before = _asked(request)
    found = plans_within(paths, members, status=status, q=q, before=before, limit=PAGE + 1)
    kept = {key: value for key, value in (("q", q), ("status", status)) if value}
    here = reverse("capacity:index")
    mine = {one.organisation_id for one in request.actor.authorities if one.role in PUBLISH} | set(members)
    bodies = sorted(orgs.organisations(mine).values(), key=lambda one: one.path)
    return render(
        request,
        "capacity/index.html",
        {
            "nav": "admin",
            "lines": [(one, words.status_in_words(one.status), TONES[one.status]) for one in found[:PAGE]],
            "q": q,
            "status": status,
            "states": [("", _("All")), *((one.value, words.status_in_words(one)) for one in Status)],
            "bodies": [one for one in bodies if one.kind in SHAPE_OF],
            "label": label,
            "shape_in_words": words.shape_in_words,
            "csv_href": f"{reverse('capacity:index_csv')}?{urlencode(kept)}",
            "next_href": f"{here}?{urlencode(kept | {'before': found[PAGE - 1].id})}" if len(found) > PAGE else None,
            "first_href": f"{here}?{urlencode(kept)}" if before else None,
            "urlencode": urlencode,
        },
    )


@signed_in
def as_csv(request: SignedInRequest) -> HttpResponse:
    paths, members = _reach(request)
    q, status, _before = _asked(request)
    lines = [[_("Title"), _("Organisation"), _("Year"), _("Version"), _("State"), _("Interventions"), _("Cost, ₹")]]
    for one in plans_within(paths, members, status=status, q=q, limit=5_000):
        lines.append(
            [
                pick(one.title_en, one.title_hi, one.title_ur),
                pick(one.organisation_en, one.organisation_hi, one.organisation_ur), label(one.year), str(one.version),
                words.status_in_words(one.status), str(one.interventions), str(one.cost),
            ]
        )  # fmt: skip
    return csv_file(lines, f"capacity-plans-{day(request.at)}")


@signed_in
def new(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    today = clock.day(request.at)
    body = access_body(request.actor, organisation, "write", today)
    now = financial_year(today)
    form = NewForm(request.POST or None, initial={"year": now})
    form.fields["year"].choices = [(year, label(year)) for year in range(now - 1, now + 3)]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_plan(
                actor=request.actor, organisation=organisation, **form.cleaned_data, at=request.at
            )
            return HttpResponseRedirect(acts.page_of(made))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "nav": "admin", "form": form, "body_name": pick(body.name_en, body.name_hi, body.name_ur),
        "shape": words.shape_in_words(SHAPE_OF[body.kind]) if body.kind in SHAPE_OF else "", "here": request.path,
    }  # fmt: skip
    return render(request, "capacity/new.html", context, status=422 if form.errors else 200)


@signed_in
def one(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """State, what is missing, how far each part is, the chain, and what can be done next."""
    row, body = acts.open_plan(request, plan)
    ranked = ranking(row.pk)
    lines, budget = interventions_of(row.pk), budget_of(row.pk)
    open_ = row.status in (Status.DRAFT, Status.AGREED, Status.APPROVED)
    counts = {heading: 0 for headings in HEADINGS.values() for heading in headings}
    for line in lines:
        counts[line.heading] += 1
    context = acts.about(request, row, body) | {
        "tone": TONES[row.status],
        "shape": words.shape_in_words(row.shape),
        "problems": not_ready(row, clock.day(request.at)) if open_ else [],
        "warnings": warnings(row, ranked),
        "needs": len(ranked),
        "weighed": sum(1 for one in ranked if one.matter.value),
        "interventions": len(lines),
        "cost": sum(line.cost for line in lines),
        "pillars": [
            (words.pillar_in_words(pillar), [(words.heading_in_words(one), counts[one]) for one in headings])
            for pillar, headings in HEADINGS.items()
        ],
        "lines": len(budget),
        "unit": active_unit(row.organisation_id),
        "annexes": Annex.objects.filter(plan=row).count(),
        "steps": [(words.act_in_words(step.act), step) for step in steps_of(row.pk)],
        "reviewed": set(reviews_of(row).values_list("quarter", flat=True)),
        "quarters": [(n, words.quarter_in_words(n)) for n in range(1, 5)],
        "carries": bool(carried(row.pk, None)),
        "orders": [line for line in lines if line.mandate],
        "may_agree": row.status == Status.DRAFT and acts.may(request, row, "agree"),
        "may_approve": row.status == Status.AGREED and acts.may(request, row, "approve"),
        "may_publish": acts.may(request, row, "publish"),
        "may_write": acts.may(request, row, "write"),
        "may_return": row.status in (Status.AGREED, Status.APPROVED)
        and (acts.may(request, row, "write") or acts.may(request, row, "approve")),
    }
    return render(request, "capacity/plan.html", context)


@signed_in
def in_words(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """Titles, purpose and the annexes that the unit writes."""
    row, body = acts.draft_of(request, plan)
    form = WordsForm(
        request.POST if request.POST.get("do") == "words" else None,
        initial={name: getattr(row, name) for name in ("title_en", "title_hi", "title_ur", "purpose", "revision")},
    )
    if request.method == "POST" and request.POST.get("do") == "annex":
        chosen = number(request.POST.get("number", "")) or 0
        return acts.acted(
            request,
            acts.page_of(plan, "words"),
            lambda: actions.save_annex(**acts.said(request, plan), number=chosen, text=request.POST.get("text", "")),
            _("Saved."),
        )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_words(actor=request.actor, plan=plan, **form.cleaned_data, at=request.at)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(acts.page_of(plan))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    texts = dict(Annex.objects.filter(plan=row).values_list("number", "text"))
    annexes = [(n, words.annex_in_words(n), own, texts.get(n, "")) for n, own in ANNEXES.items()]
    context = acts.about(request, row, body) | {"form": form, "annexes": annexes}
    return render(request, "capacity/words.html", context, status=422 if form.errors else 200)


def administration(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    if not request.actor.paths(*SEE) and not units_of(request.actor.person_id, clock.day(request.at)):
        return []
    return [
        (
            _("Annual capacity building plans"),
            _("Needs by rank, interventions under three pillars, budget, calendar, approval and quarterly review."),
            reverse("capacity:index"),
        )
    ]


def waiting(request: SignedInRequest) -> list[tuple[str, int, str]]:
    """Slot "portal.waiting": plans whose next step is hers."""
    heads, admins = request.actor.paths(*HEAD), request.actor.paths(*PUBLISH)
    if not heads and not admins:
        return []
    agreed = waiting_within(heads, Status.AGREED)
    approved = waiting_within(admins, Status.APPROVED)
    here = reverse("capacity:index")
    return [
        (_("Annual plans to approve"), agreed, f"{here}?status=agreed"),
        (_("Annual plans to sign and publish"), approved, f"{here}?status=approved"),
    ]


def _reach(request: SignedInRequest) -> tuple[tuple[str, ...], list[int]]:
    paths, members = request.actor.paths(*SEE), units_of(request.actor.person_id, clock.day(request.at))
    if not paths and not members:
        raise NotFound
    return paths, members


def _asked(request: SignedInRequest) -> tuple[str, str, int | None]:
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    status = request.GET.get("status", "")
    return q, status if status in set(Status) else "", number(request.GET.get("before", ""))
