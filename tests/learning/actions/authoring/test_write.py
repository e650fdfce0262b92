import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.learning.actions.authoring import review, write
from karmayogi.learning.queries.authoring.said import draft_said


def keys(studio, draft):
    return [part.key for part in draft_said(studio.id(draft)).parts]


def test_title_and_rule_are_saved_and_a_save_from_an_older_tab_changes_nothing(studio):
    draft = studio.begin()
    assert studio.about(draft, 1, titles={"en": "First tab"})
    studio.join(studio.institute, studio.publisher, Role.CONTENT_CREATOR)
    assert not studio.about(draft, 1, who=studio.publisher, titles={"en": "Second tab"})
    hands = rows.fetch(int, "select person_id from learning_drafthand")
    assert hands == [studio.author.person_id], "who saved nothing wrote nothing"
    assert draft_said(studio.id(draft)).titles["en"] == "First tab"
    assert studio.about(draft, 2, titles={"en": "Second tab"})
    assert draft_said(studio.id(draft)).titles["en"] == "Second tab"


def test_english_stays_declared(studio):
    draft = studio.begin()
    assert studio.about(draft, languages=("ur",))
    assert draft_said(studio.id(draft)).languages == ("en", "ur")


@pytest.mark.parametrize("wrong", [{"pass_percent": 101}, {"draw": 0}, {"attempts": 0}, {"parts_needed": 0}])
def test_a_rule_that_cannot_be_is_refused(studio, wrong):
    draft = studio.begin()
    with pytest.raises(Refused):
        studio.about(draft, **wrong)


def test_competencies(studio, at):
    draft = studio.begin()
    actor = studio.author.actor(at)
    write.set_competency(actor=actor, draft=draft, code="fun-095", level=2, at=at)
    write.set_competency(actor=actor, draft=draft, code="FUN-095", level=3, at=at)
    assert [(one.code, one.level) for one in draft_said(studio.id(draft)).taught] == [("FUN-095", 3)]
    with pytest.raises(Refused, match="NO-1"):
        write.set_competency(actor=actor, draft=draft, code="no-1", level=3, at=at)
    write.drop_competency(actor=actor, draft=draft, code="FUN-095", at=at)
    assert draft_said(studio.id(draft)).taught == ()


def test_parts_are_added_moved_and_removed(studio, at):
    draft, actor = studio.begin(), studio.author.actor(at)
    first, second, third = (studio.part(draft, "page", title) for title in ("One", "Two", "One"))
    assert keys(studio, draft)[:2] == ["one", "two"]
    write.move_part(actor=actor, draft=draft, part=second, up=True, at=at)
    write.move_part(actor=actor, draft=draft, part=second, up=True, at=at)  # at the top already: nothing happens
    assert keys(studio, draft)[0] == "two"
    write.remove_part(actor=actor, draft=draft, part=first, at=at)
    write.remove_part(actor=actor, draft=draft, part=first, at=at)
    assert rows.fetch(int, "select position from learning_draftedpart order by position") == [1, 2]
    write.move_part(actor=actor, draft=draft, part=third, up=False, at=at)
    with pytest.raises(NotFound):
        write.move_part(actor=actor, draft=draft, part=first, up=True, at=at)


def test_the_next_provider_s_draft_is_not_there(studio, at):
    draft = studio.begin()
    for act in (
        lambda actor: write.add_part(actor=actor, draft=draft, kind="page", title="X", language="en", at=at),
        lambda actor: write.set_competency(actor=actor, draft=draft, code="FUN-095", level=1, at=at),
        lambda actor: review.send(actor=actor, draft=draft, at=at),
        lambda actor: review.discard(actor=actor, draft=draft, at=at),
    ):
        for who in (studio.neighbour, studio.reviewer, studio.cast.learner):
            with pytest.raises(NotFound):
                act(who.actor(at))
    assert keys(studio, draft) == []


def test_what_was_sent_is_not_written_in(studio, at):
    draft = studio.complete()
    review.send(actor=studio.author.actor(at), draft=draft, at=at)
    with pytest.raises(Refused, match="sent on"):
        studio.about(draft, 2)
    with pytest.raises(Refused, match="sent on"):
        studio.part(draft, "page", "Late")
