"""A cascade: who attended in full may train the next tier, and nobody else; what is taken back is seen."""

import datetime as dt

import pytest

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning.actions.cascades.keep import TierPlan, begin_cascade, close_cascade
from karmayogi.learning.actions.cascades.sessions import add_session, bar_trainer, lift_bar, remove_session
from karmayogi.learning.actions.cascades.settle import settle, settle_tests
from karmayogi.learning.models import CascadeSession, CascadeTrainer, Course, Enrolment
from karmayogi.learning.queries.cascades.access import access_cascade
from karmayogi.learning.queries.cascades.trainers import trainer_lines, trainer_of
from karmayogi.learning.queries.cascades.tree import above, node, nodes
from tests.learning.actions.cascades.conftest import HOUR
from tests.learning.conftest import SETUP


@pytest.fixture
def add(cast, at):
    def run(cascade, tier, event, leader="", actor=None, when=at):
        return add_session(
            agent=actor or cast.admin.actor(when), cascade=cascade, tier=tier, event=event.code, leader=leader, at=when
        )

    return run


def test_who_was_there_in_full_trains_the_next_tier_and_the_tree_tells_it(begun, event, attend, add, cast, at):
    cascade = begun()
    first, second, third = event("E-1", 24), event("E-2", 48), event("E-3", 72)
    add(cascade, 1, first)
    attend(first, at + 26 * HOUR, cast.supervisor, cast.outsider)
    attend(first, at + 26 * HOUR, cast.learner, minutes=45)
    assert set(CascadeTrainer.objects.values_list("person_id", "tier__position")) == {
        (cast.supervisor.person_id, 2), (cast.outsider.person_id, 2),
    }  # fmt: skip
    add(cascade, 2, second, cast.supervisor.email)
    attend(second, at + 50 * HOUR, cast.learner, cast.supervisor)
    mine = CascadeTrainer.objects.get(person_id=cast.learner.person_id)
    assert (mine.tier.position, mine.qualified_at, mine.event_id) == (3, at + 49 * HOUR, second.id)
    assert not CascadeTrainer.objects.filter(person_id=cast.supervisor.person_id, tier__position=3), "she led it"
    add(cascade, 3, third, cast.learner.email)

    on, admin, row = at.date(), cast.admin.actor(at), access_cascade(cast.admin.actor(at), cascade)
    (root,), following = nodes(admin, row.id, on)
    assert (root.title_en, root.speaker, root.below, following) == ("Training E-1", "Prof. T", 1, None)
    assert (root.trained, root.trainers) == (None, None), "two people are too few to be told"
    (under,), _ = nodes(admin, row.id, on, of=root.uuid)
    assert (under.title_en, under.leader, under.standing) == ("Training E-2", "Devi Prasad", "ok")
    (last,), _ = nodes(admin, row.id, on, of=under.uuid)
    assert [one.uuid for one in above(admin, row.id, last.uuid, on)] == [root.uuid, under.uuid]
    elsewhere = cast.other_admin.actor(at)
    assert node(elsewhere, row.id, under.uuid, on).leader == "", "a name of another's office is not told"
    assert [one.name for one in trainer_lines(elsewhere, row.id, on)[0]] == ["Chandra Rao"]
    lines, _ = trainer_lines(admin, row.id, on, q="prasad")
    assert [(one.name, one.led, one.people) for one in lines] == [("Devi Prasad", 1, None)], "one is too few to be told"
    assert [one.tier_en for one in trainer_of(cast.learner.person_id)] == ["District"]
    assert [(one.led, one.people) for one in trainer_of(cast.supervisor.person_id)] == [(1, 1)], "of herself, exactly"


def test_what_stood_below_a_session_that_was_taken_out_is_still_found(begun, event, attend, add, cast, at):
    cascade = begun()
    first, second, third = event("E-1", 24), event("E-2", 48), event("E-3", 72)
    gone = add(cascade, 1, first)
    attend(first, at + 26 * HOUR, cast.supervisor)
    under = add(cascade, 2, second, cast.supervisor.email)
    attend(second, at + 50 * HOUR, cast.learner)
    below = add(cascade, 3, third, cast.learner.email)
    admin, on = cast.admin.actor(at), at.date()
    row = access_cascade(admin, cascade)
    assert [(one.uuid, one.root) for one in nodes(admin, row.id, on)[0]] == [(gone, True)]
    remove_session(actor=admin, cascade=cascade, session=gone, at=at)
    assert [(one.uuid, one.root, one.below, one.standing) for one in nodes(admin, row.id, on)[0]] == [
        (under, True, 1, "withdrawn")
    ]
    assert [one.uuid for one in above(admin, row.id, below, on)] == [under]
    # In another cascade the event that qualified her is not above it either.
    other = begun(name="Another")
    add(other, 1, first)
    assert [one.uuid for one in above(admin, row.id, below, on)] == [under]
    assert [one.uuid for one in nodes(admin, row.id, on)[0]] == [under]


def test_whoever_may_not_lead_is_refused_with_words(begun, event, attend, add, cast, at):
    cascade = begun()
    first, early, later, same = event("E-1", 24), event("E-2", 20), event("E-3", 48), event("E-4", 48)
    add(cascade, 1, first)
    attend(first, at + 26 * HOUR, cast.supervisor)
    for tier, which, leader, words in (
        (1, later, cast.supervisor.email, "faculty"),
        (2, later, "", "Say who leads"),
        (2, later, cast.learner.email, "has qualified"),
        (2, later, "nobody@example.in", "has qualified"),
        (3, later, cast.supervisor.email, "for the tier “State”, not for this one"),
        (2, early, cast.supervisor.email, "begins before that"),
        (2, first, cast.supervisor.email, "already"),
        (9, later, cast.supervisor.email, "Choose the tier"),
    ):
        with pytest.raises(Refused, match=words):
            add(cascade, tier, which, leader)
    add(cascade, 2, later, cast.supervisor.email)
    with pytest.raises(Refused, match="at that time"):
        add(cascade, 2, same, cast.supervisor.email)
    for who in (cast.other_admin, cast.analyst, cast.learner):
        with pytest.raises(NotFound):
            add(cascade, 1, same, actor=who.actor(at))
    close_cascade(actor=cast.admin.actor(at), cascade=cascade, at=at)
    with pytest.raises(Refused, match="closed"):
        add(cascade, 1, same)
    assert CascadeSession.objects.count() == 2


def test_undone_attendance_takes_the_qualification_back_and_it_is_seen(begun, event, attend, add, cast, at):
    cascade = begun()
    first, later = event("E-1", 24), event("E-2", 48)
    session = add(cascade, 1, first)
    undo = attend(first, at + 26 * HOUR, cast.supervisor)
    add(cascade, 2, later, cast.supervisor.email)
    undo()
    row = CascadeTrainer.objects.get()
    assert row.withdrawn_at == at + 26 * HOUR
    assert AuditEntry.objects.filter(
        tag="learning:cascade_trainer:withdraw", concerns_id=cast.supervisor.person_id
    ).exists()
    on, known = at.date(), access_cascade(cast.admin.actor(at), cascade)
    led, _ = nodes(cast.admin.actor(at), known.id, on, of=session)
    assert [one.standing for one in led] == ["withdrawn"], "what she led stays, and says so"
    third = event("E-3", 72)
    with pytest.raises(Refused, match="taken back"):
        add(cascade, 2, third, cast.supervisor.email)
    attend(first, at + 27 * HOUR, cast.supervisor)
    row.refresh_from_db()
    assert row.withdrawn_at is None
    people = [cast.supervisor.person_id]
    assert settle(agent=SETUP, people=people, at=at) == ([], []), "nothing is left to do"
    remove_session(actor=cast.admin.actor(at), cascade=cascade, session=session, at=at)
    row.refresh_from_db()
    assert row.withdrawn_at == at


def test_a_tier_with_a_test_waits_for_it_and_a_bar_holds_until_it_is_lifted(
    begun, event, attend, add, cast, at, course
):
    cascade = begun(test=course.code)
    first, later = event("E-1", 24), event("E-2", 48)
    add(cascade, 1, first)
    attend(first, at + 26 * HOUR, cast.supervisor)
    assert not CascadeTrainer.objects.exists(), "the test is not completed"
    passed = at + 30 * HOUR
    Enrolment.objects.create(
        person_id=cast.supervisor.person_id, course_id=course.id, language="en",
        version_id=Course.objects.get(id=course.id).current_version_id, status="completed", enrolled_at=at, last_at=at,
        completed_at=passed,
    )  # fmt: skip
    settle_tests(agent=SETUP, completed=[(cast.supervisor.person_id, course.id)], at=passed)
    row = CascadeTrainer.objects.get()
    assert row.qualified_at == passed
    admin = cast.admin.actor(at)
    with pytest.raises(Refused, match="reason"):
        bar_trainer(actor=admin, cascade=cascade, trainer=row.uuid, reason=" ", at=at)
    bar_trainer(actor=admin, cascade=cascade, trainer=row.uuid, reason="Read the slides aloud", at=at)
    with pytest.raises(Refused, match="Read the slides aloud"):
        add(cascade, 2, later, cast.supervisor.email)
    with pytest.raises(NotFound):
        lift_bar(actor=cast.other_admin.actor(at), cascade=cascade, trainer=row.uuid, at=at)
    lift_bar(actor=admin, cascade=cascade, trainer=row.uuid, at=at)
    assert add(cascade, 2, later, cast.supervisor.email)


def test_a_cascade_needs_its_office_course_and_tiers(begun, course, cast, at):
    begun()
    due = at.date() + dt.timedelta(days=9)
    two = [TierPlan("A", "अ", 1, due), TierPlan("B", "ब", 2, due)]
    for changed, words in (
        ({"organisation": "T-MORD"}, "T-MORD"),
        ({"organisation": "NONE"}, "NONE"),
        ({"course": "NONE"}, "NONE"),
        ({"name_hi": " "}, "Hindi"),
        ({"name_en": "Serve well"}, "already"),
        ({"tiers": two[:1]}, "two to"),
        ({"tiers": [two[0], TierPlan("B", "", 2, due)]}, "Each tier"),
        ({"tiers": [two[0], TierPlan("B", "ब", 0, due)]}, "how many"),
    ):
        given = {"organisation": "T-MOP", "course": course.code, "name_en": "New", "name_hi": "नया", "tiers": two}
        with pytest.raises(Refused, match=words):
            begin_cascade(agent=cast.admin.actor(at), at=at, **(given | changed))
