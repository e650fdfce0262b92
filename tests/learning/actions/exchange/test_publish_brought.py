"""From the draft to the published course: keep_draft, publish_brought and discard together."""

import pytest

from karmayogi.assessment.models import ItemText, OptionText, Paper
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning import api
from karmayogi.learning.actions.choose_language import choose_language
from karmayogi.learning.actions.ensure_provider import ensure_provider
from karmayogi.learning.actions.exchange.discard import discard
from karmayogi.learning.actions.exchange.publish_brought import publish_brought
from karmayogi.learning.models import (
    BroughtCourse,
    Course,
    CourseVersion,
    Package,
    PartProgress,
    PartVariant,
    Provider,
)
from karmayogi.learning.queries.exchange.brought import place_of
from tests.learning import foreign


def test_eight_languages_are_one_course_with_one_progress(published, cast, at):
    course = published("markdown-quiz")
    assert CourseVersion.objects.get().parts_needed == 6
    assert PartVariant.objects.filter(part__key="2-dig").count() == 8
    terms = Paper.objects.order_by("part__position").values_list("draw", "minutes")
    assert list(terms) == [(2, 5), (1, 5), (1, 5)]
    assert set(ItemText.objects.filter(item__key="quiz-1-q1").values_list("language", flat=True)) == {"en", "bn"}
    assert OptionText.objects.filter(option__item__key="quiz-2-q1").exclude(language="en").count() == 0
    asha = cast.learner.actor(at)
    enrolment = api.enrol(actor=asha, course_uuid=course.uuid, language="hi", at=at)
    lesson = api.lesson(asha, enrolment)
    assert lesson.title == "पानी"
    assert set(lesson.languages) == set(foreign.LANGUAGES)
    api.open_part(actor=asha, enrolment_id=lesson.enrolment_id, part_id=lesson.parts[1].id, at=at)
    choose_language(actor=asha, enrolment_id=lesson.enrolment_id, language="ta", at=at)
    after = api.lesson(asha, enrolment)
    assert (after.enrolment_uuid, after.title) == (enrolment, "நீர்")
    assert PartProgress.objects.count() == 1


@pytest.mark.parametrize("name", sorted(foreign.all_of_them().keys() - {"markdown-quiz"}))
def test_every_format_reaches_learners_by_two_persons(published, cast, at, name):
    course = published(name)
    asha = cast.learner.actor(at)
    enrolment = api.enrol(actor=asha, course_uuid=course.uuid, language="en", at=at)
    assert api.lesson(asha, enrolment).parts
    assert Package.objects.count() == (1 if name in ("moodle", "scorm") else 0)


def test_whoever_brought_it_does_not_publish_it(bringing, keeping, cast, at):
    now = bringing("olx")
    keeping(now.uuid)
    with pytest.raises(Refused, match="another publisher"):
        publish_brought(agent=cast.publisher.actor(at), brought_uuid=now.uuid, at=at)
    assert not Course.objects.exists()


def test_only_a_draft_is_published_and_once(bringing, keeping, second, at):
    now = bringing("olx")
    with pytest.raises(Refused, match="Only a draft"):
        publish_brought(agent=second.actor(at), brought_uuid=now.uuid, at=at)
    keeping(now.uuid)
    publish_brought(agent=second.actor(at), brought_uuid=now.uuid, at=at)
    with pytest.raises(Refused, match="Only a draft"):
        publish_brought(agent=second.actor(at), brought_uuid=now.uuid, at=at)
    with pytest.raises(Refused, match="published already"):
        keeping(now.uuid)
    assert CourseVersion.objects.count() == 1


def test_what_publishing_would_refuse_is_refused_before(bringing, keeping):
    now = bringing("olx")
    for changes, words in (
        ({"code": "a b"}, "A code has"),
        ({"title": " "}, "needs a title"),
        ({"competencies_taught": [("FUN-999", 1)]}, "FUN-999"),
    ):
        with pytest.raises(Refused, match=words):
            keeping(now.uuid, **changes)
    assert BroughtCourse.objects.get().state == "read"


def test_a_broken_package_inside_is_named_before_the_draft(bringing, keeping):
    files = foreign.moodle()
    files["files/bb/" + "b" * 40] = b"no zip"
    now = bringing(foreign.tarred(files))
    with pytest.raises(Refused, match="A package: This file is not a zip"):
        keeping(now.uuid)


def test_questions_of_our_own_form_are_looked_at_before_the_draft(bringing, keeping):
    import json

    from karmayogi.learning.engine.exchange import markdown_quiz, own_form

    plan = markdown_quiz.read(foreign.markdown_quiz())
    files = dict(own_form.write(plan, questions=True))
    files["questions/quiz-4.json"] = json.dumps([{"key": "x", "kind": "poem", "options": [], "text": {}}]).encode()
    now = bringing(foreign.zipped(files))
    with pytest.raises(Refused, match="kind must be"):
        keeping(now.uuid)


def test_a_known_code_becomes_the_next_version(published):
    published("olx", "X-1")
    assert published("moodle", "X-1").version == 2
    assert Course.objects.count() == 1


def test_thrown_away_is_gone_and_can_be_brought_again(bringing, keeping, cast, at, django_capture_on_commit_callbacks):
    now = bringing("olx")
    keeping(now.uuid)
    sha = BroughtCourse.objects.get().sha256
    with django_capture_on_commit_callbacks(execute=True):
        discard(agent=cast.publisher.actor(at), brought_uuid=now.uuid, at=at)
    assert not place_of(sha).exists()
    with pytest.raises(NotFound):
        discard(agent=cast.publisher.actor(at), brought_uuid=now.uuid, at=at)
    assert bringing("olx").new


def test_learners_see_nothing_of_what_was_brought(bringing, cast, at):
    now = bringing("olx")
    with pytest.raises(NotFound):
        discard(agent=cast.learner.actor(at), brought_uuid=now.uuid, at=at)
    with pytest.raises(NotFound):
        publish_brought(agent=cast.admin.actor(at), brought_uuid=now.uuid, at=at)


def test_nobody_publishes_for_a_provider_or_over_a_course_that_is_not_theirs(bringing, keeping, second, cast, at):
    now = bringing("olx")
    for name in ("Nobody Knows Them", "Somebody Else"):
        if name == "Somebody Else":
            ensure_provider(name, at)  # licensed, but not for these publishers
        with pytest.raises(Refused, match="for whom you publish"):
            keeping(now.uuid, provider=name)
    theirs = Course.objects.create(code="THEIRS", slug="x", provider=ensure_provider("Somebody Else", at))
    with pytest.raises(Refused, match="another provider"):
        keeping(now.uuid, theirs.code)
    keeping(now.uuid)
    Provider.objects.filter(name_en="Others").update(status="suspended")
    with pytest.raises(Refused, match="for whom you publish"):
        publish_brought(agent=second.actor(at), brought_uuid=now.uuid, at=at)
    assert not Course.objects.filter(code="X-1").exists()
