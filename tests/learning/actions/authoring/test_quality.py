import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning.actions.authoring import review
from karmayogi.learning.actions.authoring.quality import ensure_quality_form, give_marks
from karmayogi.learning.queries.authoring.quality import calibration, form_in_force
from tests.learning.conftest import SETUP


@pytest.fixture
def sent(studio, at):
    draft = studio.complete()
    review.send(actor=studio.author.actor(at), draft=draft, at=at)
    return draft


def test_the_form_has_the_shape_of_the_real_one(db, at):
    ensure_quality_form(agent=SETUP, at=at)
    ensure_quality_form(agent=SETUP, at=at)
    found = rows.fetch(
        lambda *row: row,
        "select section, count(*)::int from learning_qualityquestion group by section order by min(position)",
    )
    assert found == [
        ("methods", 9),
        ("assessment", 7),
        ("competency", 4),
        ("engagement", 6),
        ("support", 5),
        ("accessibility", 4),
    ]
    assert form_in_force().points == (5, 3, 1, 0)


def test_the_score_of_a_version_is_the_mean_of_its_reviewers(studio, sent, cast, at):
    from karmayogi.kernel.access import Role

    studio.join(studio.institute, cast.admin, Role.CONTENT_REVIEWER)
    assert studio.mark(sent, 5) == 100
    assert studio.mark(sent, 3, who=cast.admin) == 60
    assert rows.scalar("select score from learning_draft where uuid = %s", [sent]) == 80
    studio.mark(sent, 3)  # given again, it replaces the first
    assert rows.scalar("select score from learning_draft where uuid = %s", [sent]) == 60
    found = calibration(form_in_force())
    (scored,) = found.scored
    assert [(pair.first_score, pair.second_score, pair.kappa) for pair in scored.pairs] == [(60, 60, None)] or len(
        scored.pairs
    ) == 1
    assert {habit.shift for habit in found.habits} == {0.0}


def test_every_question_and_a_note_where_nothing_is_there(studio, sent, at):
    actor, marks = studio.reviewer.actor(at), studio.marks(5)
    first = next(iter(marks))
    with pytest.raises(Refused, match="1 question is not answered"):
        give_marks(actor=actor, draft=sent, marks={k: v for k, v in marks.items() if k != first}, notes={}, at=at)
    with pytest.raises(Refused, match="not answered"):
        give_marks(actor=actor, draft=sent, marks=marks | {first: 4}, notes={}, at=at)
    with pytest.raises(Refused, match="note"):
        give_marks(actor=actor, draft=sent, marks=marks | {first: 0}, notes={}, at=at)
    assert give_marks(actor=actor, draft=sent, marks=marks | {first: 0}, notes={first: "No aim"}, at=at) == 97
    assert rows.scalar("select count(*) from learning_qualityanswer") == 35


def test_only_reviewers_of_the_provider_and_only_in_review(studio, sent, at):
    for who in (studio.neighbour, studio.publisher, studio.cast.learner):
        with pytest.raises(NotFound):
            studio.mark(sent, who=who)
    review.take_back(actor=studio.author.actor(at), draft=sent, at=at)
    with pytest.raises(Refused, match="not in review"):
        studio.mark(sent)
