"""What training costs, and how much of it is too much: rates and limits that offices keep, each from a day on."""

import dataclasses
import datetime as dt
import functools
import uuid as uuids
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.dates import EARLIEST
from karmayogi.plans.actions.sheets import read_day, read_sheet, unknown
from karmayogi.plans.engine.terms import LATEST
from karmayogi.plans.models import LoadLimit, Rate
from karmayogi.plans.queries.access import access_unit

COLUMNS = ("kind", "course", "provider", "rupees", "seats", "from_on", "source")
MOST_PAISE = 10_000_000 * 100  # a crore for one person or one day is a slip of the keys
MOST_MINUTES = 24 * 60 * 31


@dataclasses.dataclass(frozen=True, slots=True)
class RateTerms:
    """paise: 0 where it is free. seats: of a room, else None."""

    kind: str
    paise: int
    from_on: dt.date
    course_id: int | None = None
    provider_id: int | None = None
    seats: int | None = None
    source: str = ""


def set_rate(*, actor: Actor, organisation: uuids.UUID, terms: RateTerms, at: dt.datetime) -> None:
    """Holds for the organisation and all below it, from its day until another takes its place."""
    unit = access_unit(actor, organisation, "write")
    _check(terms)
    with transaction.atomic():
        _write(unit.id, [terms], actor)
        audit.record(
            "plans:rate:set", agent=actor, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
            detail={"kind": terms.kind, "paise": terms.paise, "from": terms.from_on},
        )  # fmt: skip


def import_rates(*, actor: Actor, organisation: uuids.UUID, content: bytes, at: dt.datetime) -> int:
    """A file as the page gives it out; how many lines. Refused with every fault: nothing of it is written then."""
    unit = access_unit(actor, organisation, "write")
    known = functools.cache(coded)
    found = read_sheet(content, COLUMNS, lambda cells: _line(cells, known))
    with transaction.atomic():
        _write(unit.id, found, actor)
        audit.record(
            "plans:rate:import", agent=actor, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
            detail={"lines": len(found)},
        )  # fmt: skip
    return len(found)


def remove_rate(*, actor: Actor, organisation: uuids.UUID, rate: int, at: dt.datetime) -> None:
    """One that was entered by mistake. Repeating it changes nothing."""
    unit = access_unit(actor, organisation, "write")
    with transaction.atomic():
        row = Rate.objects.filter(pk=rate, organisation_id=unit.id).first()
        if row is not None:
            row.delete()
            audit.record(
                "plans:rate:remove", agent=actor, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
                detail={"kind": row.kind, "paise": row.paise, "from": row.from_on},
            )  # fmt: skip


def set_limit(
    *, actor: Actor, organisation: uuids.UUID, per: str, minutes: int | None, from_on: dt.date, at: dt.datetime
) -> None:
    """The most learning that orders may ask of one person of the organisation and below. minutes None: no limit."""
    unit = access_unit(actor, organisation, "write")
    if per not in LoadLimit.Per.values:
        raise unknown(per)
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES * 3:
        raise Refused(_("Enter hours above none."))
    _day(from_on)
    with transaction.atomic():
        LoadLimit.objects.update_or_create(
            organisation_id=unit.id, per=per, from_on=from_on,
            defaults={"minutes": minutes, "recorded_by_id": actor.person_id},
        )  # fmt: skip
        audit.record(
            "plans:limit:set", agent=actor, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
            detail={"per": per, "minutes": minutes, "from": from_on},
        )  # fmt: skip


def _write(unit_id: int, given: Iterable[RateTerms], actor: Actor) -> None:
    """In one statement; of lines for the same thing and day the last counts."""
    last = {(one.kind, one.course_id, one.provider_id, one.from_on): one for one in given}
    Rate.objects.bulk_create(
        [
            Rate(organisation_id=unit_id, recorded_by_id=actor.person_id, **dataclasses.asdict(one))
            for one in last.values()
        ],
        update_conflicts=True,
        unique_fields=["organisation", "kind", "course", "provider", "from_on"],
        update_fields=["paise", "seats", "source", "recorded_by"],
    )


def _check(terms: RateTerms) -> None:
    if terms.kind not in Rate.Kind.values:
        raise unknown(terms.kind)
    if not 0 <= terms.paise <= MOST_PAISE:
        raise Refused(_("An amount lies between nothing and one crore rupees."))
    if (terms.kind == Rate.Kind.VENUE) != (terms.seats is not None) or (terms.seats is not None and terms.seats < 1):
        raise Refused(_("A room, and nothing else, has a number of seats."))
    if terms.course_id is not None and terms.provider_id is not None:
        raise Refused(_("Name a course or a provider, not both."))
    _day(terms.from_on)


def _day(day: dt.date) -> None:
    if not EARLIEST <= day <= LATEST:
        raise Refused(_("A date lies before 15 August 1947 or after 2100."))


def _line(cells: dict[str, str], known: Callable[[str, str], int | None]) -> RateTerms:
    seats = cells["seats"]
    if seats and not (seats.isascii() and seats.isdigit() and len(seats) < 7):
        raise unknown(seats)
    terms = RateTerms(
        kind=cells["kind"], paise=paise_of(cells["rupees"]), from_on=read_day(cells["from_on"]),
        course_id=known("course", cells["course"]), provider_id=known("provider", cells["provider"]),
        seats=int(seats) if seats else None, source=" ".join(cells["source"].split())[:200],
    )  # fmt: skip
    _check(terms)
    return terms


def paise_of(rupees: str) -> int:
    """1,250.50 -> 125050."""
    try:
        amount = Decimal(rupees.replace(",", "").removeprefix("₹").strip()) * 100
    except ArithmeticError:  # of "x" as of "1e999999"
        raise Refused(_("“%(text)s” is no amount in rupees.") % {"text": rupees[:40]}) from None
    if not amount.is_finite() or abs(amount) > MOST_PAISE * 10 or amount != int(amount):
        raise Refused(_("“%(text)s” is no amount in rupees.") % {"text": rupees[:40]})
    return int(amount)


def coded(what: str, code: str) -> int | None:
    """Id of a course in the catalogue or of a provider by its code; None for nothing."""
    code = code.strip()
    if not code:
        return None
    found: int | None
    if what == "provider":
        found = rows.scalar("select id from learning_provider where code = %s", [code])
    else:  # of what somebody still writes, or shows to some alone, nobody learns that it is there
        found = rows.scalar(
            "select c.id from learning_course c join learning_catalogueentry e on e.course_id = c.id and not e.hidden"
            " where c.code = %s",
            [code],
        )
    if found is None:
        raise unknown(code)
    return found
