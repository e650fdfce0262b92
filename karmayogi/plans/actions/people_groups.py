"""Groups of people by rule: the rules of a draft kept under a name, and taken into another draft as a copy.

A copy, since a mandate in force is changed by nothing but another mandate: who edits a group binds nobody.
"""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.plans.actions.write_mandate import MOST_CONDITIONS, MOST_RULES, writing
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
        _copy(MandateRule.objects.filter(mandate=row), 0, group_id=group.pk)
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
        last = MandateRule.objects.filter(mandate=row).order_by("-number").first()
        number = last.number if last else 0
        if number + kept.count() > MOST_RULES:
            raise Refused(_("No more than %(count)s rules fit into one mandate.") % {"count": MOST_RULES})
        _copy(kept, number, mandate_id=row.pk)
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


def _copy(
    rules: QuerySet[MandateRule], above: int, *, mandate_id: int | None = None, group_id: int | None = None
) -> None:
    """With their conditions, numbered on from `above`."""
    for place, rule in enumerate(rules.order_by("number"), 1):
        was = rule.pk
        rule.pk, rule._state.adding = None, True
        rule.number, rule.mandate_id, rule.group_id = above + place, mandate_id, group_id
        rule.save()
        rows.run(
            "insert into plans_mandatecondition (rule_id, attribute, organisation_id, designation_id, service_id,"
            " cadre_id, person_id, text, low, high, from_on, until_on) select %s, attribute, organisation_id,"
            " designation_id, service_id, cadre_id, person_id, text, low, high, from_on, until_on"
            " from plans_mandatecondition where rule_id = %s order by id",
            [rule.pk, was],
        )
