"""Entering one designation of the master."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent, NotFound, Refused
from karmayogi.orgs.engine.designations import designation_key
from karmayogi.orgs.models import Designation
from karmayogi.orgs.policies import can_curate
from karmayogi.orgs.types import DesignationRow


def create_designation(
    *, agent: Agent, name: str, name_hi: str = "", name_ur: str = "", at: dt.datetime
) -> DesignationRow:
    """A new designation, or the one that has exactly this name, its missing Hindi and Urdu names filled in.

    Raises Refused without a name.
    """
    if not can_curate(agent):
        raise NotFound
    name = " ".join(name.split())
    if not name:
        raise Refused(_("A designation needs a name."))
    with transaction.atomic():
        row, new = Designation.objects.get_or_create(
            name=name,
            defaults={"name_hi": name_hi, "name_ur": name_ur, "key": designation_key(name), "created_at": at},
        )
        missing = [field for field in ("name_hi", "name_ur") if not getattr(row, field)]
        if not new and missing:
            row.name_hi, row.name_ur = row.name_hi or name_hi, row.name_ur or name_ur
            row.save(update_fields=missing)
        if new:
            audit.record(
                "orgs:designation:create", agent=agent, at=at, kind="designation", subject=row.uuid, label=name
            )
    return DesignationRow(row.id, row.uuid, row.name, row.name_hi, row.name_ur)
