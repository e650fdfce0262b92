import pytest

from karmayogi.learning.types import CourseFault, Outcome, Why
from tests.learning.understood import lines, parts, read


def test_open_edx():
    plan = read("olx")
    assert parts(plan) == [("digging", "page"), ("digging-2", "quiz")]
    assert [(one["key"], one["kind"]) for one in plan.parts[1].questions] == [
        ("p1", "single"), ("p2", "multiple"), ("p3", "numeric"),
    ]  # fmt: skip
    assert plan.parts[1].questions[0]["why"] == {"en": "It is."}
    told = lines(plan)
    assert told["Depth", "numericalresponse"] == (Outcome.IMPORTED, None)
    assert told["A film", "video"] == (Outcome.PARTLY, Why.OUTSIDE)
    assert told["h2", "html"] == (Outcome.LEFT_OUT, Why.MISSING)


def test_elements_that_point_to_themselves_end():
    with pytest.raises(CourseFault):
        read(
            "olx",
            **{
                "course/vertical/v1.xml": b'<chapter url_name="c1"/>',
                "course/chapter/c1.xml": b"<chapter><vertical url_name='v1'/></chapter>",
            },
        )
