"""For whoever waits for it, as commands do: what was touched, and everything where that is due."""

import datetime as dt
import time

from karmayogi.facts.actions.flow import Flowed, flow
from karmayogi.facts.actions.rebuild import check, rebuild
from karmayogi.facts.store.client import Client

__all__ = ["Flowed", "check", "refresh"]

TURN = 300.0  # seconds to wait for runs that are on: with a new day everybody's duties are read, run after run


def refresh(*, store: Client, at: dt.datetime, everything: bool = False) -> Flowed | None:
    """None when another run is on."""
    done = None if everything else flow(store=store, at=at)
    if everything or (done and done.due):
        return rebuild(store=store, at=at)
    return done


def catch_up(*, store: Client, at: dt.datetime) -> bool:
    """Whether the store now holds everything that was committed before. Not when it is empty or of another form, when
    other runs do not end, or when a transaction that runs stands in the way: then it is for the next run."""
    end = time.monotonic() + TURN
    while (done := flow(store=store, at=at)) is None or done.behind:
        if done is None:
            if time.monotonic() > end:
                break
            time.sleep(0.02)
    return done is not None and not done.stuck and not done.due
