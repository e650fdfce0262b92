"""Lists of plans, and the parts of one that its pages and papers show."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs.api import POSTS_AS_ON, THEN_POSTS, current_post, main_first


@dataclasses.dataclass(frozen=True, slots=True)
class Listed:
    id: int
    uuid: uuids.UUID
    title_en: str
    title_hi: str
    title_ur: str
    year: int
    version: int
    shape: str
    status: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    interventions: int
    cost: int


def plans_within(
    paths: tuple[str, ...], members: list[int], *, status: str = "", year: int | None = None, q: str = "",
    before: int | None = None, limit: int = 50,
) -> list[Listed]:  # fmt: skip
    """Of the organisations at these paths and below, and of those ids; the latest first. before: an id."""
    return rows.fetch(
        Listed,
        """
        select p.id, p.uuid, p.title_en, p.title_hi, p.title_ur, p.year, p.version, p.shape, p.status,
          o.name_en, o.name_hi, o.name_ur, coalesce(i.n, 0), coalesce(i.cost, 0)::bigint
        from capacity_plan p join orgs_organisation o on o.id = p.organisation_id
        left join lateral (
          select count(*) as n, sum(cost) as cost from capacity_intervention i where i.plan_id = p.id
        ) i on true
        where (p.organisation_id = any(%(members)s::bigint[]) or exists (
            select from unnest(%(paths)s::text[]) as mine (path) where starts_with(o.path, mine.path)))
          and (%(status)s::text = '' or p.status = %(status)s) and (%(year)s::int is null or p.year = %(year)s)
          and (%(before)s::bigint is null or p.id < %(before)s)
          and (%(plain)s::text = '' or p.title_en ilike %(q)s or p.title_hi like %(q)s or p.title_ur like %(q)s
               or o.name_en ilike %(q)s or o.name_hi like %(q)s or o.name_ur like %(q)s)
        order by p.id desc limit %(limit)s
        """,
        {
            "paths": list(paths), "members": members, "status": status, "year": year, "plain": q.strip(),
            "q": rows.like(q), "before": before, "limit": limit,
        },
    )  # fmt: skip


def waiting_within(paths: tuple[str, ...], status: str, limit: int = 50) -> int:
    """How many plans of the organisations at these paths and below are in that state."""
    if not paths:
        return 0
    return int(
        rows.scalar(
            "select count(*) from (select from capacity_plan p join orgs_organisation o on o.id = p.organisation_id"
            " where p.status = %s and exists (select from unnest(%s::text[]) as mine (path)"
            " where starts_with(o.path, mine.path)) limit %s) x",
            [status, list(paths), limit],
        )
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """An intervention as pages and papers show it. owner_name: of the person who is named, "" without one; owner_post:
    designation and desk of the post that is, as it was last ordered. provider_en: of the register, "" where
    it is only written."""

    id: int
    uuid: uuids.UUID
    number: int
    heading: str
    training: bool
    title_en: str
    title_hi: str
    title_ur: str
    about: str
    owner: str
    owner_name: str
    owner_native: str
    owner_post: str
    quarter: int
    mode: str
    provider: str
    provider_en: str
    provider_hi: str
    provider_ur: str
    seats: int
    cost: int
    scheme: str
    sanction: str
    course_uuid: uuids.UUID | None
    course_en: str
    course_hi: str
    course_ur: str
    mandate: uuids.UUID | None
    carried: bool


def interventions_of(plan_id: int, only: int | None = None) -> list[Line]:
    """By number; only: the id of one."""
    return rows.fetch(
        Line,
        f"""
        select i.id, i.uuid, i.number, i.heading, i.training, i.title_en, i.title_hi, i.title_ur, i.about, i.owner,
          coalesce(w.name, ''), coalesce(w.name_native, ''), coalesce(concat_ws(', ', d.name, nullif(s.label, '')), ''),
          i.quarter, i.mode, i.provider, coalesce(v.name_en, ''), coalesce(v.name_hi, ''), coalesce(v.name_ur, ''),
          i.seats, i.cost, coalesce(b.scheme, ''), coalesce(b.sanction, ''),
          e.uuid, coalesce(e.title_en, ''), coalesce(e.title_hi, ''), coalesce(e.title_ur, ''), i.mandate,
          i.carried_from_id is not null
        from capacity_intervention i left join capacity_budgetline b on b.id = i.budget_id
        left join learning_catalogueentry e on e.course_id = i.course_id
        left join people_person w on w.id = i.owner_person_id left join lateral (
          select designation_id, label from {THEN_POSTS} t where t.post_id = i.owner_post_id
          order by t.valid_from desc limit 1
        ) s on true
        left join orgs_designation d on d.id = s.designation_id
        left join learning_provider v on v.id = i.made_by_provider_id
        where i.plan_id = %(plan)s and (%(only)s::bigint is null or i.id = %(only)s) order by i.number
        """,
        {"plan": plan_id, "only": only},
    )


@dataclasses.dataclass(frozen=True, slots=True)
class AnswerRow:
    id: int
    intervention_id: int
    competency_id: int
    name_en: str
    name_hi: str
    name_ur: str
    designation_id: int | None
    designation_en: str
    designation_hi: str
    designation_ur: str


def answers_of(plan_id: int) -> dict[int, list[AnswerRow]]:
    """Intervention id -> the needs that it answers."""
    found: dict[int, list[AnswerRow]] = {}
    for one in rows.fetch(
        AnswerRow,
        """
        select a.id, a.intervention_id, c.id, c.name_en, c.name_hi, c.name_ur, d.id, coalesce(d.name, ''),
          coalesce(d.name_hi, ''), coalesce(d.name_ur, '')
        from capacity_answer a join capacity_intervention i on i.id = a.intervention_id
        join competencies_competency c on c.id = a.competency_id left join orgs_designation d on d.id = a.designation_id
        where i.plan_id = %s order by c.code, d.name, a.id
        """,
        [plan_id],
    ):
        found.setdefault(one.intervention_id, []).append(one)
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class BudgetRow:
    """charged: cost of the interventions on this line; last_quarter: of theirs, 0 without any."""

    uuid: uuids.UUID
    scheme: str
    head: str
    salary: int
    training: int
    sanction: str
    sanctioned_on: dt.date
    valid_until: dt.date
    charged: int
    last_quarter: int


def budget_of(plan_id: int) -> list[BudgetRow]:
    return rows.fetch(
        BudgetRow,
        """
        select b.uuid, b.scheme, b.head, b.salary, b.training, b.sanction, b.sanctioned_on, b.valid_until,
          coalesce(sum(i.cost), 0)::bigint, coalesce(max(i.quarter), 0)
        from capacity_budgetline b left join capacity_intervention i on i.budget_id = b.id and i.cost > 0
        where b.plan_id = %s group by b.id order by b.id
        """,
        [plan_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class EntryRow:
    uuid: uuids.UUID
    number: int
    quarter: int
    title_en: str
    title_hi: str
    title_ur: str
    starts_on: dt.date
    ends_on: dt.date
    place: str
    seats: int


def calendar_of(plan_id: int) -> list[EntryRow]:
    """By day."""
    return rows.fetch(
        EntryRow,
        """
        select e.uuid, i.number, i.quarter, i.title_en, i.title_hi, i.title_ur, e.starts_on, e.ends_on, e.place,
          e.seats
        from capacity_calendarentry e join capacity_intervention i on i.id = e.intervention_id
        where i.plan_id = %s order by e.starts_on, i.number, e.id
        """,
        [plan_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class StepRow:
    act: str
    name: str
    name_native: str
    designation: str
    note: str
    at: dt.datetime


def steps_of(plan_id: int) -> list[StepRow]:
    """The approval chain, as it went."""
    return rows.fetch(
        StepRow,
        "select s.act, coalesce(p.name, ''), coalesce(p.name_native, ''), s.designation, s.note, s.at"
        " from capacity_planstep s left join people_person p on p.id = s.by_id where s.plan_id = %s order by s.id",
        [plan_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class MemberRow:
    """designation: of her main post now; "" and here False where she holds none in the organisation any more."""

    id: int
    person_uuid: uuids.UUID
    name: str
    name_native: str
    chairs: bool
    designation_en: str
    designation_hi: str
    designation_ur: str
    here: bool


def members_of(unit_id: int, path: str, on: dt.date) -> list[MemberRow]:
    """Members on that day, whoever chairs now first."""
    return rows.fetch(
        MemberRow,
        f"""
        select m.id, p.uuid, p.name, p.name_native, m.chairs, coalesce(post.name, ''),
          coalesce(post.name_hi, ''), coalesce(post.name_ur, ''), post.name is not null
        from capacity_unitmember m join people_person p on p.id = m.person_id
        left join lateral (
          select d.name, d.name_hi, d.name_ur from orgs_incumbency i join {POSTS_AS_ON} o on o.id = i.post_id
          join orgs_designation d on d.id = o.designation_id
          where i.person_id = m.person_id and starts_with(i.organisation_path, %(path)s) and i.valid_from <= %(on)s
            and (i.valid_to is null or i.valid_to > %(on)s) order by {main_first("i")} limit 1
        ) post on true
        where m.unit_id = %(unit)s and m.since <= %(on)s and (m.until is null or m.until > %(on)s)
        order by m.chairs desc, p.name, m.id
        """,
        {"unit": unit_id, "path": path, "on": on},
    )


def designation_of(person_id: int, on: dt.date) -> str:
    """In English, of her main post; "" without any. For the chain of a paper."""
    post = current_post(person_id, on)
    return post.designation_en if post else ""
