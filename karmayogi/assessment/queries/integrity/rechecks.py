"""Re-checks: as the person sees her own, as somebody who decides on appeals sees those of their offices."""

import dataclasses
import datetime as dt
import json
from typing import Any
from uuid import UUID

from karmayogi.assessment.engine.integrity.policy import POLICIES
from karmayogi.assessment.policies import can_call_off, can_decide, decides_for_the_unposted, deciding_paths
from karmayogi.assessment.queries.attempts import Choice
from karmayogi.assessment.queries.wording import OPTION, OPTIONED, TEXT, TEXT_LANGUAGE, WORDED
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs


@dataclasses.dataclass(frozen=True, slots=True)
class RecheckRow:
    """One case. path: of the person's office now. kind, detail: of the signal that it came from."""

    id: int
    uuid: UUID
    person_id: int
    name: str
    name_native: str
    enrolment_id: int
    enrolment_uuid: UUID
    course_uuid: UUID
    course_en: str
    course_hi: str
    course_ur: str
    path: str
    policy: int
    state: str
    language: str
    kind: str
    detail: dict[str, Any]
    due_at: dt.datetime
    begun_at: dt.datetime | None
    ends_at: dt.datetime | None
    closed_at: dt.datetime | None
    right: int | None
    appeal: str
    appealed_at: dt.datetime | None
    decided_at: dt.datetime | None
    upheld: bool | None
    decision: str

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def appeal_until(self) -> dt.datetime | None:
        """The last moment for an appeal; None where nothing stands to appeal against."""
        if self.state != "unconfirmed" or self.closed_at is None:
            return None
        return self.closed_at + dt.timedelta(days=POLICIES[self.policy].appeal_days)

    def may_appeal(self, at: dt.datetime) -> bool:
        return self.appealed_at is None and self.appeal_until is not None and at <= self.appeal_until

    @property
    def waits(self) -> bool:
        """For a decision on an appeal."""
        return self.appealed_at is not None and self.decided_at is None and self.state == "unconfirmed"


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    position: int
    kind: str
    text: str
    language: str
    choices: tuple[Choice, ...]


_ROW = """
select r.id, r.uuid, r.person_id, person.name, person.name_native, n.id, n.uuid, c.uuid, te.title,
  coalesce(th.title, ''), coalesce(tu.title, ''), n.organisation_path, r.policy, r.state, r.language, s.kind,
  s.detail::text, r.due_at, r.begun_at, r.ends_at, r.closed_at, r."right", r.appeal, r.appealed_at,
  r.decided_at, r.upheld, r.decision
from assessment_recheck r
join assessment_integritysignal s on s.id = r.signal_id
join people_person person on person.id = r.person_id
join learning_enrolment n on n.id = r.enrolment_id
join learning_course c on c.id = n.course_id
join learning_coursetext te on te.version_id = n.version_id and te.language = 'en'
left join learning_coursetext th on th.version_id = n.version_id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = n.version_id and tu.language = 'ur'
"""

_QUESTIONS = f"""
select i.position, q.kind, {TEXT}, {TEXT_LANGUAGE},
  {OPTION}, o.key = any(i.chosen)
from assessment_recheckquestion i
join assessment_item q on q.id = i.item_id
{WORDED}{OPTIONED}
where i.recheck_id = %(recheck)s
order by i.position, array_position(i.shown, o.key)
"""


def _row(*row: Any) -> RecheckRow:
    values: Any = (*row[:16], json.loads(row[16]), *row[17:])
    return RecheckRow(*values)


def access_own(actor: Actor, recheck: UUID) -> RecheckRow:
    """Her own case. Anybody else's is NotFound."""
    found = rows.first(_row, _ROW + "where r.person_id = %s and r.uuid = %s", [actor.person_id, recheck])
    if found is None:
        raise NotFound
    return found


def access_appeal(actor: Actor, recheck: UUID) -> RecheckRow:
    """A case of which an appeal waits or waited, for somebody who decides about that office; nobody's own."""
    found = rows.first(_row, _ROW + "where r.uuid = %s and r.appealed_at is not null", [recheck])
    if found is None or not can_decide(actor, found.person_id, found.path):
        raise NotFound
    return found


def access_any(actor: Actor, recheck: UUID) -> RecheckRow:
    """Any case but one's own, for the platform, which may call it off."""
    found = rows.first(_row, _ROW + "where r.uuid = %s", [recheck]) if can_call_off(actor) else None
    if found is None or found.person_id == actor.person_id:
        raise NotFound
    return found


def rechecks_of(person_id: int, course_uuid: UUID | None = None) -> list[RecheckRow]:
    """Hers, the latest first; of one course where one is named."""
    sql = _ROW + "where r.person_id = %s and (%s::uuid is null or c.uuid = %s::uuid) order by r.id desc"
    return rows.fetch(_row, sql, [person_id, course_uuid, course_uuid])


def unsettled(person_id: int) -> list[RecheckRow]:
    """Not answered yet, or not confirmed and not appealed; the one due first before the others."""
    return rows.fetch(
        _row,
        _ROW
        + "where r.person_id = %s and r.state in ('open', 'unconfirmed') and r.appealed_at is null order by r.due_at",
        [person_id],
    )


def overdue_rechecks(at: dt.datetime, grace: dt.timedelta, limit: int) -> list[RecheckRow]:
    """Not begun in time, or begun and not sent in time and grace."""
    return rows.fetch(
        _row,
        _ROW + "where r.state = 'open' and ((r.begun_at is null and r.due_at < %s) or r.ends_at < %s)"
        " order by r.due_at limit %s",
        [at, at - grace, limit],
    )


def questions(recheck_id: int, language: str) -> list[Asked]:
    """As the case shows them; a page knows options by their places alone."""
    found: dict[int, list[Any]] = {}
    for row in rows.fetch(lambda *row: row, _QUESTIONS, {"recheck": recheck_id, "language": language}):
        found.setdefault(row[0], []).append(row)
    return [_asked(lines) for lines in found.values()]


def _asked(lines: list[Any]) -> Asked:
    """lines: of _QUESTIONS, one for each option."""
    position, kind, text, spoken = lines[0][:4]
    choices = tuple(Choice(place, *line[4:]) for place, line in enumerate(lines, start=1))
    return Asked(position, kind, text, spoken, choices)


def appeals(actor: Actor, on: dt.date, limit: int = 100) -> list[RecheckRow]:
    """Appeals that wait for a decision of this actor, the longest waiting first; of nobody to whom the actor reports
    that day."""
    terms = {
        "me": actor.person_id, "paths": list(deciding_paths(actor)), "unposted": decides_for_the_unposted(actor),
        "above": orgs.above(actor.person_id, on), "limit": limit,
    }  # fmt: skip
    return rows.fetch(
        _row,
        _ROW
        + """
        where r.appealed_at is not null and r.decided_at is null and r.state = 'unconfirmed' and r.person_id <> %(me)s
          and r.person_id <> all(%(above)s::bigint[])
          and (exists (select from unnest(%(paths)s::text[]) mine(path)
                       where n.organisation_path <> '' and starts_with(n.organisation_path, mine.path))
               or (%(unposted)s::boolean and n.organisation_path = ''))
        order by r.appealed_at, r.id limit %(limit)s
        """,
        terms,
    )
