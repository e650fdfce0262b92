"""The flow as background work. When the store is away the rows wait in PostgreSQL: the marks lie in the store."""

import logging

from karmayogi.facts.actions.refresh import check, refresh
from karmayogi.facts.queries.state import last
from karmayogi.facts.store.client import here
from karmayogi.facts.types import Away, Busy
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import FIRST, LONG, periodic, unhurried

log = logging.getLogger("karmayogi.facts")


@periodic("* * * * * */20", priority=FIRST)  # every 20 seconds: what is shown is a minute old at most
def flow() -> None:
    at = clock.now()
    try:
        with unhurried():  # the first one reads everything
            note = last(here())
            done = refresh(store=here(), at=at) if note is None or note.is_due(at) else None
            while done and done.behind:
                done = refresh(store=here(), at=clock.now())
    except (Away, Busy) as error:
        log.warning("the store of facts does not answer; its rows wait: %s", error)


@periodic("40 20 * * *", queue=LONG)  # ten past two at night in India
def compare() -> None:
    try:
        with unhurried():
            check(store=here(), at=clock.now())
    except (Away, Busy) as error:
        log.error("the store of facts does not answer; nothing was compared tonight: %s", error)
