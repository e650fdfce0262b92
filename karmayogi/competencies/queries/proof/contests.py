"""Contests, as their reviewers and the persons themselves see them."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.competencies.queries.family import families
from karmayogi.competencies.queries.proof.access import ASSESSORS, curates, reaches
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs.api import PATH_STEP

_CONTEST = f"""
select c.id, c.uuid, c.person_id, p.name, p.name_native, c.organisation_path, k.name_en, k.name_hi, k.name_ur, e.level,
  e.source, e.instrument, e.observed_at, e.observer_id, coalesce(o.name, ''), coalesce(o.name_native, ''),
  e.context, c.reason, c.opened_at, c.due_on,
  c.status, c.decision, coalesce(u.name_en, ''), coalesce(u.name_hi, ''), coalesce(u.name_ur, '')
from competencies_contest c
join competencies_evidence e on e.id = c.evidence_id
join competencies_competency k on k.id = e.competency_id
join people_person p on p.id = c.person_id
left join people_person o on o.id = e.observer_id
left join orgs_organisation u on c.raised > 0
  and u.path = left(c.organisation_path, greatest({PATH_STEP}, length(c.organisation_path) - c.raised * {PATH_STEP}))
"""


@dataclasses.dataclass(frozen=True, slots=True)
class ContestRow:
    id: int
    uuid: uuids.UUID
    person_id: int
    name: str
    name_native: str
    path: str
    competency_en: str
    competency_hi: str
    competency_ur: str
    level: int
    source: str
    instrument: str
    observed_at: dt.datetime
    observer_id: int | None
    observer: str
    observer_native: str
    context: str
    reason: str
    opened_at: dt.datetime
    due_on: dt.date
    status: str
    decision: str
    raised_en: str
    """The office to which it went up because nobody decided in time; "" where it did not."""
    raised_hi: str
    raised_ur: str


def access_contest(actor: Actor, contest: uuids.UUID) -> ContestRow:
    """For those who decide contests over her office. Her own is hers to see too. Raises NotFound otherwise."""
    found = rows.first(ContestRow, _CONTEST + "where c.uuid = %s", [contest])
    if found is None or not (reaches(actor, found.path, *ASSESSORS) or found.person_id == actor.person_id):
        raise NotFound
    return found


def contests_to_decide(actor: Actor, limit: int = 100) -> list[ContestRow]:
    """Open ones over the actor's offices that are not about herself or her own rows: those that came up, then those due
    first."""
    return rows.fetch(
        ContestRow,
        _CONTEST
        + """
        where c.status = 'open' and c.person_id <> %(me)s and e.observer_id is distinct from %(me)s
          and (exists (select from unnest(%(paths)s::text[]) mine(path)
                       where c.organisation_path <> '' and starts_with(c.organisation_path, mine.path))
               or (%(national)s::boolean and c.organisation_path = ''))
        order by c.raised = 0, c.due_on, c.id limit %(limit)s
        """,
        {
            "me": actor.person_id,
            "paths": list(actor.paths(*ASSESSORS)),
            "national": curates(actor, *ASSESSORS),
            "limit": limit,
        },
    )


def contests_of(person_id: int) -> dict[uuids.UUID, tuple[str, str, dt.date]]:
    """Evidence uuid -> (status, reasons of the decision, due on) of her contests, for every row that stands for the
    proof that was contested: what a re-tag made of it is the same proof."""
    found = dict(rows.fetch(
        lambda evidence, *said: (evidence, said),
        "select evidence_id, status, decision, due_on from competencies_contest where person_id = %s order by id",
        [person_id],
    ))  # fmt: skip
    return {uuid: found[root] for root, uuid in families(person_id, list(found))} if found else {}
