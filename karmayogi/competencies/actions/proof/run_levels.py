"""A run over the levels of many: a preview of a policy, or a recompute, in chunks of persons that can break off.

A chunk, its counts and the place where the next one begins are one transaction: killed at any moment, the run goes on
where it stopped.
"""

import collections
import datetime as dt
import random
import uuid as uuids

from django.db import transaction

from karmayogi.competencies.actions.proof.recompute import Moves, recompute_persons
from karmayogi.competencies.engine.levels import Policy
from karmayogi.competencies.engine.levels_many import levels_many
from karmayogi.competencies.models import LevelRun
from karmayogi.competencies.queries.proof.facts import facts_of_many
from karmayogi.competencies.queries.proof.policies import policy, policy_in_force
from karmayogi.kernel import clock, rows
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.jobs import BULK, LONG, SOON, task
from karmayogi.orgs.api import PATH_STEP, main_first

CHUNK = 4_000
SAMPLES = 30

_HERE = """
from orgs_incumbency i where i.organisation_path >= %(path)s and i.organisation_path < %(path)s || '~'
  and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
"""
_NEXT = {
    True: "select id from people_person where id > %(after)s order by id limit %(limit)s",
    False: f"select distinct i.person_id {_HERE} and i.person_id > %(after)s order by 1 limit %(limit)s",
}
_COUNT = {True: "select count(*) from people_person", False: f"select count(distinct i.person_id) {_HERE}"}
_OFFICES = f"""
select distinct on (i.person_id) i.person_id, left(i.organisation_path, %s::int)
from orgs_incumbency i
where i.person_id = any(%s::bigint[]) and i.valid_from <= %s and (i.valid_to is null or i.valid_to > %s)
order by i.person_id, {main_first("i")}
"""
_ADD = """
insert into competencies_levelmove as m (run_id, part, key, up, down, persons)
select %s::bigint, x.part, x.key, x.up, x.down, x.persons
from unnest(%s::text[], %s::text[], %s::int[], %s::int[], %s::int[]) as x (part, key, up, down, persons)
on conflict (run_id, part, key) do update
  set up = m.up + excluded.up, down = m.down + excluded.down, persons = m.persons + excluded.persons
"""
_SAMPLE = """
insert into competencies_levelmovesample (run_id, person_id, competency_id, was, now)
select %s::bigint, x.person, x.competency, x.was, x.now
from unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::smallint[]) as x (person, competency, was, now)
"""


def begin(kind: str, *, policy_id: int, scope_path: str, asked_by: int | None, at: dt.datetime) -> uuids.UUID:
    """Enters a run ("preview" or "recompute") and queues its job; call it inside the transaction of the act."""
    on = clock.day(at)
    row = LevelRun.objects.create(
        uuid=uuid7(), policy_id=policy_id, kind=kind, scope_path=scope_path, on=on, asked_by_id=asked_by, asked_at=at,
        persons=rows.scalar(_COUNT[not scope_path], {"path": scope_path, "on": on}),
    )  # fmt: skip
    # A preview is waited for; a recompute is an act on many.
    job = work.using(queue_name=BULK) if kind == "recompute" else work.using(queue_name=LONG, priority=SOON)
    job.enqueue(run_uuid=str(row.uuid))
    return row.uuid


@task
def work(run_uuid: str) -> None:
    """Chunk after chunk to the end. Run again, it goes on where it stopped; a finished run does nothing."""
    while step(uuids.UUID(run_uuid), at=clock.now()):
        pass


@transaction.atomic
def step(run_uuid: uuids.UUID, *, at: dt.datetime, chunk: int = CHUNK) -> bool:
    """One chunk; False when nobody is left."""
    run = LevelRun.objects.select_for_update(of=("self",)).select_related("policy").filter(uuid=run_uuid).first()
    if run is None or run.finished_at is not None:
        return False
    terms = {"path": run.scope_path, "on": run.on, "after": run.after_person_id, "limit": chunk}
    persons = rows.fetch(int, _NEXT[not run.scope_path], terms)
    if not persons:
        run.finished_at = at
        run.save(update_fields=["finished_at"])
        return False
    if run.kind == "recompute":
        # Whatever is in force now: a policy published meanwhile has a run of its own, which this one must not undo.
        moves = recompute_persons(persons, policy=policy_in_force(), at=at)
    else:
        moves = _compare(persons, run, policy_in_force(), policy(run.policy.uuid))
    _count(run, moves)
    run.after_person_id = persons[-1]
    run.persons_done += len(persons)
    run.pairs_done += moves.pairs
    run.up += moves.up
    run.down += moves.down
    run.save(update_fields=["after_person_id", "persons_done", "pairs_done", "up", "down"])
    return True


def _compare(persons: list[int], run: LevelRun, present: Policy, wanted: Policy) -> Moves:
    """What both policies say of the same evidence on the same day; nothing is stored."""
    facts = facts_of_many(persons)
    was, now = levels_many(facts, run.on, present), levels_many(facts, run.on, wanted)
    moved = was.level != now.level
    return Moves(was.level.size, was.person[moved], was.competency[moved], was.level[moved], now.level[moved])


def _count(run: LevelRun, moves: Moves) -> None:
    """Adds the moves to the counts by office and by competency, and keeps a few of a preview to be explained."""
    lines = list(
        zip(moves.person.tolist(), moves.competency.tolist(), moves.was.tolist(), moves.now.tolist(), strict=True)
    )
    if not lines:
        return
    people = sorted({person for person, *_rest in lines})
    width = len(run.scope_path) + PATH_STEP if run.scope_path else 2 * PATH_STEP
    offices = dict(rows.fetch(lambda *row: row, _OFFICES, [width, people, run.on, run.on]))
    counts: dict[tuple[str, str], list[int]] = collections.defaultdict(lambda: [0, 0, 0])
    seen: set[tuple[str, str, int]] = set()
    for person, competency, was, now in lines:
        for part, key in (("office", offices.get(person, "")), ("competency", str(competency))):
            count = counts[part, key]
            count[0 if now > was else 1] += 1
            count[2] += (part, key, person) not in seen
            seen.add((part, key, person))
    items = sorted(counts.items())
    rows.run(
        _ADD,
        [
            run.id, [part for (part, _key), _c in items], [key for (_part, key), _c in items],
            [c[0] for _k, c in items], [c[1] for _k, c in items], [c[2] for _k, c in items],
        ],
    )  # fmt: skip
    if run.kind == "preview":
        kept = rows.scalar("select count(*) from competencies_levelmovesample where run_id = %s", [run.id])
        dice = random.Random(run.after_person_id)  # noqa: S311 (which few are explained is no secret)
        chosen = dice.sample(lines, min(len(lines), 5, max(0, SAMPLES - kept)))
        if chosen:
            rows.run(_SAMPLE, [run.id, *[list(column) for column in zip(*chosen, strict=True)]])
