"""An instrument that is withdrawn takes its evidence with it; what else was proved stays."""

import dataclasses
import datetime as dt
import threading
import uuid

import pytest
from django.db import connection, transaction

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.contest_evidence import contest_evidence
from karmayogi.competencies.actions.proof import withdrawals
from karmayogi.competencies.actions.proof.decide_contest import decide_contest
from karmayogi.competencies.actions.proof.instruments import register_instrument
from karmayogi.competencies.actions.proof.withdrawals import WITHDRAWAL, undo_withdrawal, withdraw_instrument
from karmayogi.competencies.models import CarriedEvidence, Competency, Contest, Evidence, FrameworkVersion, Instrument
from karmayogi.competencies.queries.proof.facts import facts_of_many
from karmayogi.competencies.queries.proof.instruments import instrument_for
from karmayogi.competencies.queries.proof.withdrawals import effect_of, proved_by
from karmayogi.competencies.types import Source
from karmayogi.kernel import bulk
from karmayogi.kernel.access import NotFound, Refused, System
from tests.cast import Cast


def seen_at_work(cast, competency, at, level, registered):
    return competencies.record_evidence(
        agent=System("test"), person_id=cast.learner.person_id, competency_id=competency, level=level,
        source=Source.OBSERVATION, instrument="Observation", ref_kind="proof", ref_uuid=uuid.uuid4(), observed_at=at,
        registered_id=registered, at=at,
    )  # fmt: skip


@pytest.fixture
def observed(cast, masters, at):
    """Asha and twelve colleagues at level 4 by the observation; Asha at level 2 by something else too."""
    noting, instrument = masters["FUN-087"], instrument_for(Source.OBSERVATION)
    seen_at_work(cast, noting, at, 2, None)
    people = [cast.learner.person_id]
    for number in range(12):
        one = cast.player(f"Officer {number}", f"o{number}@personnel.example.in", cast.section, cast.assistant)
        people.append(one.person_id)
    for person in people:
        competencies.record_evidence(
            agent=System("test"), person_id=person, competency_id=noting, level=4, source=Source.OBSERVATION,
            instrument="Observation", ref_kind="proof", ref_uuid=uuid.uuid4(), observed_at=at,
            registered_id=instrument.id, at=at,
        )  # fmt: skip
    return instrument, noting, people


@pytest.fixture
def acts(cast, run_jobs, at, frozen_time):
    """Asks for the withdrawal, approves or undoes it as Gita, and runs what waits."""

    class Acts:
        gita = cast.platform.actor(at)

        def plan(self, instrument, reason="The checklist was wrong.") -> bulk.Act:
            act = withdraw_instrument(actor=self.gita, instrument=instrument.uuid, reason=reason, at=at)
            run_jobs()
            return bulk.access_act(self.gita, act.uuid)

        def run(self, verb, act) -> bulk.Act:
            verb(actor=self.gita, uuid=act.uuid, at=at)
            run_jobs()
            return bulk.access_act(self.gita, act.uuid)

    return Acts()


def level(person: int, competency: int) -> int:
    return competencies.levels_of(person)[competency].level


def test_its_plan_says_who_would_move_and_moves_nobody(cast, observed, acts, at):
    instrument, noting, people = observed
    act = acts.plan(instrument)
    assert acts.plan(instrument).uuid == act.uuid  # asked twice, planned once
    assert (act.status, act.to_apply) == ("planned", 1 + len(people))
    effect = effect_of(act)
    assert (effect.moved, effect.all) == (13, 13)
    assert dict(effect.levels) == {(4, 0): None, (4, 2): None}  # one of thirteen would be told by the other twelve
    assert {level(person, noting) for person in people} == {4}
    assert Instrument.objects.get(pk=instrument.id).withdrawn_at is None
    stopped = acts.run(bulk.cancel, act)
    assert stopped.status == "cancelled"
    assert acts.plan(instrument).uuid != act.uuid


def test_its_plan_works_out_no_competency_that_it_does_not_prove(cast, masters, observed, acts, at, monkeypatch):
    instrument, noting, _people = observed
    seen_at_work(cast, masters["BEH-001"], at, 3, None)
    read = []

    def facts(*args, **terms):
        read.append(facts_of_many(*args, **terms))
        return read[-1]

    monkeypatch.setattr(withdrawals, "facts_of_many", facts)
    acts.plan(instrument)
    assert [set(one.competency.tolist()) for one in read] == [{noting}, {noting}]


def test_its_plan_holds_some_of_the_persons_at_a_time(cast, observed, acts, at, monkeypatch):
    instrument, noting, people = observed
    asked = []

    def facts(persons, *rest, **terms):
        asked.append(len(persons))
        return facts_of_many(persons, *rest, **terms)

    monkeypatch.setattr(withdrawals, "facts_of_many", facts)
    monkeypatch.setattr(withdrawals, "PERSONS", 5)
    act = acts.plan(instrument)
    assert asked == [5, 5, 5, 5, 3, 3]  # before and after, of thirteen
    assert (act.to_apply, effect_of(act).moved) == (1 + len(people), 13)
    assert next(proved_by(instrument.id)) == (min(people), [noting])


@pytest.mark.parametrize(
    ("moves", "shown"),
    [
        # competency, was, now, how many; what is shown by competency: (up, down)
        ([(0, 2, 3, 3), (1, 4, 2, 50)], [(None, 0), (0, None)]),  # 53 less 50 would tell the three
        ([(0, 2, 3, 3), (0, 4, 2, 50)], [(None, None)]),
        # All that go up are one line of the other list: less sixty, the three.
        ([(0, 1, 2, 3), (1, 1, 2, 60), (0, 2, 1, 12)], [(None, None), (None, 0)]),
        ([(0, 2, 3, 20), (1, 4, 2, 50)], [(20, 0), (0, 50)]),
    ],
)
def test_no_small_group_can_be_subtracted_out_of_what_the_plan_shows(cast, masters, acts, moves, shown):
    act = acts.plan(instrument_for(Source.OBSERVATION))
    known = list(Competency.objects.order_by("code").values_list("pk", flat=True)[:2])
    pairs = [(known[place], was, now) for place, was, now, count in moves for _one in range(count)]
    bulk.runs._store(
        act.id,
        (
            bulk.Planned(number, "changed", "", {"what": "pair", "competency": one, "was": was, "now": now})
            for number, (one, was, now) in enumerate(pairs, 2)
        ),
    )
    effect = effect_of(act)
    assert effect.moved == len(pairs)
    assert [(line.up, line.down) for line in effect.competencies] == shown
    for side in (True, False):  # in no list does what is hidden of one direction amount to fewer than ten
        full = sum(now > was for _one, was, now in pairs) if side else sum(now < was for _one, was, now in pairs)
        listed = sum((line.up if side else line.down) or 0 for line in effect.competencies)
        told = sum(count or 0 for (was, now), count in effect.levels if (now > was) == side)
        assert all(full == seen or full - seen >= 10 or not seen for seen in (listed, told))


def test_its_rows_are_withdrawn_with_the_reason_and_levels_go_back(cast, observed, acts, at):
    instrument, noting, people = observed
    act = acts.plan(instrument)
    late = Competency.objects.exclude(pk=noting).values_list("pk", flat=True)[0]
    competencies.record_evidence(
        agent=System("test"), person_id=people[1], competency_id=late, level=3, source=Source.OBSERVATION,
        instrument="Observation", ref_kind="proof", ref_uuid=uuid.uuid4(), observed_at=at, registered_id=instrument.id,
        at=at,
    )  # fmt: skip
    done = acts.run(bulk.approve, act)
    assert (done.status, done.applied_rows, done.failed_rows) == ("done", 14, 0)
    assert level(people[0], noting) == 2
    assert {level(person, noting) for person in people[1:]} == {0}
    assert level(people[1], late) == 0  # came between the plan and its approval
    assert {row.level: row.withdrawn for row in competencies.evidence_of(people[0])} == {
        2: "", 4: "The checklist was wrong.",
    }  # fmt: skip
    with pytest.raises(Refused, match="withdrawn"):
        seen_at_work(cast, noting, at, 4, instrument.id)
    with pytest.raises(Refused, match="already"):
        acts.plan(instrument)


def test_undone_everything_counts_again_and_the_ledger_has_only_grown(cast, observed, acts, at):
    instrument, noting, people = observed
    act = acts.run(bulk.approve, acts.plan(instrument))
    before = Evidence.objects.count()
    undone = acts.run(bulk.undo, act)
    assert (undone.status, undone.undone_rows) == ("undone", 14)
    assert {level(person, noting) for person in people} == {4}
    assert Instrument.objects.get(pk=instrument.id).withdrawn_at is None
    assert Evidence.objects.count() == before + len(people)
    seen_at_work(cast, noting, at, 4, instrument.id)
    again = acts.run(bulk.undo, acts.run(bulk.approve, acts.plan(instrument, "Wrong after all.")))
    assert again.status == "undone"
    assert {level(person, noting) for person in people} == {4}


def test_what_she_was_told_to_be_wrong_meanwhile_does_not_come_back(cast, observed, acts, at):
    """A contest that is upheld while the instrument is out; one upheld later takes what came back with it."""
    instrument, noting, people = observed
    first, second = (Evidence.objects.get(person_id=person, level=4) for person in people[:2])
    late = Competency.objects.exclude(pk=noting).values_list("pk", flat=True)[0]
    competencies.record_evidence(
        agent=System("test"), person_id=people[0], competency_id=late, level=3, source=Source.OBSERVATION,
        instrument="Observation", ref_kind="retag", ref_uuid=uuid.uuid4(), observed_at=at, registered_id=instrument.id,
        at=at,
    )  # fmt: skip
    CarriedEvidence.objects.create(
        copy=Evidence.objects.get(ref_kind="retag"), origin=first, version=FrameworkVersion.objects.all()[0],
        act_uuid=uuid.uuid4(),
    )  # fmt: skip
    contest_evidence(actor=cast.learner.actor(at), evidence=first.uuid, reason="not mine", at=at)
    act = acts.run(bulk.approve, acts.plan(instrument))
    terms = {"actor": cast.admin.actor(at), "upheld": True, "decision": "Mixed up.", "declared": True, "at": at}
    decide_contest(contest=Contest.objects.get().uuid, **terms)
    acts.run(bulk.undo, act)
    assert level(people[0], noting) == 2
    assert level(people[0], late) == 0  # what a re-tag carried over from it says the same
    assert level(people[1], noting) == 4
    competencies.withdraw_evidence(
        agent=System("test"), person_id=people[1], ref_kind=second.ref_kind, ref_uuid=second.ref_uuid, reason="x", at=at
    )
    assert level(people[1], noting) == 0


def test_a_large_one_needs_a_second_person(cast, observed, second, acts, run_jobs, monkeypatch, at):
    instrument, noting, people = observed
    monkeypatch.setitem(bulk.kinds._kinds, WITHDRAWAL.name, dataclasses.replace(WITHDRAWAL, second_person_above=10))
    act = acts.plan(instrument)
    with pytest.raises(Refused, match="somebody else"):
        acts.run(bulk.approve, act)
    assert level(people[1], noting) == 4
    bulk.approve(actor=second.actor(at), uuid=act.uuid, at=at)
    run_jobs()
    assert level(people[1], noting) == 0


def test_the_next_version_can_be_registered_only_then_and_bars_the_way_back(cast, masters, acts, at):
    gita, old = cast.platform.actor(at), instrument_for(Source.OBSERVATION)
    new = {
        "actor": gita, "code": "observation", "version": "2", "source": Source.OBSERVATION,
        "names": ("Observation on the job", "", ""), "lines": ["Did it alone"], "at": at,
    }  # fmt: skip
    with pytest.raises(Refused, match="in use"):
        register_instrument(**new)
    act = acts.run(bulk.approve, acts.plan(old, "A better checklist."))
    register_instrument(**new)
    assert instrument_for(Source.OBSERVATION).version == "2"
    with pytest.raises(Refused, match="Another version"):
        acts.run(undo_withdrawal, act)
    kept = bulk.access_act(gita, act.uuid)
    assert (kept.status, kept.undone_rows) == ("done", 0)
    assert instrument_for(Source.OBSERVATION).version == "2"
    acts.run(bulk.approve, acts.plan(instrument_for(Source.OBSERVATION), "A mistake."))
    undone = acts.run(undo_withdrawal, act)
    assert (undone.status, undone.undone_rows) == ("undone", 1)
    assert instrument_for(Source.OBSERVATION).version == "1"
    assert acts.run(undo_withdrawal, act).status == "undone"  # repeated, harmless


def test_a_version_registered_after_undo_was_pressed_still_bars_the_way_back(cast, masters, acts, run_jobs, at):
    act = acts.run(bulk.approve, acts.plan(instrument_for(Source.OBSERVATION), "A better checklist."))
    undo_withdrawal(actor=acts.gita, uuid=act.uuid, at=at)
    register_instrument(
        actor=acts.gita, code="observation", version="2", source=Source.OBSERVATION,
        names=("Observation on the job", "", ""), lines=["Did it alone"], at=at,
    )  # fmt: skip
    run_jobs()
    assert bulk.access_act(acts.gita, act.uuid).undone_rows == 0
    assert instrument_for(Source.OBSERVATION).version == "2"


@pytest.mark.parametrize("end", ["stopped", "failed"])
def test_one_that_ended_half_way_is_finished_by_asking_again(observed, acts, run_jobs, monkeypatch, at, end):
    instrument, noting, people = observed
    monkeypatch.setitem(bulk.kinds._kinds, WITHDRAWAL.name, dataclasses.replace(WITHDRAWAL, chunk=5))
    first = acts.plan(instrument)
    bulk.approve(actor=acts.gita, uuid=first.uuid, at=at)
    bulk.runs._step(first.uuid)
    if end == "stopped":
        bulk.cancel(actor=acts.gita, uuid=first.uuid, at=at)
    else:
        bulk.runs.park(str(first.uuid))
    run_jobs()
    assert sorted({level(person, noting) for person in people}) == [0, 2, 4]

    rest = acts.plan(instrument, "As said before.")
    assert (rest.status, rest.to_apply) == ("planned", 1 + 9)
    done = acts.run(bulk.approve, rest)
    assert (done.status, done.applied_rows, done.failed_rows) == ("done", 10, 0)
    assert [level(person, noting) for person in people] == [2] + [0] * 12
    assert {row.withdrawn for row in competencies.evidence_of(people[-1])} == {"As said before."}
    assert Instrument.objects.get(pk=instrument.id).withdrawn_reason == "The checklist was wrong."
    with pytest.raises(Refused, match="already"):
        acts.plan(instrument)

    for one in (done, first):  # either may be taken back, and both together give back all
        acts.run(bulk.undo, one)
        assert Instrument.objects.get(pk=instrument.id).withdrawn_at is None
    assert {level(person, noting) for person in people} == {4}


def test_a_plan_too_old_to_approve_does_not_stand_in_the_way_of_a_new_one(observed, acts, run_jobs, at):
    instrument = observed[0]
    old = acts.plan(instrument)
    terms = {"actor": acts.gita, "instrument": instrument.uuid, "reason": "Said better."}
    assert withdraw_instrument(**terms, at=old.planned_at + bulk.kinds.PLAN_HOLDS).uuid == old.uuid
    fresh = withdraw_instrument(**terms, at=old.planned_at + bulk.kinds.PLAN_HOLDS + dt.timedelta(seconds=1))
    assert fresh.uuid != old.uuid
    assert fresh.params["reason"] == "Said better."


@pytest.mark.usefixtures("committed_db")
def test_pressed_twice_at_the_same_moment_it_is_one_act(at):
    cast, asked = Cast(at), []
    competencies.ensure_proof_masters(agent=System("test"), at=at)
    terms = {
        "actor": cast.platform.actor(at), "instrument": instrument_for(Source.OBSERVATION).uuid, "reason": "Wrong.",
        "at": at,
    }  # fmt: skip

    def beside():
        try:
            asked.append(withdraw_instrument(**terms))
        finally:
            connection.close()

    other = threading.Thread(target=beside)
    with transaction.atomic():
        first = withdraw_instrument(**terms)
        other.start()
        other.join(1)
        assert other.is_alive()  # it waits for what the first press makes
    other.join(30)
    assert [act.uuid for act in asked] == [first.uuid]
    assert len(bulk.acts_within(first.scope_path, first.kind)) == 1


def test_nobody_but_a_curator_finds_it(cast, masters, acts, at):
    old = instrument_for(Source.OBSERVATION)
    with pytest.raises(NotFound):
        withdraw_instrument(actor=cast.admin.actor(at), instrument=old.uuid, reason="x", at=at)
    act = acts.plan(old)
    with pytest.raises(NotFound):
        bulk.approve(actor=cast.admin.actor(at), uuid=act.uuid, at=at)
    with pytest.raises(Refused):
        bulk.approve(actor=acts.gita, uuid=act.uuid, at=at + dt.timedelta(days=2))
    assert not Instrument.objects.filter(withdrawn_at__isnull=False).exists()
