"""The flow as background work. When the store is away the rows wait in PostgreSQL: the marks lie in the store."""

import logging

from karmayogi.facts.actions.refresh import check, refresh
from karmayogi.facts.store.client import here
from karmayogi.facts.types import Away
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import FIRST, periodic, unhurried

log = logging.getLogger("karmayogi.facts")


@periodic("* * * * * */20", priority=FIRST)  # every 20 seconds: what is shown is a minute old at most
def flow() -> None:
    at = clock.now()
    try:
        with unhurried():  # the first one reads everything
            done = refresh(store=here(), at=at)
            while done and done.behind:
                done = refresh(store=here(), at=clock.now())
    except Away as error:
        log.warning("the store of facts is away; its rows wait: %s", error)


@periodic("40 20 * * *")  # ten past two at night in India
def compare() -> None:
    try:
        with unhurried():
            check(store=here(), at=clock.now())
    except Away as error:
        log.error("the store of facts is away; nothing was compared tonight: %s", error)
