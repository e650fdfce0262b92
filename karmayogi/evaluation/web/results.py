"""What a study found, with its uncertainty; and its signed plan, which everybody may read."""

import json
import uuid as uuids
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from karmayogi.evaluation.actions.register_study import plan_signer
from karmayogi.evaluation.engine import drawings, lots
from karmayogi.evaluation.engine.estimates import FEW
from karmayogi.evaluation.models import Study, StudyIndicator, StudyNote, StudyWave
from karmayogi.evaluation.queries.studies import access_study, departures_of, published_study, unit_lines
from karmayogi.evaluation.types import Design, Mean, State
from karmayogi.evaluation.web import words
from karmayogi.kernel import clock
from karmayogi.kernel.web.door import Request, SignedInRequest, public, signed_in
from karmayogi.kernel.web.downloads import attached, table
from karmayogi.ui.api import render


@signed_in
def result(request: SignedInRequest, study: uuids.UUID) -> HttpResponse:
    row = access_study(request.actor, study)
    found = row.result.get("indicators", {})
    waves = list(StudyWave.objects.filter(study=row).order_by("number"))
    shown = [
        _shown(row, one, found[one.code], waves)
        for one in StudyIndicator.objects.filter(study=row).order_by("-primary", "code")
        if one.code in found
    ]
    context = {
        "nav": "admin", "row": row, "words": words, "shown": shown, "waves": waves, "waiting": row.run is not None,
        "departures": departures_of(row, clock.day(request.at)),
        "said": list(StudyNote.objects.filter(study=row, act="deviate").order_by("id")),
        "names": {one.number: words.kind_in_words(one.kind) for one in waves}, "few": FEW, "lost": "lost" in row.result,
        "given": row.design == Design.GIVEN, "wedge": row.design == Design.WEDGE,
    }  # fmt: skip
    return render(request, "evaluation/result.html", context)


def _drawn(svg: str) -> Markup:
    """Whatever somebody typed was escaped by the drawing."""
    return Markup(svg)  # noqa: S704


def _shown(row: Study, one: StudyIndicator, found: dict[str, Any], waves: list[StudyWave]) -> dict[str, Any]:
    means = [Mean(**mean) for mean in found["means"]]
    names = [words.kind_in_words(wave.kind) for wave in waves]
    picture: Markup | str = ""
    if means:
        groups = (_("Trained"), _("To compare")) if row.design != Design.WEDGE else (_("All units"), _("Never trained"))
        picture = _drawn(drawings.waves(means, names, groups, one.name))
    effect = found["effect"]
    later = [
        (names[int(wave)], each["estimate"], each["low"], each["high"])
        for wave, each in sorted(found["by_wave"].items(), key=lambda pair: int(pair[0]))
    ]
    if effect and not later:
        later = [(_("All waves"), effect["estimate"], effect["low"], effect["high"])]
    return {
        "indicator": one, "effect": effect, "means": means, "picture": picture, "balance": found["balance"],
        "holm": found.get("holm"), "later": later, "last": found["last"],
        "forest": _drawn(drawings.intervals(later, one.name)) if later else "",
        "standard": effect["estimate"] / effect["spread"] if effect and effect["spread"] else None,
        "finding": words.finding(effect, one.higher_is_better, row.design == Design.GIVEN, found.get("holm"))
        if effect
        else "",
    }  # fmt: skip


@signed_in
def as_book(request: SignedInRequest, study: uuids.UUID) -> HttpResponse:
    """As a workbook, in which numbers below nothing are numbers."""
    row = access_study(request.actor, study)
    head = ["indicator", "primary", "estimate", "low", "high", "standard_error", "p", "p_lot", "p_holm", "units"]
    lines = []
    for code, found in sorted(row.result.get("indicators", {}).items(), key=lambda pair: not pair[1]["primary"]):
        effect = found["effect"] or {}
        cells = [effect.get(name) for name in ("estimate", "low", "high", "error", "p", "lot")]
        lines.append([code, int(found["primary"]), *cells, found.get("holm"), effect.get("units")])
    return table(head, lines, f"result-{row.title}")


@public
def plan(request: Request, study: uuids.UUID) -> HttpResponse:
    """What was promised before anything was measured, and with what the lot was drawn: for everybody."""
    row = published_study(study)
    drawn = row.state in (State.DRAWN, State.CLOSED)
    context = {
        "nav": "", "row": row, "words": words, "document": json.loads(row.plan),
        "genuine": plan_signer(row) is not None,
        "drawn": drawn, "commitment": lots.commitment(row.secret),
        "seed": lots.seed_of(row.secret, row.word) if drawn else "", "counts": unit_lines(row, limit=0)[2],
    }  # fmt: skip
    return render(request, "evaluation/plan.html", context)


@public
def plan_json(request: Request, study: uuids.UUID) -> HttpResponse:
    row = published_study(study)
    return attached(row.plan, "application/json", f"plan-{row.title}", "json")
