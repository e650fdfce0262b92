"""A worker with a slow toy act, run in a process of its own (test_jobs.py): "ask" first proposes and approves one."""

import os
import sys
import time
import uuid

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()

from django.core.management import call_command  # noqa: E402

from karmayogi.kernel import audit, bulk, clock, jobs  # noqa: E402
from karmayogi.kernel.access import Actor, Authority, Role, System  # noqa: E402

ROWS = 12


def plan(act, at):
    for number in range(1, ROWS + 1):
        yield bulk.Planned(number, "new", f"row {number}")


def apply_chunk(chunk):
    time.sleep(0.25)
    for row in chunk.rows:
        audit.record(
            "test:row:apply", agent=System("test"), at=chunk.at, kind="row", subject=chunk.act.uuid, label=row.label
        )
    return [bulk.Result(row.number) for row in chunk.rows]


def undo_chunk(chunk):
    return [bulk.Result(row.number) for row in chunk.rows]


bulk.register(bulk.Kind("test.slow", plan, apply_chunk, undo_chunk, roles=(Role.MDO_ADMIN,), chunk=1))

if sys.argv[1:] == ["ask"]:
    path = "00000001"
    clerk = Actor(1, uuid.uuid4(), 1, uuid.uuid4(), "Clerk", "en", "", (Authority(Role.MDO_ADMIN, path, 1),))
    act = bulk.propose("test.slow", actor=clerk, label="slow", scope_path=path, at=clock.now())
    jobs.drain()
    bulk.approve(actor=clerk, uuid=act.uuid, at=clock.now())

call_command("work", dead_after=3.0)
