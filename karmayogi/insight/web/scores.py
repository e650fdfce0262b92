"""The score card of ministries, one of them with its years, the weights, and the learning weeks."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.insight.actions.set_week import add_week, remove_week
from karmayogi.insight.actions.set_weights import LONGEST, set_weights
from karmayogi.insight.policies import can_freeze
from karmayogi.insight.queries import boards
from karmayogi.insight.queries.scores import Line, card, frozen_board, score_board, weighting, weightings
from karmayogi.insight.queries.snapshots import access_snapshot, see_country, snapshots
from karmayogi.insight.queries.weeks import weeks
from karmayogi.insight.queries.wording import figure, words
from karmayogi.insight.registry.scores import PARTS_OF_SCORE, SCORE
from karmayogi.insight.types import Figure, Frozen, Words
from karmayogi.insight.web.pictures import line_of
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.web.choices import chosen_uuid, number, read_uuid
from karmayogi.kernel.web.crowd import may_be_shed
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import table
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import num, render


def _board(request: SignedInRequest) -> tuple[list[Line], Frozen | None]:
    """The lines, and the frozen figures that they are of; None: of today."""
    see_country(request.actor)
    chosen = chosen_uuid(request, "snapshot")
    if chosen is None:
        return score_board(weighting(request.at)), None
    frozen = access_snapshot(request.actor, chosen).frozen
    return frozen_board(frozen), frozen


@may_be_shed
@signed_in
@may_be_late
def scores(request: SignedInRequest) -> HttpResponse:
    """All ministries by rank; `?snapshot=` as on the day of frozen figures."""
    lines, frozen = _board(request)
    context = {
        "nav": "insight", "lines": lines, "frozen": frozen, "freshness": boards.freshness(), "metric": SCORE,
        "parts": PARTS_OF_SCORE, "snapshots": snapshots()[:12], "chosen": str(frozen.uuid) if frozen else "",
        "may_weigh": can_freeze(request.actor, orgs.country_path()),
    }  # fmt: skip
    return render(request, "insight/scores.html", context)


@may_be_shed
@signed_in
@may_be_late
def scores_xlsx(request: SignedInRequest) -> HttpResponse:
    """The same with all its arithmetic."""
    lines, frozen = _board(request)
    heads = [_("Rank"), _("Ministry"), words(SCORE.short), _("Best rank"), _("Worst rank")]
    for metric in PARTS_OF_SCORE:
        name = words(metric.short)
        heads += [f"{name} (%)", _("%(figure)s: weight") % {"figure": name}, _("%(figure)s: points") % {"figure": name}]
    found = [
        [
            one.rank, words(one.name), _cell(one.score), one.best, one.worst,
            *(cell for part in one.parts for cell in (_cell(part.share), part.weight, _cell(part.gives))),
        ]
        for one in lines
    ]  # fmt: skip
    return table(heads, found, "scores-of-ministries" + (f"-{frozen.on}" if frozen else ""), words(SCORE.full))


@may_be_shed
@signed_in
@may_be_late
def score(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The score card of one ministry: the arithmetic, the rank, and each year that was frozen."""
    unit = boards.access_figures(request.actor, organisation)
    lines = score_board(weighting(request.at))
    line = next((one for one in lines if one.code == str(unit.uuid)), None)
    if line is None:
        raise NotFound
    years = card(line.code, lines, clock.day(request.at))
    context = {
        "nav": "insight", "name": Words(unit.name_en, unit.name_hi, unit.name_ur), "uuid": unit.uuid, "line": line,
        "of": num(sum(bool(one.rank) for one in lines)), "freshness": boards.freshness(), "metric": SCORE,
        "parts": PARTS_OF_SCORE, "years": years, "drawing": line_of([(one.on, one.score) for one in years], most=100),
        "all": can_see_all(request),
    }  # fmt: skip
    return render(request, "insight/score.html", context)


def can_see_all(request: SignedInRequest) -> bool:
    try:
        see_country(request.actor)
    except NotFound:
        return False
    return True


@signed_in
def weights(request: SignedInRequest) -> HttpResponse:
    """What weighs how much, and how it was before; the Commission lays it down here."""
    see_country(request.actor)
    refusal, reason = "", ""
    now = {code: str(points) for code, points in weighting(request.at).points.items()}
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        typed = {metric.code: request.POST.get(metric.code, "").strip() for metric in PARTS_OF_SCORE}
        try:
            set_weights(
                actor=request.actor, number=read_uuid(request.POST.get("number", "")) or uuid7(), reason=reason,
                points={code: -1 if (read := number(text)) is None else read for code, text in typed.items()},
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("The weights are laid down."))
            return HttpResponseRedirect(reverse("insight:weights"))
        except Refused as refused:
            refusal, now = str(refused), typed
    context = {
        "nav": "insight", "parts": PARTS_OF_SCORE, "now": now, "reason": reason, "refusal": refusal,
        "number": uuid7(), "longest": str(LONGEST), "may": can_freeze(request.actor, orgs.country_path()),
        "earlier": [
            {"from_at": one.from_at, "reason": one.reason, "points": [num(one.points[m.code]) for m in PARTS_OF_SCORE]}
            for one in weightings()
        ],
    }  # fmt: skip
    return render(request, "insight/weights.html", context, status=422 if refusal else 200)


@may_be_shed
@signed_in
@may_be_late
def learning_weeks(request: SignedInRequest) -> HttpResponse:
    """The learning weeks; the Commission enters one here, or takes it back."""
    see_country(request.actor)
    refusal, typed = (
        "",
        {key: request.POST.get(key, "") for key in ("name", "name_hi", "name_ur", "from", "to", "hours")},
    )
    if request.method == "POST":
        try:
            if gone := read_uuid(request.POST.get("remove", "")):
                remove_week(actor=request.actor, week=gone, at=request.at)
                messages.success(request, _("The learning week was taken back."))
            else:
                add_week(
                    actor=request.actor, number=read_uuid(request.POST.get("number", "")) or uuid7(),
                    name=typed["name"], name_hi=typed["name_hi"], name_ur=typed["name_ur"], from_on=_day(typed["from"]),
                    until_on=_day(typed["to"]), hours=number(typed["hours"]) or 0, at=request.at,
                )  # fmt: skip
                messages.success(request, _("The learning week is entered. Its figures come within a minute."))
            return HttpResponseRedirect(reverse("insight:weeks"))
        except Refused as refused:
            refusal = str(refused)
    context = {
        "nav": "insight", "weeks": weeks(), "typed": typed, "refusal": refusal, "number": uuid7(),
        "may": can_freeze(request.actor, orgs.country_path()),
    }  # fmt: skip
    return render(request, "insight/weeks.html", context, status=422 if refusal else 200)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(_("Give the first and the last day.")) from None


def _cell(one: Figure) -> object:
    return figure(one) if one.value is None else one.value
