"""Who may see levels and gaps of a person: whoever may see the person (orgs decides)."""

import datetime as dt

from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs


def check_may_see(actor: Actor, person_id: int, on: dt.date) -> None:
    """Raises NotFound unless it is herself, her supervisor or an admin over her post."""
    if actor.person_id != person_id and not orgs.may_see_person(actor, person_id, on):
        raise NotFound
