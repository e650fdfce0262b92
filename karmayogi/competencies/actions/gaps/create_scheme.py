"""Naming a scheme and what it needs."""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.models import Scheme, SchemeNeed
from karmayogi.competencies.policies import can_shape_schemes
from karmayogi.competencies.queries.competencies import by_codes
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.orgs import api as orgs


def create_scheme(
    *,
    agent: Agent,
    organisation_id: int,
    code: str,
    name_en: str,
    name_hi: str = "",
    name_ur: str = "",
    needs: Mapping[str, int],
    at: dt.datetime,
) -> uuids.UUID:
    """needs: code of a competency -> level 1 to 5. The same code again gives the scheme the new names and needs.

    Raises NotFound where the actor may not shape schemes of that office, or the code belongs to another office;
    Refused for an unknown competency, a level outside the scale, or no need at all.
    """
    owner = orgs.organisations([organisation_id]).get(organisation_id)
    if owner is None or (isinstance(agent, Actor) and not can_shape_schemes(agent, owner.path)):
        raise NotFound
    known = by_codes(needs)
    unknown = sorted(set(needs) - set(known))
    if unknown:
        raise Refused(_("No competency has the code %(codes)s.") % {"codes": ", ".join(unknown)})
    if not needs or any(not 1 <= level <= 5 for level in needs.values()):
        raise Refused(_("Name at least one competency, each with a level from 1 to 5."))
    with transaction.atomic():
        scheme, made = Scheme.objects.select_for_update().get_or_create(
            code=code[:30], defaults={"name_en": name_en[:200], "owner_id": owner.id}
        )
        if scheme.owner_id != owner.id:
            raise NotFound
        scheme.name_en, scheme.name_hi, scheme.name_ur = name_en[:200], name_hi[:200], name_ur[:200]
        scheme.save(update_fields=["name_en", "name_hi", "name_ur"])
        SchemeNeed.objects.filter(scheme=scheme).delete()
        SchemeNeed.objects.bulk_create(
            SchemeNeed(scheme=scheme, competency_id=known[key].id, level=level) for key, level in needs.items()
        )
        audit.record(
            "competencies:scheme:create" if made else "competencies:scheme:change", agent=agent, at=at, kind="scheme",
            subject=scheme.uuid, label=name_en, detail={"needs": dict(needs)},
        )  # fmt: skip
    return scheme.uuid
