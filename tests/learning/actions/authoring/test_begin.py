import dataclasses

import pytest

from karmayogi.kernel import rows, slots
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning.actions.authoring.begin import begin_course, begin_version
from karmayogi.learning.actions.authoring.providers import suspend
from karmayogi.learning.actions.authoring.review import send
from karmayogi.learning.engine.authoring.difference import differences
from karmayogi.learning.queries.authoring.said import draft_said, version_said
from karmayogi.learning.types import DrawnLine, QuizSection, QuizSpec
from karmayogi.learning.web.authoring.words import what_in_words
from tests.learning.studio import question


def test_a_course_begins_as_a_draft_with_a_code_of_its_provider(studio):
    draft = studio.begin("सूचना का अधिकार", ("hi",))
    said = draft_said(studio.id(draft))
    assert (said.titles, said.languages) == ({"en": "सूचना का अधिकार"}, ("en", "hi"))
    code, status = rows.first(lambda *row: row, "select code, status from learning_course")
    assert code.startswith("IOR-")
    assert status == "draft"


def test_only_for_a_provider_that_one_writes_for(studio, cast, at):
    for who in (cast.learner, studio.reviewer, studio.publisher, studio.neighbour):
        with pytest.raises(NotFound):
            begin_course(actor=who.actor(at), provider=studio.institute, title="X", language="en", languages=[], at=at)
    assert rows.scalar("select count(*) from learning_draft") == 0


def test_a_suspended_provider_begins_nothing(studio, at):
    suspend(actor=studio.platform.actor(at), provider=studio.institute, reason="Copied texts", at=at)
    with pytest.raises(Refused, match="no licence"):
        studio.begin()


def test_the_next_version_begins_with_what_today_s_says_and_leaves_that_alone(studio, at):
    course = studio.published()
    version = rows.scalar("select current_version_id from learning_course where uuid = %s", [course])
    before = version_said(version)
    draft = begin_version(actor=studio.author.actor(at), course=course, at=at)
    copied = draft_said(studio.id(draft))
    assert (copied.titles, copied.taught, copied.licence) == (before.titles, before.taught, before.licence)
    assert [(part.key, part.kind, len(part.questions)) for part in copied.parts] == [
        ("the-act", "page", 0),
        ("test", "quiz", 3),
    ]
    assert copied.parts[0].variants["en"].text.startswith("# What it is about")
    assert (copied.draw, copied.quiz_minutes, copied.attempts) == (2, 10, 3)
    assert begin_version(actor=studio.author.actor(at), course=course, at=at) == draft
    page = rows.scalar(
        "select uuid from learning_draftedpart where draft_id = %s and kind = 'page'", [studio.id(draft)]
    )
    assert studio.write(draft, page, source="Quite another text.")
    assert version_said(version) == before


def test_an_imported_course_is_taken_up_by_its_provider_s_people(studio, course, cast, at):
    with pytest.raises(NotFound):
        begin_version(actor=studio.author.actor(at), course=course.uuid, at=at)
    rows.run(
        "insert into learning_providermember (provider_id, person_id, role, given_at)"
        " select id, %s, 'CONTENT_CREATOR', %s from learning_provider where name_en = 'Test Courseware'",
        [studio.author.person_id, at],
    )
    said = draft_said(studio.id(begin_version(actor=studio.author.actor(at), course=course.uuid, at=at)))
    assert [part.key for part in said.parts] == ["one", "two", "test"]
    assert len(said.parts[2].questions) == 6
    assert "नागरिक" in said.parts[0].variants["hi"].text


SECTIONS = (
    QuizSection({"en": "The law", "hi": "क़ानून"}, (DrawnLine(1, "", None, 2),), 4, 60),
    QuizSection({"en": "Practice"}, (DrawnLine(1),), 6),
)
RULES = QuizSpec(2, 10, 3, 60, 25, SECTIONS, second_percent=30, peers=2)


@pytest.fixture
def ruled(studio):
    """A published course whose test has marks taken off and sections, as one from a folder may."""
    course = studio.published()
    for put in slots.every("learning.import_questions"):
        put(quiz_of(course), [question(1), question(2), question(3)], RULES)
    return course


def version_of(course):
    return rows.scalar("select current_version_id from learning_course where uuid = %s", [course])


def quiz_of(course):
    return rows.scalar("select id from learning_part where version_id = %s and kind = 'quiz'", [version_of(course)])


def test_the_next_version_keeps_what_a_wrong_answer_takes_off_and_the_sections(studio, ruled, at):
    before = quiz_of(ruled)
    draft = begin_version(actor=studio.author.actor(at), course=ruled, at=at)
    assert differences(version_said(version_of(ruled)), draft_said(studio.id(draft)), "en") == []
    studio.published(draft)
    assert quiz_of(ruled) != before
    for pool_of in slots.every("learning.export_questions"):
        assert pool_of(quiz_of(ruled))[1] == RULES


def test_a_test_that_no_longer_agrees_with_its_sections_is_not_sent(studio, ruled, at):
    draft = begin_version(actor=studio.author.actor(at), course=ruled, at=at)
    assert studio.about(draft, draw=3)
    with pytest.raises(Refused, match="sections do not agree"):
        send(actor=studio.author.actor(at), draft=draft, at=at)
    assert studio.about(draft, 2, draw=2)
    send(actor=studio.author.actor(at), draft=draft, at=at)


def test_other_sections_and_marks_taken_off_are_told(studio, ruled):
    now = version_said(version_of(ruled))
    was = dataclasses.replace(now, negative_percent=0, sections=(), second_percent=0, peers=0)
    told = differences(was, now, "en")
    assert [(one.kind, one.what, one.now, one.lines[-2:]) for one in told] == [
        ("added", "negative_percent", "−25 %", ()),
        ("added", "second_percent", "30 %", ()),
        ("added", "peers", "2", ()),
        ("added", "sections", "", (("+", "The law / क़ानून; 1 × –/–/2; 4′; ≥ 60 %"), ("+", "Practice; 1 × –/–/–; 6′"))),
    ]
    assert all(what_in_words(one.what) for one in told)
