"""Studies: one for somebody who may see it, the list, what was seen so far."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Callable

from karmayogi.evaluation.engine import lots
from karmayogi.evaluation.models import Study, StudyUnit
from karmayogi.evaluation.policies import can_evaluate
from karmayogi.evaluation.types import Assumptions, Design, Seen, State
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound

PAGE = 25


def check_evaluates(actor: Actor) -> None:
    if not can_evaluate(actor):
        raise NotFound


def access_study(actor: Actor, uuid: uuids.UUID, *, locked: bool = False) -> Study:
    check_evaluates(actor)
    found = (Study.objects.select_for_update() if locked else Study.objects).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def published_study(uuid: uuids.UUID) -> Study:
    """For everybody: one whose plan is signed."""
    found = Study.objects.filter(uuid=uuid).exclude(state=State.DRAFT).first()
    if found is None:
        raise NotFound
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class StudyLine:
    id: int
    uuid: uuids.UUID
    title: str
    design: str
    state: str
    units: int
    made_at: dt.datetime
    invented: bool


_LINES = """
select s.id, s.uuid, s.title, s.design, s.state,
  (select count(*)::int from evaluation_studyunit u
   where u.study_id = s.id and (u.turn is not null or s.state in ('draft', 'registered'))), s.made_at, s.invented
from evaluation_study s
where (%(state)s::text = '' or s.state = %(state)s::text)
  and (%(q)s::text = '' or s.title ilike %(like)s or s.question ilike %(like)s)
  and (%(after)s::bigint is null or s.id {than} %(after)s::bigint)
order by s.id {way} limit %(limit)s
"""
ORDERS = {"newest": ("<", "desc"), "oldest": (">", "asc")}


def study_lines(
    *, q: str = "", state: str = "", by: str = "newest", after: int | None = None, limit: int = PAGE
) -> tuple[list[StudyLine], int | None]:
    """And the key of the next page."""
    than, way = ORDERS[by]
    asked = {"state": state, "q": q.strip(), "like": rows.like(q), "after": after, "limit": limit + 1}
    found = rows.fetch(StudyLine, _LINES.format(than=than, way=way), asked)
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def strata_of(study: Study, *, drawn: bool = False) -> dict[str, list[str]]:
    """Stratum -> codes of its units; drawn: of those in the sample."""
    found: dict[str, list[str]] = {}
    units = StudyUnit.objects.filter(study=study).order_by("code")
    for stratum, code in (units.filter(turn__isnull=False) if drawn else units).values_list("stratum", "code"):
        found.setdefault(stratum, []).append(code)
    return found


def lot_of(study: Study, seed: str) -> dict[str, int]:
    """Unit of the sample -> its turn, as this seed draws them."""
    chosen = lots.sample(seed, strata_of(study), study.sample)
    if study.design == Design.GIVEN:
        given = dict(StudyUnit.objects.filter(study=study).values_list("code", "given"))
        return {code: given[code] or 0 for codes in chosen.values() for code in codes}
    return lots.turns(seed, chosen, Design(study.design), seats=study.seats, steps=study.steps)


def redraws(study: Study) -> Callable[[int], dict[str, int]] | None:
    """Other lots over the same sample; None where others decided."""
    if study.design == Design.GIVEN:
        return None
    strata = strata_of(study, drawn=True)
    return lambda number: lots.turns(
        f"again:{number}", strata, Design(study.design), seats=study.seats, steps=study.steps
    )


def assumptions_of(study: Study) -> Assumptions:
    return Assumptions(study.effect, study.answers, study.icc, study.stability, study.alpha)


# What a later file says of the same counts instead of what an earlier one said.
_SEEN = """
select distinct on (m.indicator_id, m.unit_id, m.wave_id) i.code, u.code, u.stratum, u.turn, w.number, m.value
from evaluation_measured m join evaluation_studyunit u on u.id = m.unit_id
join evaluation_studywave w on w.id = m.wave_id join evaluation_studyindicator i on i.id = m.indicator_id
where u.study_id = %s and u.turn is not null
order by m.indicator_id, m.unit_id, m.wave_id, m.file_id desc
"""


def seen_in(study: Study) -> dict[str, list[Seen]]:
    """Indicator -> what is known of it."""
    found: dict[str, list[Seen]] = {}
    for code, *cells in rows.fetch(lambda *row: row, _SEEN, [study.pk]):
        found.setdefault(code, []).append(Seen(*cells))
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Departures:
    """From the signed plan, as far as the product can tell. unseen: (indicator, wave, treated) -> units without a value
    in a wave that is over; outside: lines measured on other days than planned."""

    unseen: dict[tuple[str, int, bool], int]
    outside: int


_UNSEEN = """
select i.code, w.number, u.turn > 0, count(*)::int
from evaluation_studyunit u join evaluation_studywave w on w.study_id = u.study_id
join evaluation_studyindicator i on i.study_id = u.study_id
where u.study_id = %(study)s and u.turn is not null and w.until_on < %(today)s
  and not exists (select from evaluation_measured m
                  where m.unit_id = u.id and m.wave_id = w.id and m.indicator_id = i.id)
group by 1, 2, 3 order by 1, 2, 3
"""


def departures_of(study: Study, today: dt.date) -> Departures:
    unseen = rows.fetch(
        lambda code, wave, treated, count: ((code, wave, treated), count), _UNSEEN,
        {"study": study.pk, "today": today},
    )  # fmt: skip
    outside = rows.scalar(
        "select coalesce(sum(outside), 0)::int from evaluation_measurefile where study_id = %s", [study.pk]
    )
    return Departures(dict(unseen), outside)


@dataclasses.dataclass(frozen=True, slots=True)
class UnitLine:
    code: str
    name: str
    stratum: str
    turn: int | None


def unit_lines(
    study: Study, *, q: str = "", after: str = "", limit: int = PAGE
) -> tuple[list[UnitLine], str | None, tuple[int, int]]:
    """By code, the key of the next page, and (units of the list, units of the sample)."""
    counts = rows.fetch(
        lambda *row: row,
        "select count(*)::int, count(turn)::int from evaluation_studyunit where study_id = %s", [study.pk],
    )[0]  # fmt: skip
    found = rows.fetch(
        UnitLine,
        "select code, name, stratum, turn from evaluation_studyunit where study_id = %(study)s"
        " and (%(q)s::text = '' or name ilike %(like)s or code ilike %(like)s or stratum ilike %(like)s)"
        " and code > %(after)s::text order by code limit %(limit)s",
        {"study": study.pk, "q": q.strip(), "like": rows.like(q), "after": after, "limit": limit + 1},
    ) if limit else []  # fmt: skip
    return found[:limit], found[limit - 1].code if len(found) > limit > 0 else None, counts
