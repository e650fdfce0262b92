"""What every reader keeps: its questions are ours, nothing in its texts runs, hostile files are refused in words."""

import pytest

from karmayogi.assessment.engine import question_file
from karmayogi.learning.actions.exchange.read_archive import READERS, understand
from karmayogi.learning.types import CourseFault, Why
from tests.learning import foreign
from tests.learning.understood import read


@pytest.mark.parametrize("name", sorted(foreign.all_of_them().keys() - {"qti"}))
def test_each_format_is_recognised_and_its_questions_are_ours(name):
    plan = read(name)
    assert plan.format == name
    for part in plan.parts:
        question_file.read(part.questions)
        assert all("<script" not in one.html and "<svg" not in one.html for one in part.variants.values())


XXE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("name", "path"),
    [("moodle", "questions.xml"), ("olx", "course/problem/p1.xml"), ("common-cartridge", "quiz.xml")],
)
@pytest.mark.parametrize(
    ("before", "why"), [(XXE, Why.DOCTYPE), (b"<", Why.BROKEN), (b"<a>" * 100 + b"</a>" * 100, Why.BROKEN)]
)
def test_hostile_xml_is_refused(name, path, before, why):
    content = foreign.all_of_them()[name][path]
    with pytest.raises(CourseFault) as caught:
        read(name, **{path: before + content})
    assert caught.value.why is why


@pytest.mark.parametrize(
    ("name", "path", "was", "now"),
    [
        ("olx", "course/course/2026.xml", b'language="en"', b'language="fr"'),
        ("moodle", "course/course.xml", b"<lang>", b"<lang>hi"),
    ],
)
def test_a_course_in_another_language_alone_is_refused(name, path, was, now):
    with pytest.raises(CourseFault) as caught:
        read(name, **{path: foreign.all_of_them()[name][path].replace(was, now)})
    assert caught.value.why is Why.NOT_ENGLISH


def test_a_file_that_is_no_course_is_refused():
    with pytest.raises(CourseFault) as caught:
        understand({"a.txt": b"x"}, READERS)
    assert caught.value.why is Why.UNKNOWN_FORMAT
