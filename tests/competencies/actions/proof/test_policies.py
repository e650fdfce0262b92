"""A policy is drafted by one, previewed, published by another, and then every level is worked out with it."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.proof import run_levels
from karmayogi.competencies.actions.proof.policies import draft_policy, publish_policy
from karmayogi.competencies.engine.levels import FIRST, SOURCES, SourceRule
from karmayogi.competencies.models import LevelMove, LevelPolicy, LevelPolicySource, LevelRun
from karmayogi.competencies.queries.proof.policies import policy_in_force
from karmayogi.competencies.types import Source
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused, System


def prove(person_id, competency, at, level=3, source=Source.COURSE_TEST):
    competencies.record_evidence(
        agent=System("test"), person_id=person_id, competency_id=competency, level=level, source=source,
        instrument="A test", ref_kind="enrolment", ref_uuid=uuid.uuid4(), observed_at=at, at=at,
    )  # fmt: skip


def draft(actor, at, **weights):
    rules = dict(zip(SOURCES, FIRST.rules, strict=True))
    rules |= {Source(name): SourceRule(weight, 365) for name, weight in weights.items()}
    return draft_policy(
        actor=actor, basis="Course tests proved too little.", enough=0.5, contrary=0.5, confirm=1.0, rules=rules, at=at
    )


def test_the_first_policy_has_the_numbers_of_version_1(masters):
    assert policy_in_force() == FIRST
    assert LevelPolicy.objects.get().published_at is not None


def test_who_would_move_is_counted_before_and_moves_after_a_second_person_publishes(
    cast, masters, second, run_jobs, at
):
    noting, person = masters["FUN-087"], cast.learner.person_id
    prove(person, noting, at)
    prove(cast.outsider.person_id, noting, at, source=Source.INDEPENDENT_TEST)
    with clock.frozen(at):
        policy = draft(cast.platform.actor(at), at, course_test=0.4)
        with pytest.raises(Refused, match="second person"):
            publish_policy(actor=cast.platform.actor(at), policy=policy, at=at)
        with pytest.raises(Refused, match="preview"):
            publish_policy(actor=second.actor(at), policy=policy, at=at)
        run_jobs()
        preview = LevelRun.objects.get(kind="preview")
        assert (preview.up, preview.down, preview.pairs_done) == (0, 1, 2)
        moves = {(m.part, m.key): (m.up, m.down, m.persons) for m in LevelMove.objects.filter(run=preview)}
        assert moves == {("office", cast.ministry.path): (0, 1, 1), ("competency", str(noting)): (0, 1, 1)}
        assert competencies.levels_of(person)[noting].level == 3  # a preview changes nothing
        publish_policy(actor=second.actor(at), policy=policy, at=at)
        publish_policy(actor=second.actor(at), policy=policy, at=at)
        run_jobs()
    assert LevelRun.objects.filter(kind="recompute").count() == 1
    shown = competencies.levels_of(person)[noting]
    assert (shown.level, shown.engine) == (0, "2.2")
    assert [(reason.kind, reason.weight) for reason in shown.reasons] == [("faded", 0.4)]  # worked out when read
    assert competencies.levels_of(cast.outsider.person_id)[noting].level == 3


def test_a_run_that_breaks_off_goes_on_where_it_stopped_and_gives_the_same(cast, masters, run_jobs, at):
    noting = masters["FUN-087"]
    for player in (cast.learner, cast.supervisor, cast.head, cast.outsider):
        prove(player.person_id, noting, at)
    policy = LevelPolicy.objects.get()
    run = run_levels.begin("recompute", policy_id=policy.pk, scope_path=cast.ministry.path, asked_by=None, at=at)
    assert run_levels.step(run, at=at, chunk=1)
    halfway = LevelRun.objects.get(uuid=run)
    assert (halfway.persons, halfway.persons_done) == (4, 1)
    with clock.frozen(at):
        run_jobs()
    done = LevelRun.objects.get(uuid=run)
    assert (done.persons_done, done.pairs_done, done.up, done.down) == (4, 3, 0, 0)
    assert not run_levels.step(run, at=at)


@pytest.mark.parametrize("part", ["learner", "admin", "analyst", "publisher"])
def test_for_others_there_is_no_policy_to_draft(cast, masters, at, part):
    with pytest.raises(NotFound):
        draft(getattr(cast, part).actor(at), at)
    assert LevelPolicy.objects.count() == 1


@pytest.mark.parametrize("weight", [0.0, 1.0, float("nan"), -1.0])
def test_numbers_outside_their_range_are_refused(cast, masters, at, weight):
    with pytest.raises(Refused):
        draft(cast.platform.actor(at), at, peer=weight)


def test_the_database_refuses_to_change_a_published_policy(masters):
    for change in (
        lambda: LevelPolicy.objects.update(enough=0.4),
        lambda: LevelPolicySource.objects.filter(source="self").update(weight=0.9),
        lambda: LevelPolicySource.objects.filter(source="self").delete(),
    ):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            change()
