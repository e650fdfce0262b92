"""The needs of a plan: ranked with their arithmetic, what the unit says of them, and the survey."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.capacity.actions import survey as surveys
from karmayogi.capacity.actions import weigh as actions
from karmayogi.capacity.actions.count_needs import count_needs
from karmayogi.capacity.models import SurveyCount
from karmayogi.capacity.policies import LEAST, sees_persons
from karmayogi.capacity.queries import wording as words
from karmayogi.capacity.queries.arithmetic import figures_in_words
from karmayogi.capacity.queries.needs import Ranked, matters, ranking, ranking_by_designation
from karmayogi.capacity.queries.surveys import hindrances_of, replies_by_designation, surveys_of
from karmayogi.capacity.types import Hinders
from karmayogi.capacity.web import acts
from karmayogi.capacity.web.forms import OpenSurveyForm, SurveyForm, WeighForm
from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number, read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.ui.api import comma, is_fragment, pick, render, render_progress

PAGE = 50
FORTNIGHT = dt.timedelta(days=14)


@signed_in
def needs(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """By competency over the whole body; `?by=designation` for whom persons of the organisation are no secret."""
    row, body = acts.open_plan(request, plan)
    waits = row.needs_state == "waiting"
    progress = {"waits": waits, "uses_htmx": waits, "here": acts.page_of(plan, "needs")}
    if is_fragment(request):
        return render_progress(request, "capacity/needs.html", progress, at_work=waits)
    context = acts.about(request, row, body)
    by = "designation" if request.GET.get("by") == "designation" and context["persons"] else ""
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    after = number(request.GET.get("after", "")) or 0
    found = [one for one in _ranked(row.pk, by) if one.place > after and _fits(one, q)]
    kept = {key: value for key, value in (("q", q), ("by", by)) if value}
    here = acts.page_of(plan, "needs")
    context |= progress | {
        "lines": [_line(one, context["persons"]) for one in found[:PAGE]],
        "q": q,
        "by": by,
        "next_href": f"{here}?{urlencode(kept | {'after': found[PAGE - 1].place})}" if len(found) > PAGE else None,
        "first_href": f"{here}?{urlencode(kept)}" if after else None,
        "csv_href": f"{acts.page_of(plan, 'needs_csv')}?{urlencode(kept)}",
        "survey": SurveyCount.objects.filter(plan=row).count(),
        "least": LEAST,
    }
    return render(request, "capacity/needs.html", context)


@signed_in
def as_csv(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    row, body = acts.open_plan(request, plan)
    persons = sees_persons(request.actor, body.path)
    by = "designation" if request.GET.get("by") == "designation" and persons else ""
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    lines = [
        [
            "#", _("Designation"), _("Code"), _("Competency"), _("People"), _("How the need is worked out"),
            _("Need × importance = rank"), _("Lenses"), _("Why it matters"), _("Interventions"),
        ]
    ]  # fmt: skip
    for one in _ranked(row.pk, by):
        if not _fits(one, q):
            continue
        line = _line(one, persons)
        lines.append(
            [
                str(one.place), line["designation"], one.code, line["name"], line["people"], line["need"], line["rank"],
                line["lenses"], one.matter.reason, str(one.answered),
            ]
        )  # fmt: skip
    return csv_file(lines, f"needs-{row.title_en}")


@require_POST
@signed_in
def count(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    acts.draft_of(request, plan)
    return acts.acted(request, acts.page_of(plan, "needs"), lambda: count_needs(**acts.said(request, plan)))


@signed_in
def weigh(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """`?competency=` a code: how much it matters, why, and by which lenses."""
    row, body = acts.draft_of(request, plan)
    code = request.GET.get("competency", "")[:60]
    found = competencies.by_codes([code]).get(code)
    if found is None:
        raise NotFound
    was = matters(row.pk).get(found.id)
    initial = {"revision": row.revision}
    if was is not None:
        initial |= {"value": was.value, "reason": was.reason, "lenses": [str(one) for one in was.lenses]}  # type: ignore[dict-item]
    form = WeighForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_importance(
                actor=request.actor, plan=plan, revision=given["revision"], competency=code, value=given["value"],
                reason=given["reason"], lenses=tuple(given["lenses"]), at=request.at,
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(acts.page_of(plan, "needs"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = acts.about(request, row, body) | {
        "form": form, "name": pick(found.name_en, found.name_hi, found.name_ur), "code": code,
        "here": f"{acts.page_of(plan, 'weigh')}?{urlencode({'competency': code})}",
    }  # fmt: skip
    return render(request, "capacity/weigh.html", context, status=422 if form.errors else 200)


@signed_in
def survey(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """Surveys of the product with what they said, and one that was held elsewhere as a file."""
    row, body = acts.part_of(request, plan)
    here, today = acts.page_of(plan, "survey"), clock.day(request.at)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    opening = OpenSurveyForm(
        request.POST if do == "open" else None,
        initial={"revision": row.revision, "opens_on": today, "closes_on": today + FORTNIGHT}, auto_id="open_%s",
    )  # fmt: skip
    if do == "close":
        chosen = read_uuid(request.POST.get("survey", ""))
        if chosen is None:
            raise NotFound
        return acts.acted(
            request, here, lambda: surveys.close_survey(**acts.said(request, plan), survey=chosen),
            _("The survey is closed, and its answers are counted in."),
        )  # fmt: skip
    if do == "open" and opening.is_valid():
        try:
            surveys.open_survey(actor=request.actor, plan=plan, **opening.cleaned_data, at=request.at)
            messages.success(request, _("The survey is open: officers find it on their page “Today”."))
            return HttpResponseRedirect(here)
        except Refused as refusal:
            opening.add_error(None, str(refusal))
    brings = request.method == "POST" and not do
    post, files = (request.POST, request.FILES) if brings else (None, None)
    form = SurveyForm(post, files, initial={"revision": row.revision})
    if brings and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > 5_000_000:
                raise Refused(_("The file is larger than 5 MB."))
            lines = actions.import_survey(
                actor=request.actor, plan=plan, revision=form.cleaned_data["revision"], content=file.read(),
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("%(count)s lines are counted in.") % {"count": lines})
            return HttpResponseRedirect(acts.page_of(plan, "needs"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    held = surveys_of(row.pk)
    now = next((one for one in held if one.closed_at is None), None)
    context = acts.about(request, row, body) | {
        "form": form,
        "opening": opening,
        "here": here,
        "open": now,
        "open_by": [(pick(*names), count) for *names, count in replies_by_designation(now.id)] if now else [],
        "closed": [one for one in held if one.closed_at is not None],
        "counts": [
            (pick(one.name_en, one.name_hi, one.name_ur), one)
            for one in hindrances_of([one.id for one in held if one.closed_at is not None])
        ],
        "hindrances": [(one.value, words.hinders_in_words(one)) for one in Hinders],
        "least": LEAST,
    }
    return render(request, "capacity/survey.html", context, status=422 if form.errors or opening.errors else 200)


def _ranked(plan_id: int, by: str) -> list[Ranked]:
    return ranking_by_designation(plan_id) if by else ranking(plan_id)


def _fits(one: Ranked, q: str) -> bool:
    names = (one.code, one.name_en, one.name_hi, one.name_ur, *(one.designation[1:] if one.designation else ()))
    return not q or any(q.lower() in name.lower() for name in names)


def _line(one: Ranked, persons: bool) -> dict[str, Any]:
    people, need, rank = figures_in_words(one, persons)
    return {
        "one": one,
        "name": pick(one.name_en, one.name_hi, one.name_ur),
        "designation": pick(*one.designation[1:]) if one.designation else "",
        "people": str(people),
        "need": need,
        "rank": rank,
        "lenses": comma().join(map(words.lens_in_words, one.matter.lenses)),
    }
