"""Rounds of an office, and the questions that wait for a rater."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.competencies.queries.proof.access import ORGANISERS
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound

LEAST_PERSONS = 5  # with a result, below which a competency of an office is not shown

_ROUND = """
select r.id, r.uuid, r.organisation_path, o.uuid, o.name_en, o.name_hi, o.name_ur, r.quarter, r.closes_on, r.status,
  r.opened_at, case when r.status = 'published' then r.asked else q.asked end,
  case when r.status = 'published' then r.answered else q.done end, r.ended, r.withheld, r.published_at
from competencies_round r
join orgs_organisation o on o.id = r.organisation_id
cross join lateral (
  select count(*)::int as asked, (count(*) - count(i.token))::int as done
  from competencies_roundinvitation i where i.round_id = r.id) q
"""
_QUESTION = """
select i.token, i.relation, s.name, s.name_native, k.id, k.name_en, k.name_hi, k.name_ur, k.gloss_en, k.gloss_hi,
  r.closes_on, r.quarter
from competencies_roundinvitation i
join competencies_round r on r.id = i.round_id
join people_person s on s.id = i.subject_id
join competencies_competency k on k.id = i.competency_id
where i.rater_id = %(me)s and i.token is not null and r.status = 'open' and r.closes_on >= %(on)s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class RoundRow:
    """asked, done: questions. While it is open, done counts also those that ended unanswered."""

    id: int
    uuid: uuids.UUID
    path: str
    organisation_uuid: uuids.UUID
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    quarter: str
    closes_on: dt.date
    status: str
    opened_at: dt.datetime
    asked: int
    done: int
    ended: int
    withheld: int
    published_at: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question that waits for its rater. relation: of the rater to the person, "supervisor" answers by name."""

    token: uuids.UUID
    relation: str
    subject: str
    subject_native: str
    competency_id: int
    competency_en: str
    competency_hi: str
    competency_ur: str
    gloss_en: str
    gloss_hi: str
    closes_on: dt.date
    quarter: str


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What a published round says of one competency in the whole office. level: median over persons; None: too few."""

    competency_en: str
    competency_hi: str
    competency_ur: str
    persons: int | None
    level: int | None


def access_round(actor: Actor, round: uuids.UUID) -> RoundRow:
    """For who organises rounds over that office. Raises NotFound otherwise."""
    found = rows.first(RoundRow, _ROUND + "where r.uuid = %s", [round])
    if found is None or not actor.may(found.path, *ORGANISERS):
        raise NotFound
    return found


def rounds_for(actor: Actor) -> list[RoundRow]:
    """Those of the actor's offices, newest first."""
    return rows.fetch(
        RoundRow,
        _ROUND
        + """
        where exists (select from unnest(%s::text[]) mine(path) where starts_with(r.organisation_path, mine.path))
        order by r.id desc limit 50
        """,
        [list(actor.paths(*ORGANISERS))],
    )


def questions_for(actor: Actor, on: dt.date) -> list[QuestionRow]:
    """What waits for the actor, in an order that says nothing about who is asked what."""
    return rows.fetch(QuestionRow, _QUESTION + "order by i.token", {"me": actor.person_id, "on": on})


def access_question(actor: Actor, question: uuids.UUID, on: dt.date) -> QuestionRow:
    """The question of that token, for the rater to whom it was given. Raises NotFound otherwise, also when spent."""
    found = rows.first(
        QuestionRow, _QUESTION + "and i.token = %(token)s", {"me": actor.person_id, "on": on, "token": question}
    )
    if found is None:
        raise NotFound
    return found


def findings_of(round_id: int) -> list[Finding]:
    """By competency, of the whole round and never of a part of it; those of few persons are named, not counted."""
    return rows.fetch(
        lambda en, hi, ur, persons, level: Finding(
            en, hi, ur, *((persons, level) if persons >= LEAST_PERSONS else (None, None))
        ),
        """
        select k.name_en, k.name_hi, k.name_ur, count(distinct r.subject_id)::int,
          percentile_disc(0.5) within group (order by r.level)
        from competencies_roundresult r join competencies_competency k on k.id = r.competency_id
        where r.round_id = %s group by k.id order by k.code
        """,
        [round_id],
    )


def results_about(person_id: int) -> list[tuple[uuids.UUID, str, str, str, str, str, int]]:
    """(round, quarter, competency in three languages, relation, level) of published groups about her, newest first."""
    return rows.fetch(
        lambda *row: row,
        """
        select d.uuid, d.quarter, k.name_en, k.name_hi, k.name_ur, r.relation, r.level
        from competencies_roundresult r
        join competencies_round d on d.id = r.round_id
        join competencies_competency k on k.id = r.competency_id
        where r.subject_id = %s order by r.id desc limit 100
        """,
        [person_id],
    )
