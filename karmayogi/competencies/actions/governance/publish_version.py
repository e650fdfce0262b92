"""The next version of a framework: the accepted proposals written into the draft, which is then frozen."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.governance.propose import add_step
from karmayogi.competencies.actions.governance.versions import (
    add_competency,
    lock_framework,
    open_draft,
    publish_draft,
    state,
)
from karmayogi.competencies.engine.governance.scales import SAME
from karmayogi.competencies.engine.governance.wording import Wording
from karmayogi.competencies.queries.governance.frameworks import (
    FrameworkRow,
    VersionRow,
    access_framework,
    version_by_id,
)
from karmayogi.competencies.queries.governance.proposals import ProposalRow, accepted, ending_targets, items_of
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, Refused

_NUMBER = """
select coalesce(max((substring(c.code from length(%s) + 5))::int), 0) + 1
from competencies_competency c where starts_with(c.code, %s) and substring(c.code from length(%s) + 5) ~ '^[0-9]{1,6}$'
"""


# Whether this person imported into the draft since the last publication.
_IMPORTED = """
select exists (
  select from kernel_bulkact a
  where a.kind = 'competencies.framework' and a.asked_by_id = %s and a.applied_rows > 0 and a.status <> 'undone'
    and (a.params ->> 'framework_id')::bigint = %s
    and coalesce(a.finished_at, 'infinity') > coalesce(
      (select max(v.published_at) from competencies_frameworkversion v where v.framework_id = %s), '-infinity'))
"""


@transaction.atomic
def publish_version(*, actor: Actor, framework: uuids.UUID, note: str, at: dt.datetime) -> VersionRow:
    """Takes up every accepted proposal and publishes.

    Whoever drafted, or imported, what stands in the draft cannot publish it alone.

    Raises NotFound without the right to, Refused when there is nothing to publish, a second person is needed, or what
    stands in the place of something ends itself.
    """
    lock_framework(access_framework(actor, framework, to="admin").id)
    found = access_framework(actor, framework, to="admin")
    waiting = accepted(found.id)
    if not waiting and found.draft_id is None:
        raise Refused(_("There is nothing to publish: no draft and no accepted proposal."))
    draft = open_draft(framework_id=found.id, person_id=actor.person_id, at=at)
    # A draft that was opened just now, only to take up proposals reviewed twice, is nobody's own work.
    if found.draft_id is not None and (
        version_by_id(draft).drafted_by_id == actor.person_id
        or rows.scalar(_IMPORTED, [actor.person_id, found.id, found.id])
    ):
        raise Refused(_("Somebody else has to publish what you drafted."))
    log: list[tuple[int, list[int], str]] = []
    for proposal in waiting:
        touched = _apply(found, draft, proposal)
        log.append((proposal.id, touched, proposal.kind))
        rows.run(
            "update competencies_frameworkproposal set status = 'published', version_id = %s where id = %s",
            [draft, proposal.id],
        )
        add_step(proposal.id, "published", actor, "", at)
    ending = ending_targets(draft)
    if ending:
        raise Refused(
            _("%(codes)s would end with this version, though others are replaced by it. Withdraw one of the proposals.")
            % {"codes": ", ".join(ending)}
        )
    publish_draft(agent=actor, framework_id=found.id, label=found.code, at=at, note=note.strip()[:2000], proposals=log)
    return version_by_id(draft)


def next_code(framework: FrameworkRow, area: str) -> str:
    """The next free code of that area in the namespace: T-MOP.RTI.FUN-004."""
    head = f"{framework.prefix}{ {'behavioural': 'BEH', 'functional': 'FUN', 'domain': 'DOM'}[area] }-"
    number: int = rows.scalar(_NUMBER, [head[:-4], head, head[:-4]])
    return f"{head}{number:03d}"


def _apply(framework: FrameworkRow, draft: int, proposal: ProposalRow) -> list[int]:
    """Writes one proposal into the draft; ids of the competencies it touched."""
    items = items_of(proposal.id)
    subjects = [item for item in items if item.part == "subject" and item.competency_id is not None]
    targets = [item.competency_id for item in items if item.part == "target" and item.competency_id is not None]
    made = [_add(framework, draft, item.wording) for item in items if item.part == "new" and item.wording]
    for subject in subjects:
        competency: int = subject.competency_id  # type: ignore[assignment]
        match proposal.kind:
            case "reword":
                if subject.wording:
                    state(draft, competency, subject.wording)
            case "merge":
                _end(draft, competency, "merged", targets[0])
                _replace(draft, competency, targets[0], SAME)
            case "split":
                _end(draft, competency, "split", made[0])
                for part in made:
                    _replace(draft, competency, part, SAME)
            case "deprecate":
                _end(draft, competency, "deprecated", targets[0] if targets else None)
                if targets:
                    _replace(draft, competency, targets[0], SAME)
            case "relevel":
                if subject.wording:
                    state(draft, competency, subject.wording)
                if subject.levels != SAME:
                    _replace(draft, competency, competency, subject.levels)
    return [*made, *(subject.competency_id for subject in subjects if subject.competency_id is not None)]


def _add(framework: FrameworkRow, draft: int, wording: Wording) -> int:
    return add_competency(draft, next_code(framework, wording.area), wording)


def _end(draft: int, competency: int, status: str, by: int | None) -> None:
    rows.run(
        "update competencies_competencystatement set status = %s, replaced_by_id = %s"
        " where version_id = %s and competency_id = %s",
        [status, by, draft, competency],
    )


def _replace(draft: int, was: int, now: int, levels: tuple[int, ...]) -> None:
    rows.run(
        "insert into competencies_competencyreplacement (version_id, was_id, now_id, levels)"
        " values (%s, %s, %s, %s::smallint[])",
        [draft, was, now, list(levels)],
    )
