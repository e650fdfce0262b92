"""A stress test by a job: which posts are not ready for a scheme, and the cheapest training that makes them so."""

import datetime as dt
import json
import uuid as uuids
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.engine.solving.stress import Stress, stress
from karmayogi.capacity.engine.year import first_day, last_day
from karmayogi.capacity.models import Plan, StressTest
from karmayogi.capacity.queries.access import access_persons
from karmayogi.capacity.queries.stress import MOST_POSTS, Asked, asked_of, schemes_for
from karmayogi.capacity.types import ScenarioState, Status
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.jobs import LONG, task, unhurried, when_lost
from karmayogi.orgs import api as orgs


def ask_stress_test(
    *, actor: Actor, plan: uuids.UUID, scheme: uuids.UUID, designation: int | None, by_on: dt.date, at: dt.datetime
) -> uuids.UUID:
    """The test of that scheme by that day, worked out anew as on today; while a job is at it nothing more is asked."""
    with transaction.atomic():
        row, body = access_persons(actor, plan, "publish", clock.day(at), lock=True)
        if row.status == Status.CLOSED:
            raise Refused(_("This plan is closed."))
        found = next((one for one in schemes_for(body.path) if one.uuid == scheme), None)
        if found is None:
            raise NotFound
        if not max(first_day(row.year), clock.day(at)) <= by_on <= last_day(row.year):
            raise Refused(_("Choose a day from today to the end of the plan's year."))
        if designation is not None and not rows.scalar(
            "select exists (select from orgs_designation where id = %s)", [designation]
        ):
            raise NotFound
        fresh: dict[str, Any] = {"run": uuid7(), "made_by_id": actor.person_id, "asked_at": at, "as_on": clock.day(at)}
        same = StressTest.objects.select_for_update().filter(plan=row, scheme_id=found.id, by_on=by_on)
        of: dict[str, Any] = {"designation__isnull": True} if designation is None else {"designation_id": designation}
        one = same.filter(**of).first()
        if one is None:
            one = StressTest.objects.create(
                plan=row, scheme_id=found.id, designation_id=designation, by_on=by_on, **fresh
            )
        elif one.state in (ScenarioState.WAITING, ScenarioState.RUNNING):
            return one.uuid
        else:
            StressTest.objects.filter(pk=one.pk).update(**fresh, state=ScenarioState.WAITING)
        work.enqueue(test=str(one.uuid), run=str(fresh["run"]))
        audit.record(
            "capacity:plan:stress", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
            detail={"scheme": found.name_en, "by": by_on.isoformat()},
        )  # fmt: skip
        return one.uuid


@task(queue_name=LONG)
def work(test: str, run: str) -> None:
    """A repeated delivery works it out anew; one that was overtaken finds nothing to do."""
    with unhurried():
        one = StressTest.objects.filter(uuid=test, run=run).exclude(state=ScenarioState.DONE).first()
        if one is None:
            return
        plan = Plan.objects.get(pk=one.plan_id)
        asked = asked_of(one, orgs.organisations([plan.organisation_id])[plan.organisation_id].path, plan.year)
        if len(asked.posts) > MOST_POSTS:
            StressTest.objects.filter(pk=one.pk, run=run).update(state=ScenarioState.IMPOSSIBLE, posts=len(asked.posts))
            return
        found = stress(asked.officers, asked.posts, asked.levels, asked.batches, asked.gives, one.by_on.toordinal())
        with transaction.atomic():
            mine = StressTest.objects.select_for_update().filter(pk=one.pk, run=run).first()
            if mine is not None:
                _keep(mine, asked, found)


@when_lost(work)
def lost(test: str, run: str) -> None:
    rows.run(
        "update capacity_stresstest set state = 'failed' where uuid = %s and run = %s"
        " and state in ('waiting', 'running')",
        [test, run],
    )


def _keep(one: StressTest, asked: Asked, found: Stress) -> None:
    rows.run("delete from capacity_stresspost where test_id = %s", [one.pk])
    sent: dict[int, list[int]] = {}
    for officer, batch in found.training:
        sent.setdefault(officer, []).append(asked.numbers[batch])
    ready = set(found.ready)
    holders = [asked.posts[line.post].holder for line in found.unready]
    rows.run(
        "insert into capacity_stresspost (test_id, post_id, person_id, lacks, batches, trained)"
        " select %s, x.post, x.person, x.lacks, array(select jsonb_array_elements_text(x.batches)::int), x.trained"
        " from unnest(%s::bigint[], %s::bigint[], %s::jsonb[], %s::jsonb[], %s::bool[])"
        " x (post, person, lacks, batches, trained)",
        [
            one.pk, [asked.post_ids[line.post] for line in found.unready],
            [None if holder is None else asked.persons[holder] for holder in holders],
            [json.dumps([[gap.competency, gap.has, gap.asked] for gap in line.gaps]) for line in found.unready],
            [json.dumps(sorted(sent.get(holder, [])) if holder is not None else []) for holder in holders],
            [line.post in ready for line in found.unready],
        ],
    )  # fmt: skip
    one.posts, one.unready = len(asked.posts), len(found.unready)
    one.vacant = sum(line.vacant for line in found.unready)
    one.trained, one.most = len(found.ready), found.most
    one.cost, one.least_cost = round(found.cost), round(found.least_cost)
    one.state = ScenarioState.DONE
    one.save()
