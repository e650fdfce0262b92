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


# Frameworks. A national one is open to proposals from every ministry; that of an owner from the owner and those below.
PROPOSES = (Role.FRAC_COMPETENCY_MEMBER, Role.FRAC_COMPETENCY_REVIEWER, Role.FRAC_ADMIN)
OVER_FRAMEWORK: dict[str, tuple[Role, ...]] = {
    "first": (Role.FRAC_COMPETENCY_REVIEWER,),  # the first review
    "second": (Role.FRAC_ADMIN,),  # the second
    "admin": (Role.FRAC_ADMIN, Role.SPV_ADMIN),  # drafts, imports, publishing, re-tagging, crosswalks
    "discuss": (*PROPOSES, Role.SPV_ADMIN),  # its proposals and what is said about them
}


def can_over_framework(actor: Actor, path: str, to: str, *, national: bool = False) -> bool:
    """Whether the actor may do `to` (a key of OVER_FRAMEWORK, or "propose") with a framework owned at `path`."""
    if to == "propose":
        mine = actor.paths(*PROPOSES)
        return bool(mine) and (national or any(path.startswith(one) or one.startswith(path) for one in mine))
    return actor.may(path, *OVER_FRAMEWORK[to])


def can_see_gaps(actor: Actor, path: str) -> bool:
    return actor.may(path, *SEES_GAPS)


def can_see_persons(actor: Actor, path: str) -> bool:
    return actor.may(path, *SEES_PERSONS)


def can_shape_schemes(actor: Actor, path: str) -> bool:
    return actor.may(path, Role.FRAC_ADMIN, Role.SPV_ADMIN)


# What a view or an action wants to do with a work order -> the roles that allow it over the order's organisation.
OVER_ORDER: dict[str, tuple[Role, ...]] = {
    "see": (
        Role.IFU_MEMBER, Role.FRAC_REVIEWER_L1, Role.FRAC_REVIEWER_L2, Role.FRAC_ADMIN, Role.MDO_ADMIN, Role.MDO_LEADER,
        Role.STATE_ADMIN, Role.SPV_ADMIN,
    ),
    "draft": (Role.IFU_MEMBER,),
    "review_l1": (Role.FRAC_REVIEWER_L1,),
    "review_l2": (Role.FRAC_REVIEWER_L2,),
    "administer": (Role.FRAC_ADMIN,),
}  # fmt: skip
WRITES_NAMES = (Role.IFU_MEMBER, Role.FRAC_ADMIN)


def can_over_order(actor: Actor, path: str, to: str) -> bool:
    """Whether the actor may do `to` (a key of OVER_ORDER) with orders of the organisation at `path`."""
    return actor.may(path, *OVER_ORDER[to])


def can_open_workbench(actor: Actor) -> bool:
    return bool(actor.paths(*OVER_ORDER["see"]))


def can_add_names(actor: Actor) -> bool:
    """Whoever writes orders adds to the dictionaries; what she adds belongs to her own organisation."""
    return bool(actor.paths(*WRITES_NAMES))


def can_curate_name(actor: Actor, owner_path: str) -> bool:
    """Renaming, other names and merges: the FRAC administrator of whoever owns the name."""
    return actor.may(owner_path, Role.FRAC_ADMIN)
