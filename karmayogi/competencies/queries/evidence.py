"""Rows of evidence about a person, as she and those who may see her read them."""

from karmayogi.competencies.types import EvidenceRow
from karmayogi.kernel import clock, rows

_ROWS = """
select e.uuid, e.competency_id, e.level, e.score, e.source, e.instrument, e.instrument_version, e.context,
  coalesce(o.name, ''), e.observed_at, e.contested_at is not null, coalesce(w.context, ''), coalesce(h.reason, '')
from competencies_evidence e
left join competencies_evidence w on w.withdraws_id = e.id and w.withdraws_id is not null
left join people_person o on o.id = e.observer_id
left join competencies_evidencehold h on h.person_id = e.person_id and h.ref_kind = e.ref_kind
  and h.ref_uuid = e.ref_uuid and h.released_at is null
where e.person_id = %s and e.withdraws_id is null
order by e.observed_at desc, e.id desc
limit 500
"""


def evidence_of(person_id: int) -> list[EvidenceRow]:
    """Newest first, withdrawn and contested rows included and marked."""
    return rows.fetch(
        lambda *row: EvidenceRow(*row[:9], clock.day(row[9]), *row[10:]),  # type: ignore[call-arg]
        _ROWS,
        [person_id],
    )
