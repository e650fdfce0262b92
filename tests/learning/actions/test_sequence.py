"""A package in its own order, as the server keeps it: nothing twice, nothing that it did not open."""

import dataclasses

import pytest

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning import api
from karmayogi.learning.actions.save_scorm import ScormCommit, save_scorm
from karmayogi.learning.actions.sequence import go_on, open_package
from karmayogi.learning.engine import cmi
from karmayogi.learning.models import Enrolment, GlobalObjective, Part, PartProgress, ScormState, SequencingState
from karmayogi.learning.models import Package as PackageRow
from karmayogi.learning.queries.packages import items_of
from karmayogi.learning.web.seed import Attempt, seed
from tests.learning.conftest import SETUP
from tests.learning.in_order import item, package, rule, rules, text

WRITES = (
    '<imsss:objectives><imsss:primaryObjective objectiveID="p"><imsss:mapInfo targetObjectiveID="g"'
    ' writeSatisfiedStatus="true" writeNormalizedMeasure="true"/></imsss:primaryObjective></imsss:objectives>'
)


class Package:
    """The package of a learner, opened page by page."""

    def __init__(self, cast, at, made: str) -> None:
        content = package(made, "<!doctype html><title>x</title>")
        course = api.import_scorm(agent=SETUP, content=content, filename="p.zip", titles={}, competencies=[], at=at)
        self.actor, self.at = cast.learner.actor(at), at
        api.enrol(actor=self.actor, course_uuid=course.uuid, language="en", at=at)
        self.enrolment, self.part = Enrolment.objects.get().id, Part.objects.get().id
        self.seq = 0
        self.show()

    def where(self):
        return {"actor": self.actor, "enrolment_id": self.enrolment, "part_id": self.part, "at": self.at}

    def show(self):
        """A page of it, with its number."""
        self.visit = api.open_part(**self.where())
        self.state = open_package(**self.where()).state
        return self.state.current

    def go(self, request, target="", turn=None):
        went = go_on(**self.where(), request=request, target=target, turn=self.state.turn if turn is None else turn)
        self.show()
        return went

    def commit(self, name, visit=None, **said):
        self.seq += 1
        told = {"completion": "completed", "success": "unknown", "score": None} | said
        record = told.pop("record", cmi.Record(ended=True))
        made = ScormCommit(
            name, "p1", "kept", seconds=5, visit=visit or self.visit, seq=self.seq, record=record, **told
        )
        where = self.where()
        return save_scorm(actor=self.actor, enrolment_id=self.enrolment, part_id=self.part, commit=made, at=where["at"])


@pytest.fixture
def three(cast, kcm, at):
    return Package(cast, at, text(item("a"), item("b", WRITES), item("c")))


def test_one_after_the_other_and_done_at_the_end(three):
    assert three.show() == 1  # the same page again begins nothing
    assert three.state.of(1).attempts == 1
    with pytest.raises(NotFound):
        three.commit("b")  # not opened yet
    assert not three.commit("a", success="passed").part_done
    turn = three.state.turn
    assert three.go("continue").allowed
    assert three.state.current == 2
    assert three.go("continue", turn=turn).allowed  # pressed twice: nothing is passed over
    assert three.state.current == 2
    assert not three.go("choice", "a").allowed
    assert three.state.current == 2
    record = cmi.Record(scaled="0.8", ended=True)
    three.commit("b", success="passed", score=80.0, record=record)
    shared = GlobalObjective.objects.get()
    assert (shared.objective, shared.satisfied, shared.measure, shared.scope) == ("g", True, 0.8, 0)
    three.go("continue")
    saved = three.commit("c", success="passed", record=cmi.Record(scaled="0.4", ended=True))
    assert saved.part_done and saved.ways is not None and saved.ways.forward
    progress = PartProgress.objects.get()
    assert (progress.state, progress.score) == ("done", 40)  # of three: 0 of a, of which no measure is known
    assert Enrolment.objects.get().status == "completed"
    three.go("continue")
    assert three.state.over and three.show() is None
    three.go("start")
    assert three.state.current == 1 and three.state.of(1).attempts == 2
    assert PartProgress.objects.get().state == "done"


def test_left_to_go_on_later(three):
    three.go("continue")
    three.go("suspendAll")
    assert three.state.current == 2
    assert [three.state.of(place).attempts for place in range(4)] == [1, 1, 1, 0]


def test_what_comes_late_from_an_attempt_before_counts_for_nothing_in_the_next(cast, kcm, at):
    again = rules(rule("post", "retry", "not satisfied"))
    there = Package(cast, at, text(item("a", again), item("b")))
    before = there.visit
    there.commit("a", success="failed")
    there.go("continue")
    assert (there.state.current, there.state.of(1).attempts) == (1, 2)
    there.commit("a", visit=before, success="passed")
    kept = ScormState.objects.get()
    assert (kept.success, kept.attempt) == ("passed", 1)  # what was achieved is hers; the new attempt is still open
    there.go("continue")
    assert there.state.current == 2  # said nothing, so taken as done


def test_a_new_attempt_begins_with_nothing_and_the_same_one_goes_on(three, at):
    answers = (cmi.Answer(id="q1", response="a"),)
    three.commit("a", completion="incomplete", record=cmi.Record(exit="suspend", ended=True, interactions=answers))
    row = items_of(PackageRow.objects.get().id, three.actor.person_id, three.part)[0]
    uuid = Enrolment.objects.get().uuid
    same = seed("scorm2004", row, uuid, "A", Attempt(1, cmi.Record(), "", True, False, []))["cmi"]
    assert (same["cmi.entry"], same["cmi.location"], same["cmi.suspend_data"]) == ("resume", "p1", "kept")
    assert same["cmi.interactions.0.learner_response"] == "a"
    fresh = cmi.Record(objectives=(cmi.Goal(id="o", success="passed"),))
    other = seed("scorm2004", row, uuid, "A", Attempt(2, fresh, "0.8", True, False, ["b"]))
    assert other["cmi"]["cmi.entry"] == "ab-initio"
    assert not {"cmi.location", "cmi.suspend_data", "cmi.interactions.0.id"} & set(other["cmi"])
    assert other["cmi"]["cmi.objectives.0.success_status"] == "passed"
    assert other["cmi"]["cmi.completion_threshold"] == "0.8"
    assert other["nav"] == {"continue": True, "previous": False, "choices": ["b"]}
    # Without an order of its own, what was kept is given back for ever; how it is entered says how it was left.
    left = dataclasses.replace(row, record=cmi.written(cmi.Record(exit="normal", ended=True)))
    flat = seed("scorm2004", left, uuid, "A")["cmi"]
    assert ("cmi.entry" in flat, flat["cmi.location"]) == (False, "p1")
    older = dataclasses.replace(row, record="")
    assert seed("scorm12", older, uuid, "A")["cmi"]["cmi.core.entry"] == "resume"


def test_somebody_elses_and_what_has_no_order_are_not_there(three, cast):
    other = three.where() | {"actor": cast.outsider.actor(three.at)}
    with pytest.raises(NotFound):
        open_package(**other)
    with pytest.raises(NotFound):
        go_on(**other, request="continue", target="", turn=three.state.turn)
    assert not go_on(**three.where(), request="nonsense", target="", turn=three.state.turn).allowed
    assert not go_on(**three.where(), request="jump", target="c", turn=three.state.turn).allowed
    assert SequencingState.objects.get().person_id == three.actor.person_id


def test_more_than_may_be_kept_is_refused_and_the_rest_stays(three):
    three.commit("a", completion="incomplete")
    much = tuple(cmi.Answer(id=f"q{n}", response="x" * 60_000) for n in range(5))
    with pytest.raises(Refused):
        three.commit("a", record=cmi.Record(interactions=much))
    assert ScormState.objects.get().completion == "incomplete"
