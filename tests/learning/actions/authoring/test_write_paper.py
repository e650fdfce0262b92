import pytest

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning.actions.authoring import begin, review, write, write_part
from karmayogi.learning.actions.authoring.write_paper import save_blueprint, set_forms
from karmayogi.learning.models import DraftedPart
from karmayogi.learning.queries.authoring.drafts import access_draft
from karmayogi.learning.queries.authoring.said import draft_said
from karmayogi.learning.types import DrawnLine, QuizSection
from tests.learning.studio import question

EASY = QuizSection({"en": "Law"}, (DrawnLine(1, "FUN-095", 2), DrawnLine(2, difficulty=4)), minutes=6, cut_off=50)
REST = QuizSection({"en": "Rest"}, (DrawnLine(1),), minutes=4)


@pytest.fixture
def drafted(studio):
    """A test of six questions: two of the law, four hard ones."""
    draft = studio.complete()
    said = draft_said(studio.id(draft))
    part = next(one.uuid for one in said.parts if one.kind == "quiz")
    pool = [question(n) | {"competency": "FUN-095", "level": 2} for n in (1, 2)]
    pool += [question(n) | {"difficulty": 4} for n in range(3, 7)]
    write_part.put_questions(
        actor=studio.author.actor(studio.at), draft=draft, part=part, questions=pool, at=studio.at, replace=True
    )
    return draft, part


def test_a_blueprint_and_forms_are_written_published_and_begun_with_again(studio, drafted):
    draft, part = drafted
    author, at = studio.author.actor(studio.at), studio.at

    def revision() -> int:
        return access_draft(author, draft).revision

    def save(sections, *, actor=author, on=None, off=25):
        return save_blueprint(
            actor=actor, draft=draft, revision=revision() if on is None else on, negative_percent=off,
            sections=sections, at=at,
        )  # fmt: skip

    assert save([EASY, REST])
    assert not save([], on=revision() - 1), "an older tab changes nothing"
    said = draft_said(studio.id(draft))
    assert (said.draw, said.quiz_minutes, said.negative_percent, said.sections) == (4, 10, 25, (EASY, REST))
    # Forms: 1 and 3 to 4 in both, the rest in one each.
    for wrong in ({"q2": "Z"}, {"q2": "AB"}):
        with pytest.raises(NotFound):
            set_forms(actor=author, draft=draft, part=part, forms=wrong, at=at)
    with pytest.raises(Refused, match="at least two"):
        set_forms(actor=author, draft=draft, part=part, forms={"q2": "A"}, at=at)
    assert set_forms(actor=author, draft=draft, part=part, forms={"q5": "A", "q6": "B"}, at=at) == ("A", "B")
    # A form that a course folder brought can be kept and given, though the editor adds none beyond D.
    row = DraftedPart.objects.get(uuid=part)
    row.questions = [one | ({"form": "G"} if one["key"] == "q6" else {}) for one in row.questions]
    row.save()
    assert set_forms(actor=author, draft=draft, part=part, forms={"q6": "G", "q4": "G"}, at=at) == ("A", "G")
    assert set_forms(actor=author, draft=draft, part=part, forms={"q6": "B", "q4": ""}, at=at) == ("A", "B")
    # Form B lacks what the blueprint asks for: told before anybody reviews it.
    set_forms(actor=author, draft=draft, part=part, forms={"q4": "A", "q3": "A"}, at=at)
    with pytest.raises(Refused, match="form B has 3"):
        review.send(actor=author, draft=draft, at=at)
    set_forms(actor=author, draft=draft, part=part, forms={"q4": "", "q3": ""}, at=at)
    course = studio.published(draft)
    again = begin.begin_version(actor=author, course=course, at=at)
    said = draft_said(studio.id(again))
    assert said.sections == (EASY, REST) and said.negative_percent == 25
    pool = next(one for one in said.parts if one.kind == "quiz").questions
    assert {one["key"]: one.get("form", "") for one in pool} == {
        "q1": "", "q2": "", "q3": "", "q4": "", "q5": "A", "q6": "B",
    }  # fmt: skip


def test_a_blueprint_that_makes_no_sense_is_refused_in_words(studio, drafted):
    draft, part = drafted
    author, at = studio.author.actor(studio.at), studio.at
    for sections, why in (
        ([QuizSection({"hi": "क"}, (DrawnLine(1),))], "title in English"),
        ([QuizSection({"en": "A"}, ())], "at least one line"),
        ([QuizSection({"en": "A"}, (DrawnLine(0),))], "1 to 200"),
        ([QuizSection({"en": "A"}, (DrawnLine(1, level=9),))], "1 to 200"),
        ([QuizSection({"en": "A"}, (DrawnLine(1),), cut_off=101)], "cut-off"),
        ([QuizSection({"en": "A"}, (DrawnLine(1, "NO-1"),))], "no competency NO-1"),
        ([EASY, QuizSection({"en": "A"}, (DrawnLine(1),))], "either all sections"),
        ([QuizSection({"en": str(n)}, (DrawnLine(1),)) for n in range(11)], "at most 10"),
        ([QuizSection({"en": str(n)}, (DrawnLine(200),)) for n in range(2)], "at most 200"),
    ):
        with pytest.raises(Refused, match=why):
            save_blueprint(actor=author, draft=draft, revision=2, negative_percent=0, sections=sections, at=at)
    with pytest.raises(Refused, match="takes off"):
        save_blueprint(actor=author, draft=draft, revision=2, negative_percent=101, sections=[], at=at)
    stranger = studio.neighbour.actor(at)
    with pytest.raises(NotFound):
        save_blueprint(actor=stranger, draft=draft, revision=2, negative_percent=0, sections=[], at=at)
    with pytest.raises(NotFound):
        set_forms(actor=stranger, draft=draft, part=part, forms={}, at=at)
    page = write.add_part(actor=author, draft=draft, kind="page", title="P", language="en", at=at)
    with pytest.raises(NotFound):
        set_forms(actor=author, draft=draft, part=page, forms={}, at=at)
