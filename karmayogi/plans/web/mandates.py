"""Mandates of the organisations that an administrator looks after: the list, one with its rehearsal, files."""

import uuid as uuids
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.orgs import api as orgs
from karmayogi.plans.actions.decide_mandate import UNDO_FOR
from karmayogi.plans.actions.faults import not_again, not_ready
from karmayogi.plans.engine.examples import examples, of_terms
from karmayogi.plans.engine.terms import faults_of
from karmayogi.plans.models import Mandate, MandateHand, NoticeRun, Rehearsal
from karmayogi.plans.policies import SECOND_PERSON_ABOVE, SEE, WRITE, can_write
from karmayogi.plans.queries import rehearsed
from karmayogi.plans.queries.access import access_mandate
from karmayogi.plans.queries.audience import paths_of
from karmayogi.plans.queries.evaluation import evaluation_sql
from karmayogi.plans.queries.follows import follows_of, split_within
from karmayogi.plans.queries.holidays import holidays_of
from karmayogi.plans.queries.lists import (
    ConditionRow,
    closed_offices,
    competency_names,
    conditions_of,
    items_of,
    mandates_within,
    with_closed_offices,
)
from karmayogi.plans.queries.mandates import mandate as engine_mandate
from karmayogi.plans.queries.rehearsals import same_items
from karmayogi.plans.queries.weighing import MOST_PEAKS
from karmayogi.plans.web import words
from karmayogi.ui.api import day, is_fragment, mins, num, pick, render, render_progress

PAGE = 50
STATES = ("draft", "approved", "live", "retired")
MOST_PEOPLE = 50_000  # of a file
MOST_CLASHES = 20  # of the page; its file has all
MOST_COSTS = 100


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    paths = request.actor.paths(*SEE)
    if not paths:
        raise NotFound
    q, status, before = _asked(request)
    found = mandates_within(paths, status=status, q=q, before=before, limit=PAGE + 1)
    kept = {key: value for key, value in (("q", q), ("status", status)) if value}
    here = reverse("plans:index")
    mine = {authority.organisation_id for authority in request.actor.authorities if authority.role in WRITE}
    units = sorted(orgs.organisations(mine).values(), key=lambda one: one.path)
    return render(
        request,
        "plans/index.html",
        {
            "nav": "admin",
            "lines": found[:PAGE],
            "q": q,
            "status": status,
            "states": [("", _("All")), *((one, words.state_in_words(one)) for one in STATES)],
            "units": units,
            "csv_href": f"{reverse('plans:index_csv')}?{urlencode(kept)}",
            "next_href": f"{here}?{urlencode(kept | {'before': found[PAGE - 1].id})}" if len(found) > PAGE else None,
            "first_href": f"{here}?{urlencode(kept)}" if before else None,
            "state_in_words": words.state_in_words,
            "state_tone": words.state_tone,
            "urlencode": urlencode,
        },
    )


@signed_in
def as_csv(request: SignedInRequest) -> HttpResponse:
    paths = request.actor.paths(*SEE)
    if not paths:
        raise NotFound
    q, status, _before = _asked(request)
    lines: list[list[str]] = [[_("Title"), _("Order"), _("Issued by"), _("State"), _("Takes effect"), _("Last day")]]
    for one in mandates_within(paths, status=status, q=q, limit=5_000):
        lines.append(
            [
                pick(one.title_en, one.title_hi, one.title_ur), one.number,
                pick(one.organisation_en, one.organisation_hi, one.organisation_ur), words.state_in_words(one.status),
                one.starts_on.isoformat(), one.ends_on.isoformat() if one.ends_on else "",
            ]
        )  # fmt: skip
    return dated_csv(lines, "mandates")


@signed_in
def one(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    """Order, terms, rules, what a rehearsal found, and what can be done next."""
    row, unit = access_mandate(request.actor, mandate, "see")
    rehearsal = Rehearsal.objects.filter(mandate=row, revision=row.revision).order_by("-pk").first()
    waits = rehearsal is not None and rehearsal.state == Rehearsal.State.WAITING
    progress = {"waits": waits, "uses_htmx": waits, "here": reverse("plans:mandate", args=(row.uuid,))}
    if is_fragment(request):
        return render_progress(request, "plans/mandate.html", progress, at_work=waits)
    asked = engine_mandate(row.pk)
    items = items_of([row.pk]).get(row.pk, [])
    competency = competency_names([row.competency_id])[row.competency_id] if row.competency_id else None
    offices = rehearsed.offices(rehearsal.pk) if rehearsal else []
    total = rehearsed.total(offices)
    costs = rehearsed.costs(rehearsal.pk, MOST_COSTS) if rehearsal else []
    live = row.status == Mandate.Status.LIVE
    told = NoticeRun.objects.filter(mandate=row).order_by("-pk").first() if live else None
    needs_other = (
        row.status == Mandate.Status.DRAFT
        and total.people > SECOND_PERSON_ABOVE
        and MandateHand.objects.filter(mandate=row, person_id=request.actor.person_id).exists()
    )
    return render(
        request,
        "plans/mandate.html",
        {
            "nav": "admin",
            "row": row,
            "unit": unit,
            "title": pick(row.title_en, row.title_hi, row.title_ur),
            "issuer": pick(unit.name_en, unit.name_hi, unit.name_ur),
            "state": words.state_in_words(row.status),
            "tone": words.state_tone(row.status),
            "what": words.what_in_words(asked, items, competency),
            "due": words.due_in_words(asked.due),
            "repeat": words.repeat_in_words(asked),
            "counts": words.counts_in_words(asked),
            "equivalents": _equivalents(items),
            "rules": rules_of(conditions_of(row.pk)),
            "others": same_items(row.pk),
            "problems": not_ready(row, clock.day(request.at)) if row.status in ("draft", "approved") else [],
            "not_again": not_again(row) if row.status in ("draft", "approved") else [],
            "closed": [pick(*one) for one in closed_offices(row.pk, clock.day(request.at))] if live else [],
            "below": orgs.children_of(unit.id) if live else [],
            "rehearsal": rehearsal,
            "offices": offices,
            "total": total,
            "each": total.minutes // max(1, total.left),
            "present": _beside(total) if row.replaces_id else [],
            "cost": words.cost_in_words(total.paise, total.unknown) if costs else _("not known"),
            "most_costs": MOST_COSTS,
            "costs": [(one, words.rate_in_words(one.kind), words.sum_in_words(one)) for one in costs],
            "cost_in_words": words.cost_in_words,
            "rupees": words.rupees,
            "most_peaks": MOST_PEAKS,
            "peaks_left": rehearsal is not None and rehearsal.peaks > MOST_PEAKS,
            "clashes": [
                (one, words.peak_in_words(one.kind)) for one in rehearsed.clash_rows(rehearsal.pk, MOST_CLASHES)
            ]
            if rehearsal
            else [],
            "examples": words.examples_in_words(examples(of_terms(row, unit.id), holidays_of(unit.id)))
            if row.status != Mandate.Status.RETIRED and not list(faults_of(row))
            else [],
            "follows": [(one, words.follow_in_words(one)) for one in follows_of(row.pk)],
            "told": told,
            "needs_other": needs_other,
            "threshold": SECOND_PERSON_ABOVE,
            "replaces": Mandate.objects.filter(pk=row.replaces_id).first() if row.replaces_id else None,
            "undo_until": row.published_at + UNDO_FOR
            if live and row.published_at and request.at < row.published_at + UNDO_FOR
            else None,
            "may": can_write(request.actor, unit.path),
        }
        | progress,
    )


@signed_in
def people_csv(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    """Whom a mandate in force binds, with due date and state; by office and name."""
    row, unit = access_mandate(request.actor, mandate, "see")
    if row.status != Mandate.Status.LIVE:
        raise NotFound
    office = next((one for one in orgs.children_of(unit.id) if str(one.uuid) == request.GET.get("office")), None)
    if office is None and "office" in request.GET:
        raise NotFound
    root = office.path if office else unit.path
    asked = engine_mandate(row.pk)
    sql, params = evaluation_sql(asked, clock.day(request.at), paths_of([asked]))
    found = rows.fetch(
        lambda *cells: cells,
        f"""
        select p.name, p.name_native, p.employee_code, o.name_en, o.name_hi, o.name_ur, e.due_on, e.done_on, e.status
        from ({sql}) e join people_person p on p.id = e.person_id join orgs_organisation o on o.path = e.path
        where e.path >= %(root)s and e.path < %(root_end)s order by e.path, p.name, p.id limit {MOST_PEOPLE + 1}
        """,
        params | {"root": root, "root_end": root + orgs.PATH_END},
    )
    if len(found) > MOST_PEOPLE:
        raise Refused(
            _("A file holds %(count)s people at most. The page of the order has a file for each office below.")
            % {"count": MOST_PEOPLE}
        )
    audit.record(
        "plans:mandate:people", agent=request.actor, at=request.at, kind="mandate", subject=row.uuid,
        label=row.title_en, detail={"people": len(found)},
    )  # fmt: skip
    lines: list[list[str]] = [
        [_("Name"), _("Name in own script"), _("Employee code"), _("Office"), _("Due by"), _("Done on"), _("State")]
    ]
    for name, native, code, en, hi, ur, due_on, done_on, status in found:
        dates = [due_on.isoformat(), done_on.isoformat() if done_on else ""]
        lines.append([name, native, code, pick(en, hi, ur), *dates, words.status_in_words(status)])
    return dated_csv(lines, f"people-{row.number}")


def rules_of(conditions: list[ConditionRow]) -> list[dict[str, Any]]:
    """Rules of a mandate, or of a group that is kept, with their conditions, those that include first."""
    found: dict[int, dict[str, Any]] = {}
    for one in conditions:
        rule = found.setdefault(one.rule, {"number": one.rule, "excludes": one.excludes, "conditions": []})
        rule["conditions"].append(one)
    for rule in found.values():
        rule["text"] = words.rule_in_words(rule["conditions"])
        rule["lines"] = [
            (one.id, words.attribute_in_words(one.attribute), words.value_in_words(one))
            for one in rule["conditions"]
            if one.attribute
        ]
    return list(found.values())


def administration(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    if not request.actor.paths(*SEE):
        return []
    return [
        (
            _("Orders and obligations"),
            _("Who must learn what by when: write an order, rehearse it, bring it into force, see who is late."),
            reverse("plans:index"),
        )
    ]


def waiting(request: SignedInRequest) -> list[tuple[str, int, str]]:
    """Slot "portal.waiting"."""
    paths = request.actor.paths(*WRITE)
    if not paths:
        return []
    count = rows.scalar(
        "select count(*) from (select from plans_relief r join plans_mandate m on m.id = r.mandate_id"
        " where r.state = 'waiting' and m.status = 'live' and exists (select from"
        " unnest(%s::text[]) as mine (path) where starts_with(r.organisation_path, mine.path)) limit 50) x",
        [list(paths)],
    )
    closed, split = with_closed_offices(paths, clock.day(clock.now())), split_within(paths)
    orders = f"{reverse('plans:index')}?status=live"
    return [
        (_("Exemptions and extensions asked for"), int(count), reverse("plans:reliefs")),
        *([(_("Orders that name an office that is no more"), closed, orders)] if closed else []),
        *([(_("Orders that ask for a competency that was split"), split, orders)] if split else []),
    ]


def _beside(total: Any) -> list[tuple[str, str, str]]:
    """What is so now, by the mandate that it replaces, and what would be."""
    return [
        (_("Reached"), num(total.was), num(total.people)),
        (_("Done"), num(total.was_done), num(total.done)),
        (_("Overdue"), num(total.was_overdue), num(total.overdue)),
        (_("Left to learn"), mins(total.was_minutes), mins(total.minutes)),
        (_("Due earlier than now"), "", num(total.sooner)),
        (_("Due later than now"), "", num(total.later)),
    ]


def _equivalents(items: list[Any]) -> list[tuple[str, str]]:
    mains = {one.place: words.item_in_words(one) for one in items if not one.equivalent}
    return [(words.item_in_words(one), mains.get(one.place, "")) for one in items if one.equivalent]


def _asked(request: SignedInRequest) -> tuple[str, str, int | None]:
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    status = request.GET.get("status", "")
    return q, status if status in STATES else "", number(request.GET.get("before", ""))


def dated_csv(lines: list[list[str]], name: str) -> HttpResponse:
    """By name and the day of today."""
    return csv_file(lines, f"{name}-{day(clock.now())}")
