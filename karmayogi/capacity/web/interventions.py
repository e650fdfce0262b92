"""What a plan does: interventions by pillar and heading, one of them with its needs and course, and the calendar."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.capacity.actions import interventions as actions
from karmayogi.capacity.actions.make_mandate import make_mandate
from karmayogi.capacity.actions.ties import tie_owner, tie_provider
from karmayogi.capacity.engine.headings import HEADINGS
from karmayogi.capacity.engine.year import quarter
from karmayogi.capacity.models import Intervention
from karmayogi.capacity.queries import wording as words
from karmayogi.capacity.queries.needs import designations_of, ranking
from karmayogi.capacity.queries.plans import answers_of, budget_of, calendar_of, interventions_of
from karmayogi.capacity.queries.ties import posts_like, providers_like
from karmayogi.capacity.types import Mode
from karmayogi.capacity.web import acts
from karmayogi.capacity.web.forms import EntryForm, InterventionForm
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number, read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.plans.api import choices
from karmayogi.ui.api import pick, render


@signed_in
def interventions(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    row, body = acts.open_plan(request, plan)
    lines, answers = interventions_of(row.pk), answers_of(row.pk)
    groups = [
        (
            words.pillar_in_words(pillar),
            words.heading_in_words(heading),
            [
                (
                    one, words.mode_in_words(one.mode),
                    [pick(a.name_en, a.name_hi, a.name_ur) for a in answers.get(one.id, [])],
                )
                for one in lines
                if one.heading == heading
            ],
        )
        for pillar, headings in HEADINGS.items()
        for heading in headings
    ]  # fmt: skip
    context = acts.about(request, row, body) | {"groups": [one for one in groups if one[2]], "count": len(lines)}
    return render(request, "capacity/interventions.html", context)


@signed_in
def new(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    return _edited(request, plan, None)


@signed_in
def edit(request: SignedInRequest, plan: uuids.UUID, intervention: uuids.UUID) -> HttpResponse:
    return _edited(request, plan, intervention)


def _edited(request: SignedInRequest, plan: uuids.UUID, intervention: uuids.UUID | None) -> HttpResponse:
    row, body = acts.draft_of(request, plan)
    one = Intervention.objects.filter(plan=row, uuid=intervention).first() if intervention else None
    if intervention is not None and one is None:
        raise NotFound
    lines = [(str(line.uuid), f"{line.scheme} · {line.sanction}") for line in budget_of(row.pk)]
    form = InterventionForm(lines, request.POST or None, initial=_initial(row.revision, one))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("revision")
        given |= {"training": given["mode"] != Mode.OTHER, "budget": read_uuid(given["budget"])}
        try:
            made = actions.save_intervention(
                actor=request.actor, plan=plan, revision=seen, intervention=intervention, given=actions.Given(**given),
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("capacity:intervention", args=(plan, made)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = acts.about(request, row, body) | {"form": form, "one": one, "here": request.path}
    return render(request, "capacity/intervention_form.html", context, status=422 if form.errors else 200)


@signed_in
def one(request: SignedInRequest, plan: uuids.UUID, intervention: uuids.UUID) -> HttpResponse:
    """With the needs that it answers, its course and its order; `?q=` searches a course, `?who=` an owner and
    `?by=` a provider."""
    row, body = acts.part_of(request, plan)
    pk = Intervention.objects.filter(plan=row, uuid=intervention).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound
    if request.method == "POST":
        gone = request.POST.get("do") == "remove"
        then = acts.page_of(plan, "interventions") if gone else request.path
        return acts.acted(request, then, lambda: _posted(request, plan, intervention))
    line = interventions_of(row.pk, pk)[0]
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    who, by = (request.GET.get(name, "").replace("\0", "").strip()[:100] for name in ("who", "by"))
    today = clock.day(request.at)
    context = acts.about(request, row, body)
    needs, posts = (ranking(row.pk), designations_of(row.pk)) if context["writes"] else ([], [])
    context |= {
        "one": line,
        "name": pick(line.title_en, line.title_hi, line.title_ur),
        "course": pick(line.course_en, line.course_hi, line.course_ur),
        "heading": words.heading_in_words(line.heading),
        "mode": words.mode_in_words(line.mode),
        "quarter": words.quarter_in_words(line.quarter),
        "answers": [
            (
                answer.id, pick(answer.name_en, answer.name_hi, answer.name_ur),
                pick(answer.designation_en, answer.designation_hi, answer.designation_ur),
            )
            for answer in answers_of(row.pk).get(pk, [])
        ],
        "needs": [(need.code, pick(need.name_en, need.name_hi, need.name_ur)) for need in needs],
        "posts": sorted(((id_, pick(*names)) for id_, *names in posts), key=lambda post: post[1]),
        "q": q,
        "found": choices("course", q, path=body.path, on=today) if context["writes"] else [],
        "who": who,
        "persons_found": choices("person", who, path=body.path, on=today) if context["writes"] else [],
        "posts_found": posts_like(who, body.path, today) if context["writes"] else [],
        "by": by,
        "providers_found": providers_like(by, today) if context["writes"] else [],
        "here": request.path,
        "may_order": row.status == "published" and line.training and acts.may(request, body, "publish"),
    }  # fmt: skip
    return render(request, "capacity/intervention.html", context)


def _posted(request: SignedInRequest, plan: uuids.UUID, intervention: uuids.UUID) -> None:
    post = request.POST
    asked: dict[str, Any] = acts.said(request, plan) | {"intervention": intervention}
    do = post.get("do", "")
    if do == "remove":
        actions.remove_intervention(**asked)
    elif do == "answer":
        designation = number(post.get("designation", ""))
        if designation is None and post.get("designation"):  # not "of all" for what cannot be read
            raise NotFound
        actions.add_answer(**asked, competency=post.get("competency", "")[:60], designation=designation)
    elif do == "no_answer":
        actions.remove_answer(**asked, answer=number(post.get("answer", "")) or 0)
    elif do == "owner":
        tie_owner(**asked, person=read_uuid(post.get("person", "")), post=read_uuid(post.get("post", "")))
    elif do == "provider":
        tie_provider(**asked, provider=read_uuid(post.get("provider", "")))
    elif do == "course":
        actions.set_course(**asked, course=read_uuid(post.get("course", "")))
    else:
        raise NotFound


@require_POST
@signed_in
def order(request: SignedInRequest, plan: uuids.UUID, intervention: uuids.UUID) -> HttpResponse:
    """One act: a draft order. It opens the order."""
    acts.open_plan(request, plan, "publish")
    try:
        made = make_mandate(actor=request.actor, plan=plan, intervention=intervention, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("capacity:intervention", args=(plan, intervention)))
    messages.success(
        request, _("A draft order. It binds nobody before it is rehearsed, approved and brought into force.")
    )
    return HttpResponseRedirect(reverse("plans:mandate", args=(made,)))


@signed_in
def calendar(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    row, body = acts.part_of(request, plan)
    lines = interventions_of(row.pk)
    choices_ = [
        (str(line.uuid), f"{line.number} · {pick(line.title_en, line.title_hi, line.title_ur)}") for line in lines
    ]
    if request.method == "POST":
        entry = read_uuid(request.POST.get("entry", ""))
        if request.POST.get("do") == "remove" and entry is not None:
            return acts.acted(
                request, request.path, lambda: actions.remove_entry(**acts.said(request, plan), entry=entry)
            )
    form = EntryForm(choices_, request.POST or None, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_entry(actor=request.actor, plan=plan, **form.cleaned_data, at=request.at)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(request.path)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    entries = calendar_of(row.pk)
    quarters = [
        (
            words.quarter_in_words(n), quarter(row.year, n),
            [(line, pick(line.title_en, line.title_hi, line.title_ur)) for line in lines if line.quarter == n],
            [(entry, pick(entry.title_en, entry.title_hi, entry.title_ur)) for entry in entries if entry.quarter == n],
        )
        for n in range(1, 5)
    ]  # fmt: skip
    context = acts.about(request, row, body) | {"form": form, "quarters": quarters, "here": request.path}
    return render(request, "capacity/calendar.html", context, status=422 if form.errors else 200)


def _initial(revision: int, one: Intervention | None) -> dict[str, Any]:
    if one is None:
        return {"revision": revision}
    names = (
        "heading",
        "title_en",
        "title_hi",
        "title_ur",
        "about",
        "owner",
        "quarter",
        "mode",
        "provider",
        "seats",
        "cost",
    )
    budget = str(one.budget.uuid) if one.budget else ""
    return {name: getattr(one, name) for name in names} | {"revision": revision, "budget": budget}
