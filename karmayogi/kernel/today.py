"""What packages say on somebody's first page: asked at every visit, so one statement says that there is nothing."""

import dataclasses
import datetime as dt
from collections.abc import Callable

from karmayogi.kernel import clock, rows, slots
from karmayogi.kernel.access import Actor

type Note = tuple[str, str, str]  # what, text, address


@dataclasses.dataclass(frozen=True, slots=True)
class Offer:
    """Slot "portal.today". notes is asked only of whom `when` holds: an SQL condition over %(person)s, %(at)s (the
    moment) and %(on)s (the day of India). It may hold for too many, never for too few."""

    notes: Callable[[Actor], list[Note]]
    when: str


def notes_for(actor: Actor, at: dt.datetime) -> list[Note]:
    """Of all packages, in the order in which they filled the slot."""
    offers: tuple[Offer, ...] = slots.every("portal.today")
    if not offers:
        return []
    conditions = ", ".join(f"({offer.when})" for offer in offers)
    asked = {"person": actor.person_id, "at": at, "on": clock.day(at)}
    holds = rows.first(lambda *row: row, f"select {conditions}", asked) or ()
    return [note for offer, one in zip(offers, holds, strict=True) if one for note in offer.notes(actor)]
