"""What is sent from a sitting without network: the proctor's word, and what becomes of each line."""

import dataclasses
import datetime as dt
import uuid

import pytest

from karmayogi.assessment.actions.proctored.release import release
from karmayogi.assessment.actions.start import start
from karmayogi.assessment.actions.venue.give import give_duty
from karmayogi.assessment.actions.venue.offer import offer_papers
from karmayogi.assessment.engine import venue as engine
from karmayogi.assessment.models import (
    Attempt,
    AttemptItem,
    Item,
    LateAnswer,
    ProctoredSitting,
    SittingProctor,
    VenueDuty,
    VenueLine,
    VenuePaper,
)
from karmayogi.assessment.queries.proctored.seats import awaited_sitting
from karmayogi.competencies.models import Evidence
from karmayogi.credentials import api as credentials
from karmayogi.kernel.access import Refused
from karmayogi.learning import api as learning
from karmayogi.learning.engine.offline.line import link
from karmayogi.learning.models import Enrolment, OfflineLine, Part
from karmayogi.people.actions.revoke_device import revoke_device
from tests.assessment.actions.venue.conftest import MINUTE, Candidate, Desk, marks, notes, seat, settled
from tests.assessment.alone import in_sections, pass_it, sitting_of, stand_alone
from tests.assessment.conftest import POOL
from tests.assessment.kinds import NUMERIC
from tests.learning.phone import Phone


def test_seen_by_the_proctor_it_counts_a_day_later_and_was_witnessed(asha_there, devi, cast, sitting, at):
    code = asha_there.writes()
    noted = [devi.says(sitting, "proctor", 61, post={"started": ["1"]}, position=2), marks(devi), notes(devi, code)]
    assert asha_there.sends(*asha_there.lines[:3], minute=1500) == [("counted", "held")] * 3
    assert asha_there.sends(*asha_there.lines[3:], minute=1501) == [("counted", "held")] * 4
    assert not Attempt.objects.exists() and settled() == ""
    # Meanwhile she cannot take it by another door.
    assert awaited_sitting(asha_there.actor.person_id, ProctoredSitting.objects.get().paper_id, at + 1502 * MINUTE)
    assert devi.sends(*noted, minute=1502) == [("counted", "")] * 3
    attempt = Attempt.objects.get()
    assert (settled(), attempt.uuid, attempt.closing) == ("witnessed", asha_there.given.uuid, "person")
    assert (attempt.opened_at, attempt.submitted_at) == (at + 62 * MINUTE, at + 71 * MINUTE)
    assert attempt.score is None, "told with the others"
    duty = VenueDuty.objects.get()
    assert (duty.started_at, duty.wrong_codes) == (at + 61 * MINUTE, 2)
    assert (seat().state, seat().marked_at) == ("present", at + 61 * MINUTE)
    # Sent again, in whatever order: the same answers, and nothing moves.
    assert asha_there.sends(*reversed(asha_there.lines), minute=1600) == [("counted", "held")] * 7
    assert devi.sends(*noted, minute=1600) == [("counted", "")] * 3
    assert (Attempt.objects.count(), VenueLine.objects.count()) == (1, 7)
    assert release(actor=devi.actor, sitting=sitting, at=at + 1601 * MINUTE) == 1
    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed) == (100, True)
    certificate = credentials.certificate_for(Enrolment.objects.get().uuid, "enrolment")
    assert certificate.grade == "E3"
    assert set(Evidence.objects.values_list("source", flat=True)) == {"independent_test"}
    # What comes after is kept, and says why it does not count.
    assert devi.sends(marks(devi, 62, state=["absent"]), minute=1602) == [("claimed", "told")]


def test_the_proctor_may_be_heard_first_and_an_incident_takes_the_witness_away(asha_there, devi, sitting, at):
    code = asha_there.writes()
    incident = marks(devi, 65, incident=["1"], note=["A telephone"])
    assert devi.sends(incident, notes(devi, code), minute=200) == [("counted", "")] * 2
    with pytest.raises(Refused, match="Seats: 1"):
        release(actor=devi.actor, sitting=sitting, at=at + 201 * MINUTE)
    assert set(asha_there.sends(*asha_there.lines, minute=300)) == {("counted", "held")}
    assert settled() == "witnessed"
    release(actor=devi.actor, sitting=sitting, at=at + 301 * MINUTE)
    assert Attempt.objects.get().score == 100
    assert credentials.certificate_for(Enrolment.objects.get().uuid, "enrolment").grade == "E2"


def test_answers_that_never_come_hold_nobody_up_for_ever(asha_there, devi, sitting, at):
    devi.sends(marks(devi), notes(devi, asha_there.writes()), minute=200)
    assert release(actor=devi.actor, sitting=sitting, at=at + dt.timedelta(days=8)) == 0
    assert set(asha_there.sends(*asha_there.lines, minute=15_000)) == {("claimed", "told")}
    assert OfflineLine.objects.filter(person_id=asha_there.actor.person_id).count() == 7, "kept"


def test_other_answers_than_those_that_were_handed_in_do_not_count(asha_there, devi, sitting, at):
    """At home she writes another answer in the place of one; what follows it in the chain she keeps back."""
    code = asha_there.writes()
    seq, prev = asha_there.phone.seq, asha_there.phone.prev
    asha_there.phone.seq, asha_there.phone.prev = 1, link(asha_there.lines[0][0])
    forged = asha_there.says(asha_there.part, "answer", 63, position=1, post={"answer": ["1"]})
    asha_there.phone.seq, asha_there.phone.prev = seq, prev
    devi.sends(marks(devi), notes(devi, code), minute=200)
    asha_there.sends(asha_there.lines[0], forged, asha_there.lines[-1], minute=300)
    assert settled() == "" and not Attempt.objects.exists(), "some of what was handed in is missing"
    # The true ones do not fit any more.
    assert asha_there.sends(asha_there.lines[1], minute=301) == [("refused", "seq")]
    release(actor=devi.actor, sitting=sitting, at=at + dt.timedelta(days=8))
    assert (settled(), Attempt.objects.get().score, LateAnswer.objects.count()) == ("late", 0, 1)
    # An edited line is refused, and kept.
    text, signature = asha_there.lines[2]
    changed = text.replace('"position": 2', '"position": 3')
    assert changed != text
    assert asha_there.sends((changed, signature), minute=302) == [("refused", "signature")]


def test_without_the_code_of_the_proctor_the_servers_clock_alone_counts(asha_there, devi, sitting, at):
    asha_there.writes()
    devi.sends(marks(devi), notes(devi, engine.hand_in_code("0" * 64, uuid.uuid4())), minute=200)
    assert set(asha_there.sends(*asha_there.lines, minute=300)) == {("counted", "held")}
    assert settled() == ""
    release(actor=devi.actor, sitting=sitting, at=at + 301 * MINUTE)
    attempt = Attempt.objects.get()
    assert (settled(), attempt.score, LateAnswer.objects.count()) == ("late", 0, 5)
    assert not Evidence.objects.exists()


def test_what_reaches_the_server_before_the_time_is_over_needs_no_code(asha_there, devi, sitting, at):
    asha_there.writes()
    devi.sends(marks(devi), minute=71)
    asha_there.sends(*asha_there.lines, minute=73)
    assert settled() == "in_time"
    release(actor=devi.actor, sitting=sitting, at=at + 121 * MINUTE)
    assert Attempt.objects.get().score == 100
    assert credentials.certificate_for(Enrolment.objects.get().uuid, "enrolment").grade == "E3"


@pytest.mark.parametrize(
    ("begin", "started", "found"),
    [(40, 61, "early"), (50, None, "witnessed"), (50, 65, "early"), (90, 61, "late"), (-90_000, 61, "witnessed")],
)
def test_the_hours_are_judged_by_the_clock_lines_of_both_devices(asha_there, devi, sitting, at, begin, started, found):
    """The last began before its stamp: the phone's clock was set, so the proctor's word alone tells when."""
    code = asha_there.writes(begin=begin, end=begin + 5)
    lines = [marks(devi), notes(devi, code, 100)]
    if started is not None:
        lines.append(devi.says(sitting, "proctor", started, post={"started": ["1"]}))
    devi.sends(*lines, minute=200)
    asha_there.sends(*asha_there.lines, minute=300)
    release(actor=devi.actor, sitting=sitting, at=at + 301 * MINUTE)
    assert settled() == found
    assert Attempt.objects.get().score == (100 if found == "witnessed" else 0)


def test_whoever_closes_it_from_elsewhere_waits_for_the_phones_and_for_the_proctor(asha_there, devi, cast, sitting, at):
    admin, paper = cast.admin.actor(at), ProctoredSitting.objects.get().paper_id
    code = asha_there.writes()

    def close(minute):
        return release(actor=admin, sitting=sitting, at=at + minute * MINUTE)

    with pytest.raises(Refused, match="Seats: 1"):
        close(121)
    assert awaited_sitting(asha_there.actor.person_id, paper, at + 121 * MINUTE), "nor is there another door"
    assert not awaited_sitting(asha_there.actor.person_id, paper, at + dt.timedelta(days=8))
    asha_there.sends(*asha_there.lines[:3], minute=200)
    with pytest.raises(Refused, match="Seats: 1"):
        close(201)
    asha_there.sends(*asha_there.lines[3:], minute=202)
    with pytest.raises(Refused, match="Seats: 1"):
        close(203)
    devi.sends(marks(devi), notes(devi, code), minute=1500)
    assert (settled(), close(1501), Attempt.objects.get().score) == ("witnessed", 1, 100)


def test_a_seat_that_is_marked_absent_holds_nobody_up(asha_there, devi, sitting, at):
    devi.sends(marks(devi, state=["absent"]), minute=121)
    assert release(actor=devi.actor, sitting=sitting, at=at + 122 * MINUTE) == 0


@pytest.mark.parametrize(("state", "found", "score"), [("absent", "absent", 0), (None, "in_time", 100)])
def test_what_came_in_time_waits_for_the_mark_of_its_seat(asha_there, devi, sitting, at, state, found, score):
    """Sent from home with a code that got out; the proctor has network a day later, if ever."""
    asha_there.writes()
    asha_there.sends(*asha_there.lines, minute=71)
    assert settled() == ""
    if state is not None:
        assert devi.sends(marks(devi, state=[state]), minute=1500) == [("counted", "")]
    release(actor=devi.actor, sitting=sitting, at=at + 1501 * MINUTE)
    assert (settled(), Attempt.objects.get().score) == (found, score)
    if score:
        assert credentials.certificate_for(Enrolment.objects.get().uuid, "enrolment").grade == "E2"


def test_the_first_entry_of_the_code_counts_whichever_proctors_device_comes_first(asha_there, devi, sitting, part, at):
    other = Desk(devi.actor, at, Phone(devi.actor, at), part)
    other.stamp(give_duty(actor=devi.actor, sitting=sitting, device_uuid=other.phone.uuid, at=at).uuid)
    code = asha_there.writes(begin=66, end=75)
    asha_there.sends(*asha_there.lines, minute=200)
    devi.sends(
        devi.says(sitting, "proctor", 80, post={"started": ["1"]}), marks(devi, 81), notes(devi, code, 82), minute=201
    )
    assert settled() == "", "early by what is known"
    other.sends(other.says(sitting, "proctor", 65, post={"started": ["1"]}), minute=1500)
    release(actor=devi.actor, sitting=sitting, at=at + 1501 * MINUTE)
    assert (settled(), Attempt.objects.get().score) == ("witnessed", 100)


def test_a_paper_from_a_phone_renews_a_certificate(kcm, cast, asha, at):
    made = stand_alone(at, months=12)
    learning.enrol(actor=asha.actor, course_uuid=made.uuid, language="en", at=at)
    part = Part.objects.get(version__course_id=made.id).uuid
    pass_it(asha, start(actor=asha.actor, part_uuid=part, language="en", at=at))
    at += dt.timedelta(days=330)
    sitting = sitting_of(cast, at)
    offer_papers(actor=cast.admin.actor(at), sitting=sitting, again=False, at=at)
    actor = cast.learner.actor(at)
    candidate = Candidate(actor, at, Phone(actor, at), part)
    candidate.fetches(sitting)
    candidate.writes()
    candidate.sends(*candidate.lines, minute=73)
    assert release(actor=cast.supervisor.actor(at), sitting=sitting, at=at + 121 * MINUTE) == 1
    assert (settled(), [one.score for one in Attempt.objects.order_by("number")]) == ("in_time", [100, 100])


def test_what_was_typed_and_is_no_answer_is_told_at_once_and_leaves_the_one_before(cast, asha, kcm, at):
    """As from any other page: nothing vanishes when the paper is settled."""
    stand_alone(at, questions=[NUMERIC, *POOL[:4]])
    made = sitting_of(cast, at)
    offer_papers(actor=cast.admin.actor(at), sitting=made, again=False, at=at)
    there = Candidate(asha.actor, at, Phone(asha.actor, at), Part.objects.get(version__course__code="T-ALONE").uuid)
    there.fetches(made)
    kinds = [Item.objects.get(id=one[0]).kind for one in VenuePaper.objects.get().items]
    numbers = {kind: kinds.index(kind) + 1 for kind in ("numeric", "single")}
    typed = [("numeric", {"f1": ["123456"]}), ("numeric", {"f1": ["about a lakh"]}), ("single", {"answer": ["1", "2"]})]
    lines = [there.says(there.part, "begin", 62)]
    lines += [there.says(there.part, "answer", 63, position=numbers[kind], post=post) for kind, post in typed]
    lines += [there.says(there.part, "submit", 64)]
    held, none = ("counted", "held"), ("claimed", "answer")
    assert there.sends(*lines, minute=65) == [held, held, none, none, held]
    release(actor=cast.supervisor.actor(at), sitting=made, at=at + 121 * MINUTE)
    assert settled() == "in_time", "the chain is whole"
    assert AttemptItem.objects.get(position=numbers["numeric"]).chosen == ["123456"]
    assert OfflineLine.objects.filter(reason="answer").count() == 2


def test_what_no_page_sends_stops_nothing_behind_it(asha_there):
    line = asha_there.says(asha_there.part, "answer", 62, position=1, post={"answer": ["1\0"], "a\0": []})
    assert asha_there.sends(line, minute=70) == [("counted", "held")]
    assert VenueLine.objects.get().post == {"answer": ["1"], "a": []}


def test_whose_seat_is_marked_absent_has_written_nothing_there(asha_there, devi, sitting, at):
    """With a code that got out of the room, from home, within the time."""
    asha_there.writes()
    devi.sends(marks(devi, state=["absent"]), minute=65)
    asha_there.sends(*asha_there.lines, minute=71)
    assert settled() == "", "the proctor may have erred"
    release(actor=devi.actor, sitting=sitting, at=at + 121 * MINUTE)
    assert (settled(), Attempt.objects.get().score, LateAnswer.objects.count()) == ("absent", 0, 5)


def test_a_code_that_was_noted_after_the_sitting_is_no_witness(asha_there, devi, sitting, at):
    code = asha_there.writes()
    devi.sends(marks(devi), notes(devi, code, 125), minute=200)
    asha_there.sends(*asha_there.lines, minute=300)
    release(actor=devi.actor, sitting=sitting, at=at + dt.timedelta(days=8))
    assert settled() == "late"


def test_answers_after_her_minutes_do_not_count_though_the_proctor_saw_them(asha_there, devi, sitting, at):
    asha_there.lines = [asha_there.says(asha_there.part, "begin", 62)]
    for number, places in asha_there.right().items():
        minute = 64 if number < 4 else 80  # ten minutes, and two of grace
        asha_there.lines.append(
            asha_there.says(asha_there.part, "answer", minute, position=number, post={"answer": places})
        )
    asha_there.lines.append(asha_there.says(asha_there.part, "submit", 81))
    code = engine.hand_in_code(link(asha_there.lines[-1][0]), asha_there.given.uuid)
    devi.sends(marks(devi), notes(devi, code, 82), minute=200)
    asha_there.sends(*asha_there.lines, minute=300)
    release(actor=devi.actor, sitting=sitting, at=at + 301 * MINUTE)
    assert (settled(), Attempt.objects.get().score, LateAnswer.objects.count()) == ("witnessed", 60, 2)
    assert AttemptItem.objects.exclude(chosen=[]).count() == 3


def test_the_own_time_of_a_section_is_judged_by_her_list_and_by_arrival_where_her_clock_was_set(
    asha_there, devi, sitting, at
):
    paper = ProctoredSitting.objects.get().paper_id
    in_sections(paper, (2, 3), (3, None))
    asha_there.fetches(sitting)
    assert asha_there.given.sections == [(1, 2, 3 * MINUTE), (3, 5, None)]
    places = asha_there.right()

    def given(number, minute):
        return asha_there.says(asha_there.part, "answer", minute, position=number, post={"answer": places[number]})

    # Begun at 62, the first section is over at 65, and two minutes of grace. Of the first question the second answer
    # comes too late, whatever the clock is set back to; what has no hour at all came with the rest.
    lines = [asha_there.says(asha_there.part, "begin", 62), given(1, 66), given(3, 69), given(1, 63), given(2, -90_000)]
    lines += [given(4, 70), given(5, 71), asha_there.says(asha_there.part, "submit", 71)]
    code = engine.hand_in_code(link(lines[-1][0]), asha_there.given.uuid)
    devi.sends(marks(devi), notes(devi, code, 72), minute=200)
    asha_there.sends(*lines, minute=300)
    release(actor=devi.actor, sitting=sitting, at=at + 301 * MINUTE)
    assert (settled(), Attempt.objects.get().score) == ("witnessed", 80)
    assert list(LateAnswer.objects.order_by("position").values_list("position", flat=True)) == [1, 2]
    assert AttemptItem.objects.get(position=1).correct is True, "what was given in time stays"


def test_of_two_phones_the_newest_paper_counts_and_a_removed_phone_none(asha_there, devi, sitting, asha, at):
    first = dataclasses.replace(asha_there)
    first.writes()
    asha_there.fetches(sitting, Phone(asha.actor, at))
    assert set(first.sends(*first.lines, minute=200)) == {("claimed", "replaced")}
    code = asha_there.writes()
    devi.sends(marks(devi), notes(devi, code), minute=200)
    revoke_device(actor=asha.actor, device_uuid=asha_there.phone.uuid, at=at + 250 * MINUTE)
    assert set(asha_there.sends(*asha_there.lines, minute=300)) == {("claimed", "removed")}
    assert not Attempt.objects.exists() and settled() == ""
    with pytest.raises(Refused, match="removed"):
        asha_there.fetches(sitting)
    assert OfflineLine.objects.filter(person_id=asha.actor.person_id).count() == 14, "all of it is kept"


@pytest.mark.parametrize(
    ("kind", "change", "outcome"),
    [
        ("answer", {"pack": str(uuid.UUID(int=5))}, ("refused", "pack")),
        ("answer", {"part": str(uuid.UUID(int=5))}, ("refused", "part")),
        ("answer", {"position": 9}, ("refused", "answer")),
        ("begin", {"pack": str(uuid.UUID(int=5))}, ("refused", "pack")),
    ],
)
def test_a_line_that_does_not_fit_is_refused_with_the_reason(asha_there, kind, change, outcome):
    line = asha_there.says(**{"part": asha_there.part, "kind": kind, "minute": 62} | change)
    assert asha_there.sends(line, minute=70) == [outcome]
    assert OfflineLine.objects.count() == 1 and not VenueLine.objects.exists()


def test_what_a_proctor_may_note(asha_there, devi, sitting, cast, at):
    assert devi.sends(
        devi.says(uuid.uuid4(), "proctor", 61, post={"state": ["present"]}), notes(devi, "123"), notes(devi, "1" * 12),
        marks(devi, state=["ill"]), marks(devi, incident=["1"]), marks(devi, 20), minute=200,
    ) == [("refused", "part"), *[("refused", "mark")] * 5]  # fmt: skip
    assert devi.sends(marks(devi, 70), minute=201) == [("counted", "")]
    assert devi.sends(marks(devi, 65, state=["absent"]), minute=202) == [("claimed", "older")]
    assert seat().state == "present"
    # Nobody else's device, not out of a locked phone, and not once she is no proctor there.
    stranger = asha_there.says(seat().uuid, "proctor", 61, post={"state": ["present"]}, pack=str(devi.phone.pack))
    assert asha_there.sends(stranger, minute=203) == [("refused", "pack")]
    SittingProctor.objects.all().delete()
    assert devi.sends(marks(devi, 75), minute=204) == [("refused", "duty")]
