import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.kernel import languages
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.exchange import own_form
from karmayogi.learning.types import (
    PACKAGES,
    CourseFault,
    CoursePlan,
    PartKind,
    PlannedFile,
    PlannedLink,
    PlannedPart,
    PlannedVariant,
    QuizSpec,
    Why,
)

CONTENT = {
    "files/film.webm": b"\x1aE\xdf\xa3\x01\x00B\x82\x84webm film",
    "files/words.vtt": b"WEBVTT\n",
    "files/poster.webp": b"RIFF\0\0\0\0WEBP",
    "files/card.pdf": b"%PDF-1.7",
    "files/talk.mp3": b"ID3 talk",
    "packages/1.package": b"PK",
}
_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=30)
_CODES = st.sets(st.sampled_from(sorted(languages.NAMES)), max_size=3).map(lambda found: sorted(found | {"en"}))
_SPEC = st.builds(QuizSpec, *[st.integers(1, 9)] * 3, st.integers(0, 100))


@st.composite
def parts(draw, key: str) -> PlannedPart:
    kind = draw(st.sampled_from(list(PartKind)))
    variants: dict[str, PlannedVariant] = {}
    for code in draw(_CODES):
        html = prose.clean("<p>" + draw(_TEXT).replace("<", "&lt;") + "</p><table><tr><td>1</td></tr></table>")
        one = PlannedVariant(draw(_TEXT), html if kind not in (PartKind.QUIZ,) else "")
        if kind is PartKind.VIDEO:
            one = dataclasses.replace(
                one,
                file=PlannedFile("files/film.webm", "video/webm"),
                captions=draw(st.none() | st.just(PlannedFile("files/words.vtt", "text/vtt"))),
                poster=draw(st.none() | st.just(PlannedFile("files/poster.webp", "image/webp"))),
                seconds=draw(st.none() | st.integers(0, 9000)),
            )
        elif kind is PartKind.AUDIO:
            one = dataclasses.replace(one, file=PlannedFile("files/talk.mp3", "audio/mpeg"))
        elif kind is PartKind.PDF:
            pages = draw(st.none() | st.integers(1, 99))
            one = dataclasses.replace(one, file=PlannedFile("files/card.pdf", "application/pdf"), pages=pages)
        elif kind in PACKAGES:
            one = dataclasses.replace(one, package="packages/1.package")
        variants[code] = one
    quiz, questions = None, []
    if kind is PartKind.QUIZ:
        quiz = draw(_SPEC)
        questions = [{"key": "q", "text": {"en": draw(_TEXT)}, "options": [{"key": "a", "correct": True}]}]
    least = draw(st.none() | st.integers(0, 900))
    outside = None
    if kind is PartKind.LTI:
        outside = PlannedLink(
            draw(_TEXT), "https://tool.example/a?b", "A link", draw(_TEXT), {"exercise": draw(_TEXT)},
            draw(st.sampled_from(["window", "frame"])), draw(st.sampled_from(["grade", "launch"])),
            draw(st.none() | st.floats(0.5, 100)),
        )  # fmt: skip
    return PlannedPart(key, kind, draw(st.integers(1, 600)), variants, questions, quiz, least, outside)


@st.composite
def plans(draw) -> CoursePlan:
    count = draw(st.integers(1, 4))
    return CoursePlan(
        "karmayogi",
        {code: draw(_TEXT) for code in draw(_CODES)},
        [draw(parts(f"part-{number}")) for number in range(count)],
        code=draw(st.sampled_from(["", "KY-1"])),
        provider=draw(_TEXT),
        mode=draw(st.sampled_from(["online", "blended", "classroom"])),
        licence=draw(_TEXT),
        summaries={code: draw(_TEXT) for code in draw(_CODES)},
        competencies=draw(st.lists(st.tuples(st.sampled_from(["FUN-1", "BEH-2"]), st.integers(1, 5)), max_size=2)),
        pass_percent=draw(st.integers(0, 100)),
        parts_needed=draw(st.none() | st.integers(1, count)),
        kind=draw(st.sampled_from(["course", "assessment"])),
        certificate_months=draw(st.none() | st.integers(1, 600)),
        left_behind=draw(st.sampled_from([[], ["audience"]])),
    )


def zipped(plan, *, questions=True):
    return dict(own_form.write(plan, questions=questions)) | CONTENT


@settings(max_examples=40)
@given(plans())
def test_what_is_written_reads_back_equal(plan):
    files = zipped(plan)
    assert own_form.recognise(files)
    again = own_form.read(files)
    assert own_form.comparable(again, lambda path: path) == own_form.comparable(plan, lambda path: path)
    assert dataclasses.replace(again, report=[]) == plan


@pytest.fixture
def plan():
    page = PlannedPart("one", PartKind.PAGE, 3, {"en": PlannedVariant("One", "<p>Text</p>")})
    test = PlannedPart("test", PartKind.QUIZ, 5, {"en": PlannedVariant("Test")}, [{"key": "q"}], QuizSpec(1, 5, 2, 60))
    return CoursePlan("karmayogi", {"en": "Course"}, [page, test])


def test_without_the_right_to_them_no_question_is_written(plan):
    files = zipped(plan, questions=False)
    assert not any(name.startswith("questions/") for name in files)
    again = own_form.read(files)
    assert [part.key for part in again.parts] == ["one"]
    assert [(line.source, line.why) for line in again.report] == [("one", None), ("test", Why.MISSING)]


def _linked(**changes):
    link = {"tool": "T", "url": "https://tool.example/", "title": "A"} | changes
    return {"key": "a", "kind": "lti", "minutes": 1, "variants": {"en": {"title": "A"}}, "outside": link}


def test_a_link_of_a_tool_without_its_address_is_left_out(plan):
    bare = _linked() | {"outside": None}
    again = own_form.read(changed(zipped(plan), parts=[bare, _linked() | {"key": "b"}], left_behind=["audience"]))
    assert [(part.key, part.outside.url) for part in again.parts] == [("b", "https://tool.example/")]
    assert [(line.source, line.why) for line in again.report] == [
        ("audience", Why.NOT_TAKEN), ("a", Why.OUTSIDE), ("b", None),
    ]  # fmt: skip


def changed(files, **changes):
    course = json.loads(files["course.json"]) | changes
    return files | {"course.json": json.dumps(course).encode()}


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"parts_needed": 3},
        {"form": "other"},
        {"titles": {"xx": "?"}},
        {"pass_percent": 101},
        {"mode": "x"},
        {"parts": []},
        {"competencies": [["A", 6]]},
        {"parts": [{"key": "../x", "kind": "page", "minutes": 1, "variants": {}}]},
        {"parts": [{"key": "a", "kind": "page", "minutes": 0, "variants": {"en": {"title": "A"}}}]},
        {"parts": [{"key": "a", "kind": "poem", "minutes": 1, "variants": {"en": {"title": "A"}}}]},
        {"parts": [{"key": "a", "kind": "page", "minutes": 1, "variants": {"en": {"title": "A"}}}]},
        {"kind": "programme"},
        {"certificate_months": 601},
        {"certificate_months": 0},
        *(
            {"parts": [_linked(**wrong)]}
            for wrong in (
                {"url": "javascript:alert(1)"},
                {"title": ""},
                {"opens_in": "popup"},
                {"maximum": -1},
                {"maximum": 0},
                {"custom": {"a": "x" * 501}},
            )
        ),
    ],
)
def test_what_was_never_written_is_refused(plan, changes):
    with pytest.raises(CourseFault):
        own_form.read(changed(zipped(plan), **changes))


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("files/x.html", "text/html"),
        ("files/card.pdf", "image/svg+xml"),
        ("files/x.svg", "application/pdf"),
        ("gone", "application/pdf"),
    ],
)
def test_a_file_is_taken_only_for_what_it_is(plan, path, media_type):
    files = zipped(plan) | {"files/x.html": b"<script>", "files/x.svg": b"<svg/>"}
    variant = {"title": "A", "file": {"path": path, "media_type": media_type}}
    part = {"key": "a", "kind": "pdf", "minutes": 1, "variants": {"en": variant}}
    with pytest.raises(CourseFault) as caught:
        own_form.read(changed(files, parts=[part]))
    assert caught.value.why is Why.MISSING


def test_texts_are_cleaned_again(plan):
    files = zipped(plan) | {"text/one.en.html": b"<p>Text</p><script>alert(1)</script><svg onload=x>"}
    assert own_form.read(files).parts[0].variants["en"].html == "<p>Text</p>"


def test_slides_of_text_come_in_as_slides(plan):
    html = prose.to_slides("# One\n\n---\n\nTwo <b>")
    slides = PlannedPart("one", PartKind.SLIDES, 3, {"en": PlannedVariant("One", html)})
    files = zipped(dataclasses.replace(plan, parts=[slides]))
    assert own_form.read(files).parts[0].variants["en"].html == html
    files["text/one.en.html"] = (
        b'<section class="slide"><p>A<script>1</script></section><p>B</p><svg><section onload=x>'
    )
    assert own_form.read(files).parts[0].variants["en"].html == '<section class="slide"><p>A</p></section><p>B</p>'
