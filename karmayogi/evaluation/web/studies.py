"""Studies: the list, one with its plan and what is to do next, its units."""

import uuid as uuids
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.evaluation.actions.bring_wave import COLUMNS
from karmayogi.evaluation.actions.draft_study import UNIT_COLUMNS, change_study, draft_study
from karmayogi.evaluation.engine import lots
from karmayogi.evaluation.models import MeasureFile, ServiceIndicator, Study, StudyIndicator, StudyNote, StudyWave
from karmayogi.evaluation.queries.studies import (
    ORDERS,
    access_study,
    check_evaluates,
    departures_of,
    study_lines,
    unit_lines,
)
from karmayogi.evaluation.types import Design, State
from karmayogi.evaluation.web import words
from karmayogi.evaluation.web.forms import IndicatorForm, StudyForm, WaveForm
from karmayogi.evaluation.web.lists import MOST, after_of, chosen, paged, search_of
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.web.choices import read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.ui.api import day, render


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    check_evaluates(request.actor)
    kept = _asked(request)
    lines, after = study_lines(**kept, after=after_of(request))
    context = {
        "nav": "admin", "lines": lines, "words": words, "states": [("", _("All")), *_states()],
        "orders": [("newest", _("Newest first")), ("oldest", _("Oldest first"))],
        "csv_href": f"{reverse('evaluation:studies_csv')}?{urlencode(kept)}",
        **paged(reverse("evaluation:index"), kept, after, request),
    }  # fmt: skip
    return render(request, "evaluation/studies.html", context)


@signed_in
def as_csv(request: SignedInRequest) -> HttpResponse:
    check_evaluates(request.actor)
    lines = [[_("Title"), _("Design"), _("State"), _("Units"), _("Begun"), _("Invented")]]
    for one in study_lines(**_asked(request), limit=MOST)[0]:
        lines.append(
            [
                one.title, words.design_in_short(one.design), words.state_in_words(one.state), str(one.units),
                day(one.made_at), _("Yes") if one.invented else "",
            ]
        )  # fmt: skip
    return csv_file(lines, f"studies-{day(request.at)}")


@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    """A form that is sent twice makes one study: it carries its number."""
    check_evaluates(request.actor)
    form = StudyForm(request.POST or None)
    number = read_uuid(request.POST.get("number", "")) or uuid7()
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_study(actor=request.actor, number=number, terms=form.terms(), at=request.at)
            return HttpResponseRedirect(reverse("evaluation:study", args=[made]))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"nav": "admin", "form": form, "number": number, "row": None}
    return render(request, "evaluation/study_form.html", context, status=422 if form.errors else 200)


@signed_in
def edit(request: SignedInRequest, study: uuids.UUID) -> HttpResponse:
    row = access_study(request.actor, study)
    course = rows.scalar("select code from learning_course where id = %s", [row.course_id]) if row.course_id else ""
    names = ("title", "question", "design", "sample", "seats", "steps", "effect", "answers", "icc", "stability")
    form = StudyForm(request.POST or None, initial={name: getattr(row, name) for name in names} | {"course": course})
    if request.method == "POST" and form.is_valid():
        try:
            change_study(actor=request.actor, study=study, terms=form.terms(), at=request.at)
            return HttpResponseRedirect(reverse("evaluation:study", args=[study]))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"nav": "admin", "form": form, "number": "", "row": row}
    return render(request, "evaluation/study_form.html", context, status=422 if form.errors else 200)


@signed_in
def one(request: SignedInRequest, study: uuids.UUID) -> HttpResponse:
    return shown(request, access_study(request.actor, study))


def shown(request: SignedInRequest, row: Study, **more: Any) -> HttpResponse:
    """The page; more: forms that hold what was refused."""
    today = clock.day(request.at)
    waves = list(StudyWave.objects.filter(study=row).order_by("number"))
    indicators = list(StudyIndicator.objects.filter(study=row).select_related("service").order_by("-primary", "code"))
    services = [
        (str(uuid), f"{name} ({code})")
        for uuid, name, code in ServiceIndicator.objects.order_by("code").values_list("uuid", "name", "code")[:500]
    ]
    draft = row.state == State.DRAFT
    course = rows.scalar("select code from learning_course where id = %s", [row.course_id]) if row.course_id else ""
    context = {
        "nav": "admin", "row": row, "words": words, "waves": waves, "indicators": indicators, "draft": draft,
        "course": course, "commitment": lots.commitment(row.secret),
        "units": unit_lines(row, limit=0)[2],
        "power": words.power_in_words(row.power) if "power" in row.power else [],
        "unit_columns": ",".join((*UNIT_COLUMNS, "turn") if row.design == Design.GIVEN else UNIT_COLUMNS),
        "wave_columns": ",".join(COLUMNS), "given": row.design == Design.GIVEN,
        "indicator_form": IndicatorForm(services=services, auto_id="indicator_%s") if draft else None,
        "wave_form": WaveForm(auto_id="wave_%s") if draft else None,
        "measuring": row.state == State.DRAWN, "taken": any(one.service_id for one in indicators),
        "files": list(MeasureFile.objects.filter(study=row).select_related("wave").order_by("-id")[:50]),
        "notes": list(StudyNote.objects.filter(study=row).select_related("by").order_by("-id")[:100]),
        "departures": departures_of(row, today) if row.state in (State.DRAWN, State.CLOSED) else None,
        "waiting": row.run is not None, "refusal": "",
    } | more  # fmt: skip
    return render(request, "evaluation/study.html", context, status=422 if more else 200)


@signed_in
def units(request: SignedInRequest, study: uuids.UUID) -> HttpResponse:
    row = access_study(request.actor, study)
    kept = {"q": search_of(request)}
    lines, after, _all = unit_lines(row, q=kept["q"], after=request.GET.get("after", "").replace("\0", "")[:60])
    context = {
        "nav": "admin", "row": row, "lines": lines, "words": words,
        "csv_href": f"{reverse('evaluation:units_csv', args=[study])}?{urlencode(kept)}",
        **paged(reverse("evaluation:units", args=[study]), kept, after, request),
    }  # fmt: skip
    return render(request, "evaluation/units.html", context)


@signed_in
def units_csv(request: SignedInRequest, study: uuids.UUID) -> HttpResponse:
    row = access_study(request.actor, study)
    lines = [[*UNIT_COLUMNS, "turn"]]
    for one in unit_lines(row, q=search_of(request), limit=MOST)[0]:
        lines.append([one.code, one.name, one.stratum, "" if one.turn is None else str(one.turn)])
    return csv_file(lines, f"units-{row.title}")


def _asked(request: SignedInRequest) -> dict[str, Any]:
    return {
        "q": search_of(request),
        "state": chosen(request, "state", State),
        "by": chosen(request, "by", ORDERS, "newest"),
    }


def _states() -> list[tuple[str, str]]:
    return [(one.value, words.state_in_words(one)) for one in State]
