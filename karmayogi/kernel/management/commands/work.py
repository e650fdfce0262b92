"""The background worker: runs jobs until it is told to stop, finishing what it has begun."""

from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        # A second app over the same tasks: the first keeps Django's connection, so that what a job enqueues
        # belongs to the job's own transaction.
        worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        worker.run_worker(
            concurrency=2,
            listen_notify=True,
            fetch_job_polling_interval=5.0,
            delete_jobs="successful",
            shutdown_graceful_timeout=6.0,
        )
