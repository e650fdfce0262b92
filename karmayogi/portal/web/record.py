"""Her competency passport: hours, certificates, levels with evidence, service; and taking it away with her."""

import datetime as dt
import json

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import ShownLevel
from karmayogi.credentials import api as credentials
from karmayogi.credentials.types import ShownCompetency
from karmayogi.kernel import audit, clock
from karmayogi.kernel.dates import as_on, financial_year_label, financial_year_start
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.orgs import api as orgs
from karmayogi.portal.queries.passport import latest_looks
from karmayogi.portal.web.bundle import bundle
from karmayogi.ui.api import render

BEGINNING = dt.date(1950, 1, 1)


@signed_in
def record(request: SignedInRequest) -> HttpResponse:
    """As on a day: what was learned, shown and held by its end. What she takes with her is always of today."""
    actor = request.actor
    today = clock.day(request.at)
    on = as_on(request.GET.get("on"), today)
    levels = competencies.levels_of(actor.person_id) if on == today else _levels_then(actor.person_id, on)
    tomorrow = on + dt.timedelta(days=1)
    kinds = learning.hours_by_kind(actor.person_id, BEGINNING, tomorrow)
    return render(
        request,
        "portal/record.html",
        {
            "nav": "record",
            "levels": sorted(levels.items(), key=lambda item: -item[1].level),
            "names": competencies.by_ids(levels),
            "certificates": credentials.count_of(actor.person_id, None if on == today else on),
            "minutes_year": learning.hours_of(actor.person_id, financial_year_start(on), tomorrow),
            "minutes_all": sum(kinds.values()),
            "kinds": kinds,
            "year": financial_year_label(on),
            "service": [one for one in orgs.service_of(actor.person_id, on) if one.valid_from <= on],
            "looks": latest_looks(actor.person_id, tomorrow),
            "appointments": _appointments(),
            "on": on,
            "today": today,
        },
    )


@signed_in
@require_safe
def passport(request: SignedInRequest) -> HttpResponse:
    """The record as a signed credential (CLR 2.0), for other systems."""
    content = json.dumps(_signed(request), ensure_ascii=False, indent=1)
    return _download(content.encode(), "application/vc", f"passport-{clock.day(request.at)}.json")


@signed_in
@require_safe
def everything(request: SignedInRequest) -> HttpResponse:
    """All that is kept about her, in one file."""
    actor = request.actor
    audit.record(
        "portal:record:download", agent=actor, at=request.at, kind="person", subject=actor.person_uuid,
        label=actor.name, concerns=actor.person_id,
    )  # fmt: skip
    content = bundle(actor.person_id, _signed(request), request.at)
    return _download(content, "application/zip", f"my-record-{clock.day(request.at)}.zip")


def _signed(request: SignedInRequest) -> dict[str, object]:
    actor = request.actor
    levels = {key: shown for key, shown in competencies.levels_of(actor.person_id).items() if shown.level}
    names = competencies.by_ids(levels)
    shown = [
        ShownCompetency(names[key].code, names[key].name_en, level.level, round(level.confidence * 100))
        for key, level in sorted(levels.items(), key=lambda item: names[item[0]].code)
    ]
    return credentials.sign_record(agent=actor, person_id=actor.person_id, levels=shown, at=request.at)


def _levels_then(person_id: int, on: dt.date) -> dict[int, ShownLevel]:
    found = competencies.levels_on([person_id], on)
    return {competency: shown for (_person, competency), shown in found.items() if shown.level}


def _appointments() -> dict[str, str]:
    return {
        "substantive": _("Substantive"),
        "additional": _("Additional charge"),
        "officiating": _("Officiating"),
        "deputation": _("On deputation"),
        "contract": _("On contract"),
        "elected": _("Elected"),
    }


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
