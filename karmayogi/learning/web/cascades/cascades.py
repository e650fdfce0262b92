"""The list of cascades, beginning one, one with its tiers and States, and its sessions."""

import datetime as dt
import uuid as uuids
from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import Request, SignedInRequest, signed_in
from karmayogi.learning.actions.cascades import keep, sessions
from karmayogi.learning.policies import CASCADE_KEEPERS, sees_cascades
from karmayogi.learning.queries.cascades import cascades as queries
from karmayogi.learning.queries.cascades import tree as branches
from karmayogi.learning.queries.cascades.access import access_cascade
from karmayogi.learning.web.authoring.work import text_of
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import day, named, pick, render, url

EXPORT_MOST = 5_000


def entries(request: SignedInRequest) -> Iterator[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    if sees_cascades(request.actor):
        yield (
            _("Cascades"),
            _("Training that passes itself on: who trained whom, tier by tier."),
            url("learning:cascades"),
        )


def after_of(request: Request) -> str:
    return request.GET.get("after", "").replace("\0", "")[:200]


@signed_in
@require_safe
def cascades(request: SignedInRequest) -> HttpResponse:
    q, after = text_of(request, "q"), after_of(request)
    lines, following = queries.cascade_lines(request.actor, q=q, after=after)
    kept = [("q", q)] * bool(q)
    here = reverse("learning:cascades")
    return render(
        request,
        "learning/cascades/cascades.html",
        {
            "nav": "admin", "lines": lines, "q": q, "may_begin": bool(request.actor.paths(*CASCADE_KEEPERS)),
            "next_href": f"{here}?{urlencode([*kept, ('after', following)])}" if following else None,
            "first_href": f"{here}?{urlencode(kept)}" if after else None,
            "sheet_href": reverse("learning:cascades_sheet") + f"?{urlencode(kept)}",
        },
    )  # fmt: skip


@signed_in
@require_safe
def sheet(request: SignedInRequest) -> HttpResponse:
    lines, _following = queries.cascade_lines(request.actor, q=text_of(request, "q"), limit=EXPORT_MOST)
    return downloads.table(
        [_("Cascade"), _("Organisation"), _("Tiers"), _("Planned people"), _("Sessions"), _("By when"), _("State")],
        [
            (
                pick(one.name_en, one.name_hi, one.name_ur), pick(one.office_en, one.office_hi, one.office_ur),
                one.tiers, one.planned, one.sessions, day(one.due_on), _("closed") if one.closed else _("running"),
            )
            for one in lines
        ],
        "cascades",
    )  # fmt: skip


@signed_in
def begin(request: SignedInRequest) -> HttpResponse:
    """The form has a row for each tier that there may be; empty rows are left out."""
    if not request.actor.paths(*CASCADE_KEEPERS):
        raise NotFound
    problem = ""
    given = {name: request.POST.get(name, "").replace("\0", "")[:200] for name in _FIELDS}
    if request.method == "POST":
        try:
            made = keep.begin_cascade(
                agent=request.actor, organisation=given["organisation"], course=given["course"],
                name_en=given["name_en"], name_hi=given["name_hi"], name_ur=given["name_ur"], tiers=_tiers(given),
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("The cascade is there. Add its first sessions."))
            return HttpResponseRedirect(reverse("learning:cascade", args=(made,)))
        except Refused as refused:
            problem = str(refused)
    return render(
        request,
        "learning/cascades/begin.html",
        {"nav": "admin", "given": given, "problem": problem, "places": range(1, keep.MOST_TIERS + 1)},
        422 if problem else 200,
    )


_OF_TIER = ("tier_en", "tier_hi", "tier_ur", "planned", "due_on", "test")
_FIELDS = (
    "organisation", "course", "name_en", "name_hi", "name_ur",
    *(f"{name}{place}" for place in range(1, keep.MOST_TIERS + 1) for name in _OF_TIER),
)  # fmt: skip


def _tiers(given: dict[str, str]) -> list[keep.TierPlan]:
    found = []
    for place in range(1, keep.MOST_TIERS + 1):
        en, hi, ur, planned, due, test = (given[f"{name}{place}"].strip() for name in _OF_TIER)
        if not (en or hi or planned or due):
            continue
        try:
            due_on = dt.date.fromisoformat(due)
        except ValueError:
            raise Refused(_("Each tier says how many people are to be trained in it, and by when.")) from None
        people = int(planned) if planned.isascii() and planned.isdigit() and len(planned) < 10 else 0
        found.append(keep.TierPlan(en, hi, people, due_on, ur, test))
    return found


@signed_in
@require_safe
def cascade(request: SignedInRequest, cascade: uuids.UUID) -> HttpResponse:
    row = access_cascade(request.actor, cascade)
    tiers = queries.tiers_of(row.id, clock.day(request.at))
    return render(
        request,
        "learning/cascades/cascade.html",
        {
            "nav": "admin", "row": row, "tiers": tiers, "places": _places(tiers),
            "late": clock.day(request.at),
        },
    )  # fmt: skip


def _places(tiers: list[queries.Tier]) -> list[tuple[str, list[int | None]]]:
    """(name of the State, people trained in each tier; None where it is not told), of those where any is told."""
    names = {one.code: pick(one.name_en, one.name_hi, one.name_ur) for one in orgs.states()}
    names[queries.NO_STATE] = _("In no State (central offices)")
    return [
        (name, [tier.states.get(code) for tier in tiers])
        for code, name in names.items()
        if any(code in tier.states for tier in tiers)
    ]


@signed_in
@require_safe
def states_sheet(request: SignedInRequest, cascade: uuids.UUID) -> HttpResponse:
    row = access_cascade(request.actor, cascade)
    tiers = queries.tiers_of(row.id, clock.day(request.at))
    hidden = _("not shown")
    return downloads.table(
        [_("Place"), *(pick(one.name_en, one.name_hi, one.name_ur) for one in tiers)],
        [
            (_("Planned"), *(one.planned for one in tiers)),
            (_("Trained"), *(hidden if one.trained is None else one.trained for one in tiers)),
            *(
                (name, *(hidden if people is None else people for people in counts))
                for name, counts in _places(tiers)
            ),
        ],
        "cascade by State",
    )  # fmt: skip


@signed_in
@require_POST
def close(request: SignedInRequest, cascade: uuids.UUID) -> HttpResponse:
    keep.close_cascade(actor=request.actor, cascade=cascade, at=request.at)
    return HttpResponseRedirect(reverse("learning:cascade", args=(cascade,)))


@signed_in
def tree(request: SignedInRequest, cascade: uuids.UUID) -> HttpResponse:
    """?of=: whoever a session trained, and the sessions that these led. POST: a session is added or taken out."""
    actor, on = request.actor, clock.day(request.at)
    row = access_cascade(actor, cascade)
    given, problem = {name: request.POST.get(name, "").replace("\0", "")[:200] for name in _OF_SESSION}, ""
    if request.method == "POST":
        try:
            return _act(request, cascade, given)
        except Refused as refused:
            problem = str(refused)
    mother = request.GET.get("of", "")
    of = _uuid_of(mother) if mother else None
    mark = after_of(request)
    after = int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 18 else 0
    nodes, following = branches.nodes(actor, row.id, on, of=of, after=after)
    here = reverse("learning:cascade_tree", args=(cascade,))
    kept = [("of", str(of))] * bool(of)
    tiers = queries.tier_names(row.id)
    return render(
        request,
        "learning/cascades/tree.html",
        {
            "nav": "admin", "row": row, "of": branches.node(actor, row.id, of, on) if of else None,
            "above": branches.above(actor, row.id, of, on) if of else [], "nodes": nodes, "named": named,
            "tiers": tiers, "open": row.kept and row.closed_at is None,
            "next_href": f"{here}?{urlencode([*kept, ('after', following)])}" if following else None,
            "first_href": f"{here}?{urlencode(kept)}" if after else None,
            "branch_href": f"{here}?{urlencode(kept)}" if kept else here, "given": given, "problem": problem,
        },
        422 if problem else 200,
    )  # fmt: skip


_OF_SESSION = ("act", "tier", "event", "leader")


def _uuid_of(text: str) -> uuids.UUID:
    try:
        return uuids.UUID(text)
    except ValueError:
        raise NotFound from None


def _act(request: SignedInRequest, cascade: uuids.UUID, given: dict[str, str]) -> HttpResponse:
    match given["act"]:
        case "add":
            sessions.add_session(
                agent=request.actor, cascade=cascade, event=given["event"], leader=given["leader"], at=request.at,
                tier=int(given["tier"]) if given["tier"] in set("123456") else 0,
            )  # fmt: skip
            messages.success(request, _("The event is a session of the cascade."))
        case "remove":
            session = _uuid_of(request.POST.get("session", ""))
            sessions.remove_session(actor=request.actor, cascade=cascade, session=session, at=request.at)
            messages.success(request, _("The event is no session of the cascade any more."))
        case _:
            raise NotFound
    return HttpResponseRedirect(request.get_full_path())  # the branch that was looked at
