"""Jobs: run again after their worker was killed, given up aloud, and what follows an act on many waits behind."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from karmayogi.kernel import jobs, mail, rows
from karmayogi.kernel.bulk import runs
from karmayogi.learning.actions.media import make

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copied_database(django_db_setup, django_db_blocker):
    """A database of its own, with all tables and committed rows; other processes work in it."""
    with django_db_blocker.unblock():
        connection.close()  # a template must not be in use
        at = connection.settings_dict
    name = f"{at['NAME']}_worker"
    server = f"postgresql://{quote(at['USER'])}:{quote(at['PASSWORD'])}@{at['HOST']}:{at['PORT']}/"
    with psycopg.connect(server + "postgres", autocommit=True) as server_connection:
        server_connection.execute(f'drop database if exists "{name}" with (force)')
        server_connection.execute(f'create database "{name}" template "{at["NAME"]}"')
        yield server + name
        server_connection.execute(f'drop database "{name}" with (force)')


@contextlib.contextmanager
def worker(database, *arguments):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.kernel.slow_act", *arguments],
        cwd=ROOT, env=os.environ | {"DATABASE_URL": database}, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        process.wait()


def wait_for(process, ask, *, seconds=120):
    end = time.monotonic() + seconds
    while not ask():
        assert process.poll() is None, f"the worker stopped with {process.returncode}"
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_what_a_killed_worker_had_is_finished_by_the_next_one_each_row_once(copied_database):
    with psycopg.connect(copied_database, autocommit=True) as database:

        def act():
            found = database.execute("select status, applied_rows from kernel_bulkact where kind = 'test.slow'")
            return found.fetchone() or ("", 0)

        with worker(copied_database, "ask") as first:
            wait_for(first, lambda: act()[1] >= 3)
            first.kill()  # as when the memory runs out: no time to say anything
            first.wait()
        assert act()[0] == "running"
        assert database.execute("select status from procrastinate_jobs where queue_name = 'bulk'").fetchall() == [
            ("doing",)
        ]
        # The plan; the tick of media, every ten minutes, may be in that queue as well.
        plan = "queue_name = 'long' and args->>'path' like '%plan_act'"
        assert database.execute(f"select status from procrastinate_jobs where {plan}").fetchall() == [("succeeded",)]
        database.execute(f"update procrastinate_jobs set status = 'todo' where {plan}")
        with worker(copied_database) as second:
            wait_for(second, lambda: act()[0] == "done")
            wait_for(
                second,
                lambda: (
                    not database.execute(
                        "select from procrastinate_jobs where status <> 'succeeded'"
                        f" and (queue_name = 'bulk' or {plan})"
                    ).fetchall()
                ),
            )
            second.send_signal(signal.SIGTERM)
            assert second.wait(timeout=60) == 0, "told to stop, it stops in order"
        assert act() == ("done", 12)
        times = database.execute(
            "select count(*) from kernel_auditentry where tag = 'test:row:apply' group by subject_label"
        )
        assert times.fetchall() == [(1,)] * 12


@jobs.task
def fails(number: int) -> None:
    raise ValueError(number)


LOST: list[int] = []


@jobs.task(queue_name=jobs.BULK)
def watched(number: int) -> None:
    if number < 0:
        raise ValueError(number)
    mail.send(to="a@example.org", subject="s", text="t")
    fails.enqueue(number=number)


jobs.when_lost(watched)(lambda number: LOST.append(number))


def job(path, attempts):
    return Job(
        id=1, queue="default", lock=None, queueing_lock=None, task_name="kernel.run", attempts=attempts,
        task_kwargs={"path": path.module_path, "args": [], "kwargs": {"number": -7}},
    )  # fmt: skip


@pytest.mark.parametrize(("path", "most"), [(fails, 6), (watched, 3)])
def test_a_job_that_is_watched_is_given_up_sooner(path, most):
    error = ValueError()
    assert jobs.RETRY.get_retry_decision(exception=error, job=job(path, most - 1)) is not None
    assert jobs.RETRY.get_retry_decision(exception=error, job=job(path, most)) is None


class Context:
    def __init__(self, job):
        self.job = job


def test_the_last_failure_tells_whoever_asked(db, monkeypatch):
    LOST.clear()
    monkeypatch.setattr(jobs.connections, "close_all", lambda: None)
    for attempts, told in ((0, []), (3, [-7])):
        given = job(watched, attempts)
        with pytest.raises(ValueError, match="7"):
            jobs.run.func(Context(given), **given.task_kwargs)
        assert told == LOST


def test_what_an_act_on_many_brings_about_waits_behind_everything(db, monkeypatch):
    monkeypatch.setattr(jobs.connections, "close_all", lambda: None)
    mail.send(to="a@example.org", subject="s", text="t")
    given = Job(
        id=1, queue=jobs.BULK, lock=None, queueing_lock=None, task_name="kernel.run",
        task_kwargs={"path": watched.module_path, "args": [], "kwargs": {"number": 7}},
    )  # fmt: skip
    jobs.run.func(Context(given), **given.task_kwargs)
    mail.send(to="a@example.org", subject="s", text="t")
    found = ProcrastinateJob.objects.order_by("id").values_list("queue_name", "priority")
    assert list(found) == [("default", jobs.SOON), ("bulk", -10), ("bulk", -10), ("default", jobs.SOON)]


class Waking:
    """What a worker sees that was stopped for a while: its own heartbeat is old, so all its jobs look stalled."""

    def __init__(self, *jobs):
        self.job_manager, self.jobs, self.again = self, jobs, []

    async def get_stalled_jobs(self, *, seconds_since_heartbeat):
        return self.jobs

    async def retry_job(self, job, *, retry_at):
        assert retry_at.year < 2020, "at once, by any clock"
        self.again.append(job.id)


SWEPT: list[list[int]] = []


@jobs.task
def sweeps() -> None:
    waking = Waking(
        *(Job(id=number, queue="default", lock=None, queueing_lock=None, task_name="x") for number in (1, 2))
    )
    assert asyncio.run(jobs.put_back_stalled(waking, seconds=30)) == len(waking.again)
    SWEPT.append(waking.again)


def test_a_worker_that_wakes_takes_no_job_from_itself(db, monkeypatch):
    monkeypatch.setattr(jobs.connections, "close_all", lambda: None)
    SWEPT.clear()
    own = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="kernel.run")
    jobs.run.func(Context(own), sweeps.module_path, [], {})
    sweeps.call()
    assert SWEPT == [[2], [1, 2]], "its own is nobody's while it runs, and afterwards like any other"


LIMITS_SEEN: list[str] = []


@jobs.task
def looks_at_its_limit() -> None:
    LIMITS_SEEN.append(rows.scalar("show statement_timeout"))


def test_only_what_is_short_has_a_limit_on_statements(db, monkeypatch):
    monkeypatch.setattr(jobs.connections, "close_all", lambda: None)
    LIMITS_SEEN.clear()
    for queue in ("default", jobs.LONG, jobs.BULK):
        rows.run("set local statement_timeout = '60s'")
        jobs.run.func(
            Context(Job(id=1, queue=queue, lock=None, queueing_lock=None, task_name="kernel.run")),
            looks_at_its_limit.module_path, [], {},
        )  # fmt: skip
    assert LIMITS_SEEN == ["1min", "0", "0"]


def test_what_may_take_minutes_holds_no_thread_of_what_is_short():
    found = {
        task.name.rpartition(".")[2]: task.queue
        for task in app.tasks.values()
        if task.name.startswith("periodic.karmayogi.learning")
    }
    assert (found["make_media"], found["count_choices_of_peers"]) == (jobs.LONG, jobs.LONG)
    assert found["tell_store"] == "default"
    assert {one.queue_name for one in (runs.plan_act, make.make_media)} == {jobs.LONG}
    assert {one.queue_name for one in (runs.run_act, runs.undo_act)} == {jobs.BULK}
