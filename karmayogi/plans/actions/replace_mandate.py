"""Changing a mandate that is in force: a draft that begins as its copy and takes its place when it is published."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.plans.models import Mandate, MandateCondition, MandateRule
from karmayogi.plans.queries.access import access_mandate


def replace_mandate(*, actor: Actor, mandate: uuids.UUID, at: dt.datetime) -> uuids.UUID:
    """The draft that is to replace it; the one that is there already, when somebody began one."""
    with transaction.atomic():
        old, _unit = access_mandate(actor, mandate, "write", lock=True)
        if old.status != Mandate.Status.LIVE:
            raise Refused(_("Only a mandate in force is replaced by another."))
        begun = Mandate.objects.filter(
            replaces_id=old.pk, status__in=[Mandate.Status.DRAFT, Mandate.Status.APPROVED]
        ).first()
        if begun is not None:
            return begun.uuid
        new = Mandate.objects.get(pk=old.pk)
        new.pk, new.uuid, new.status, new.revision = None, uuid7(), Mandate.Status.DRAFT, 1
        new.replaces_id, new.author_id, new.created_at, new.changed_at = old.pk, actor.person_id, at, at
        new.reviewer_id = new.published_by_id = None
        new.approved_at = new.published_at = new.taken_back_at = None
        new._state.adding = True
        new.save()
        rows.run(
            "insert into plans_mandateitem (mandate_id, place, course_id, equivalent)"
            " select %s, place, course_id, equivalent from plans_mandateitem where mandate_id = %s",
            [new.pk, old.pk],
        )
        for rule in MandateRule.objects.filter(mandate_id=old.pk).order_by("number"):
            conditions = list(MandateCondition.objects.filter(rule=rule).order_by("pk"))
            rule.pk, rule.mandate_id, rule._state.adding = None, new.pk, True
            rule.save()
            for one in conditions:
                one.pk, one.rule_id, one._state.adding = None, rule.pk, True
            MandateCondition.objects.bulk_create(conditions)
        # What they wrote stands in the copy: none of them approves it alone.
        rows.run(
            "insert into plans_mandatehand (mandate_id, person_id) select %s, person_id from plans_mandatehand"
            " where mandate_id = %s union select %s, %s",
            [new.pk, old.pk, new.pk, actor.person_id],
        )
        audit.record(
            "plans:mandate:replace", agent=actor, at=at, kind="mandate", subject=new.uuid, label=new.title_en,
            detail={"replaces": str(old.uuid)},
        )  # fmt: skip
    return new.uuid
