"""Adaptive tests that were taken, with what is needed to reckon them anew. Never for a page."""

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from karmayogi.assessment.engine.measurement.showing import Scale, Shown
from karmayogi.assessment.queries.banks import loaded
from karmayogi.kernel import rows

_ASKED_IN = """
select s.id from assessment_sitting s
where s.closed_at <= coalesce(%(until)s::timestamptz, 'infinity')
  and s.id in (select sitting_id from assessment_sittingitem where item_id = %(item)s)
  and not exists (select from kernel_bulkrow r where r.act_id = %(act)s and (r.data->>'sitting')::bigint = s.id)
order by s.id
"""
_SAT = """
select s.id, s.uuid, s.person_id, s.competency_id, k.uuid, k.number, s.closed_at, coalesce(r.evidence_ref, s.uuid),
  c.name_en, c.name_hi, c.name_ur, i.place, coalesce(r.level, s.level), coalesce(r.theta, s.theta),
  coalesce(r.error, s.error), k.cuts::text, k.least,
  array(select a.place from assessment_sittingitem a where a.sitting_id = s.id order by a.position),
  array(select a."right" from assessment_sittingitem a where a.sitting_id = s.id order by a.position)
from assessment_sitting s
join assessment_sittingitem i on i.sitting_id = s.id and i.item_id = %s
join assessment_bank k on k.id = s.bank_id
join competencies_competency c on c.id = s.competency_id
left join assessment_sittingrescore r on r.sitting_id = s.id
where s.id = any(%s::bigint[]) and s.closed_at is not null order by s.id
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Sat:
    """A closed test with what it shows now. place: in the bank, of the question it is looked at for. asked, right: all
    its answers in their order. evidence_ref: of the evidence that stands for it, where it shows a level."""

    id: int
    uuid: UUID
    person_id: int
    competency_id: int
    bank_uuid: UUID
    bank_number: int
    closed_at: dt.datetime
    evidence_ref: UUID
    name_en: str
    name_hi: str
    name_ur: str
    place: int
    shown: Shown
    scale: Scale
    asked: Sequence[int]
    right: Sequence[bool]


def asked_in(item_id: int, *, but_of: int = 0, until: dt.datetime | None = None) -> list[int]:
    """Ids of the closed tests in which the question was answered. but_of: id of an act whose rows are left out. until:
    when the question was withdrawn; what was closed later was reckoned knowing of it."""
    return rows.fetch(int, _ASKED_IN, {"item": item_id, "act": but_of, "until": until})


def sat(sitting_ids: Sequence[int], item_id: int) -> list[Sat]:
    """Those of them that are closed and had the question."""
    return rows.fetch(_sat, _SAT, [item_id, list(sitting_ids)])


def _sat(*row: Any) -> Sat:
    cuts = {int(level): cut for level, cut in json.loads(row[15]).items()}
    now: Any = (Shown(*row[12:15]), Scale(loaded(row[4]).bank, cuts, row[16]))
    return Sat(*[*row[:12], *now, *row[17:]])
