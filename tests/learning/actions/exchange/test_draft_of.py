"""Courses of units are brought like any other: packed or alone, read, kept, published by another."""

import pytest

from karmayogi.kernel.access import Refused
from karmayogi.learning.models import BroughtCourse, CourseText, Part, PartVariant
from tests.learning.units import au, block, packed, structure, text, tincan_packed

HINDI = '<title><langstring lang="en">Wells</langstring><langstring lang="hi-IN">कुएँ</langstring></title>'


@pytest.mark.parametrize(
    ("content", "kind", "units"),
    [
        (packed(block(1, au(1), au(2)), au(3)), "cmi5", 4),
        (structure(au(1, url="https://pub.example/x")).replace(text("title", "Wells"), HINDI).encode(), "cmi5", 1),
        (tincan_packed(), "xapi", 1),
    ],
    ids=["packed", "alone", "xapi"],
)
def test_a_course_of_units_becomes_a_course_of_one_part(published, content, kind, units):
    published(content)
    row = BroughtCourse.objects.get()
    assert (row.format, len(row.plan["report"])) == (kind, units)
    assert Part.objects.get().kind == kind
    assert PartVariant.objects.get(language="en").package.standard == kind
    if b"hi-IN" in content:
        assert CourseText.objects.get(language="hi").title == "कुएँ"


def test_a_broken_one_is_refused_with_its_reason(bringing):
    with pytest.raises(Refused, match="none of the five words"):
        bringing(packed(au(1, moveOn="Sometimes")))
    with pytest.raises(Refused, match="full addresses"):
        bringing(structure(au(1)).encode(), "cmi5.xml")
    assert BroughtCourse.objects.count() == 0
