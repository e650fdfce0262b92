"""Background work: the django.tasks face on procrastinate (PostgreSQL queue, retries, heartbeats, cron).

A job is a row written in the caller's transaction: rolled back with it, run at least once after it, also when the
worker that had it was killed (put_back_stalled). Three queues have worker threads of their own, so that neither a large
import nor a film delays anybody's password: what is short, LONG (what somebody waits for and may take minutes: plans,
previews, media, what reads everything) and BULK (acts on many and what follows from them).
"""

import contextlib
import contextvars
import datetime as dt
import logging
from collections.abc import Callable, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection, connections
from django.tasks import TaskResult, TaskResultStatus, task
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.exceptions import TaskResultDoesNotExist
from django.utils.json import normalize_json
from django.utils.module_loading import import_string
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

__all__ = [
    "BULK",
    "FIRST",
    "LONG",
    "SOON",
    "ProcrastinateBackend",
    "drain",
    "periodic",
    "put_back_stalled",
    "task",
    "unhurried",
    "when_lost",
]

log = logging.getLogger("karmayogi.jobs")

BULK = "bulk"
LONG = "long"
_UNHURRIED = (BULK, LONG)
FIRST = 50  # somebody waits for it at a screen, or a promise in seconds hangs on it
SOON = 10  # a single message to one person, a preview
_AT_ONCE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # also where the clock of the host that says so is minutes ahead
_LATER = -10  # what follows from an act on many, behind the acts themselves

type Lost = Callable[..., None]

_lost: dict[str, Lost] = {}
_beside: list[Callable[[], int]] = []
_running: set[int | None] = set()  # jobs that threads of this process are at
_in_bulk: contextvars.ContextVar[bool] = contextvars.ContextVar("in_bulk", default=False)


def beside_jobs[W: Callable[[], int]](work: W) -> W:
    """Decorator: `drain` does this too. The worker has a loop of its own for it."""
    _beside.append(work)
    return work


def when_lost(of: Any) -> Callable[[Lost], Lost]:
    """Decorator: called with the arguments of a job of this task when it is given up. Somebody watches such a job, so
    it is given up after three minutes, not after hours."""

    def register(function: Lost) -> Lost:
        _lost[of.module_path] = function
        return function

    return register


class _Retry(BaseRetryStrategy):
    """Growing pauses: 5, 25, 125 seconds and so on."""

    long = RetryStrategy(max_attempts=6, exponential_wait=5)
    short = RetryStrategy(max_attempts=3, exponential_wait=5)

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        strategy = self.short if job.task_kwargs.get("path") in _lost else self.long
        return strategy.get_retry_decision(exception=exception, job=job)


RETRY = _Retry()


@app.task(queue="default", name="kernel.run", retry=RETRY, pass_context=True)
def run(context: JobContext, path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Runs the django task at `path`. Failing raises, so that the queue retries and at last parks it as failed."""
    token = _in_bulk.set(context.job.queue == BULK)
    try:
        with _noted(context.job):
            import_string(path).call(*args, **kwargs)
    except Exception as error:
        if RETRY.get_retry_decision(exception=error, job=context.job) is None:
            _tell_lost(context.job)
        raise
    finally:
        _in_bulk.reset(token)
        connections.close_all()  # a worker thread keeps no connection between jobs; the pool does


@contextlib.contextmanager
def _noted(job: Job) -> Iterator[None]:
    """Around a job that a thread of this process is at: it is not put back meanwhile, and has the time of its queue."""
    _running.add(job.id)
    try:
        with unhurried() if job.queue in _UNHURRIED else contextlib.nullcontext():
            yield
    finally:
        _running.discard(job.id)


@contextlib.contextmanager
def unhurried() -> Iterator[None]:
    """Lifts the limit on statements (config/database.py) for work on everything; the connection gets it back."""
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:  # a broken one is never used again
            cursor.execute("reset statement_timeout")


def _tell_lost(job: Job) -> None:
    """To the package whose job is given up, if it asked for that. Its own fault is logged: the job's must be seen."""
    given: Any = job.task_kwargs
    found = _lost.get(given["path"]) if "path" in given else None  # periodic jobs have none
    if found is None:
        return
    try:
        found(*given["args"], **given["kwargs"])
    except Exception:
        log.exception("nobody could be told that a job is given up", extra={"job": job.id})


async def put_back_stalled(worker: Any, *, seconds: float) -> int:
    """Jobs of workers that were killed (no heartbeat for that long, or their row is gone) wait again at once; how many.

    A job that killed its worker as often as it may fail is parked as failed. After this process itself was asleep (a
    machine that was stopped for a while) its own heartbeat is old, and its jobs live on all the same: they stay.
    """
    count = 0
    for job in await worker.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        if job.id in _running:
            continue
        again = RETRY.get_retry_decision(exception=RuntimeError("the worker was killed"), job=job)
        try:
            if again:
                await worker.job_manager.retry_job(job, retry_at=_AT_ONCE)
            else:
                await worker.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        except ConnectorException:  # another worker was quicker, or the job has ended after all
            log.info("a stalled job is no longer stalled", extra={"job": job.id})
            continue
        log.warning("a worker was killed: its job %s", "waits again" if again else "is given up", extra={"job": job.id})
        if not again:
            await sync_to_async(_tell_and_close, thread_sensitive=False)(job)
        count += 1
    return count


def _tell_and_close(job: Job) -> None:
    try:
        _tell_lost(job)
    finally:
        connections.close_all()


def periodic(cron: str, *, priority: int = 0, queue: str = "default") -> Any:
    """Decorator: runs a function without arguments at the times of a cron line, once over all workers."""

    def register(function: Any) -> Any:
        @app.periodic(cron=cron)
        @app.task(
            queue=queue, priority=priority, name=f"periodic.{function.__module__}.{function.__name__}",
            pass_context=True,
        )  # fmt: skip
        def _tick(context: JobContext, timestamp: int) -> None:
            try:
                with _noted(context.job):
                    function()
            finally:
                connections.close_all()

        return function

    return register


class ProcrastinateBackend(BaseTaskBackend):
    """django.tasks over procrastinate."""

    supports_defer = True
    supports_async_task = False
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        queue, priority = task.queue_name, task.priority
        if _in_bulk.get():  # what an act on many brings about waits behind everything that one person does
            queue, priority = BULK, min(priority, _LATER)
        job_id = app.configure_task("kernel.run", queue=queue, priority=priority, schedule_at=task.run_after).defer(
            path=task.module_path, args=normalize_json(list(args)), kwargs=normalize_json(kwargs)
        )
        return self._result(task, str(job_id), TaskResultStatus.READY, list(args), dict(kwargs))

    def get_result(self, result_id: str) -> TaskResult:
        job = ProcrastinateJob.objects.filter(pk=result_id).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        status = {
            "todo": TaskResultStatus.READY,
            "doing": TaskResultStatus.RUNNING,
            "succeeded": TaskResultStatus.SUCCESSFUL,
        }.get(job.status, TaskResultStatus.FAILED)
        return self._result(import_string(job.args["path"]), str(job.pk), status, job.args["args"], job.args["kwargs"])

    def _result(self, task: Any, id: str, status: Any, args: list[Any], kwargs: dict[str, Any]) -> TaskResult:
        return TaskResult(
            task=task, id=id, status=status, enqueued_at=None, started_at=None, finished_at=None,
            last_attempted_at=None, args=args, kwargs=kwargs, backend=self.alias, errors=[], worker_ids=[],
        )  # fmt: skip


def drain(*, at: dt.datetime | None = None, limit: int = 1000, below: str = "") -> int:
    """Runs waiting jobs in this process and connection, oldest first; how many ran. For tests and first set-up only.

    below: only tasks of that module and those below it; the others wait for a worker, and so do gathered events.
    """
    ran = 0
    waiting = ProcrastinateJob.objects.filter(status="todo", task_name="kernel.run")
    if below:
        waiting = waiting.filter(args__path__startswith=f"{below}.")
    for _ in range(limit):
        if not below:
            ran += sum(work() for work in _beside)
        job = waiting.order_by("id").first()
        if job is None:
            break
        import_string(job.args["path"]).call(*job.args["args"], **job.args["kwargs"])
        from karmayogi.kernel import rows

        rows.run("update procrastinate_jobs set status = 'succeeded' where id = %s", [job.pk])
        ran += 1
    return ran
