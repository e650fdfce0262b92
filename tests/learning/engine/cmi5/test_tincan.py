import pytest

from karmayogi.learning.engine.cmi5 import tincan
from karmayogi.learning.engine.zip_policy import Fault, PackageFault
from tests.learning.units import TINCAN

FILES = frozenset({"a.html"})


def test_activities_that_can_be_launched_are_units():
    found = tincan.parse(TINCAN.encode(), FILES)
    assert (found.standard, [one.kind for one in found.units]) == ("xapi", ["course", "au"])
    unit = found.units[1]
    assert (unit.iri, unit.url, unit.move_on) == ("http://pub.example/story", "a.html?x=1", "CompletedOrPassed")
    assert (unit.titles, unit.descriptions) == ({"und": "A story"}, {"en-US": "Told"})
    assert unit.activity_type == "http://adlnet.gov/expapi/activities/course"


@pytest.mark.parametrize(
    ("was", "now", "wanted"),
    [
        ("a.html?x=1", "b.html", Fault.UNIT_MISSING),
        ('http://pub.example/story"', 'story"', Fault.BAD_IRI),
        ('<launch lang="en-us">a.html?x=1</launch>', "", Fault.NO_UNIT),
        ("<tincan", "<!DOCTYPE x><tincan", Fault.STRUCTURE_DOCTYPE),
    ],
)
def test_refused(was, now, wanted):
    with pytest.raises(PackageFault) as fault:
        tincan.parse(TINCAN.replace(was, now, 1).encode(), FILES)
    assert fault.value.fault is wanted
