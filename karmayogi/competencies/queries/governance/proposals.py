"""Proposals: the review queue, and one with all that was said about it."""

import dataclasses
import datetime as dt
import json
import uuid as uuids
from typing import Any

from karmayogi.competencies.engine.governance.wording import Wording, from_json
from karmayogi.competencies.policies import can_over_framework
from karmayogi.competencies.queries.governance.frameworks import FrameworkRow, framework_by_id, frameworks
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound

OPEN = ("sent", "first", "returned", "accepted")  # still under way: what they touch is not touched by another


@dataclasses.dataclass(frozen=True, slots=True)
class ProposalRow:
    id: int
    uuid: uuids.UUID
    framework_id: int
    framework_uuid: uuids.UUID
    framework: str
    kind: str
    status: str
    title: str
    reason: str
    proposer_id: int
    proposer: str
    proposer_native: str
    first_reviewer_id: int | None
    first_reviewer: str | None
    second_reviewer: str | None
    version: str | None
    sent_at: dt.datetime
    decided_at: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class ItemRow:
    """part: subject | target | new. wording: what is proposed; None where nothing is reworded."""

    position: int
    part: str
    competency_id: int | None
    uuid: uuids.UUID | None
    code: str
    name_en: str
    name_hi: str
    name_ur: str
    wording: Wording | None
    levels: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class StepRow:
    step: str
    person: str
    person_native: str
    comment: str
    at: dt.datetime


_PROPOSAL = """
select p.id, p.uuid, f.id, f.uuid, f.code, p.kind, p.status, p.title, p.reason, p.proposer_id, proposer.name,
  proposer.name_native, p.first_reviewer_id, first.name, second.name, v.number, p.sent_at, p.decided_at
from competencies_frameworkproposal p
join competencies_framework f on f.id = p.framework_id
join people_person proposer on proposer.id = p.proposer_id
left join people_person first on first.id = p.first_reviewer_id
left join people_person second on second.id = p.second_reviewer_id
left join competencies_frameworkversion v on v.id = p.version_id
"""


def may_see_proposals(actor: Actor, framework: FrameworkRow) -> bool:
    return can_over_framework(actor, framework.path, "discuss") or can_over_framework(
        actor, framework.path, "propose", national=framework.national
    )


def access_proposal(actor: Actor, uuid: uuids.UUID) -> tuple[ProposalRow, FrameworkRow]:
    """The proposal and its framework, for its proposer and for whoever proposes or reviews there."""
    found = rows.first(ProposalRow, _PROPOSAL + "where p.uuid = %s", [uuid])
    if found is None:
        raise NotFound
    framework = framework_by_id(found.framework_id)
    if found.proposer_id != actor.person_id and not may_see_proposals(actor, framework):
        raise NotFound
    return found, framework


def proposals(
    actor: Actor, *, framework: uuids.UUID | None = None, statuses: list[str], after: int = 0, limit: int = 25
) -> list[ProposalRow]:
    """What the actor may see, oldest first, from the id after `after` on. An empty list of statuses means all."""
    seen = [one.id for one in frameworks() if may_see_proposals(actor, one)]
    return rows.fetch(
        ProposalRow,
        _PROPOSAL
        + """
        where (p.framework_id = any(%s::bigint[]) or p.proposer_id = %s) and (%s::uuid is null or f.uuid = %s::uuid)
          and (cardinality(%s::text[]) = 0 or p.status = any(%s::text[])) and p.id > %s
        order by p.id limit %s
        """,
        [seen, actor.person_id, framework, framework, statuses, statuses, after, limit],
    )


def accepted(framework_id: int) -> list[ProposalRow]:
    """Those that the next version takes up, oldest first."""
    return rows.fetch(
        ProposalRow, _PROPOSAL + "where f.id = %s and p.status = 'accepted' order by p.id", [framework_id]
    )


def items_of(proposal_id: int) -> list[ItemRow]:
    def row(position: int, part: str, *rest: Any) -> ItemRow:
        competency_id, uuid, code, en, hi, ur, wording, levels = rest
        stored = json.loads(wording) if isinstance(wording, str) else wording
        said = from_json(stored) if stored else None
        if competency_id is None and said is not None:
            en, hi, ur = said.name_en, said.name_hi, said.name_ur
        return ItemRow(position, part, competency_id, uuid, code or "", en, hi, ur, said, tuple(levels))

    return rows.fetch(
        row,
        """
        select i.position, i.part, c.id, c.uuid, c.code, c.name_en, c.name_hi, c.name_ur, i.wording::text, i.levels
        from competencies_proposalitem i left join competencies_competency c on c.id = i.competency_id
        where i.proposal_id = %s order by i.position
        """,
        [proposal_id],
    )


def steps_of(proposal_id: int) -> list[StepRow]:
    return rows.fetch(
        StepRow,
        "select s.step, person.name, person.name_native, s.comment, s.at from competencies_proposalstep s"
        " join people_person person on person.id = s.person_id where s.proposal_id = %s order by s.id",
        [proposal_id],
    )


def under_way(subjects: list[int], targets: list[int], besides: int | None = None) -> list[tuple[str, str]]:
    """(code, title of the proposal) of competencies that cannot be named so while another proposal is open.

    What another one changes is neither changed nor put in the place of something; what another one puts in the place of
    something is not changed. Two may have the same target.
    """
    return rows.fetch(
        lambda code, title: (code, title),
        """
        select c.code, p.title from competencies_proposalitem i
        join competencies_frameworkproposal p on p.id = i.proposal_id and p.status = any(%(open)s::text[])
        join competencies_competency c on c.id = i.competency_id
        where p.id <> %(besides)s
          and (i.competency_id = any(%(subjects)s::bigint[])
               or (i.part = 'subject' and i.competency_id = any(%(targets)s::bigint[])))
        order by c.code limit 5
        """,
        {"open": list(OPEN), "subjects": subjects, "targets": targets, "besides": besides or 0},
    )


def ending_targets(version_id: int) -> list[str]:
    """Codes of what this version puts in the place of something although it is out of use itself."""
    return rows.fetch(
        str,
        """
        select distinct c.code from competencies_competencyreplacement r
        join competencies_competency c on c.id = r.now_id
        left join competencies_competencystatement s on (s.version_id, s.competency_id) = (r.version_id, r.now_id)
        where r.version_id = %s and coalesce(s.status, c.status) <> 'published' order by 1
        """,
        [version_id],
    )
