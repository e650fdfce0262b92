"""Calendars of peak duty: budget weeks, elections, the harvest, board exams. Data that offices keep."""

import dataclasses
import datetime as dt
import functools
import uuid as uuids
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.dates import EARLIEST
from karmayogi.orgs import api as orgs
from karmayogi.plans.actions.sheets import read_day, read_sheet, unknown
from karmayogi.plans.engine.terms import LATEST
from karmayogi.plans.models import Peak
from karmayogi.plans.queries.access import access_unit

COLUMNS = ("kind", "name_en", "name_hi", "name_ur", "from_on", "until_on", "state", "service", "designation")
LONGEST = 200  # days: longer is no peak


@dataclasses.dataclass(frozen=True, slots=True)
class PeakTerms:
    """until_on: its last day. Of those three that are given, all must hold."""

    kind: str
    name_en: str
    from_on: dt.date
    until_on: dt.date
    name_hi: str = ""
    name_ur: str = ""
    state_id: int | None = None
    service_id: int | None = None
    designation_id: int | None = None


def add_peak(*, actor: Actor, organisation: uuids.UUID, terms: PeakTerms, at: dt.datetime) -> None:
    """Of the organisation and all below it. The same name, first day and people again change the rest of it."""
    unit = access_unit(actor, organisation, "write")
    _check(terms)
    with transaction.atomic():
        _write(unit.id, [terms], actor)
        audit.record(
            "plans:peak:add", agent=actor, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
            detail={"name": terms.name_en, "from": terms.from_on, "until": terms.until_on},
        )  # fmt: skip


def import_peaks(*, actor: Actor, organisation: uuids.UUID, content: bytes, at: dt.datetime) -> int:
    """A file as the page gives it out; how many lines. Refused with every fault: nothing of it is written then."""
    unit = access_unit(actor, organisation, "write")
    known = functools.cache(named)
    found = read_sheet(content, COLUMNS, lambda cells: _line(cells, known))
    with transaction.atomic():
        _write(unit.id, found, actor)
        audit.record(
            "plans:peak:import", agent=actor, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
            detail={"lines": len(found)},
        )  # fmt: skip
    return len(found)


def remove_peak(*, actor: Actor, organisation: uuids.UUID, peak: uuids.UUID, at: dt.datetime) -> None:
    """One of its own; those of offices above stay. Repeating it changes nothing."""
    unit = access_unit(actor, organisation, "write")
    with transaction.atomic():
        row = Peak.objects.filter(uuid=peak, organisation_id=unit.id).first()
        if row is None:
            return
        row.delete()
        audit.record(
            "plans:peak:remove", agent=actor, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
            detail={"name": row.name_en, "from": row.from_on},
        )  # fmt: skip


def _write(unit_id: int, given: Iterable[PeakTerms], actor: Actor) -> None:
    """In one statement; of lines with the same name, first day and people the last counts."""
    last = {(one.name_en, one.from_on, one.state_id, one.service_id, one.designation_id): one for one in given}
    Peak.objects.bulk_create(
        [
            Peak(organisation_id=unit_id, recorded_by_id=actor.person_id, **dataclasses.asdict(one))
            for one in last.values()
        ],
        update_conflicts=True,
        unique_fields=["organisation", "name_en", "from_on", "state", "service", "designation"],
        update_fields=["kind", "name_hi", "name_ur", "until_on", "recorded_by"],
    )


def _check(terms: PeakTerms) -> None:
    if terms.kind not in Peak.Kind.values:
        raise unknown(terms.kind)
    if not terms.name_en:
        raise Refused(_("Give it a name."))
    if not EARLIEST <= terms.from_on <= LATEST or not EARLIEST <= terms.until_on <= LATEST:
        raise Refused(_("A date lies before 15 August 1947 or after 2100."))
    if terms.until_on < terms.from_on:
        raise Refused(_("The end of the span lies before its beginning."))
    if (terms.until_on - terms.from_on).days >= LONGEST:
        raise Refused(_("A peak is shorter than %(count)s days.") % {"count": LONGEST})


def _line(cells: dict[str, str], known: Callable[[str, str], int | None]) -> PeakTerms:
    texts = {name: " ".join(cells[name].split())[:120] for name in ("name_en", "name_hi", "name_ur")}
    terms = PeakTerms(
        kind=cells["kind"], from_on=read_day(cells["from_on"]), until_on=read_day(cells["until_on"]),
        state_id=known("state", cells["state"]), service_id=known("service", cells["service"]),
        designation_id=known("designation", cells["designation"]), **texts,
    )  # fmt: skip
    _check(terms)
    return terms


def named(what: str, text: str) -> int | None:
    """Id of a State by its two letters, a service or a designation by name; None for nothing."""
    text = " ".join(text.split())
    if not text:
        return None
    found: int | None
    if what == "designation":
        known = orgs.designation_by_name(text)
        found = known.id if known else None
    elif what == "state":
        found = rows.scalar("select id from orgs_state where code = upper(%s)", [text])
    else:
        found = rows.scalar("select id from orgs_service where lower(name) = lower(%s)", [text])
    if found is None:
        raise unknown(text)
    return found
