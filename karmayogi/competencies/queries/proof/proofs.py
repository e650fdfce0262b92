"""Claims of persons and observations of their work, in the lists of those who made them and those who judge them."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.competencies.queries.proof.access import ASSESSORS, TRAINERS, curates, may_observe, reaches
from karmayogi.competencies.types import Source
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs.api import THEN_POSTS

_PROOF = """
select p.id, p.uuid, p.person_id, n.name, n.name_native, p.competency_id,
  k.uuid, k.code, k.name_en, k.name_hi, k.name_ur,
  i.source, i.id, p.organisation_path, p.claimed_level, p.statement, p.happened_on, coalesce(f.sha256, ''),
  coalesce(f.media_type, ''), p.file_name, p.check_result, p.check_issuer, p.status, p.asked_at, p.decided_level,
  p.decision_note, coalesce(d.name, ''), coalesce(d.name_native, '')
from competencies_proof p
join competencies_competency k on k.id = p.competency_id
join competencies_instrument i on i.id = p.instrument_id
join people_person n on n.id = p.person_id
left join kernel_storedfile f on f.id = p.file_id
left join people_person d on d.id = p.decided_by_id
"""

# Upwards from the office's people: those whose post reports, at any height, to a post of mine.
_MY_PEOPLE = f"""
with recursive below (post_id, step) as (
  select p.post_id, 1 from orgs_incumbency i join {THEN_POSTS} p on p.reports_to_id = i.post_id
    and p.valid_from <= %(on)s and (p.valid_to is null or p.valid_to > %(on)s)
  where i.person_id = %(me)s and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  union
  select p.post_id, below.step + 1 from below join {THEN_POSTS} p on p.reports_to_id = below.post_id
    and p.valid_from <= %(on)s and (p.valid_to is null or p.valid_to > %(on)s)
  where below.step < 4
)
select distinct i.person_id from below join orgs_incumbency i on i.post_id = below.post_id
where i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s) and i.person_id <> %(me)s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class ProofRow:
    """file_sha256 is "" without a file; check_result is what credentials.api.read_external found, "" when not asked."""

    id: int
    uuid: uuids.UUID
    person_id: int
    name: str
    name_native: str
    competency_id: int
    competency_uuid: uuids.UUID
    competency_code: str
    competency_en: str
    competency_hi: str
    competency_ur: str
    source: str
    instrument_id: int
    path: str
    claimed_level: int
    statement: str
    happened_on: dt.date
    file_sha256: str
    file_type: str
    file_name: str
    check_result: str
    check_issuer: str
    status: str
    asked_at: dt.datetime
    decided_level: int | None
    decision_note: str
    decided_by: str
    decided_by_native: str


def access_proof(actor: Actor, proof: uuids.UUID, *, to: str, on: dt.date) -> ProofRow:
    """to: "see" (also herself) or "judge": assessors over her office; for pieces of work those who may observe her too.

    Herself may "judge" only in the sense that she is told why not (check_no_conflict). Raises NotFound otherwise.
    """
    found = rows.first(ProofRow, _PROOF + "where p.uuid = %s", [proof])
    if found is None:
        raise NotFound
    mine = found.person_id == actor.person_id
    if mine or reaches(actor, found.path, *ASSESSORS):
        return found
    if found.source == Source.WORK_PRODUCT and may_observe(actor, found.person_id, on):
        return found
    raise NotFound


def proofs_of(person_id: int, competency_id: int | None = None) -> list[ProofRow]:
    """Her own, newest first; of one competency or of all."""
    return rows.fetch(
        ProofRow,
        _PROOF
        + "where p.person_id = %s and (%s::bigint is null or p.competency_id = %s::bigint)"
        + " order by p.id desc limit 100",
        [person_id, competency_id, competency_id],
    )


def proofs_to_judge(
    actor: Actor, on: dt.date, *, q: str = "", source: str = "", after: int = 0, limit: int = 50
) -> list[ProofRow]:
    """What waits for the actor's judgement, longest waiting first, after the id `after`. q: name or competency."""
    below = rows.fetch(int, _MY_PEOPLE, {"me": actor.person_id, "on": on})
    return rows.fetch(
        ProofRow,
        _PROOF
        + """
        where p.status = 'waiting' and p.person_id <> %(me)s and p.id > %(after)s
          and (exists (select from unnest(%(paths)s::text[]) mine(path)
                       where p.organisation_path <> '' and starts_with(p.organisation_path, mine.path))
               or (%(national)s::boolean and p.organisation_path = '')
               or (i.source = 'work_product' and (p.person_id = any(%(below)s::bigint[])
                   or exists (select from unnest(%(training)s::text[]) mine(path)
                              where p.organisation_path <> '' and starts_with(p.organisation_path, mine.path)))))
          and (%(q)s::text = '' or n.search like lower(%(like)s) or k.name_en ilike %(like)s
               or k.name_hi like %(like)s or k.name_ur like %(like)s or k.code ilike %(like)s)
          and (%(source)s::text = '' or i.source = %(source)s)
        order by p.id limit %(limit)s
        """,
        {
            "me": actor.person_id,
            "after": after,
            "paths": list(actor.paths(*ASSESSORS)),
            "training": list(actor.paths(*TRAINERS)),
            "national": curates(actor, *ASSESSORS),
            "below": below,
            "q": q,
            "like": rows.like(q),
            "source": source,
            "limit": limit,
        },
    )


def people_below(actor: Actor, on: dt.date) -> list[tuple[uuids.UUID, str, str]]:
    """(uuid, name, name in her own script) of those the actor may observe as somebody above them, by name."""
    below = rows.fetch(int, _MY_PEOPLE, {"me": actor.person_id, "on": on})
    return rows.fetch(
        lambda uuid, name, native: (uuid, name, native),
        "select uuid, name, name_native from people_person where id = any(%s::bigint[]) order by name, id limit 200",
        [below],
    )
