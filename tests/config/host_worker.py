"""A worker with a toy job on a host of its own (test_hosts.py). Arguments: name of the host, seconds by which its clock
is wrong. Where the job writes are tables of the test."""

import datetime as dt
import os
import sys
import time

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import transaction
from procrastinate import utils
from procrastinate.contrib.django import app

from karmayogi.kernel import rows
from karmayogi.kernel.jobs import task

DEAD_AFTER = 4.0


@task
def toil(number: int) -> None:
    """Notes at once that it began; its effect stays in its transaction for a while."""
    host = os.environ["TOY_HOST"]
    rows.run("insert into toy_begun values (%s, %s)", [number, host])
    with transaction.atomic():
        rows.run("insert into toy_done values (%s, %s) on conflict do nothing", [number, host])
        rows.run("insert into toy_effect values (%s)", [number])
        time.sleep(0.5)


if __name__ == "__main__":
    os.environ["TOY_HOST"], skew = sys.argv[1], float(sys.argv[2])
    right, right_now = time.time, utils.utcnow
    time.time = lambda: right() + skew
    utils.utcnow = lambda: right_now() + dt.timedelta(seconds=skew)
    app.periodic_registry.periodic_tasks.clear()  # the product's own have nothing to do here
    call_command("work", dead_after=DEAD_AFTER)
