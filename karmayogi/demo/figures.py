"""The figures of the demonstration, frozen once: what the sample report is made from."""

import datetime as dt
import uuid
from collections.abc import Callable

from karmayogi.insight import api as insight
from karmayogi.kernel.access import System

AGENT = System("demonstration")
NAME = "First frozen figures of the demonstration"
NUMBER = uuid.UUID("0190f3a2-0000-7000-8000-00000000f001")


def build(*, at: dt.datetime, say: Callable[[str], None]) -> None:
    """Counts everything first, so that a visitor finds figures on the first page that is opened."""
    insight.freeze_figures(agent=AGENT, number=NUMBER, name=NAME, at=at)
    say("figures counted and frozen")
