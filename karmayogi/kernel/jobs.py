"""Background work: the django.tasks face on procrastinate (PostgreSQL queue, retries, heartbeats, cron).

A job is a row written in the caller's transaction: rolled back with it, run at least once after it.
"""

import datetime as dt
from typing import Any

from django.db import connections
from django.tasks import TaskResult, TaskResultStatus, task
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.exceptions import TaskResultDoesNotExist
from django.utils.json import normalize_json
from django.utils.module_loading import import_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

__all__ = ["ProcrastinateBackend", "drain", "periodic", "task"]

RETRY = RetryStrategy(max_attempts=6, exponential_wait=5)


@app.task(queue="default", name="kernel.run", retry=RETRY)
def run(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Runs the django task at `path`. Failing raises, so that the queue retries and at last parks it as failed."""
    try:
        import_string(path).call(*args, **kwargs)
    finally:
        connections.close_all()  # a worker thread keeps no connection between jobs; the pool does


def periodic(cron: str) -> Any:
    """Decorator: runs a function without arguments at the times of a cron line, once over all workers."""

    def register(function: Any) -> Any:
        @app.periodic(cron=cron)
        @app.task(queue="default", name=f"periodic.{function.__module__}.{function.__name__}", pass_context=False)
        def _tick(timestamp: int) -> None:
            try:
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
        job_id = app.configure_task(
            "kernel.run", queue=task.queue_name, priority=task.priority, schedule_at=task.run_after
        ).defer(path=task.module_path, args=normalize_json(list(args)), kwargs=normalize_json(kwargs))
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


def drain(*, at: dt.datetime | None = None, limit: int = 1000) -> int:
    """Runs waiting jobs in this process and connection, oldest first; how many ran. For tests and first set-up only."""
    ran = 0
    for _ in range(limit):
        job = ProcrastinateJob.objects.filter(status="todo", task_name="kernel.run").order_by("id").first()
        if job is None:
            break
        import_string(job.args["path"]).call(*job.args["args"], **job.args["kwargs"])
        from karmayogi.kernel import rows

        rows.run("update procrastinate_jobs set status = 'succeeded' where id = %s", [job.pk])
        ran += 1
    return ran
