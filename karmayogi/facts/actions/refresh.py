"""For whoever waits for it, as commands do: what was touched, and everything where that is due."""

import datetime as dt

from karmayogi.facts.actions.flow import Flowed, flow
from karmayogi.facts.actions.rebuild import check, rebuild
from karmayogi.facts.store.client import Client

__all__ = ["Flowed", "check", "refresh"]


def refresh(*, store: Client, at: dt.datetime, everything: bool = False) -> Flowed | None:
    """None when another run is on."""
    done = None if everything else flow(store=store, at=at)
    if everything or (done and done.due):
        return rebuild(store=store, at=at)
    return done


def catch_up(*, store: Client, at: dt.datetime) -> bool:
    """Whether the store now holds everything that was committed before. Not when it is empty or of another form, when
    another run is on, or when a transaction that runs stands in the way: then it is for the next run."""
    while (done := flow(store=store, at=at)) and done.behind:
        pass
    return done is not None and not done.stuck and not done.due
