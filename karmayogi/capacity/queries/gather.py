"""What a scenario is solved from: people of the plan's organisation with their gaps, batches, peaks, money.

A handful of statements whatever the number of people; only in a job, inside a transaction.
"""

import dataclasses
import datetime as dt
from collections import Counter

import numpy as np

from karmayogi.capacity.engine import batches as engine
from karmayogi.capacity.engine.solving.case import FEWEST, Case, Ints, Quota, Terms, case_of
from karmayogi.capacity.engine.solving.case import Batch as Offered
from karmayogi.capacity.engine.year import first_day, quarter_of
from karmayogi.capacity.models import Scenario
from karmayogi.capacity.types import Choice, Missed, Weights
from karmayogi.kernel import rows
from karmayogi.kernel.clock import IST
from karmayogi.orgs.api import PATH_END, PATH_STEP, POSTS_AS_ON, ancestors, main_first

WOMEN, RESERVED = 1, 2

# Everybody once, on her main post; of an office that names no State, the State of the nearest one above that does.
_PEOPLE = f"""
create temp table capacity_people on commit drop as
with at_post as (
  select distinct on (i.person_id) i.person_id, post.designation_id, post.organisation_id as office_id,
    i.organisation_path as path, i.valid_to
  from orgs_incumbency i join {POSTS_AS_ON} post on post.id = i.post_id
  where i.organisation_path >= %(path)s and i.organisation_path < %(end)s
    and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  order by i.person_id, {main_first("i")}
), place as (
  select u.path, (
    select a.state_id from orgs_organisation a where a.state_id is not null and a.path in (
      select left(u.path, n) from generate_series({PATH_STEP}, length(u.path), {PATH_STEP}) n)
    order by length(a.path) desc limit 1) as state_id
  from (select distinct path from at_post) u
)
select a.person_id, a.designation_id, a.office_id, a.path, a.valid_to, place.state_id,
  array_remove(array[nullif(p.native_language, ''), nullif(account.language, '')], null)::text[] as languages,
  case when lower(p.gender) = 'female' then {WOMEN} else 0 end
    + case when p.category in ('SC', 'ST') then {RESERVED} else 0 end as groups
from at_post a join place using (path) join people_person p on p.id = a.person_id
left join people_account account on account.person_id = a.person_id
"""

_LINES = """
select distinct on (person_id) person_id, office_id, state_id, languages, groups, valid_to from capacity_people
order by person_id
"""

# A person needs a training where a level is missing that her profile asks and the training answers; she does not once
# she has completed its course in the year.
_WISHES = """
select p.person_id, i.id,
  sum(case %(weights)s when 'rank' then 5.0 * (r.level - coalesce(l.level, 0)) / r.level * coalesce(m.value, 3)
      when 'levels' then r.level - coalesce(l.level, 0) else 0 end
    * case when (%(lens)s = 'national' and m.national) or (%(lens)s = 'citizen' and m.citizen)
        or (%(lens)s = 'technology' and m.technology) then 2 else 1 end)::float8,
  exists (select from plans_mandate o where o.uuid = i.mandate and o.status = 'live')
from capacity_people p
join competencies_profile f on f.designation_id = p.designation_id and f.in_force
join competencies_profilerequirement r on r.profile_id = f.id
join capacity_answer a on a.competency_id = r.competency_id
  and (a.designation_id is null or a.designation_id = p.designation_id)
join capacity_intervention i on i.id = a.intervention_id and i.plan_id = %(plan)s and i.training
  and exists (select from capacity_batch b where b.intervention_id = i.id)
left join competencies_level l on l.person_id = p.person_id and l.competency_id = r.competency_id
left join capacity_importance m on m.plan_id = i.plan_id and m.competency_id = r.competency_id
where r.level > coalesce(l.level, 0)
  and not exists (select from learning_enrolment e where e.person_id = p.person_id and e.course_id = i.course_id
    and e.completed_at >= %(since)s)
group by p.person_id, i.id order by p.person_id, i.id
"""

_BATCHES = """
select b.id, b.number, b.intervention_id, b.language, b.state_id, b.starts_on, b.ends_on, b.seats, b.least, b.fixed,
  b.fee, b.faculty, b.room, b.extra, b.called_off_on is not null, coalesce(c.choice, '')
from capacity_batch b left join capacity_scenariobatch c on c.batch_id = b.id and c.scenario_id = %s
where b.plan_id = %s order by b.number
"""

# (person, first day, last day) on which her office cannot spare her: the calendars of peak duty of the offices around.
_PEAKS = """
select distinct p.person_id, k.from_on, k.until_on
from plans_peak k join orgs_organisation o on o.id = k.organisation_id
left join orgs_designation d on d.id = k.designation_id
join capacity_people p on p.path >= o.path and p.path < o.path || %(tilde)s::text
  and (k.state_id is null or k.state_id = p.state_id)
  and (k.designation_id is null or p.designation_id in (k.designation_id, d.merged_into_id))
  and (k.service_id is null or exists (select from orgs_servicemembership s where s.person_id = p.person_id
    and s.service_id = k.service_id and s.valid_from <= %(on)s and (s.valid_to is null or s.valid_to > %(on)s)))
where k.until_on >= %(on)s and (o.path = any(%(above)s::text[]) or (o.path >= %(path)s and o.path < %(end)s))
  and exists (select from capacity_batch b where b.plan_id = %(plan)s and b.starts_on <= k.until_on
    and b.ends_on >= k.from_on)
"""


@dataclasses.dataclass(frozen=True, slots=True)
class BatchLine:
    id: int
    number: int
    intervention_id: int
    language: str
    state_id: int | None
    starts_on: dt.date
    ends_on: dt.date
    seats: int
    least: int
    fixed: int
    fee: int
    faculty: str
    room: str
    extra: bool
    called_off: bool
    choice: str


@dataclasses.dataclass(frozen=True, slots=True)
class PersonLine:
    id: int
    office_id: int
    state_id: int | None
    languages: list[str]
    groups: int
    until: dt.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class WishLine:
    person_id: int
    intervention_id: int
    points: float
    must: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Gathered:
    """A case with what its numbers stand for. why: (wish, batch) that may not be -> why not, beyond what a case says.

    lost: (number of a batch, people) of locked seats that cannot be any more.
    """

    case: Case
    persons: list[int]
    wishes: list[tuple[int, int]]  # person id, intervention id
    batches: list[BatchLine]
    languages: list[str]
    faculty: list[str]
    rooms: list[str]
    offices: list[int]
    why: dict[tuple[int, int], Missed]
    lost: list[tuple[int, int]]


def gather(scenario: Scenario, path: str, year: int, on: dt.date) -> Gathered:
    """As on that day. path: of the plan's organisation. Inside a transaction: it works on a table of its own."""
    asked = {
        "path": path, "end": path + PATH_END, "on": on, "plan": scenario.plan_id, "tilde": PATH_END,
        "above": list(ancestors(path)), "weights": scenario.weights, "lens": scenario.lens,
        "since": dt.datetime.combine(first_day(year), dt.time(), tzinfo=IST),
    }  # fmt: skip
    rows.run("drop table if exists capacity_people")
    rows.run(_PEOPLE, asked)
    rows.run("create index on capacity_people (designation_id)")
    rows.run("analyze capacity_people")
    everybody = rows.fetch(PersonLine, _LINES)
    wishes = rows.fetch(WishLine, _WISHES, asked)
    batches = rows.fetch(BatchLine, _BATCHES, [scenario.pk, scenario.plan_id])
    peaks: list[tuple[int, dt.date, dt.date]] = rows.fetch(lambda *row: row, _PEAKS, asked)
    if scenario.weights == Weights.EQUAL:
        wishes = [dataclasses.replace(one, points=10.0) for one in wishes]

    offices = sorted({one.office_id for one in everybody})
    strength = np.bincount(np.searchsorted(offices, [one.office_id for one in everybody]), minlength=len(offices))
    wanting = {one.person_id for one in wishes}
    people = [one for one in everybody if one.id in wanting]  # the others only count for their offices
    place_of = {one.id: number for number, one in enumerate(people)}
    trainings = sorted({one.intervention_id for one in batches} | {one.intervention_id for one in wishes})
    named = {one.state_id for one in people} | {one.state_id for one in batches}
    states = sorted(state for state in named if state is not None)
    places = {state: number for number, state in enumerate(states)}
    tongues = sorted(
        {one.language for one in batches} | {tongue for one in people for tongue in one.languages} | {"en"}
    )
    bits = {tongue: 1 << number for number, tongue in enumerate(tongues)}
    teachers, faculty = engine.numbered([one.faculty for one in batches])
    halls, rooms = engine.numbered([one.room for one in batches])

    stays, begun = _kept(scenario, on)
    number_of = {one.id: number for number, one in enumerate(batches)}
    wish_of = {(one.person_id, one.intervention_id): number for number, one in enumerate(wishes)}
    pairs = [(wish_of.get((person, batches[number_of[batch]].intervention_id)), number_of[batch])
             for person, batch in stays]  # fmt: skip
    done = Counter(batch for wish, batch in pairs if wish is None and batches[batch].id in begun)
    offered = tuple(
        Offered(
            need=trainings.index(one.intervention_id), language=tongues.index(one.language),
            place=places.get(one.state_id, len(states)) if one.state_id is not None else len(states),
            first=one.starts_on.toordinal(), last=one.ends_on.toordinal(),
            days=engine.working_days(one.starts_on, one.ends_on), seats=one.seats,
            # Of a batch that has begun some have completed the course: they need no seat any more, and were paid for.
            least=0 if one.starts_on <= on else one.least, fixed=float(one.fixed + one.fee * done[number]),
            fee=float(one.fee), faculty=teachers[number], room=halls[number],
            quarter=quarter_of(year, one.starts_on) - 1, held=_held(one, begun, on),
        )
        for number, one in enumerate(batches)
    )  # fmt: skip
    officer = np.array([place_of[one.person_id] for one in wishes], dtype=np.int64)
    need = np.searchsorted(trainings, [one.intervention_id for one in wishes]).astype(np.int64)
    why = _barred(officer, need, offered, people, _spans(peaks, place_of), on, set(pairs))
    points = np.array([one.points for one in wishes], dtype=np.float64)
    terms = Terms(
        budget=_budget(scenario), away=scenario.away / 100 if scenario.away else None,
        travel=engine.travel(len(states), float(scenario.travel), scenario.far),
        teaching=dict.fromkeys(range(len(faculty)), scenario.teaching) if scenario.teaching else {},
        quotas=tuple(
            Quota(group, share / 100)
            for group, share in ((WOMEN, scenario.women), (RESERVED, scenario.reserved))
            if share
        ),
        barred=tuple(why), present=_present(scenario, wish_of, number_of),
        keep=FEWEST if scenario.replans else 0.0,
    )  # fmt: skip

    def built(terms: Terms) -> Case:
        return case_of(
            np.searchsorted(offices, [one.office_id for one in people]).astype(np.int64),
            np.array([len(states) if one.state_id is None else places[one.state_id] for one in people], dtype=np.int64),
            np.array([sum(bits[tongue] for tongue in set(one.languages or ["en"])) for one in people], dtype=np.int64),
            np.full(len(people), scenario.days or engine.FREE, dtype=np.int64),
            np.array([one.groups for one in people], dtype=np.int64), officer, need, points,
            np.array([one.must for one in wishes], dtype=np.bool_), offered, terms, strength.astype(np.int64),
        )  # fmt: skip

    case = built(terms)
    known = set(zip(case.wish.tolist(), case.batch.tolist(), strict=True))
    agreed = [(wish, batch) for wish, batch in pairs if wish is not None and (wish, batch) in known]
    lost = Counter(batch for wish, batch in pairs if (wish, batch) not in known and batches[batch].id not in begun)
    if agreed:
        case = built(dataclasses.replace(terms, seats=tuple(agreed)))
    return Gathered(
        case, [one.id for one in people], [(one.person_id, one.intervention_id) for one in wishes], batches, tongues,
        faculty, rooms, offices, why, sorted((batches[batch].number, people_) for batch, people_ in lost.items()),
    )  # fmt: skip


def _budget(scenario: Scenario) -> float | None:
    """The scenario's own, else what the lines of the plan allocate to training; no line and no sum: no limit."""
    if scenario.budget is not None:
        return float(scenario.budget)
    lines = rows.first(
        lambda *row: row,
        "select count(*), coalesce(sum(training), 0) from capacity_budgetline where plan_id = %s",
        [scenario.plan_id],
    )
    return float(lines[1]) if lines and lines[0] else None


def _held(line: BatchLine, begun: set[int], on: dt.date) -> bool | None:
    """True: locked open, False: not to be had. A batch that has begun is as the adopted plan left it."""
    if line.called_off or line.choice == Choice.OUT or (line.extra and line.choice not in (Choice.IN, Choice.HELD)):
        return False
    if line.starts_on <= on:
        return line.id in begun
    return True if line.choice == Choice.HELD else None


def _kept(scenario: Scenario, on: dt.date) -> tuple[list[tuple[int, int]], set[int]]:
    """((person, batch) that stay, batches that have begun with people): locks, and in a re-plan who is in a batch that
    has begun."""
    stays = rows.fetch(
        lambda *row: row,
        "select k.person_id, k.batch_id from capacity_seatlock k join capacity_batch b on b.id = k.batch_id"
        " where k.scenario_id = %s and b.plan_id = %s",  # one of a training that was dropped stayed behind
        [scenario.pk, scenario.plan_id],
    )
    past: list[tuple[int, int]] = []
    if scenario.replans and scenario.follows_id:
        past = rows.fetch(
            lambda *row: row,
            "select a.person_id, a.batch_id from capacity_allotment a join capacity_batch b on b.id = a.batch_id"
            " where a.scenario_id = %s and b.plan_id = %s and b.starts_on <= %s and b.called_off_on is null",
            [scenario.follows_id, scenario.plan_id, on],
        )
    return list(dict.fromkeys([*stays, *past])), {batch for _person, batch in past}


def _present(
    scenario: Scenario, wish_of: dict[tuple[int, int], int], number_of: dict[int, int]
) -> tuple[tuple[int, int], ...]:
    """Seats of the plan that is followed, which a re-plan leaves where it can."""
    if not (scenario.replans and scenario.follows_id):
        return ()
    seats = rows.fetch(
        lambda *row: row,
        "select person_id, intervention_id, batch_id from capacity_allotment where scenario_id = %s"
        " and batch_id is not null",
        [scenario.follows_id],
    )
    found = [(wish_of.get((person, training)), number_of.get(batch)) for person, training, batch in seats]
    return tuple((wish, batch) for wish, batch in found if wish is not None and batch is not None)


def _spans(
    peaks: list[tuple[int, dt.date, dt.date]], place_of: dict[int, int]
) -> dict[tuple[int, int], list[int]]:  # fmt: skip
    """Days of a peak -> the people whose offices cannot spare them then."""
    spans: dict[tuple[int, int], list[int]] = {}
    for person, first, last in peaks:
        if person in place_of:
            spans.setdefault((first.toordinal(), last.toordinal()), []).append(place_of[person])
    return spans


def _barred(
    officer: Ints, need: Ints, offered: tuple[Offered, ...], people: list[PersonLine],
    spans: dict[tuple[int, int], list[int]], on: dt.date, agreed: set[tuple[int | None, int]],
) -> dict[tuple[int, int], Missed]:  # fmt: skip
    """Pairs that may not be: the batch has begun, the post ends before it does, or it lies in a peak of her office.
    What was agreed beforehand stays."""
    ends = np.array([one.until.toordinal() if one.until else 10**7 for one in people], dtype=np.int64)
    why: dict[tuple[int, int], Missed] = {}
    for number, batch in enumerate(offered):
        if batch.held is False:
            continue
        who = np.flatnonzero(need == batch.need)
        away = np.zeros(len(people), dtype=np.bool_)
        for (first, last), some in spans.items():
            if first <= batch.last and last >= batch.first:
                away[some] = True
        found: list[tuple[Missed, Ints]] = [
            (Missed.PEAK, who[away[officer[who]]]), (Missed.LEAVES, who[ends[officer[who]] <= batch.last]),
        ]  # fmt: skip
        if batch.first <= on.toordinal():  # who is in stays, nobody else comes in
            found.append((Missed.BEGUN, who))
        for reason, wishes in found:
            why |= {(wish, number): reason for wish in wishes.tolist() if (wish, number) not in agreed}
    return why
