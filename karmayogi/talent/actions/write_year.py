"""Entering an order; writing, opening and closing the appraisal year of an organisation."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.talent.models import AppraisalOrder, AppraisalYear
from karmayogi.talent.queries.years import access_body, access_year, orders_for, tests_for
from karmayogi.talent.types import Away, State

MOST_REMINDERS = 12


@dataclasses.dataclass(frozen=True, slots=True)
class OrderTerms:
    """What an order says; away: kinds of absence that take days off."""

    number: str
    dated_on: dt.date
    issuer: str
    words: str
    from_year: int
    until_year: int | None = None
    share: int = 50
    needs_test: bool = True
    least_days: int = 0
    prorata: bool = False
    counts_earlier: bool = False
    away: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class YearTerms:
    """test: course id of the test of the year. service: its id, for who controls a cadre."""

    order: uuids.UUID
    starts_on: dt.date
    assigned_by: dt.date
    done_by: dt.date
    feeds_from: dt.date
    test: int | None = None
    reminders: tuple[int, ...] = ()
    escalate_days: int = 14


def enter_order(*, actor: Actor, organisation: uuids.UUID, terms: OrderTerms, at: dt.datetime) -> uuids.UUID:
    """For that organisation and all below it. The same number entered twice is one order; other terms under it are
    refused."""
    body = access_body(actor, organisation)
    number = _plain(terms.number, 120)
    if not number or not _plain(terms.issuer, 200) or not terms.words.strip():
        raise Refused(_("An order has a number, who signed it, and its text."))
    if terms.until_year is not None and terms.until_year < terms.from_year:
        raise Refused(_("The last financial year lies before the first."))
    if not 1 <= terms.share <= 100 or not 0 <= terms.least_days <= 366:
        raise Refused(_("The share is 1 to 100 per cent, and the days are 0 to 366."))
    if set(terms.away) - set(Away):
        raise NotFound
    given: dict[str, Any] = dataclasses.asdict(terms) | {
        "number": number, "issuer": _plain(terms.issuer, 200), "words": terms.words.replace("\0", "").strip()[:4000],
        "away": sorted(set(terms.away)),
    }  # fmt: skip
    with transaction.atomic():
        row, made = AppraisalOrder.objects.get_or_create(
            organisation_id=body.id, number=number,
            defaults=given | {"recorded_by_id": actor.person_id, "entered_at": at},
        )  # fmt: skip
        if not made:
            if any(getattr(row, name) != value for name, value in given.items()):
                raise Refused(_("An order of this number is entered already, with other terms."))
            return row.uuid
        audit.record(
            "talent:order:enter", agent=actor, at=at, kind="appraisal_order", subject=row.uuid, label=number,
            detail={"organisation": body.code, "share": terms.share, "from": terms.from_year},
        )  # fmt: skip
    return row.uuid


def draft_year(
    *, actor: Actor, organisation: uuids.UUID, year: int, terms: YearTerms, service: int | None = None, at: dt.datetime
) -> uuids.UUID:
    """A draft. Refused: there is one of that organisation, year and service, or dates that cannot be."""
    body = access_body(actor, organisation)
    with transaction.atomic():
        rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"talent.year {body.id} {year}"])
        others = AppraisalYear.objects.filter(organisation_id=body.id, year=year)
        if (others.filter(service__isnull=True) if service is None else others.filter(service_id=service)).exists():
            raise Refused(_("There is an appraisal year of this organisation already: change that one."))
        if service is not None and not rows.scalar("select 1 from orgs_service where id = %s", [service]):
            raise NotFound
        given = _checked(terms, body.path, year)
        row = AppraisalYear.objects.create(
            organisation_id=body.id, service_id=service, year=year, changed_at=at, **given
        )
        audit.record(
            "talent:year:draft", agent=actor, at=at, kind="appraisal_year", subject=row.uuid, label=str(year),
            detail={"organisation": body.code},
        )  # fmt: skip
    return row.uuid


def save_year(*, actor: Actor, appraisal: uuids.UUID, revision: int, terms: YearTerms, at: dt.datetime) -> None:
    """A draft is changed as a whole; a year in force only in what tells: reminders and when it is fed."""
    with transaction.atomic():
        row, body = access_year(actor, appraisal, "write", lock=True)
        if row.revision != revision:
            raise Refused(_("Somebody changed this year while you were writing. Nothing of yours is saved."))
        if row.state == State.CLOSED:
            raise Refused(_("The year is closed."))
        given = _checked(terms, body.path, row.year)
        told = {"reminders", "escalate_days", "feeds_from"}
        if row.state == State.OPEN and any(
            value != getattr(row, name) for name, value in given.items() if name not in told
        ):
            raise Refused(_("The year is in force: its order, dates and test stay. Reminders can be changed."))
        for name, value in given.items():
            setattr(row, name, value)
        row.revision += 1
        row.changed_at = at
        row.save()
        _note(row, "change", actor, at)


def open_year(*, actor: Actor, appraisal: uuids.UUID, revision: int, at: dt.datetime) -> None:
    """In force: officers see it from now. Repeating it changes nothing. Refused: a test is asked for and none named."""
    with transaction.atomic():
        row, _body = access_year(actor, appraisal, "write", lock=True)
        if row.state == State.OPEN and row.revision == revision:
            return
        if row.state != State.DRAFT or row.revision != revision:
            raise Refused(_("The year was changed after you looked at it. Look at it anew."))
        if row.order.needs_test and row.test_id is None:
            raise Refused(_("The order asks for the comprehensive test: name the test of this year first."))
        row.state, row.opened_at, row.opened_by_id = State.OPEN, at, actor.person_id
        row.save()
        _note(row, "open", actor, at)


def close_year(*, actor: Actor, appraisal: uuids.UUID, at: dt.datetime) -> None:
    """Over: standings stay as they are; the feed tells what is left. Refused: before its end, or a contest waits.

    Under the lock of the year, for which whoever contests or decides waits (actions/contest.py)."""
    with transaction.atomic():
        row, _body = access_year(actor, appraisal, "write", lock=True)
        if row.state == State.CLOSED:
            return
        if row.state != State.OPEN or clock.day(at) <= row.done_by:
            raise Refused(_("A year in force is closed after its last day."))
        if rows.scalar("select 1 from talent_contest where year_id = %s and state = 'waiting' limit 1", [row.pk]):
            raise Refused(_("Somebody contests a figure: decide it first."))
        row.state, row.closed_at = State.CLOSED, at
        row.save()
        _note(row, "close", actor, at)


def _checked(terms: YearTerms, path: str, year: int) -> dict[str, Any]:
    order = next((one for one in orders_for(path, year) if one.uuid == terms.order), None)
    if order is None:
        raise Refused(_("No such order holds for this organisation in that financial year."))
    if not terms.starts_on < terms.done_by or terms.assigned_by > terms.done_by:
        raise Refused(_("The year begins before its last day, and courses are assigned by then."))
    if not dt.date(year - 1, 4, 1) <= terms.starts_on or terms.done_by > dt.date(year + 2, 3, 31):
        raise Refused(_("These days lie too far from the financial year."))
    if terms.test is not None and terms.test not in {one[0] for one in tests_for(path, year)}:
        raise Refused(_("Choose a test of this year, of this organisation or above it."))
    reminders = sorted(set(terms.reminders), reverse=True)
    if len(reminders) > MOST_REMINDERS or any(not 0 <= one <= 366 for one in reminders):
        raise Refused(_("Reminders: up to twelve numbers of days before the end, such as 90, 30, 7."))
    if not 1 <= terms.escalate_days <= 366:
        raise Refused(_("The supervisor is told after 1 to 366 days."))
    return {
        "order_id": order.pk, "starts_on": terms.starts_on, "assigned_by": terms.assigned_by,
        "done_by": terms.done_by, "feeds_from": terms.feeds_from, "test_id": terms.test, "reminders": reminders,
        "escalate_days": terms.escalate_days,
    }  # fmt: skip


def _note(row: AppraisalYear, act: str, actor: Actor, at: dt.datetime) -> None:
    audit.record(
        f"talent:year:{act}", agent=actor, at=at, kind="appraisal_year", subject=row.uuid, label=str(row.year),
        detail={"revision": row.revision},
    )  # fmt: skip


def _plain(text: str, most: int) -> str:
    return " ".join(text.replace("\0", "").split())[:most]
