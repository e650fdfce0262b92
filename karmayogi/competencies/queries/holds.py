"""Proofs of a person that are not confirmed."""

from collections.abc import Sequence

from karmayogi.kernel import rows

# What a re-tag carried over has a ref of its own; the family holds the row that it came from as well.
HELD = """
select 1 from competencies_evidence e
join competencies_evidencehold h on h.person_id = e.person_id and h.ref_kind = e.ref_kind and h.ref_uuid = e.ref_uuid
where h.released_at is null
"""


def held_among(person_id: int, evidence_ids: Sequence[int]) -> bool:
    """Whether a hold is open on one of these rows."""
    sql = f"select exists ({HELD} and e.person_id = %s and e.id = any(%s::bigint[]))"
    return bool(rows.scalar(sql, [person_id, list(evidence_ids)]))
