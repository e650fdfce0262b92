"""A programme and an event take the same way as a course: draft, review, another person publishes."""

import datetime as dt

import pytest
from django.db import IntegrityError

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning.actions.authoring import begin, review, structure, write, write_part
from karmayogi.learning.engine.authoring.difference import differences
from karmayogi.learning.engine.authoring.gate import Lack, missing
from karmayogi.learning.models import Course, Gathering, ProgrammeNode
from karmayogi.learning.queries.authoring.said import draft_said, version_said
from tests.learning.studio import question


@pytest.fixture
def item(studio):
    """A published course of the institute."""
    return Course.objects.get(uuid=studio.published())


@pytest.fixture
def begun(studio, at):
    def make(kind):
        draft = begin.begin_course(
            actor=studio.author.actor(at), provider=studio.institute, title="A year in the office", language="en",
            languages=["en"], kind=kind, at=at,
        )  # fmt: skip
        studio.about(draft)
        write.set_competency(actor=studio.author.actor(at), draft=draft, code="FUN-095", level=2, at=at)
        return draft

    return make


def lacks(studio, draft):
    return {one.lack for one in missing(draft_said(studio.id(draft))) if one.blocks}


def test_a_programme_is_written_reviewed_published_and_compared(studio, begun, item, at):
    draft, who = begun("programme"), studio.author.actor(at)
    assert lacks(studio, draft) == {Lack.STRUCTURE}
    with pytest.raises(Refused):
        review.send(actor=who, draft=draft, at=at)
    stage = structure.add_group(
        actor=who, draft=draft, parent="whole", titles={"en": "Basics"}, rule="at_least", needed=1, at=at
    )
    structure.add_item(actor=who, draft=draft, parent=stage, code=item.code, points=3, at=at)
    with pytest.raises(Refused, match="already"):
        structure.add_item(actor=who, draft=draft, parent="whole", code=item.code, points=1, at=at)
    with pytest.raises(Refused, match="no published course"):
        structure.add_item(actor=who, draft=draft, parent="whole", code="NONE", points=1, at=at)
    structure.change_group(actor=who, draft=draft, key="whole", titles={}, rule="in_order", needed=None, at=at)
    assert lacks(studio, draft) == set()
    uuid = studio.published(draft)
    course = Course.objects.get(uuid=uuid)
    assert course.kind == "programme"
    nodes = {node.key: (node.parent, node.rule, node.needed, node.course_id) for node in ProgrammeNode.objects.all()}
    assert nodes["whole"] == ("", "in_order", None, None) and nodes[stage] == ("whole", "at_least", 1, None)
    with pytest.raises(IntegrityError, match="frozen"):
        rows.run("update learning_programmenode set points = 9")


def test_the_next_version_begins_as_a_copy_and_says_what_changed(studio, begun, item, at):
    draft, who = begun("programme"), studio.author.actor(at)
    structure.add_item(actor=who, draft=draft, parent="whole", code=item.code, points=1, at=at)
    course = Course.objects.get(uuid=studio.published(draft))
    following = begin.begin_version(actor=who, course=course.uuid, at=at)
    was, now = version_said(course.current_version_id), draft_said(studio.id(following))
    assert differences(was, now, "en") == []
    structure.change_group(actor=who, draft=following, key="whole", titles={}, rule="points", needed=1, at=at)
    structure.count_prior(actor=who, draft=following, counts=False, at=at)
    told = {(one.kind, one.what) for one in differences(was, draft_said(studio.id(following)), "en")}
    assert told == {("changed", "rule"), ("changed", "counts_prior")}


def test_an_event_needs_its_time_and_a_place(studio, begun, at):
    draft, who = begun("event"), studio.author.actor(at)
    assert lacks(studio, draft) == {Lack.WHEN, Lack.WHERE}
    when = structure.When(
        at + dt.timedelta(days=9), at + dt.timedelta(days=9, hours=2), "Hall", "", "Dr. S", 40, "social"
    )
    with pytest.raises(Refused, match="ends after"):
        bad = structure.When(when.ends_at, when.starts_at, "Hall", "", "", None, "social")
        structure.save_when(actor=who, draft=draft, when=bad, at=at)
    structure.save_when(actor=who, draft=draft, when=when, at=at)
    assert lacks(studio, draft) == set()
    studio.published(draft)
    kept = Gathering.objects.get()
    assert (kept.starts_at, kept.seats, kept.speaker) == (when.starts_at, 40, "Dr. S")
    assert rows.scalar("select minutes from learning_catalogueentry where kind = 'event'") == 120


def test_an_assessment_is_a_test_and_nothing_else(studio, begun, at):
    draft = begun("assessment")
    studio.part(draft, "page", "A lesson")
    assert Lack.ONLY_TEST in lacks(studio, draft) and Lack.TEST in lacks(studio, draft)


def test_the_languages_of_a_test_alone_are_those_in_which_it_asks(studio, begun, at):
    draft, who = begun("assessment"), studio.author.actor(at)
    names = {"en": "Entry test", "hi": "प्रवेश परीक्षा", "ta": "நுழைவுத் தேர்வு"}
    assert studio.about(draft, revision=2, titles=names, summaries=names, languages=("en", "hi", "ta"))
    test = studio.part(draft, "quiz", "Test")
    for language in ("hi", "ta"):
        studio.write(draft, test, language, 0, title=names[language], source="", minutes=10)
    write_part.put_questions(actor=who, draft=draft, part=test, questions=[question(1), question(2)], at=at)
    course = Course.objects.get(uuid=studio.published(draft))
    entry = rows.scalar("select languages from learning_catalogueentry where course_id = %s", [course.id])
    assert entry == ["en", "hi"]  # its questions are not there in Tamil
    assert version_said(course.current_version_id).languages == ("en", "hi")


def test_the_next_version_of_a_course_begins_in_every_language_that_it_has(studio, at):
    draft, names = studio.complete(("en", "ta")), {"en": "Answering citizens", "ta": "குடிமக்களுக்குப் பதில்"}
    assert studio.about(draft, revision=2, titles=names, summaries=names)
    course = Course.objects.get(uuid=studio.published(draft))
    draft = begin.begin_version(actor=studio.author.actor(at), course=course.uuid, at=at)
    assert draft_said(studio.id(draft)).languages == ("en", "ta")


def test_a_course_has_no_structure_and_strangers_have_nothing(studio, begun, at):
    programme, course = begun("programme"), studio.begin()
    given = {"parent": "whole", "titles": {"en": "X"}, "rule": "all", "needed": None, "at": at}
    with pytest.raises(NotFound):
        structure.add_group(actor=studio.author.actor(at), draft=course, **given)
    with pytest.raises(NotFound):
        structure.add_group(actor=studio.neighbour.actor(at), draft=programme, **given)
    assert rows.scalar("select count(*) from learning_draftednode") == 1


def test_removing_a_stage_takes_what_is_below_it_along_and_moving_stays_among_neighbours(studio, begun, item, at):
    draft, who = begun("programme"), studio.author.actor(at)
    stages = [
        structure.add_group(actor=who, draft=draft, parent="whole", titles={"en": name}, rule="all", needed=None, at=at)
        for name in ("One", "Two")
    ]
    structure.add_item(actor=who, draft=draft, parent=stages[1], code=item.code, points=1, at=at)
    structure.move_node(actor=who, draft=draft, key=stages[1], up=True, at=at)
    order = [node.key for node in draft_said(studio.id(draft)).nodes if node.parent == "whole"]
    assert order == [stages[1], stages[0]]
    for _ in range(2):
        structure.remove_node(actor=who, draft=draft, key=stages[1], at=at)
    structure.remove_node(actor=who, draft=draft, key="whole", at=at)
    assert [node.key for node in draft_said(studio.id(draft)).nodes] == ["whole", stages[0]]
