"""The background worker: runs jobs until it is told to stop, finishing what it has begun.

Three workers in one process: one for what is short, one for what is long, one for acts on many and what follows from
them. Beside them, every second, the delivery of events that are gathered.
"""

import asyncio
import contextlib
import logging
import signal
from typing import Any

from asgiref.sync import sync_to_async
from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from karmayogi.kernel.events import MOST, deliver_gathered
from karmayogi.kernel.jobs import BULK, LONG, put_back_stalled

_HEARTBEAT = 5.0
_GATHER = 1.0  # seconds between two deliveries of gathered events

log = logging.getLogger("karmayogi.jobs")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dead-after", type=float, default=30.0,
            help="seconds without a heartbeat after which another worker's jobs are taken over",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        # A second app over the same tasks: the first keeps Django's connection, so that what a job enqueues
        # belongs to the job's own transaction.
        worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        asyncio.run(_work(worker, options["dead_after"]))


async def _work(worker: Any, dead_after: float) -> None:
    async with worker.open_async():
        parts = [
            asyncio.create_task(_run(worker, "default", 2, dead_after), name="default"),
            asyncio.create_task(_run(worker, LONG, 2, dead_after), name=LONG),  # two: a film may take an hour
            asyncio.create_task(_run(worker, BULK, 1, dead_after), name=BULK),
            asyncio.create_task(_look_for_stalled(worker, dead_after), name="stalled"),
            asyncio.create_task(_gather(), name="gathered"),
        ]
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, lambda: [part.cancel() for part in parts])
        # When one part ends, the others do too: whoever supervises us starts all anew.
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        for part in parts:
            part.cancel()
        for result in await asyncio.gather(*parts, return_exceptions=True):
            if isinstance(result, Exception):
                raise result


async def _run(worker: Any, queue: str, concurrency: int, dead_after: float) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await worker.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=concurrency,
            listen_notify=True,
            fetch_job_polling_interval=5.0,
            delete_jobs="successful",
            shutdown_graceful_timeout=6.0,
            install_signal_handlers=False,
            update_heartbeat_interval=min(_HEARTBEAT, dead_after / 4),
            stalled_worker_timeout=dead_after,
        )


async def _look_for_stalled(worker: Any, dead_after: float) -> None:
    """At the start and then again and again. No job itself: it must not wait behind the work that it frees."""
    while True:
        await put_back_stalled(worker, seconds=dead_after)
        await asyncio.sleep(dead_after / 3)


async def _gather() -> None:
    """As long as there are as many as fit into one delivery, without a pause."""
    while True:
        if await sync_to_async(_deliver, thread_sensitive=False)() < MOST:
            await asyncio.sleep(_GATHER)


def _deliver() -> int:
    try:
        return deliver_gathered()
    except (Error, ConnectorException):  # they wait where they are; so does what the queue would have taken of them
        log.warning("gathered events could not be delivered; they are taken again", exc_info=True)
        return 0
    finally:
        connections.close_all()
