"""The needs of a plan: ranked with their arithmetic, what the unit says of them, and the survey."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.capacity.actions import weigh as actions
from karmayogi.capacity.actions.count_needs import count_needs
from karmayogi.capacity.models import SurveyCount
from karmayogi.capacity.policies import LEAST, few
from karmayogi.capacity.queries import wording as words
from karmayogi.capacity.queries.arithmetic import need_in_words, rank_in_words
from karmayogi.capacity.queries.needs import Ranked, matters, ranking, ranking_by_designation
from karmayogi.capacity.web import acts
from karmayogi.capacity.web.forms import SurveyForm, WeighForm
from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.ui.api import comma, is_fragment, pick, render, render_progress

PAGE = 50


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
    persons = acts.about(request, row, body)["persons"]
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


@signed_in
def count(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(status=405)
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
    row, body = acts.draft_of(request, plan)
    post, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SurveyForm(post, files, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
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
    context = acts.about(request, row, body) | {"form": form, "here": request.path}
    return render(request, "capacity/survey.html", context, status=422 if form.errors else 200)


def _ranked(plan_id: int, by: str) -> list[Ranked]:
    return ranking_by_designation(plan_id) if by else ranking(plan_id)


def _fits(one: Ranked, q: str) -> bool:
    names = (one.code, one.name_en, one.name_hi, one.name_ur, *(one.designation[1:] if one.designation else ()))
    return not q or any(q.lower() in name.lower() for name in names)


def _line(one: Ranked, persons: bool) -> dict[str, Any]:
    """Figures of few people are told to whom may open the persons (decision 0018)."""
    told = persons or not few(one.counted.people, one.counted.answers)
    return {
        "one": one,
        "name": pick(one.name_en, one.name_hi, one.name_ur),
        "designation": pick(*one.designation[1:]) if one.designation else "",
        "people": str(one.counted.people) if told else _("under %(count)s") % {"count": LEAST},
        "need": need_in_words(one) if told else "–",
        "rank": rank_in_words(one) if told else "–",
        "lenses": comma().join(map(words.lens_in_words, one.matter.lenses)),
    }
