"""Another system that does not answer is left alone for a while, so that whatever is to be told to it holds up no
worker: after a few that waited in vain the others are put off at once, and one of them looks again now and then."""

import datetime as dt

from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.kernel.pauses import pause

PATIENT = 3  # one after the other that waited in vain before the next ones are put off
LOOKING = dt.timedelta(minutes=1)  # how long the others wait for the one that looks again
SLOW = 5  # seconds: an answer that takes longer holds up a worker as none does


def shut_until(name: str, at: dt.datetime) -> dt.datetime | None:
    """None: go ahead, and tell by note_answer what came of it. Else when to ask again."""
    until: dt.datetime | None = rows.scalar("select shut_until from kernel_breaker where name = %s", [name])
    if until is None:
        return None
    if until <= at and rows.run(
        "update kernel_breaker set shut_until = %s where name = %s and shut_until = %s", [at + LOOKING, name, until]
    ):
        return None
    return max(until, at + dt.timedelta(seconds=1))


@transaction.atomic
def note_answer(name: str, answered: bool, at: dt.datetime) -> None:
    """What came of it. Counted and shut at once: of a count that shuts nothing no later one would."""
    if answered:
        rows.run("delete from kernel_breaker where name = %s", [name])
        return
    # Of those that waited side by side when it shut only the first few tell anything: then only the one that looks.
    failures = rows.scalar(
        "insert into kernel_breaker (name, failures) values (%s, 1)"
        " on conflict (name) do update set failures = kernel_breaker.failures + 1"
        " where kernel_breaker.failures < %s or kernel_breaker.shut_until = %s returning failures",
        [name, PATIENT, at + LOOKING],
    )
    if failures is not None and failures >= PATIENT:
        rows.run(
            "update kernel_breaker set shut_until = %s where name = %s", [at + pause(failures - PATIENT + 1), name]
        )
