"""Who may see levels and gaps: of a person, whoever may see her (orgs decides); of an office, by role over its path."""

import datetime as dt

from karmayogi.kernel.access import Actor, NotFound, Role
from karmayogi.orgs import api as orgs

# Over an office: its gaps as figures; and whether its persons may be opened from there.
SEES_GAPS = (
    Role.MDO_ADMIN, Role.MDO_LEADER, Role.STATE_ADMIN, Role.MDO_DASHBOARD_USER, Role.CBC_ANALYST, Role.FRAC_ADMIN,
)  # fmt: skip
SEES_PERSONS = (Role.MDO_ADMIN, Role.MDO_LEADER)


def check_may_see(actor: Actor, person_id: int, on: dt.date) -> None:
    """Raises NotFound unless it is herself, her supervisor or an admin over her post."""
    if actor.person_id != person_id and not orgs.may_see_person(actor, person_id, on):
        raise NotFound


def can_see_gaps(actor: Actor, path: str) -> bool:
    return actor.may(path, *SEES_GAPS)


def can_see_persons(actor: Actor, path: str) -> bool:
    return actor.may(path, *SEES_PERSONS)


def can_shape_schemes(actor: Actor, path: str) -> bool:
    return actor.may(path, Role.FRAC_ADMIN, Role.SPV_ADMIN)
