from dataclasses import replace

from karmayogi.learning.engine.authoring.difference import differences, text_lines
from karmayogi.learning.engine.authoring.said import SaidPart, SaidVariant, Taught
from tests.learning.engine.authoring.test_gate import PAGE, QUIZ, WHOLE


def told(was, now):
    return [(one.kind, one.what, one.was, one.now) for one in differences(was, now, "en")]


def test_the_same_says_nothing():
    assert differences(WHOLE, WHOLE, "en") == []


def test_title_rule_and_competency():
    now = replace(WHOLE, titles={"en": "Other"}, pass_percent=70, taught=(Taught("FUN-095", 3, "", "", ""),))
    assert told(WHOLE, now) == [
        ("changed", "title", "Title", "Other"), ("changed", "pass_percent", "60", "70"),
        ("changed", "competency", "2", "3"),
    ]  # fmt: skip


def test_parts_added_removed_and_moved():
    extra = SaidPart("more", "page", 5, {"en": SaidVariant("More", "x", "<p>x</p>")})
    assert told(WHOLE, replace(WHOLE, parts=(QUIZ, PAGE, extra))) == [
        ("changed", "parts_needed", "2", "3"), ("moved", "part", "2", "1"), ("added", "part", "", "3"),
    ]  # fmt: skip
    assert ("removed", "part", "", "") in told(WHOLE, replace(WHOLE, parts=(QUIZ,)))


def test_a_long_text_shows_the_lines_around_what_changed():
    was = "one\ntwo\nthree\nfour\nfive\nsix\nseven"
    now = was.replace("two", "2").replace("seven", "7")
    assert text_lines(was, now) == (
        (" ", "one"), ("-", "two"), ("+", "2"), (" ", "three"), ("…", ""), (" ", "six"), ("-", "seven"), ("+", "7"),
    )  # fmt: skip


def test_questions_are_counted():
    other = ({"key": "0", "text": {"en": "changed"}}, {"key": "9", "text": {"en": "new"}})
    found = differences(WHOLE, replace(WHOLE, parts=(PAGE, replace(QUIZ, questions=other))), "en")
    assert [(one.kind, one.now) for one in found] == [("added", "1"), ("removed", "2"), ("changed", "1")]
