"""What people from outside ask for: more time, or one more attempt."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from karmayogi.assessment.policies import organising_paths
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor


@dataclasses.dataclass(frozen=True, slots=True)
class PleaRow:
    """extra_percent: None for one more attempt. granted: None until it is decided."""

    uuid: UUID
    candidate_id: int
    extra_percent: int | None
    why: str
    asked_at: dt.datetime
    granted: bool | None
    note: str


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """What was allowed to a candidate beside what the test gives to all, and what was asked for last, by kind."""

    extra_percent: int = 0
    attempts: int = 0
    time_plea: PleaRow | None = None
    attempt_plea: PleaRow | None = None


def terms_of(candidate_id: int) -> Terms:
    pleas = pleas_of([candidate_id])
    time = [one for one in pleas if one.extra_percent is not None]
    attempts = [one for one in pleas if one.extra_percent is None]
    return Terms(
        next((one.extra_percent or 0 for one in reversed(time) if one.granted), 0),
        sum(one.granted is True for one in attempts),
        time[-1] if time else None,
        attempts[-1] if attempts else None,
    )


def pleas_of(candidates: Sequence[int]) -> list[PleaRow]:
    """Oldest first."""
    return rows.fetch(
        PleaRow,
        "select uuid, candidate_id, extra_percent, why, asked_at, granted, note from assessment_candidateplea"
        " where candidate_id = any(%s::bigint[]) order by id",
        [list(candidates)],
    )


_WAITING = """
select t.uuid, count(*)::int from assessment_candidateplea l
join assessment_candidate k on k.id = l.candidate_id and k.removed_at is null
join assessment_publictest t on t.id = k.test_id join orgs_organisation o on o.id = t.organisation_id
where l.decided_at is null
  and exists (select from unnest(%(paths)s::text[]) mine(path) where starts_with(o.path, mine.path))
group by t.id order by min(l.asked_at) limit 100
"""


def waiting_pleas(actor: Actor) -> list[tuple[UUID, int]]:
    """Tests of the actor's subtrees where somebody waits for a decision, and how many."""
    return rows.fetch(lambda uuid, count: (uuid, count), _WAITING, {"paths": list(organising_paths(actor))})
