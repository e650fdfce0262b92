"""Background work of demand."""

from karmayogi.demand.actions.decide import lapse
from karmayogi.demand.actions.scan import scan
from karmayogi.kernel import clock
from karmayogi.kernel.access import System
from karmayogi.kernel.jobs import LONG, periodic, unhurried


@periodic("5 22 * * *", queue=LONG)  # twenty-five to four at night in India, when levels have been worked out
def look_for_lacks() -> None:
    at = clock.now()
    with unhurried():
        scan(on=clock.day(at), at=at)


@periodic("33 18 * * *")  # three minutes past midnight in India
def tell_who_is_late() -> None:
    lapse(agent=System("content demand"), at=clock.now())
