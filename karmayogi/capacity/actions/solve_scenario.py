"""Solving a scenario: a job gathers, solves and keeps what came of it. It is asked for once, and can be stopped."""

import datetime as dt
import uuid as uuids
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.engine import outcome as engine
from karmayogi.capacity.engine.solving.deadline import Deadline, Stopped
from karmayogi.capacity.engine.solving.plan import NoPlan
from karmayogi.capacity.engine.solving.plan import Plan as Solved
from karmayogi.capacity.engine.solving.solve import solve as solve_small
from karmayogi.capacity.engine.solving.solve import solve_many
from karmayogi.capacity.models import Plan, Scenario
from karmayogi.capacity.queries.access import access_scenario
from karmayogi.capacity.queries.gather import Gathered, gather
from karmayogi.capacity.queries.outcomes import inputs_of, stale
from karmayogi.capacity.types import ScenarioState, Status
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.jobs import LONG, task, unhurried, when_lost
from karmayogi.orgs import api as orgs

AT_WORK = (ScenarioState.WAITING, ScenarioState.RUNNING)
LARGE = 10_000  # people; above these by offices in blocks (decision 0049)
SECONDS, LARGE_SECONDS = 60.0, 600.0


def solve_scenario(*, actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, at: dt.datetime) -> bool:
    """Asks for it as on today; False: a job is at it, or the outcome stands and nothing has changed since."""
    with transaction.atomic():
        one, row, body = access_scenario(actor, plan, scenario, "publish", clock.day(at), lock=True)
        if row.status == Status.CLOSED:
            raise Refused(_("This plan is closed."))
        if one.adopted_at is not None:
            raise Refused(_("It was adopted and stays as it is: re-plan it."))
        if one.state in AT_WORK:
            return False
        if one.state == ScenarioState.DONE and one.as_on == clock.day(at) and not stale(one, body.path):
            return False
        ask(one, at)
        audit.record(
            "capacity:plan:solve", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
            detail={"scenario": one.name},
        )  # fmt: skip
        return True


def ask(one: Scenario, at: dt.datetime) -> None:
    one.state, one.run, one.asked_at = ScenarioState.WAITING, uuid7(), at
    one.save(update_fields=["state", "run", "asked_at"])
    work.enqueue(scenario=str(one.uuid), run=str(one.run))


def stop_solving(*, actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, at: dt.datetime) -> None:
    """The job sees it within a second or two and ends; what it found by then is thrown away. The outcome before, if
    any, stays. Repeating changes nothing."""
    with transaction.atomic():
        one, _row, _body = access_scenario(actor, plan, scenario, "publish", clock.day(at), lock=True)
        if one.state in AT_WORK:
            one.state, one.run = ScenarioState.STOPPED, None
            one.save(update_fields=["state", "run"])


@task(queue_name=LONG)
def work(scenario: str, run: str) -> None:
    """A repeated delivery solves anew and keeps the same; one that was stopped or overtaken keeps nothing."""
    with unhurried():
        with transaction.atomic():
            one = _mine(scenario, run)
            if one is None or one.asked_at is None:
                return
            Scenario.objects.filter(pk=one.pk).update(state=ScenarioState.RUNNING)
        on = clock.day(one.asked_at)
        with transaction.atomic():
            plan = Plan.objects.get(pk=one.plan_id)
            path = orgs.organisations([plan.organisation_id])[plan.organisation_id].path
            # In this order: what changes while they are read is seen as a change.
            read_at, inputs = clock.now(), inputs_of(one.pk, path)
            one.refresh_from_db()
            found = gather(one, path, plan.year, on)
        solved: Solved | None = None
        conflicts: tuple[str, ...] = ()
        try:
            solved = _solved(found, lambda: not _awaited(scenario, run))
        except Stopped:
            return
        except NoPlan as no:
            conflicts = no.kinds
        with transaction.atomic():
            if (one := _mine(scenario, run)) is not None:
                _keep(one, found, solved, conflicts, inputs, on, read_at)


@when_lost(work)
def lost(scenario: str, run: str) -> None:
    """The page says that it failed, and lets it be asked for anew."""
    rows.run(
        "update capacity_scenario set state = 'failed' where uuid = %s and run = %s"
        " and state in ('waiting', 'running')",
        [scenario, run],
    )


def _mine(scenario: str, run: str) -> Scenario | None:
    """Under lock, as long as this run is awaited."""
    return Scenario.objects.select_for_update().filter(uuid=scenario, run=run, state__in=AT_WORK).first()


def _awaited(scenario: str, run: str) -> bool:
    """The same without lock: asked every second while it is solved."""
    return bool(
        rows.scalar(
            "select exists (select from capacity_scenario where uuid = %s and run = %s"
            " and state in ('waiting', 'running'))",
            [scenario, run],
        )
    )


def _solved(found: Gathered, stopped: Callable[[], bool]) -> Solved:
    case = found.case
    if not len(case.wish):
        held = frozenset(number for number, batch in enumerate(case.batches) if batch.held is True)
        if any(case.batches[number].least for number in held):  # held whatever comes, and nobody can come
            raise NoPlan(("least",))
        return Solved((), held, 0.0, 0.0, 0.0, sum(case.batches[number].fixed for number in held), 0.0)
    if len(found.persons) > LARGE:
        return solve_many(case, deadline=Deadline.after(LARGE_SECONDS, stopped))
    return solve_small(case, deadline=Deadline.after(SECONDS, stopped))


def _keep(
    one: Scenario, found: Gathered, solved: Solved | None, conflicts: tuple[str, ...], inputs: str, on: dt.date,
    read_at: dt.datetime,
) -> None:  # fmt: skip
    rows.run("delete from capacity_allotment where scenario_id = %s", [one.pk])
    rows.run("delete from capacity_batchresult where scenario_id = %s", [one.pk])
    one.people, one.wanted = len(found.persons), len(found.wishes)
    one.conflicts, one.lost, one.inputs = list(conflicts), found.lost, inputs
    one.solved_at, one.as_on = read_at, on
    one.state = ScenarioState.DONE if solved else ScenarioState.IMPOSSIBLE
    one.given, one.cost, one.points, one.bound, one.value, one.prices = 0, 0, 0.0, 0.0, 0.0, []
    if solved is not None:
        _keep_solved(one, found, solved)
    one.save()


def _keep_solved(one: Scenario, found: Gathered, solved: Solved) -> None:
    case = found.case
    lines = engine.allotted(case, solved, found.why)
    ids = [batch.id for batch in found.batches]
    rows.run(
        "insert into capacity_allotment (scenario_id, person_id, intervention_id, batch_id, points, must, cost, reason,"
        " nearest_id) select %s, x.* from unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::float8[], %s::bool[],"
        " %s::bigint[], %s::text[], %s::bigint[]) x",
        [
            one.pk, [person for person, _training in found.wishes], [training for _person, training in found.wishes],
            [None if line.batch is None else ids[line.batch] for line in lines], case.points.tolist(),
            case.must.tolist(), [line.cost for line in lines], [line.reason or "" for line in lines],
            [None if line.nearest is None else ids[line.nearest] for line in lines],
        ],
    )  # fmt: skip
    people = [0] * len(ids)
    for line in lines:
        if line.batch is not None:
            people[line.batch] += 1
    rows.run(
        "insert into capacity_batchresult (scenario_id, batch_id, held, people, price)"
        " select %s, x.* from unnest(%s::bigint[], %s::bool[], %s::int[], %s::float8[]) x",
        [
            one.pk, ids, [number in solved.held for number in range(len(ids))], people,
            engine.seat_prices(case, solved),
        ],
    )  # fmt: skip
    one.given = sum(line.batch is not None for line in lines)
    one.points, one.bound, one.value, one.cost = solved.points, solved.bound, solved.value, round(solved.cost)
    one.prices = [[told.kind, _about(told, found), told.points] for told in engine.told_prices(case, solved)]


def _about(told: engine.Told, found: Gathered) -> str:
    """Of whom a price tells: a name that is entered, or a number."""
    if told.kind in ("faculty", "teaching"):
        return found.faculty[told.about]
    if told.kind == "room":
        return found.rooms[told.about]
    if told.kind == "away":
        return str(found.offices[told.about])
    return str(told.about)
