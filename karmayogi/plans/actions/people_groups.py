"""Groups of people by rule: the rules of a draft kept under a name, and taken into another draft as a copy.

A copy, since a mandate in force is changed by nothing but another mandate: who edits a group binds nobody.
"""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.plans.actions.write_mandate import MOST_CONDITIONS, copy_rules, room_for, writing
from karmayogi.plans.models import MandateCondition, MandateRule, PeopleGroup
from karmayogi.plans.queries.access import access_mandate
from karmayogi.plans.queries.burdens import groups_for


def keep_group(*, actor: Actor, mandate: uuids.UUID, name: str, at: dt.datetime) -> uuids.UUID:
    """The rules of the mandate, of its issuer's organisation. The same name again takes the place of what was kept."""
    name = " ".join(name.split())[:120]
    if not name:
        raise Refused(_("Give the group a name."))
    with transaction.atomic():
        row, unit = access_mandate(actor, mandate, "write")
        if not MandateRule.objects.filter(mandate=row, excludes=False).exists():
            raise Refused(_("No rule says whom it binds."))
        group, _new = PeopleGroup.objects.update_or_create(
            organisation_id=unit.id, name=name, defaults={"author_id": actor.person_id, "kept_at": at}
        )
        MandateRule.objects.filter(group=group).delete()
        copy_rules(MandateRule.objects.filter(mandate=row), group_id=group.pk)
        audit.record(
            "plans:group:keep", agent=actor, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
            detail={"name": name},
        )  # fmt: skip
    return group.uuid


def take_group(*, actor: Actor, mandate: uuids.UUID, revision: int, group: uuids.UUID, at: dt.datetime) -> None:
    """Its rules, added to those of the draft. NotFound: none that the draft is offered (queries/burdens.py). An office
    that it names beyond the issuer's organisation binds nobody there (engine/audience.py)."""
    with writing(actor, mandate, revision, at, "audience") as row:
        unit = orgs.organisations([row.organisation_id])[row.organisation_id]
        offered = groups_for(unit.path, group)
        if not offered:
            raise NotFound
        kept = MandateRule.objects.filter(group_id=offered[0].id)
        copy_rules(kept, above=room_for(row, kept.count()), mandate_id=row.pk)
        if MandateCondition.objects.filter(rule__mandate=row).count() > MOST_CONDITIONS:
            raise Refused(_("No more than %(count)s conditions fit into one mandate.") % {"count": MOST_CONDITIONS})


def drop_group(*, actor: Actor, mandate: uuids.UUID, group: uuids.UUID, at: dt.datetime) -> None:
    """One that the mandate's own office keeps. Drafts that took it keep their copy. Repeating it changes nothing."""
    with transaction.atomic():
        _row, unit = access_mandate(actor, mandate, "write")
        found = PeopleGroup.objects.filter(uuid=group, organisation_id=unit.id).first()
        if found is None:
            return
        name = found.name
        found.delete()
        audit.record(
            "plans:group:drop", agent=actor, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
            detail={"name": name},
        )  # fmt: skip
