"""Batches out of a file: CSV with the columns that the list of batches is downloaded with."""

import datetime as dt
import uuid as uuids

from django.utils.translation import gettext as _

from karmayogi.capacity.actions.batches import MOST, GivenBatch, add_batches, fault_of
from karmayogi.capacity.actions.read_table import read_table
from karmayogi.capacity.queries.access import access_plan
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.languages import code_of
from karmayogi.kernel.web.choices import number

COLUMNS = (
    "training", "language", "first_day", "last_day", "seats", "state", "place", "least", "fixed", "fee", "faculty",
    "room", "extra",
)  # fmt: skip


def import_batches(*, actor: Actor, plan: uuids.UUID, content: bytes, at: dt.datetime) -> int:
    """How many were added; a line that is there already is not added again, so a file can be brought twice.

    Refused, with the line: whatever is not understood. Nothing of a file with a fault is kept.
    """
    row, _unit = access_plan(actor, plan, "write", clock.day(at))
    given = _read(content, row.pk, row.year)
    return add_batches(actor=actor, plan=plan, given=given, at=at)


def _read(content: bytes, plan_id: int, year: int) -> list[GivenBatch]:
    cells = read_table(content, COLUMNS, MOST)
    trainings = set(
        rows.fetch(int, "select number from capacity_intervention where plan_id = %s and training", [plan_id])
    )
    states = set(rows.fetch(str, "select code from orgs_state"))
    found = []
    for place, line in cells:
        one, fault = _line(line, trainings, states)
        fault = fault or (fault_of(one, year) if one else "")
        if one is None or fault:
            raise Refused(_("Line %(line)s: %(fault)s. Nothing of the file is kept.") % {
                "line": place, "fault": fault.rstrip("."),
            })  # fmt: skip
        found.append(one)
    return found


def _line(line: list[str], trainings: set[int], states: set[str]) -> tuple[GivenBatch | None, str]:
    if len(line) != len(COLUMNS):
        return None, _("it has not %(count)s cells") % {"count": len(COLUMNS)}
    cell = dict(zip(COLUMNS, line, strict=True))
    whole = {name: number(cell[name] or "0") for name in ("training", "seats", "fixed", "fee")}
    whole["least"] = number(cell["least"] or "1")
    if wrong := [name for name, value in whole.items() if value is None]:
        return None, _("“%(column)s” is not a whole number") % {"column": wrong[0]}
    try:
        first, last = (_day(cell[name]) for name in ("first_day", "last_day"))
    except ValueError:
        return None, _("a day is written as 2026-12-31 or 31-12-2026")
    numbers = {name: value or 0 for name, value in whole.items()}
    if numbers["training"] not in trainings:
        return None, _("the plan has no training with the number %(number)s") % {"number": numbers["training"]}
    state = cell["state"].upper()
    if state and state not in states:
        return None, _("there is no State with the code %(code)s") % {"code": state[:10]}
    return GivenBatch(
        training=numbers["training"], language=code_of(cell["language"]) or cell["language"], starts_on=first,
        ends_on=last, seats=numbers["seats"], state=state, place=cell["place"], least=numbers["least"],
        fixed=numbers["fixed"], fee=numbers["fee"], faculty=cell["faculty"], room=cell["room"],
        extra=cell["extra"].lower() in ("1", "yes", "true"),
    ), ""  # fmt: skip


def _day(text: str) -> dt.date:
    if len(text) == 10 and text[2] in "-/." and text[5] == text[2]:
        return dt.date(int(text[6:]), int(text[3:5]), int(text[:2]))
    return dt.date.fromisoformat(text)
