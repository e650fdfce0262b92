"""Deciding about two designations that look alike: merge them, keep both, or undo a merge."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, events, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.orgs.events import DesignationsMerged, DesignationsParted
from karmayogi.orgs.models import Designation, DesignationAlias, MergeProposal
from karmayogi.orgs.policies import can_curate


def merge_designations(*, agent: Agent, proposal_uuid: uuids.UUID, swap: bool = False, at: dt.datetime) -> None:
    """The one goes into the other: its posts change designation, its name becomes another spelling.

    swap: the other one stays instead. Repeating it changes nothing.
    """
    with transaction.atomic():
        proposal = _locked(agent, proposal_uuid)
        if proposal.status == MergeProposal.Status.MERGED:
            return
        if swap:
            proposal.keep_id, proposal.merge_id = proposal.merge_id, proposal.keep_id
        both = {
            row.id: row for row in Designation.objects.select_for_update().filter(pk__in=_pair(proposal)).order_by("pk")
        }
        keep, merge = both[proposal.keep_id], both[proposal.merge_id]
        if keep.merged_into_id or merge.merged_into_id:
            raise Refused(_("One of them has been merged since. Look at the list again."))
        _decide(proposal, MergeProposal.Status.MERGED, agent, at)
        rows.run(
            """
            insert into orgs_mergedpost (proposal_id, post_id)
            select %s::bigint, id from orgs_post where designation_id = %s::bigint
            """,
            [proposal.id, merge.id],
        )
        rows.run("update orgs_post set designation_id = %s where designation_id = %s", [keep.id, merge.id])
        # Whoever was merged into the one that goes now goes into the one that stays: no chains.
        Designation.objects.filter(merged_into=merge).update(merged_into=keep)
        DesignationAlias.objects.filter(designation=merge).update(designation=keep)
        merge.merged_into = keep
        merge.save(update_fields=["merged_into"])
        DesignationAlias.objects.update_or_create(name=merge.name, defaults={"designation": keep, "merged_from": merge})
        _record("orgs:designation:merge", proposal, keep, merge, agent, at)
        events.announce(DesignationsMerged(keep.id, merge.id, at))


def keep_both(*, agent: Agent, proposal_uuid: uuids.UUID, at: dt.datetime) -> None:
    """They are two designations; the pair is not proposed again. Repeating it changes nothing."""
    with transaction.atomic():
        proposal = _locked(agent, proposal_uuid)
        if proposal.status == MergeProposal.Status.MERGED:
            raise Refused(_("They are merged. Undo the merge first."))
        if proposal.status != MergeProposal.Status.KEPT:
            _decide(proposal, MergeProposal.Status.KEPT, agent, at)
            _record("orgs:designation:keep", proposal, proposal.keep, proposal.merge, agent, at)


def undo_merge(*, agent: Agent, proposal_uuid: uuids.UUID, at: dt.datetime) -> None:
    """Parts what was merged: the posts that the merge changed get their designation back. Repeating changes nothing.

    A post that was given yet another designation since keeps it.
    """
    with transaction.atomic():
        proposal = _locked(agent, proposal_uuid)
        if proposal.status in (MergeProposal.Status.UNDONE, MergeProposal.Status.OPEN):
            return
        was_merged = proposal.status == MergeProposal.Status.MERGED
        _decide(proposal, MergeProposal.Status.UNDONE, agent, at)
        keep, merge = proposal.keep, proposal.merge
        if was_merged:
            rows.run(
                """
                update orgs_post p set designation_id = %s::bigint from orgs_mergedpost m
                where m.proposal_id = %s::bigint and m.post_id = p.id and p.designation_id = %s::bigint
                """,
                [merge.id, proposal.id, merge.merged_into_id or keep.id],
            )
            rows.run("delete from orgs_mergedpost where proposal_id = %s", [proposal.id])
            DesignationAlias.objects.filter(merged_from=merge).delete()
            merge.merged_into = None
            merge.save(update_fields=["merged_into"])
            # What had gone into it before goes with it again, with its spellings.
            followers = _went_into(merge.id)
            Designation.objects.filter(pk__in=followers).exclude(merged_into=None).update(merged_into=merge)
            DesignationAlias.objects.filter(merged_from__in=followers).update(designation=merge)
            events.announce(DesignationsParted(keep.id, merge.id, at))
        _record("orgs:designation:undo", proposal, keep, merge, agent, at)


def _went_into(designation_id: int) -> list[int]:
    """The designations that were merged into this one, also by way of others."""
    found: list[int] = []
    ask = [designation_id]
    while ask:
        merged = MergeProposal.objects.filter(keep_id__in=ask, status=MergeProposal.Status.MERGED)
        ask = [merge_id for merge_id in merged.values_list("merge_id", flat=True) if merge_id not in found]
        found += ask
    return found


def _locked(agent: Agent, uuid: uuids.UUID) -> MergeProposal:
    proposal = MergeProposal.objects.select_for_update().filter(uuid=uuid).first() if can_curate(agent) else None
    if proposal is None:
        raise NotFound
    return proposal


def _pair(proposal: MergeProposal) -> list[int]:
    return [proposal.keep_id, proposal.merge_id]


def _decide(proposal: MergeProposal, status: str, agent: Agent, at: dt.datetime) -> None:
    proposal.status = status
    proposal.decided_at = at
    proposal.decided_by_id = agent.person_id if isinstance(agent, Actor) else None
    proposal.save()


def _record(
    tag: str, proposal: MergeProposal, keep: Designation, merge: Designation, agent: Agent, at: dt.datetime
) -> None:
    audit.record(
        tag, agent=agent, at=at, kind="designation", subject=merge.uuid, label=f"{merge.name} → {keep.name}",
        detail={"keep": str(keep.uuid), "proposal": str(proposal.uuid)},
    )  # fmt: skip
