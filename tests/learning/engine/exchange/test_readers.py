"""Moodle, Open edX and Common Cartridge: what maps, what does not and why; hostile files are refused in words."""

import zipfile
from pathlib import Path

import pytest

from karmayogi.assessment.engine import question_file
from karmayogi.learning.actions.exchange.read_archive import READERS, understand
from karmayogi.learning.types import CourseFault, Outcome, Why
from tests.learning import foreign

REAL = Path(__file__).parents[5] / "shared" / "content" / "h5p" / "h5p-test.h5p"


def read(name, **changes):
    files = foreign.all_of_them()[name] | {key.replace("__", "/"): value for key, value in changes.items()}
    return understand(files, READERS)


def parts(plan):
    return [(part.key, str(part.kind)) for part in plan.parts]


def lines(plan):
    return {(line.source, line.kind): (line.outcome, line.why) for line in plan.report}


@pytest.mark.parametrize("name", sorted(foreign.all_of_them().keys() - {"qti"}))
def test_each_format_is_recognised_and_its_questions_are_ours(name):
    plan = read(name)
    assert plan.format == name
    for part in plan.parts:
        question_file.read(part.questions)
        assert all("<script" not in one.html and "<svg" not in one.html for one in part.variants.values())


def test_moodle():
    plan = read("moodle")
    assert parts(plan) == [
        ("a-label", "page"), ("a-page", "page"), ("a-file", "pdf"), ("a-link", "page"), ("chapter-1", "page"),
        ("chapter-2", "page"), ("a-quiz", "quiz"), ("a-package", "scorm12"),
    ]  # fmt: skip
    told = lines(plan)
    assert told["A forum", "forum"] == (Outcome.LEFT_OUT, Why.KIND)
    assert told["Hidden", "page"] == (Outcome.LEFT_OUT, Why.HIDDEN)
    assert told["Q1", "multichoice"] == (Outcome.PARTLY, Why.PART_MARKS)
    assert told["Q3", "shortanswer"] == told["Q5", "numerical"] == (Outcome.KEPT, Why.KIND)
    quiz = plan.parts[6]
    assert [(one["key"], one["kind"]) for one in quiz.questions] == [
        ("q1", "single"), ("q2", "truefalse"), ("q4-1", "single"), ("q4-2", "single"),
    ]  # fmt: skip
    assert (quiz.quiz.minutes, quiz.quiz.attempts) == (10, 2)
    assert "https://x.example/" in plan.parts[3].variants["en"].html


def test_common_cartridge():
    plan = read("common-cartridge")
    assert parts(plan) == [("digging", "page"), ("a-handbook", "pdf"), ("elsewhere", "page"), ("check", "quiz")]
    right = {q["key"]: [o["key"] for o in q["options"] if o["correct"]] for q in plan.parts[3].questions}
    assert right == {"one": ["b"], "many": ["a", "c"], "tf": ["a"]}
    told = lines(plan)
    assert told["Talk about it", "imsdt_xmlv1p2"] == (Outcome.LEFT_OUT, Why.KIND)
    assert told["Check: e", "cc.essay.v0p1"] == (Outcome.KEPT, Why.KIND)
    assert told["Gone", "item"] == (Outcome.LEFT_OUT, Why.MISSING)
    assert told["unit/pic.svg", "webcontent"] == (Outcome.LEFT_OUT, Why.KIND)


def test_open_edx():
    plan = read("olx")
    assert parts(plan) == [("digging", "page"), ("digging-2", "quiz")]
    assert [(one["key"], one["kind"]) for one in plan.parts[1].questions] == [("p1", "single"), ("p2", "multiple")]
    assert plan.parts[1].questions[0]["why"] == {"en": "It is."}
    told = lines(plan)
    assert told["Depth", "numericalresponse"] == (Outcome.KEPT, Why.KIND)
    assert told["A film", "video"] == (Outcome.PARTLY, Why.OUTSIDE)
    assert told["h2", "html"] == (Outcome.LEFT_OUT, Why.MISSING)


def test_h5p():
    plan = read("h5p")
    assert parts(plan) == [("wells", "page"), ("wells-2", "quiz")]
    right = {
        one["text"]["en"]: [o["text"]["en"] for o in one["options"] if o["correct"]] for one in plan.parts[1].questions
    }
    assert right == {"Is water wet?": ["True"], "Which?": ["A", "B"], "How deep?": ["Thirty"]}
    told = lines(plan)
    assert told["Drag", "H5P.DragText"] == (Outcome.KEPT, Why.KIND)
    assert told["Pictured", "H5P.MultiChoice"] == (Outcome.KEPT, Why.PICTURE)
    assert told["Which", "H5P.MultiChoice"] == (Outcome.PARTLY, Why.PART_MARKS)


@pytest.mark.real_files
@pytest.mark.skipif(not REAL.exists(), reason="the H5P file made by others is not on this machine")
def test_a_real_h5p():
    with zipfile.ZipFile(REAL) as archive:
        plan = understand({name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}, READERS)
    (question,) = plan.parts[0].questions
    assert (question["kind"], question["text"]["en"]) == ("truefalse", "Is this false?")


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


def test_elements_that_point_to_themselves_end():
    with pytest.raises(CourseFault):
        read(
            "olx",
            **{
                "course/vertical/v1.xml": b'<chapter url_name="c1"/>',
                "course/chapter/c1.xml": b"<chapter><vertical url_name='v1'/></chapter>",
            },
        )


def test_a_file_that_is_no_course_is_refused():
    with pytest.raises(CourseFault) as caught:
        understand({"a.txt": b"x"}, READERS)
    assert caught.value.why is Why.UNKNOWN_FORMAT
