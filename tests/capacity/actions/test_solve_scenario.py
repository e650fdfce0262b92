"""From batches to a scenario that is solved, adopted, and re-planned when a batch falls out."""

import datetime as dt

import pytest

from karmayogi.capacity.actions import adopt as adopting
from karmayogi.capacity.actions import batches as writing
from karmayogi.capacity.actions import scenarios as actions
from karmayogi.capacity.actions import solve_scenario as solving_
from karmayogi.capacity.actions.import_batches import import_batches
from karmayogi.capacity.actions.scenarios import Wanted
from karmayogi.capacity.engine.solving.deadline import Stopped
from karmayogi.capacity.models import Allotment, Batch, Plan, Scenario
from karmayogi.capacity.queries.outcomes import counted_differences, stale
from karmayogi.capacity.queries.solving_words import conflicts_in_words
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.plans.actions.peaks import PeakTerms, add_peak
from tests.capacity.solving import DAY, ONE, WEEK


def test_a_batch_falls_out_and_only_its_people_move(solving, cast, at, run_jobs):
    numbers = [solving.batch(), solving.batch(starts_on=DAY + WEEK, ends_on=DAY + WEEK), solving.batch(
        starts_on=DAY + 2 * WEEK, ends_on=DAY + 2 * WEEK
    )]  # fmt: skip
    uuid = solving.scenario()
    one = solving.solve(uuid)
    assert (one.state, one.as_on, one.wanted) == ("done", at.date(), 8)
    assert one.given == 6, "nobody who reads Odia alone has a batch"
    assert one.cost == 600
    assert one.value <= one.bound + 1e-6
    assert sorted(solving.seats(one).values()) in ([3, 3], [1, 2, 3], [2, 2, 2])
    assert solving.short(one) == [
        "Noting and drafting: 2 people have no batch in a language of theirs; there is one in English."
    ]
    assert not solving_.solve_scenario(**solving.who, scenario=uuid), "nothing has changed: the outcome stands"

    adopting.adopt(**solving.who, scenario=uuid)
    with pytest.raises(Refused, match="it stays"):
        actions.remove_scenario(**solving.who, scenario=uuid)
    with pytest.raises(Refused, match="re-plan it"):
        actions.choose_batch(**solving.who, scenario=uuid, batch=numbers[0], choice="out")
    assert not stale(one, cast.ministry.path)
    gone = max(solving.seats(one), key=lambda number: solving.seats(one)[number])
    writing.call_off(**solving.who, batch=Batch.objects.get(number=gone).uuid, why="The hall was flooded")
    assert stale(one, cast.ministry.path)
    again = adopting.replan(**solving.who, scenario=uuid)
    assert adopting.replan(**solving.who, scenario=uuid) == again
    run_jobs()
    two = Scenario.objects.get(uuid=again)
    left = solving.seats(two)
    assert gone not in left
    gained, lost, moved = counted_differences(one.pk, two.pk)
    assert (gained, lost + moved) == (0, solving.seats(one)[gone]), "who was not in it stays where she was"
    assert two.given == sum(left.values()) == min(6, 3 * len(left) or 6)
    adopting.adopt(**solving.who, scenario=again)
    assert Scenario.objects.get(uuid=uuid).replaced_at is not None


def test_what_is_locked_stays_and_what_cannot_stand_together_is_named(solving, cast):
    first = solving.batch(least=2)
    second = solving.batch(starts_on=DAY + WEEK, ends_on=DAY + WEEK, fee=900, room="Hall 1")
    uuid = solving.scenario(budget=1_000)
    one = solving.solve(uuid)
    assert solving.seats(one) == {1: 3}
    assert any("batches in English lack 3 seats in quarter 3" in said or "no money" in said.lower()
               for said in solving.short(one)), solving.short(one)  # fmt: skip
    actions.lock_batch_seats(**solving.who, scenario=uuid, batch=first, locked=True)
    actions.choose_batch(**solving.who, scenario=uuid, batch=second, choice="held")
    impossible = solving.solve(uuid)
    assert impossible.state == "impossible"
    assert "the budget" in conflicts_in_words(impossible.conflicts)
    assert not Allotment.objects.filter(scenario=impossible).exists(), "no list of what cannot be"
    row = Scenario.objects.get(uuid=uuid)
    actions.save_scenario(**solving.who, scenario=uuid, revision=row.revision, wanted=Wanted("First", budget=1_200))
    locked = set(rows.fetch(int, "select person_id from capacity_seatlock"))
    solved = solving.solve(uuid)
    assert solving.seats(solved) == {1: 3, 2: 1}
    assert set(Allotment.objects.filter(batch__uuid=first).values_list("person_id", flat=True)) == locked
    with pytest.raises(Refused, match="Nothing of yours is saved"):
        actions.save_scenario(**solving.who, scenario=uuid, revision=1, wanted=Wanted("First"))
    with pytest.raises(Refused, match="gives her no seat"):
        actions.lock_seat(**solving.who, scenario=uuid, person=cast.outsider.person_uuid, batch=first, locked=True)


def test_one_more_batch_peaks_and_a_job_that_is_stopped(solving, cast, run_jobs):
    batch = solving.batch()
    uuid = solving.scenario()
    before = solving.solve(uuid)
    more = adopting.one_more(**solving.who, scenario=uuid, batch=batch, starts_on=DAY + WEEK)
    assert adopting.one_more(**solving.who, scenario=uuid, batch=batch, starts_on=DAY + WEEK) == more
    run_jobs()
    after = Scenario.objects.get(uuid=more)
    assert (before.given, after.given) == (3, 6)
    assert counted_differences(before.pk, after.pk)[0] == 3
    assert Batch.objects.get(extra=True).number == 2

    peak = PeakTerms("budget", "Budget weeks", DAY, DAY + dt.timedelta(days=4))
    add_peak(actor=cast.admin.actor(solving.at), organisation=cast.ministry.uuid, terms=peak, at=solving.at)
    assert stale(before, cast.ministry.path)
    assert solving_.solve_scenario(**solving.who, scenario=uuid)
    solving_.stop_solving(**solving.who, scenario=uuid)
    run_jobs()
    stopped = Scenario.objects.get(uuid=uuid)
    assert (stopped.state, stopped.given) == ("stopped", 3), "what the job still finds is thrown away"
    peaked = solving.solve(uuid)
    assert peaked.given == 0
    assert "The office cannot spare its people on those days" in " ".join(solving.short(peaked))


def test_a_stop_ends_the_solver_that_is_at_it(solving, run_jobs, monkeypatch):
    solving.batch()
    uuid = solving.scenario()
    ended = []

    def stopped_at(name):
        real = getattr(solving_, name)

        def solver(case, **how):
            solving_.stop_solving(**solving.who, scenario=uuid)
            try:
                return real(case, **how)
            except Stopped:
                ended.append(name)
                raise

        return solver

    for name, large in (("solve_small", solving_.LARGE), ("solve_many", 0)):
        monkeypatch.setattr(solving_, "LARGE", large)
        monkeypatch.setattr(solving_, name, stopped_at(name))
        assert solving_.solve_scenario(**solving.who, scenario=uuid)
        run_jobs()
        assert Scenario.objects.get(uuid=uuid).state == "stopped"
    assert ended == ["solve_small", "solve_many"], "neither ran to its end"
    assert not Allotment.objects.exists()


def test_the_list_of_a_batch_becomes_a_draft_order(solving, cast):
    batch = solving.batch()
    uuid = solving.scenario()
    solving.solve(uuid)
    with pytest.raises(Refused, match="Only the list of the adopted"):
        adopting.order_of_list(**solving.who, scenario=uuid, batch=batch)
    adopting.adopt(**solving.who, scenario=uuid)
    order = adopting.order_of_list(**solving.who, scenario=uuid, batch=batch)
    assert adopting.order_of_list(**solving.who, scenario=uuid, batch=batch) == order
    named = set(rows.fetch(int, "select person_id from plans_mandatecondition where person_id is not null"))
    assert named == set(Allotment.objects.filter(batch__uuid=batch).values_list("person_id", flat=True))
    assert rows.scalar("select fixed_on from plans_mandate where uuid = %s", [order]) == ONE.ends_on


def test_who_may_and_what_a_file_may_say(solving, cast, at):
    outside = {"actor": cast.other_admin.actor(at), "plan": solving.plan, "at": at}
    member = {"actor": cast.supervisor.actor(at), "plan": solving.plan, "at": at}
    uuid = solving.scenario()
    for who in (outside, member):  # a member of the unit without a role opens no list of persons
        with pytest.raises(NotFound):
            solving_.solve_scenario(**who, scenario=uuid)
    with pytest.raises(NotFound):
        writing.save_batch(**outside, batch=None, revision=0, given=ONE)
    writing.save_batch(**member, batch=None, revision=0, given=ONE)
    rows.run(
        "insert into orgs_state (code, name_en, name_hi, name_ur, kind, tile_row, tile_col)"
        " values ('DL', 'Delhi', 'दिल्ली', 'دہلی', 'ut', 1, 1) on conflict do nothing"
    )
    head = "training,language,first_day,last_day,seats,state,place,least,fixed,fee,faculty,room,extra\n"
    line = "1,hi,14-12-2026,2026-12-15,20,DL,Delhi,5,1000,50,Dr A,Hall 1,\n"
    for wrong, why in (
        (line.replace("1,hi", "9,hi"), "Line 2: the plan has no training with the number 9"),
        (line.replace("DL", "QQ"), "no State with the code QQ"),
        (line.replace("14-12-2026", "14-12-2027"), "The last day lies before the first"),
        (line.replace(",20,", ",3,"), "not fewer than the least"),
        (line + "1,hi,soon,2026-12-15,20,,,1,0,0,,,\n", "Line 3: a day is written as"),
    ):
        with pytest.raises(Refused, match=why):
            import_batches(**solving.who, content=(head + wrong).encode())
    assert Batch.objects.count() == 1, "nothing of a file with a fault is kept"
    assert import_batches(**solving.who, content=(head + line).encode()) == 1
    assert import_batches(**solving.who, content=(head + line).encode()) == 0, "brought twice"
    assert writing.given_of(Plan.objects.get().pk, 2)[0].state == "DL"
    wide = line.replace("Delhi", "New  Delhi").replace("Hall 1", "H" * 300)  # kept in fewer letters
    assert import_batches(**solving.who, content=(head + wide).encode()) == 1
    assert import_batches(**solving.who, content=(head + wide).encode()) == 0, "brought twice"


def test_a_batch_that_is_removed_takes_nobody_out_of_an_outcome(solving):
    solving.batch()
    spare = solving.batch(starts_on=DAY + WEEK, ends_on=DAY + WEEK, fee=900)
    uuid = solving.scenario(budget=300)
    one = solving.solve(uuid)
    near = Allotment.objects.filter(scenario=one, nearest__uuid=spare)
    Allotment.objects.filter(scenario=one, batch__isnull=True).update(nearest=Batch.objects.get(uuid=spare))
    left = near.count()
    assert left
    assert Allotment.objects.filter(scenario=one).count() == 8
    adopting.adopt(**solving.who, scenario=uuid)
    with pytest.raises(Refused, match="call it off instead"):
        writing.remove_batch(**solving.who, batch=spare)
    Scenario.objects.filter(pk=one.pk).update(adopted_at=None)
    writing.remove_batch(**solving.who, batch=spare)
    assert Allotment.objects.filter(scenario=one, batch__isnull=True).count() == left, "who misses a seat is still seen"


def test_what_is_out_of_date_is_not_adopted(solving, cast, at):
    solving.batch(starts_on=DAY, ends_on=DAY)
    solving.batch(starts_on=DAY + WEEK, ends_on=DAY + WEEK)
    uuid = solving.scenario()
    one = solving.solve(uuid)
    late = {**solving.who, "at": at + (DAY - at.date())}
    with pytest.raises(Refused, match="has begun since"):
        adopting.adopt(**late, scenario=uuid)
    seated = Allotment.objects.filter(scenario=one, batch__isnull=False).first()
    assert not stale(one, cast.ministry.path)
    rows.run("update orgs_incumbency set valid_to = %s where person_id = %s", [DAY, seated.person_id])
    assert stale(one, cast.ministry.path), "she is gone before her batch is over"
    with pytest.raises(Refused, match="has changed since"):
        adopting.adopt(**solving.who, scenario=uuid)
    two = solving.solve(uuid)
    assert not stale(two, cast.ministry.path), "and has no seat any more"
    adopting.adopt(**solving.who, scenario=uuid)
    Scenario.objects.filter(pk=two.pk).update(replaced_at=at)
    with pytest.raises(Refused, match="in its place"):
        adopting.adopt(**solving.who, scenario=uuid)


def test_one_more_batch_of_a_scenario_with_a_long_name(solving, run_jobs):
    batch = solving.batch()
    uuid = solving.scenario("N" * 120)
    solving.solve(uuid)
    made = {
        adopting.one_more(**solving.who, scenario=uuid, batch=batch, starts_on=DAY + weeks * WEEK) for weeks in (1, 2)
    }
    assert len(made | {uuid}) == 3
    Plan.objects.update(status="closed")
    with pytest.raises(Refused, match="closed"):
        Scenario.objects.filter(uuid=uuid).update(adopted_at=solving.at)
        adopting.replan(**solving.who, scenario=uuid)
