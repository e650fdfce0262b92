"""Who may judge a person's proof, and what keeps somebody from it."""

import datetime as dt

from django.utils.translation import gettext as _

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, Refused, Role
from karmayogi.orgs import api as orgs

# Over the office of the person: who judges claims and decides contests.
ASSESSORS = (Role.FRAC_COMPETENCY_REVIEWER, Role.MDO_ADMIN)
# Over the office of the person: who may observe her at work besides those above her.
TRAINERS = (Role.PROGRAM_INSTRUCTOR, Role.MENTOR)
# Over the organisation: who opens a round in it.
ORGANISERS = (Role.MDO_ADMIN,)
# Over the whole country ("" or its path): who drafts and publishes policies and keeps the register of instruments.
CURATORS = (Role.SPV_ADMIN, Role.FRAC_ADMIN)

_OFFICES = """
select distinct i.organisation_path from orgs_incumbency i
where i.person_id = %s and i.valid_from <= %s and (i.valid_to is null or i.valid_to > %s)
"""


def office_of(person_id: int, on: dt.date) -> str:
    """The path of her office on that day; "" for somebody without a post."""
    post = orgs.current_post(person_id, on)
    return post.path if post else ""


def reaches(actor: Actor, path: str, *roles: Role) -> bool:
    """Whether a role of the actor reaches that office. Somebody without an office is reached by national roles only."""
    return actor.may(path, *roles) if path else curates(actor, *roles)


def curates(actor: Actor, *roles: Role) -> bool:
    """Whether the actor holds one of the roles (a curator's, when none is named) over the whole country."""
    return actor.may(orgs.country_path(), *(roles or CURATORS))


def may_observe(actor: Actor, person_id: int, on: dt.date) -> bool:
    """Those above her in the reporting line, and trainers over an office of hers. Never herself."""
    if actor.person_id == person_id:
        return False
    if orgs.supervises(actor.person_id, person_id, on):
        return True
    paths = rows.fetch(str, _OFFICES, [person_id, on, on]) if actor.paths(*TRAINERS) else []
    return any(actor.may(path, *TRAINERS) for path in paths)


def check_no_conflict(
    actor: Actor, person_id: int, on: dt.date, *, declared: bool, observer_id: int | None = None
) -> None:
    """Raises Refused, naming the conflict of interest that keeps the actor from judging this person."""
    if actor.person_id == person_id:
        raise Refused(_("This is about yourself: somebody else has to decide."))
    if observer_id is not None and actor.person_id == observer_id:
        raise Refused(_("You made this row of evidence yourself: somebody else has to decide."))
    if orgs.supervises(person_id, actor.person_id, on):
        raise Refused(_("This person is above you in the reporting line: somebody else has to decide."))
    if not declared:
        raise Refused(_("Confirm that you are neither related to this person nor have an interest of your own."))
