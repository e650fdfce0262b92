"""Outcomes of scenarios as their pages show them: batches with their load, people by page, what differs between two."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.capacity.models import Scenario
from karmayogi.kernel import rows
from karmayogi.orgs.api import PATH_END, POSTS_AS_ON, ancestors

# Everything but people and their levels that an outcome rests on.
_INPUTS = """
select md5(concat_ws('|',
  (select string_agg(concat_ws(',', b.number, b.intervention_id, b.language, b.state_id, b.starts_on, b.ends_on,
     b.seats, b.least, b.fixed, b.fee, b.faculty, b.room, b.extra, b.called_off_on), ';' order by b.number)
   from capacity_batch b where b.plan_id = s.plan_id and (not b.extra or exists (
     select from capacity_scenariobatch c where c.scenario_id = s.id and c.batch_id = b.id))),
  (select string_agg(concat_ws(',', c.batch_id, c.choice), ';' order by c.batch_id)
   from capacity_scenariobatch c where c.scenario_id = s.id),
  (select string_agg(concat_ws(',', k.batch_id, k.person_id), ';' order by k.batch_id, k.person_id)
   from capacity_seatlock k where k.scenario_id = s.id),
  (select string_agg(concat_ws(',', a.intervention_id, a.competency_id, coalesce(a.designation_id, 0)), ';'
     order by a.intervention_id, a.competency_id, a.designation_id)
   from capacity_answer a join capacity_intervention i on i.id = a.intervention_id where i.plan_id = s.plan_id),
  (select string_agg(concat_ws(',', m.competency_id, m.value, m.national, m.citizen, m.technology), ';'
     order by m.competency_id) from capacity_importance m where m.plan_id = s.plan_id),
  (select string_agg(concat_ws(',', l.id, l.training), ';' order by l.id)
   from capacity_budgetline l where l.plan_id = s.plan_id),
  (select string_agg(concat_ws(',', k.id, k.from_on, k.until_on, k.state_id, k.service_id, k.designation_id), ';'
     order by k.id) from plans_peak k join orgs_organisation o on o.id = k.organisation_id
   where o.path = any(%(above)s::text[]) or (o.path >= %(path)s and o.path < %(end)s)),
  concat_ws(',', s.budget, s.away, s.days, s.teaching, s.travel, s.far, s.women, s.reserved, s.weights, s.lens,
    s.follows_id, s.replans)
)) from capacity_scenario s where s.id = %(scenario)s
"""

# People of the organisation came, went or showed something since. Who went: no post of hers holds to the end of the
# batch in which she has a seat; of whoever stays there by a lock or because it had begun that is no news.
_MOVED = """
select exists (select from orgs_incumbency i where i.organisation_path >= %(path)s and i.organisation_path < %(end)s
    and i.created_at > %(at)s)
  or exists (select from capacity_allotment a join competencies_level l on l.person_id = a.person_id
    where a.scenario_id = %(scenario)s and l.computed_at > %(at)s)
  or exists (select from capacity_allotment a join capacity_batch b on b.id = a.batch_id and b.starts_on > %(as_on)s
    where a.scenario_id = %(scenario)s
      and not exists (select from capacity_seatlock k where k.scenario_id = a.scenario_id
        and k.person_id = a.person_id and k.batch_id = a.batch_id)
      and not exists (select from orgs_incumbency i where i.person_id = a.person_id
        and i.organisation_path >= %(path)s and i.organisation_path < %(end)s and i.valid_from <= %(as_on)s
        and (i.valid_to is null or i.valid_to > b.ends_on)))
"""


def inputs_of(scenario_id: int, path: str) -> str:
    """A digest of what the scenario would be solved from now. path: of the plan's organisation."""
    return str(rows.scalar(_INPUTS, {
        "scenario": scenario_id, "path": path, "end": path + PATH_END, "above": list(ancestors(path)),
    }))  # fmt: skip


def stale(one: Scenario, path: str) -> bool:
    """Whether an outcome rests on what is no longer so."""
    if one.solved_at is None:
        return False
    if inputs_of(one.pk, path) != one.inputs:
        return True
    asked = {"path": path, "end": path + PATH_END, "at": one.solved_at, "as_on": one.as_on, "scenario": one.pk}
    return bool(rows.scalar(_MOVED, asked))


def begun_since(scenario_id: int, on: dt.date) -> bool:
    """Whether a batch in which an outcome gives seats began after the day that it was solved for, and by that day."""
    return bool(
        rows.scalar(
            "select exists (select from capacity_scenario s join capacity_allotment a on a.scenario_id = s.id"
            " join capacity_batch b on b.id = a.batch_id"
            " where s.id = %(scenario)s and b.starts_on > s.as_on and b.starts_on <= %(on)s)",
            {"scenario": scenario_id, "on": on},
        )
    )


@dataclasses.dataclass(frozen=True, slots=True)
class ScenarioRow:
    uuid: uuids.UUID
    name: str
    state: str
    as_on: dt.date | None
    wanted: int
    given: int
    points: float
    bound: float
    value: float
    cost: int
    adopted: bool
    replaced: bool
    replans: bool
    follows: str


def scenarios_of(plan_id: int) -> list[ScenarioRow]:
    """The adopted one first, then the latest."""
    return rows.fetch(
        ScenarioRow,
        "select s.uuid, s.name, s.state, s.as_on, s.wanted, s.given, s.points, s.bound, s.value, s.cost,"
        " s.adopted_at is not null and s.replaced_at is null, s.replaced_at is not null, s.replans,"
        " coalesce(f.name, '')"
        " from capacity_scenario s left join capacity_scenario f on f.id = s.follows_id where s.plan_id = %s"
        " order by (s.adopted_at is not null and s.replaced_at is null) desc, s.id desc",
        [plan_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch of a plan, in an outcome where one is asked for. held: None without an outcome; people, price: of it.

    locked: seats in it that are locked; mandate: of its adopted list.
    """

    id: int
    uuid: uuids.UUID
    number: int
    training: int
    title_en: str
    title_hi: str
    title_ur: str
    language: str
    state_en: str
    state_hi: str
    state_ur: str
    place: str
    starts_on: dt.date
    ends_on: dt.date
    seats: int
    least: int
    fixed: int
    fee: int
    faculty: str
    room: str
    extra: bool
    called_off_on: dt.date | None
    called_off_why: str
    has_course: bool
    choice: str
    held: bool | None
    people: int
    price: float
    locked: int
    mandate: uuids.UUID | None


# Which batches of an outcome: all, those that are held, of these what was called off since, what has a price.
WHICH = {"": "true", "held": "r.held", "fallen": "r.held and b.called_off_on is not null", "priced": "r.price > 0"}


def batches_of(
    plan_id: int, scenario_id: int | None = None, *, q: str = "", after: int = 0, only: uuids.UUID | None = None,
    which: str = "", limit: int | None = None,
) -> list[BatchRow]:  # fmt: skip
    """By number; after: the number of the last one before them. only: that one. which: one of WHICH; what has a price
    with the dearest first."""
    return rows.fetch(
        BatchRow,
        f"""
        select b.id, b.uuid, b.number, i.number, i.title_en, i.title_hi, i.title_ur, b.language,
          coalesce(s.name_en, ''), coalesce(s.name_hi, ''), coalesce(s.name_ur, ''), b.place, b.starts_on, b.ends_on,
          b.seats, b.least, b.fixed, b.fee, b.faculty, b.room, b.extra, b.called_off_on, b.called_off_why,
          i.course_id is not null, coalesce(c.choice, ''), r.held, coalesce(r.people, 0), coalesce(r.price, 0),
          (select count(*) from capacity_seatlock k where k.scenario_id = %(scenario)s and k.batch_id = b.id),
          r.mandate
        from capacity_batch b join capacity_intervention i on i.id = b.intervention_id
        left join orgs_state s on s.id = b.state_id
        left join capacity_scenariobatch c on c.batch_id = b.id and c.scenario_id = %(scenario)s
        left join capacity_batchresult r on r.batch_id = b.id and r.scenario_id = %(scenario)s
        where b.plan_id = %(plan)s and b.number > %(after)s and (%(only)s::uuid is null or b.uuid = %(only)s)
          and (%(plain)s::text = '' or i.title_en ilike %(q)s or i.title_hi like %(q)s or i.title_ur like %(q)s
               or b.place ilike %(q)s or b.faculty ilike %(q)s or b.room ilike %(q)s or b.number::text = %(plain)s)
          and {WHICH[which]}
        order by {"r.price desc, " if which == "priced" else ""}b.number limit %(limit)s
        """,
        {
            "plan": plan_id, "scenario": scenario_id, "after": after, "plain": q.strip(), "q": rows.like(q),
            "only": only, "limit": limit,
        },
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """Somebody and a training that she needs, in an outcome. now: the batch, was: that of the plan that is followed."""

    id: int
    person: uuids.UUID
    name: str
    name_native: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    office_en: str
    office_hi: str
    office_ur: str
    title_en: str
    title_hi: str
    title_ur: str
    points: float
    must: bool
    cost: int
    reason: str
    batch: uuids.UUID | None
    number: int | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    language: str
    place: str
    nearest: int | None
    locked: bool


_LINES = f"""
select a.id, p.uuid, p.name, p.name_native, coalesce(post.name, ''), coalesce(post.name_hi, ''),
  coalesce(post.name_ur, ''), coalesce(post.office_en, ''), coalesce(post.office_hi, ''), coalesce(post.office_ur, ''),
  i.title_en, i.title_hi, i.title_ur, a.points, a.must, a.cost, a.reason, b.uuid, b.number, b.starts_on, b.ends_on,
  coalesce(b.language, ''), coalesce(b.place, ''), n.number,
  exists (select from capacity_seatlock k where k.scenario_id = a.scenario_id and k.person_id = a.person_id
    and k.batch_id = a.batch_id)
from capacity_allotment a join people_person p on p.id = a.person_id
join capacity_intervention i on i.id = a.intervention_id
left join capacity_batch b on b.id = a.batch_id left join capacity_batch n on n.id = a.nearest_id
left join lateral (
  select d.name, d.name_hi, d.name_ur, o.name_en as office_en, o.name_hi as office_hi, o.name_ur as office_ur
  from orgs_incumbency x join {POSTS_AS_ON} t on t.id = x.post_id join orgs_designation d on d.id = t.designation_id
  join orgs_organisation o on o.id = t.organisation_id
  where x.person_id = a.person_id and starts_with(x.organisation_path, %(path)s) and x.valid_from <= %(on)s
    and (x.valid_to is null or x.valid_to > %(on)s) order by x.kind <> 'additional' desc, x.valid_from, x.id limit 1
) post on true
where a.scenario_id = %(scenario)s and a.id > %(after)s
  and (%(batch)s::uuid is null or b.uuid = %(batch)s)
  and (%(which)s = '' or (%(which)s = 'seat' and a.batch_id is not null)
    or (%(which)s = 'none' and a.batch_id is null) or a.reason = %(which)s)
  and (%(plain)s::text = '' or p.search like lower(%(q)s) or i.title_en ilike %(q)s or i.title_hi like %(q)s
    or i.title_ur like %(q)s)
order by a.id limit %(limit)s
"""


def lines_of(
    scenario_id: int, path: str, on: dt.date, *, q: str = "", which: str = "", batch: uuids.UUID | None = None,
    after: int = 0, limit: int = 50,
) -> list[Line]:  # fmt: skip
    """In the order of the people. which: seat | none | a reason; after: id of the last one before them."""
    return rows.fetch(
        Line, _LINES,
        {
            "scenario": scenario_id, "path": path, "on": on, "plain": q.strip(), "q": rows.like(q), "which": which,
            "batch": batch, "after": after, "limit": limit,
        },
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class ShortRow:
    """So many people miss a training for one reason; language and quarter: of the batch that the reason is about."""

    reason: str
    training: int
    title_en: str
    title_hi: str
    title_ur: str
    language: str
    starts_on: dt.date | None
    people: int
    points: float
    must: int


def shortages(scenario_id: int, year: int) -> list[ShortRow]:
    """Who has no seat, by training, reason, language and quarter; those with most points first."""
    return rows.fetch(
        ShortRow,
        """
        select a.reason, i.number, i.title_en, i.title_hi, i.title_ur,
          case when a.reason in ('full', 'closed', 'language') then coalesce(n.language, '') else '' end,
          case when a.reason in ('full', 'closed') then
            make_date(%(year)s, 4, 1) + make_interval(months => 3 * greatest(0, least(3, (
              (extract(year from n.starts_on) - %(year)s) * 12 + extract(month from n.starts_on) - 4)::int / 3)))
          end::date,
          count(*)::int, sum(a.points), count(*) filter (where a.must)::int
        from capacity_allotment a join capacity_intervention i on i.id = a.intervention_id
        left join capacity_batch n on n.id = a.nearest_id
        where a.scenario_id = %(scenario)s and a.batch_id is null
        group by 1, 2, 3, 4, 5, 6, 7 order by 9 desc, 2, 1
        """,
        {"scenario": scenario_id, "year": year},
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """Of two outcomes: somebody and a training, in which batch before and after (None: no seat)."""

    person_id: int
    training: int
    person: uuids.UUID
    name: str
    name_native: str
    title_en: str
    title_hi: str
    title_ur: str
    was: int | None
    now: int | None


_PAIRED = """
from (select person_id, intervention_id, batch_id from capacity_allotment where scenario_id = %(first)s
    and batch_id is not null) x
full join (select person_id, intervention_id, batch_id from capacity_allotment where scenario_id = %(second)s
    and batch_id is not null) y using (person_id, intervention_id)
where x.batch_id is distinct from y.batch_id
"""


def counted_differences(first: int, second: int) -> tuple[int, int, int]:
    """(who gains a seat, who loses one, who moves) from the first outcome to the second."""
    found = rows.first(
        lambda *row: row,
        "select count(*) filter (where x.batch_id is null), count(*) filter (where y.batch_id is null),"
        f" count(*) filter (where x.batch_id is not null and y.batch_id is not null) {_PAIRED}",
        {"first": first, "second": second},
    )
    return found or (0, 0, 0)


def differences(first: int, second: int, *, after: tuple[int, int] = (0, 0), limit: int = 50) -> list[Difference]:
    """Paged by person and training; after: the last ones."""
    return rows.fetch(
        Difference,
        "select d.person_id, i.number, p.uuid, p.name, p.name_native, i.title_en, i.title_hi, i.title_ur, w.number,"
        f" n.number from (select person_id, intervention_id, x.batch_id as was, y.batch_id as now {_PAIRED}) d"
        " join people_person p on p.id = d.person_id join capacity_intervention i on i.id = d.intervention_id"
        " left join capacity_batch w on w.id = d.was left join capacity_batch n on n.id = d.now"
        " where (d.person_id, i.number) > (%(person)s, %(training)s)"
        " order by d.person_id, i.number limit %(limit)s",
        {"first": first, "second": second, "person": after[0], "training": after[1], "limit": limit},
    )
