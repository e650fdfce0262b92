"""Two spellings of one designation."""

import pytest

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.orgs.actions.merge_designations import keep_both, merge_designations, undo_merge
from karmayogi.orgs.models import Designation, MergeProposal, Post


@pytest.fixture
def proposal(cast, at):
    other = cast.designation("Asstt. Section Officer")
    cast.player("Jaya Menon", "jaya@personnel.example.in", cast.section, other)
    return MergeProposal.objects.create(
        keep_id=cast.assistant.id, merge_id=other.id, likeness=0.92, reason="abbreviation"
    )


def test_a_merge_moves_posts_and_keeps_the_spelling(cast, at, proposal):
    merge_designations(agent=cast.platform.actor(at), proposal_uuid=proposal.uuid, at=at)
    assert Post.objects.filter(designation_id=proposal.merge_id).count() == 0
    assert orgs.designation_by_name("Asstt. Section Officer").id == cast.assistant.id
    assert orgs.designations([proposal.merge_id])[proposal.merge_id].name == "Assistant Section Officer"


def test_undo_gives_back_exactly_what_was(cast, at, proposal):
    before = list(Post.objects.order_by("id").values_list("id", "designation_id"))
    merge_designations(agent=cast.platform.actor(at), proposal_uuid=proposal.uuid, at=at)
    undo_merge(agent=cast.platform.actor(at), proposal_uuid=proposal.uuid, at=at)
    undo_merge(agent=cast.platform.actor(at), proposal_uuid=proposal.uuid, at=at)
    assert list(Post.objects.order_by("id").values_list("id", "designation_id")) == before
    assert Designation.objects.get(pk=proposal.merge_id).merged_into is None
    assert orgs.designation_by_name("Asstt. Section Officer").id == proposal.merge_id
    assert MergeProposal.objects.get(pk=proposal.pk).status == "undone"


def test_undo_takes_along_what_had_gone_into_it_before(cast, at, proposal):
    gita = cast.platform.actor(at)
    third = cast.designation("Asst. Section Offr.")
    first = MergeProposal.objects.create(keep_id=proposal.merge_id, merge_id=third.id, likeness=0.9, reason="several")
    merge_designations(agent=gita, proposal_uuid=first.uuid, at=at)
    merge_designations(agent=gita, proposal_uuid=proposal.uuid, at=at)
    assert orgs.designation_by_name("Asst. Section Offr.").id == cast.assistant.id
    undo_merge(agent=gita, proposal_uuid=proposal.uuid, at=at)
    assert orgs.designation_by_name("Asst. Section Offr.").id == proposal.merge_id
    assert orgs.designations([third.id])[third.id].id == proposal.merge_id


def test_merging_twice_is_merging_once(cast, at, proposal):
    for _ in range(2):
        merge_designations(agent=cast.platform.actor(at), proposal_uuid=proposal.uuid, at=at)
    assert MergeProposal.objects.get(pk=proposal.pk).status == "merged"


def test_the_other_one_can_stay(cast, at, proposal):
    merge_designations(agent=cast.platform.actor(at), proposal_uuid=proposal.uuid, swap=True, at=at)
    assert orgs.designation_by_name("Assistant Section Officer").name == "Asstt. Section Officer"


def test_what_went_into_another_cannot_stay(cast, at, proposal):
    third = cast.designation("ASSISTANT SECTION OFFICER")
    second = MergeProposal.objects.create(keep_id=third.id, merge_id=cast.assistant.id, likeness=0.98, reason="case")
    merge_designations(agent=cast.platform.actor(at), proposal_uuid=second.uuid, at=at)
    with pytest.raises(Refused):
        merge_designations(agent=cast.platform.actor(at), proposal_uuid=proposal.uuid, at=at)
    assert MergeProposal.objects.get(pk=proposal.pk).status == "open"


def test_both_can_be_kept(cast, at, proposal):
    keep_both(agent=cast.platform.actor(at), proposal_uuid=proposal.uuid, at=at)
    assert MergeProposal.objects.get(pk=proposal.pk).status == "kept"
    assert Designation.objects.exclude(merged_into=None).count() == 0


@pytest.mark.parametrize("part", ["learner", "supervisor", "admin", "analyst"])
def test_others_find_nothing(cast, at, proposal, part):
    for act in (merge_designations, keep_both, undo_merge):
        with pytest.raises(NotFound):
            act(agent=cast.everyone[part].actor(at), proposal_uuid=proposal.uuid, at=at)
    assert MergeProposal.objects.get(pk=proposal.pk).status == "open"
