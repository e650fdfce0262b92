"""Entering a unit of government."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.orgs.actions.structure import turn
from karmayogi.orgs.engine import paths
from karmayogi.orgs.models import Organisation, OrganisationSpell
from karmayogi.orgs.policies import can_over_organisation
from karmayogi.orgs.queries.organisations import organisation_by_code
from karmayogi.orgs.types import OrganisationRow


def create_organisation(
    *,
    agent: Agent,
    code: str,
    kind: str,
    name_en: str,
    parent_id: int | None,
    name_hi: str = "",
    name_ur: str = "",
    state_id: int | None = None,
    district_id: int | None = None,
    valid_from: dt.date,
    at: dt.datetime,
) -> OrganisationRow:
    """A new unit below `parent_id` (None: the country itself, which only a command may enter).

    Raises NotFound when the parent is not the actor's to shape; Refused when the code is taken, and for a day before
    the parent was there or came to where it stands.
    """
    with transaction.atomic():
        parent = _parent(parent_id) if parent_id is not None else None
        if isinstance(agent, Actor) and not can_over_organisation(agent, parent.path if parent else "", "structure"):
            raise NotFound
        if parent is not None:
            if parent.valid_to is not None:
                raise Refused(_("The unit above was abolished."))
            turn.check_there(parent, valid_from)
        if organisation_by_code(code):
            raise Refused(_("Another organisation has the code %(code)s.") % {"code": code})
        new_id: int = rows.scalar("select nextval(pg_get_serial_sequence('orgs_organisation', 'id'))")
        row = Organisation.objects.create(
            id=new_id, code=code, kind=kind, name_en=name_en, name_hi=name_hi, name_ur=name_ur, parent_id=parent_id,
            path=(parent.path if parent else "") + paths.step(new_id), state_id=state_id, district_id=district_id,
            valid_from=valid_from, created_at=at,
        )  # fmt: skip
        OrganisationSpell.objects.create(
            organisation=row, parent_id=parent_id, name_en=name_en, name_hi=name_hi, name_ur=name_ur, kind=kind,
            path=row.path, valid_from=valid_from,
        )  # fmt: skip
        audit.record(
            "orgs:organisation:create", agent=agent, at=at, kind="organisation", subject=row.uuid, label=name_en
        )
    return OrganisationRow(
        row.id, row.uuid, code, kind, name_en, name_hi, name_ur, parent_id, row.path, state_id
    )  # fmt: skip


def _parent(parent_id: int) -> Organisation:
    """Locked: it does not move while something is put under it."""
    found = Organisation.objects.select_for_update(no_key=True).filter(pk=parent_id).first()
    if found is None:
        raise NotFound
    return found
