"""Appraisal years that somebody looks after: the list, an order, a new one, one with its officers."""

import datetime as dt
import uuid as uuids
from collections.abc import Callable
from contextlib import nullcontext
from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.dates import financial_year
from karmayogi.kernel.jobs import unhurried
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_stream
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.talent.actions import write_year as actions
from karmayogi.talent.policies import CONNECT, SEE, WRITE, can_write
from karmayogi.talent.queries import wording as words
from karmayogi.talent.queries.contests import waiting_within
from karmayogi.talent.queries.officers import (
    SORTS,
    OfficerRow,
    every_officer,
    is_large,
    officers_and_figures,
    officers_by_name,
    title_of,
)
from karmayogi.talent.queries.years import (
    access_body,
    access_year,
    asked_of,
    every_year,
    orders_for,
    services,
    tests_for,
    years_within,
)
from karmayogi.talent.types import Standing, State
from karmayogi.talent.web.forms import OrderForm, YearForm
from karmayogi.ui.api import day, named, pick, render

PAGE = 50
TONES = {"draft": "warn", "open": "ok", "closed": "info"}
SHOWN = ("eligible", "open", "short", "not_asked", "nothing")


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    paths, q, state = _asked(request)
    before = number(request.GET.get("before", ""))
    found = years_within(paths, q=q, state=state, before=before, limit=PAGE + 1)
    kept, here = {"q": q, "state": state}, reverse("talent:index")
    mine = {one.organisation_id for one in request.actor.authorities if one.role in WRITE}
    context = {
        "nav": "admin", "q": q, "state": state, "urlencode": urlencode,
        "lines": [
            (one, words.label(one.year), words.state_in_words(one.state), TONES[one.state]) for one in found[:PAGE]
        ],
        "states": [("", _("All")), *((one.value, words.state_in_words(one)) for one in State)],
        "bodies": sorted(orgs.organisations(mine).values(), key=lambda one: one.path)[:20],
        "waiting": waiting_within(request.actor, paths),
        "csv_href": f"{reverse('talent:index_csv')}?{urlencode(kept)}",
        "next_href": f"{here}?{urlencode(kept | {'before': found[PAGE - 1].id})}" if len(found) > PAGE else None,
        "first_href": f"{here}?{urlencode(kept)}" if before else None,
    }  # fmt: skip
    return render(request, "talent/index.html", context)


@signed_in
def index_csv(request: SignedInRequest) -> HttpResponse:
    paths, q, state = _asked(request)
    heads = [_("Organisation"), _("Year"), _("Service"), _("Order"), _("State"), _("Last day")]
    lines = (
        [
            pick(one.organisation_en, one.organisation_hi, one.organisation_ur), str(one.year), one.service or "",
            one.number, words.state_in_words(one.state), one.done_by.isoformat(),
        ]
        for one in every_year(paths, q=q, state=state)
    )  # fmt: skip
    return csv_stream(chain([heads], lines), f"appraisal-years-{day(request.at)}")


@signed_in
def order(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    body = access_body(request.actor, organisation)
    now = financial_year(clock.day(request.at))
    form = OrderForm([(year, words.label(year)) for year in range(now - 2, now + 3)], request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"away": tuple(form.cleaned_data["away"])}
        try:
            actions.enter_order(
                actor=request.actor, organisation=organisation, terms=actions.OrderTerms(**given), at=request.at
            )
            messages.success(request, _("The order is entered."))
            return HttpResponseRedirect(reverse("talent:new", args=(organisation,)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _form(request, form, body, _("Enter an order"))


@signed_in
def new(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """Of the present financial year, or `?year=`: one beside it."""
    body = access_body(request.actor, organisation)
    now = financial_year(clock.day(request.at))
    year = number(request.GET.get("year", "")) or now
    year = year if now - 1 <= year <= now + 1 else now
    initial = {
        "starts_on": dt.date(year, 4, 1), "assigned_by": dt.date(year, 8, 31), "done_by": dt.date(year + 1, 3, 31),
        "feeds_from": dt.date(year + 1, 1, 1),
    }  # fmt: skip
    form = _year_form(request, body, year, initial, services())
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_year(
                actor=request.actor, organisation=organisation, year=year, terms=_terms(form),
                service=form.cleaned_data["service"], at=request.at,
            )  # fmt: skip
            return HttpResponseRedirect(reverse("talent:year", args=(made,)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    heading = _("New appraisal year %(year)s") % {"year": words.label(year)}
    return _form(request, form, body, heading, no_order=not orders_for(body.path, year))


@signed_in
def edit(request: SignedInRequest, appraisal: uuids.UUID) -> HttpResponse:
    row, body = access_year(request.actor, appraisal, "write")
    names = ("starts_on", "assigned_by", "done_by", "feeds_from", "escalate_days", "revision")
    initial = {name: getattr(row, name) for name in names} | {
        "order": str(row.order.uuid), "test": row.test_id, "reminders": ", ".join(map(str, row.reminders)),
    }  # fmt: skip
    form = _year_form(request, body, row.year, initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_year(
                actor=request.actor, appraisal=appraisal, revision=form.cleaned_data["revision"], terms=_terms(form),
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("talent:year", args=(appraisal,)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _form(request, form, body, _("Change the appraisal year %(year)s") % {"year": words.label(row.year)})


@signed_in
def one(request: SignedInRequest, appraisal: uuids.UUID) -> HttpResponse:
    """The order, how many officers stand how, and each of them; searched, sorted, by what is shown."""
    row, body = access_year(request.actor, appraisal)
    asked, on = asked_of(row, body), clock.day(request.at)
    q, show, sort = _listed(request)
    after = number(request.GET.get("after", ""))
    large = is_large(asked, on)
    counts = not large or bool(show) or sort != "name" or request.GET.get("figures") == "yes"
    counted: dict[str, int] = {}
    if counts:
        with unhurried() if large else nullcontext():
            found, counted = officers_and_figures(asked, on, q=q, show=show, sort=sort, after=after, limit=PAGE + 1)
    else:
        found = officers_by_name(asked, on, q=q, after=after, limit=PAGE + 1)
    kept, here = {"q": q, "show": show, "sort": sort}, reverse("talent:year", args=(appraisal,))
    test = title_of(row.test_id) if row.test_id else None
    context = {
        "nav": "admin", "row": row, "body": body, "body_name": pick(body.name_en, body.name_hi, body.name_ur),
        "year": words.label(row.year), "state": words.state_in_words(row.state), "tone": TONES[row.state],
        "order": words.order_in_words(row), "test": test, "writes": can_write(request.actor, body.path),
        "figures": [(one, words.standing_in_words(one), counted.get(one, 0)) for one in SHOWN],
        "contested": counted.get("contested", 0), "counts": counts,
        "lines": [(one, words.standing_in_words(one.standing.standing), words.TONES[one.standing.standing])
                  for one in found[:PAGE]],
        "q": q, "show": show, "sort": sort, "here": here, "urlencode": urlencode, "kept": kept,
        "over": on > row.done_by, "on": on,
        "csv_href": f"{reverse('talent:year_csv', args=(appraisal,))}?{urlencode(kept)}",
        "next_href": f"{here}?{urlencode(kept | {'after': found[PAGE - 1].standing.person_id})}"
        if len(found) > PAGE else None,
        "first_href": f"{here}?{urlencode(kept)}" if after else None,
    }  # fmt: skip
    return render(request, "talent/year.html", context)


@signed_in
def as_csv(request: SignedInRequest, appraisal: uuids.UUID) -> HttpResponse:
    row, body = access_year(request.actor, appraisal)
    q, show, sort = _listed(request)
    heads = [
        _("Officer"), _("Employee code"), _("Designation"), _("Office"), _("Standing"), _("Prescribed courses"),
        _("Done"), _("Needed"), _("Days on duty"), _("Test passed on"), _("Eligible since"), _("Contested"),
    ]  # fmt: skip
    found = every_officer(asked_of(row, body), clock.day(request.at), q=q, show=show, sort=sort)
    with unhurried():  # of a hundred thousand officers it takes longer than a page may
        return csv_stream(chain([heads], map(_cells, found)), f"appraisal-{row.year}-{day(request.at)}")


def _cells(one: OfficerRow) -> list[str]:
    mine = one.standing
    return [
        named(one.name, one.name_native), one.employee_code,
        pick(one.designation_en, one.designation_hi, one.designation_ur),
        pick(one.office_en, one.office_hi, one.office_ur), words.standing_in_words(mine.standing),
        str(mine.prescribed), str(mine.done), str(mine.needed), str(mine.days), _iso(mine.test_on),
        _iso(mine.eligible_on), _("yes") if one.contested else "",
    ]  # fmt: skip


@require_POST
@signed_in
def open_(request: SignedInRequest, appraisal: uuids.UUID) -> HttpResponse:
    revision = number(request.POST.get("revision", "")) or 0
    act: dict[str, Any] = {"actor": request.actor, "appraisal": appraisal, "revision": revision, "at": request.at}
    return _acted(request, appraisal, lambda: actions.open_year(**act), _("In force. Officers see it from now."))


@require_POST
@signed_in
def close(request: SignedInRequest, appraisal: uuids.UUID) -> HttpResponse:
    act: dict[str, Any] = {"actor": request.actor, "appraisal": appraisal, "at": request.at}
    return _acted(request, appraisal, lambda: actions.close_year(**act), _("The year is closed."))


def administration(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    found = []
    if request.actor.paths(*SEE):
        about = _("Who is eligible and why, what is missing, contests, and the feed to the appraisal system.")
        found.append((_("Appraisal years"), about, reverse("talent:index")))
    elif request.actor.paths(*CONNECT):
        about = _("Signed batches to appraisal systems, and the registered texts of SMS.")
        found.append((_("Feeds to appraisal systems"), about, reverse("talent:feeds")))
    return found


def waiting(request: SignedInRequest) -> list[tuple[str, int, str]]:
    """Slot "portal.waiting"."""
    paths = request.actor.paths(*SEE)
    if not paths:
        return []
    return [
        (_("Contested figures of the appraisal year"), waiting_within(request.actor, paths), reverse("talent:contests"))
    ]


def _asked(request: SignedInRequest) -> tuple[tuple[str, ...], str, str]:
    paths = request.actor.paths(*SEE)
    if not paths:
        raise NotFound
    state = request.GET.get("state", "")
    return paths, request.GET.get("q", "").replace("\0", "").strip()[:100], state if state in set(State) else ""


def _listed(request: SignedInRequest) -> tuple[str, str, str]:
    show, sort = request.GET.get("show", ""), request.GET.get("sort", "name")
    show = show if show in {*Standing, "contested"} else ""
    return request.GET.get("q", "").replace("\0", "").strip()[:100], show, sort if sort in SORTS else "name"


def _year_form(
    request: SignedInRequest, body: OrganisationRow, year: int, initial: dict[str, Any],
    of: list[tuple[int, str]] | None = None,
) -> YearForm:  # fmt: skip
    orders = [(str(one.uuid), f"{one.number} · {day(one.dated_on)}") for one in orders_for(body.path, year)]
    tests = [(id_, pick(*titles)) for id_, *titles in tests_for(body.path, year)]
    return YearForm(orders, tests, of, request.POST or None, initial=initial)


def _terms(form: YearForm) -> actions.YearTerms:
    given = {name: value for name, value in form.cleaned_data.items() if name not in ("revision", "service")}
    return actions.YearTerms(**given | {"order": uuids.UUID(given["order"])})


def _form(
    request: SignedInRequest, form: Any, body: OrganisationRow, heading: str, no_order: bool = False
) -> HttpResponse:
    context = {
        "nav": "admin", "form": form, "heading": heading, "body": body, "here": request.get_full_path(),
        "body_name": pick(body.name_en, body.name_hi, body.name_ur), "no_order": no_order,
    }  # fmt: skip
    return render(request, "talent/form.html", context, status=422 if form.errors else 200)


def _acted(request: SignedInRequest, appraisal: uuids.UUID, act: Callable[[], None], done: str) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("talent:year", args=(appraisal,)))


def _iso(value: dt.date | None) -> str:
    return value.isoformat() if value else ""
