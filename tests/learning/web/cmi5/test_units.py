"""From the table of contents through a launch to the end of the course, as browser and unit do it."""

from karmayogi.ingest import api as ingest
from karmayogi.learning.engine.cmi5 import names
from karmayogi.learning.models import Enrolment, LaunchSession, PartProgress, Registration
from tests.learning.units import au, block, packed


def verbs():
    words = {iri: word for word, iri in names.VERBS.items()}
    found, _more = ingest.statements(registration=Registration.objects.get().uuid)
    return [words[one["verb"]["id"]] for one in reversed(found)]


def test_a_unit_is_launched_passed_and_finishes_the_course(learning):
    asha = learning(packed(block(1, au(1, moveOn="Passed", masteryScore="0.8"))))
    assert "Unit 1" in asha.contents()
    unit = asha.opened("Unit 1").begin()
    assert unit.data["launchMode"] == "Normal"
    unit.say("initialized")
    unit.say("passed", score=0.9)
    unit.say("terminated")
    assert verbs() == ["launched", "initialized", "passed", "satisfied", "satisfied", "terminated"]
    assert LaunchSession.objects.get().state == "terminated"
    progress = PartProgress.objects.get()
    assert (progress.state, progress.score) == ("done", 90)
    assert Enrolment.objects.get().status == "completed"
    assert "This part is done" in asha.contents()
