"""What was measured in a wave: out of a file, or out of the service figures of its months."""

import datetime as dt
import hashlib
import uuid as uuids
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.evaluation.actions.estimate import ask_estimate
from karmayogi.evaluation.actions.read_table import number_of, read_csv
from karmayogi.evaluation.actions.steps import note, plain
from karmayogi.evaluation.models import Measured, MeasureFile, Study, StudyIndicator, StudyUnit, StudyWave
from karmayogi.evaluation.queries.indicators import means_of
from karmayogi.evaluation.queries.studies import access_study
from karmayogi.evaluation.types import State
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, NotFound, Refused

COLUMNS = ("unit", "indicator", "value", "answers", "day")
MOST_LINES, MOST_FAULTS = 100_000, 20


@dataclass(frozen=True, slots=True)
class Line:
    unit: str
    indicator: str
    value: float
    answers: int
    on: dt.date


@transaction.atomic
def bring_wave(
    *, actor: Actor, study: uuids.UUID, wave: int, name: str, content: bytes, at: dt.datetime
) -> MeasureFile:
    """The same file again is the file that is there. Raises Refused with every line that is wrong; then nothing of it
    is kept."""
    row, of = _running(actor, study, wave)
    digest = hashlib.sha256(content).hexdigest()
    if (there := MeasureFile.objects.filter(study=row, wave=of, sha256=digest).first()) is not None:
        return there
    units, indicators, today = _units(row), _indicators(row), clock.day(at)
    found: dict[tuple[str, str], Line] = {}
    faults: list[str] = []
    for place, cell in read_csv(content, COLUMNS, MOST_LINES):
        line, fault = _line(cell, units, indicators, today)
        if line is not None and (line.unit, line.indicator) in found:
            fault = _("this unit and indicator is there twice")
        if fault or line is None:
            faults.append(_("Line %(line)s: %(fault)s.") % {"line": place, "fault": fault})
        else:
            found[line.unit, line.indicator] = line
    if faults:
        more = [_("And %(count)s more.") % {"count": len(faults) - MOST_FAULTS}] if len(faults) > MOST_FAULTS else []
        raise Refused(" ".join([_("Nothing of the file is kept."), *faults[:MOST_FAULTS], *more]))
    return _keep(actor, row, of, plain(name, 200), digest, list(found.values()), at)


@transaction.atomic
def take_service(*, actor: Actor, study: uuids.UUID, wave: int, at: dt.datetime) -> MeasureFile:
    """The mean of the service figures of the wave's months, of each indicator that stands on some, once the wave is
    over."""
    row, of = _running(actor, study, wave)
    if clock.day(at) <= of.until_on:
        raise Refused(_("The wave is not over: its months are not complete."))
    lines = []
    for indicator in StudyIndicator.objects.filter(study=row, service__isnull=False):
        means = means_of(indicator.service_id or 0, of.from_on, of.until_on, list(_units(row)))
        lines += [Line(unit, indicator.code, value, months, of.until_on) for unit, value, months in means]
    if not lines:
        raise Refused(_("There are no service figures of these units and months."))
    text = repr(sorted((one.indicator, one.unit, one.value, one.answers) for one in lines))
    digest = hashlib.sha256(text.encode()).hexdigest()
    if (there := MeasureFile.objects.filter(study=row, wave=of, sha256=digest).first()) is not None:
        return there
    return _keep(actor, row, of, "service figures", digest, lines, at)


def _running(actor: Actor, study: uuids.UUID, wave: int) -> tuple[Study, StudyWave]:
    row = access_study(actor, study, locked=True)
    of = StudyWave.objects.filter(study=row, number=wave).first()
    if of is None:
        raise NotFound
    if row.state == State.CLOSED:
        raise Refused(_("The study is closed."))
    if row.state != State.DRAWN:
        raise Refused(_("First the plan is signed and the lot drawn: measured is only what was planned."))
    return row, of


def _units(row: Study) -> dict[str, StudyUnit]:
    return {one.code: one for one in StudyUnit.objects.filter(study=row, turn__isnull=False)}


def _indicators(row: Study) -> dict[str, StudyIndicator]:
    return {one.code: one for one in StudyIndicator.objects.filter(study=row)}


def _line(
    cell: dict[str, str], units: dict[str, StudyUnit], indicators: dict[str, StudyIndicator], today: dt.date
) -> tuple[Line | None, str]:
    if cell["unit"] not in units:
        return None, _("%(code)s is no unit of the sample") % {"code": cell["unit"][:60] or "–"}
    if cell["indicator"] not in indicators:
        return None, _("%(code)s is no indicator of the plan") % {"code": cell["indicator"][:40] or "–"}
    value = number_of(cell["value"])
    if value is None:
        return None, _("“%(column)s” is not a number") % {"column": "value"}
    answers = cell["answers"] or "1"
    if not (answers.isascii() and answers.isdigit() and int(answers[:9]) > 0 and len(answers) < 8):
        return None, _("“%(column)s” is not a number") % {"column": "answers"}
    try:
        on = dt.date.fromisoformat(cell["day"])
    except ValueError:
        return None, _("a day is written as 2026-12-31")
    if on > today:
        return None, _("the day lies ahead")
    return Line(cell["unit"], cell["indicator"], value, int(answers), on), ""


def _keep(
    actor: Actor, row: Study, of: StudyWave, name: str, digest: str, lines: list[Line], at: dt.datetime
) -> MeasureFile:
    units, indicators = _units(row), _indicators(row)
    file = MeasureFile.objects.create(
        study=row, wave=of, name=name or "–", sha256=digest, rows=len(lines), by_id=actor.person_id, at=at,
        outside=sum(not of.from_on <= one.on <= of.until_on for one in lines),
    )  # fmt: skip
    Measured.objects.bulk_create(
        (
            Measured(
                file=file, wave=of, unit=units[one.unit], indicator=indicators[one.indicator], value=one.value,
                answers=one.answers, on=one.on,
            )
            for one in lines
        ),
        batch_size=2000,
    )  # fmt: skip
    note(row, "bring", actor, at, words=name, detail={"wave": of.number, "rows": len(lines), "sha256": digest})
    ask_estimate(row)
    return file
