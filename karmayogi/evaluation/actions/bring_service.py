"""Service figures out of a file of an open feed: by month and unit, with where they come from."""

import datetime as dt
import hashlib
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.evaluation.actions.read_table import number_of, read_csv, read_json
from karmayogi.evaluation.actions.steps import plain
from karmayogi.evaluation.models import ServiceFigure, ServiceIndicator, ServiceSource
from karmayogi.evaluation.queries.indicators import access_service
from karmayogi.evaluation.queries.studies import check_evaluates
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Agent, Refused

COLUMNS = ("unit", "month", "value")
MOST_LINES, MOST_FAULTS = 200_000, 100
_EARLIEST = dt.date(1990, 1, 1)


@transaction.atomic
def define_service(
    *, actor: Actor, code: str, name: str, definition: str, measure: str, higher_is_better: bool, at: dt.datetime
) -> uuids.UUID:
    """The indicator with this code; one that is there is given again."""
    check_evaluates(actor)
    code, name, definition = plain(code, 40), plain(name, 200), plain(definition, 500)
    if not code or not name or not definition:
        raise Refused(_("An indicator needs a code, a name and a definition."))
    made, fresh = ServiceIndicator.objects.get_or_create(
        code=code,
        defaults={
            "name": name, "definition": definition, "measure": plain(measure, 40), "made_by_id": actor.person_id,
            "higher_is_better": higher_is_better, "made_at": at,
        },
    )  # fmt: skip
    if fresh:
        audit.record(
            "evaluation:service:define", agent=actor, at=at, kind="service_indicator", subject=made.uuid, label=name
        )
    elif (made.name, made.definition, made.higher_is_better) != (name, definition, higher_is_better):
        raise Refused(_("There is an indicator with this code already."))
    return made.uuid


@transaction.atomic
def bring_service(
    *, actor: Actor, service: uuids.UUID, content: bytes, publisher: str, address: str, licence: str,
    fetched_at: dt.datetime, at: dt.datetime,
) -> ServiceSource:  # fmt: skip
    """What can be read is kept, every other line is said with its fault. The same file again is the one that is there;
    another file on the same months counts from now on, and the earlier word stays. So does one that is put back."""
    of = access_service(actor, service)
    return keep(
        of, agent=actor, by_id=actor.person_id, content=content, publisher=publisher, address=address, licence=licence,
        fetched_at=fetched_at, at=at,
    )  # fmt: skip


def keep(
    of: ServiceIndicator, *, agent: Agent, by_id: int | None, content: bytes, publisher: str, address: str,
    licence: str, fetched_at: dt.datetime, at: dt.datetime,
) -> ServiceSource:  # fmt: skip
    """The same of a file that nobody brought. Call it in a transaction."""
    ServiceIndicator.objects.select_for_update().get(pk=of.pk)  # one file after the other
    digest = hashlib.sha256(content).hexdigest()
    publisher, address, licence = plain(publisher, 200), plain(address, 500), plain(licence, 200)
    there = ServiceSource.objects.filter(indicator=of, sha256=digest).order_by("-pk").first()
    if there is not None:
        since = ServiceSource.objects.filter(indicator=of, address__in=(there.address, address), pk__gt=there.pk)
        if not since.exists():
            return there  # else the address told something else meanwhile, and tells this now
    if not publisher or not address or not licence:
        raise Refused(_("Say who published it, where, and under which licence."))
    if clock.day(fetched_at) < _EARLIEST or fetched_at > at:
        raise Refused(_("The day on which it was fetched lies ahead, or before 1990."))
    read = read_json if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"[", b"{")) else read_csv
    kept: dict[tuple[str, dt.date], float] = {}
    faults: list[list[str]] = []
    lines = read(content, COLUMNS, MOST_LINES)
    for place, cell in lines:
        unit, month, value = cell["unit"], _month(cell["month"], clock.day(at)), number_of(cell["value"])
        if not unit or len(unit) > 60:
            fault = _("the unit is missing or its code is too long")
        elif month is None:
            fault = _("a month is written as 2026-12, and does not lie ahead")
        elif value is None:
            fault = _("“%(column)s” is not a number") % {"column": "value"}
        elif (unit, month) in kept:
            fault = _("this unit and month is there twice")
        else:
            kept[unit, month] = value
            continue
        faults.append([str(place), fault])
    if not kept:
        raise Refused(_("No line of the file can be read. Line %(line)s: %(fault)s.") % {
            "line": faults[0][0], "fault": faults[0][1],
        })  # fmt: skip
    source = ServiceSource.objects.create(
        indicator=of, publisher=publisher, address=address, licence=licence, fetched_at=fetched_at, sha256=digest,
        rows=len(kept), refused=len(faults), faults=faults[:MOST_FAULTS], by_id=by_id, at=at,
    )  # fmt: skip
    ServiceFigure.objects.bulk_create(
        (
            ServiceFigure(source=source, indicator=of, unit=unit, month=month, value=value)
            for (unit, month), value in kept.items()
        ),
        batch_size=5000,
    )
    audit.record(
        "evaluation:service:bring", agent=agent, at=at, kind="service_indicator", subject=of.uuid, label=of.name,
        detail={"rows": len(kept), "refused": len(faults), "sha256": digest, "address": address, "licence": licence},
    )  # fmt: skip
    return source


def _month(text: str, today: dt.date) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError:
        return None
    return day.replace(day=1) if _EARLIEST <= day <= today else None
