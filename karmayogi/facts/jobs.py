"""The flow as background work. When the store is away the rows wait in PostgreSQL: the marks lie in the store."""

import logging

from karmayogi.facts.actions import flow as flowing
from karmayogi.facts.actions.rebuild import check, rebuild
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
        with unhurried():  # after an absence there is much to read
            note = last(here())
            done = flowing.flow(store=here(), at=at) if note is not None and note.is_due(at) else None
            while done and done.behind:
                done = flowing.flow(store=here(), at=clock.now())
    except (Away, Busy) as error:
        log.warning("the store of facts does not answer; its rows wait: %s", error)


@periodic("* * * * *", queue=LONG)
def build() -> None:
    """Everything, where that is due: beside the flow, which goes on meanwhile."""
    try:
        with unhurried():
            note = last(here())
            if flowing.is_strange(note) or (note and note.full_due):
                rebuild(store=here(), at=clock.now())
    except (Away, Busy) as error:
        log.warning("the store of facts does not answer; it is built later: %s", error)


@periodic("40 20 * * *", queue=LONG)  # ten past two at night in India
def compare() -> None:
    try:
        with unhurried():
            check(store=here(), at=clock.now())
    except (Away, Busy) as error:
        log.error("the store of facts does not answer; nothing was compared tonight: %s", error)
