"""Background work of talent."""

from karmayogi.kernel import clock
from karmayogi.kernel.jobs import LONG, periodic
from karmayogi.talent.actions.deliver_digests import deliver_digests
from karmayogi.talent.actions.send_feed import send_all
from karmayogi.talent.actions.write_digests import write_digests


@periodic("20 * * * *", queue=LONG)
def tell_appraisal_systems() -> None:
    send_all(clock.now())


@periodic("40 0 * * *", queue=LONG)
def write() -> None:
    """Ten past six in the morning in India."""
    write_digests(clock.now())


@periodic("5 * * * *", queue=LONG)
def deliver() -> None:
    """What waits for the end of somebody's quiet hours."""
    deliver_digests(clock.now())
