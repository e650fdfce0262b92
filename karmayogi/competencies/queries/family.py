"""Rows that say the same twice: what a re-tag carried over from a row, what undoing it, or the withdrawal of an
instrument, gave back."""

import uuid
from collections.abc import Sequence

from karmayogi.kernel import rows

_FAMILY = """
with recursive pair (a, b) as materialized (
  select k.origin_id, k.copy_id from competencies_evidence o
  join competencies_carriedevidence k on k.origin_id = o.id where o.person_id = any(%(persons)s::bigint[])
  union all
  select k.origin_id, back.id from competencies_evidence o
  join competencies_carriedevidence k on k.origin_id = o.id
  join competencies_evidence back on back.person_id = o.person_id and back.competency_id = o.competency_id
    and back.ref_kind = 'retag_undo' and back.withdraws_id is null
    and back.ref_uuid = md5(k.act_uuid::text || o.uuid::text)::uuid
  where o.person_id = any(%(persons)s::bigint[])
  union all
  select o.id, back.id from competencies_evidence o
  join competencies_evidence back on back.person_id = o.person_id and back.competency_id = o.competency_id
    and back.ref_kind = 'reinstated' and back.ref_uuid = o.uuid and back.withdraws_id is null
  where o.person_id = any(%(persons)s::bigint[])
), found (root, id) as (
  select id, id from competencies_evidence
  where person_id = any(%(persons)s::bigint[]) and withdraws_id is null and {start}
  union
  select found.root, case when pair.a = found.id then pair.b else pair.a end
  from found join pair on found.id in (pair.a, pair.b)
)
"""
_IDS = f"{_FAMILY} select distinct id from found order by 1"
_UUIDS = f"{_FAMILY} select found.root, e.uuid from found join competencies_evidence e on e.id = found.id order by 1"

_TOLD = """
select distinct o.person_id from competencies_evidence o
where o.id = any(%s::bigint[]) and exists (
  select from competencies_contest c join competencies_evidence e on e.id = c.evidence_id
  where e.person_id = o.person_id and c.status = 'upheld')
"""
_UPHELD = "id in (select evidence_id from competencies_contest where status = 'upheld')"


def family_of(person_id: int, evidence_id: int) -> list[int]:
    """Ids of the row and of all that stand for the same proof of that person; withdrawn ones too, withdrawals not."""
    return rows.fetch(int, _IDS.format(start="id = %(id)s"), {"persons": [person_id], "id": evidence_id})


def family_from(person_id: int, ref_kind: str, ref_uuid: uuid.UUID) -> list[int]:
    """The same for every row that came from (ref_kind, ref_uuid)."""
    start = "ref_kind = %(kind)s and ref_uuid = %(ref)s"
    return rows.fetch(int, _IDS.format(start=start), {"persons": [person_id], "kind": ref_kind, "ref": ref_uuid})


def families(person_id: int, evidence_ids: Sequence[int]) -> list[tuple[int, uuid.UUID]]:
    """(id of these, uuid) of each row that stands for the same proof, itself among them."""
    terms = {"persons": [person_id], "ids": list(evidence_ids)}
    return rows.fetch(lambda root, row: (root, row), _UUIDS.format(start="id = any(%(ids)s::bigint[])"), terms)


def told_wrong(evidence_ids: Sequence[int]) -> list[int]:
    """Ids of rows of the same persons that stand for a proof of which a contest was upheld, about whichever row."""
    persons = rows.fetch(int, _TOLD, [list(evidence_ids)])
    return rows.fetch(int, _IDS.format(start=_UPHELD), {"persons": persons}) if persons else []
