"""A new framework of an owner organisation, begun as a draft."""

import datetime as dt
import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.governance.versions import open_draft
from karmayogi.competencies.models import Framework
from karmayogi.competencies.policies import can_over_framework
from karmayogi.competencies.queries.governance.frameworks import FrameworkRow, framework_by_id
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")


@transaction.atomic
def create_framework(
    *,
    actor: Actor,
    owner_code: str,
    code: str,
    name: str,
    at: dt.datetime,
    summary: str = "",
    licence: str = "",
    licence_uri: str = "",
    attribution: str = "",
    source_uri: str = "",
    publisher: str = "",
    reference: bool = False,
) -> FrameworkRow:
    """Its codes begin with the owner's code and its own: T-MOP.RTI.FUN-001. Nothing is published yet.

    Raises NotFound for an owner over whom the actor has no authority, Refused for a code that is malformed or taken.
    """
    owner = orgs.organisation_by_code(owner_code.strip())
    if owner is None or not can_over_framework(actor, owner.path, "admin"):
        raise NotFound
    code = code.strip().upper()
    if not _CODE.fullmatch(code):
        raise Refused(_("A code has up to 20 capital letters, digits and hyphens."))
    if not name.strip():
        raise Refused(_("Give it a name."))
    full = f"{owner.code}.{code}"
    try:
        with transaction.atomic():
            made = Framework.objects.create(
                code=full, name=name.strip()[:200], prefix=f"{full}.", owner_id=owner.id, summary=summary,
                kind=Framework.Kind.REFERENCE if reference else Framework.Kind.DOMAIN, licence=licence[:60],
                licence_uri=licence_uri[:300], attribution=attribution, source_uri=source_uri[:500],
                publisher=publisher[:200], created_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("The code %(code)s is taken.") % {"code": full}) from None
    open_draft(framework_id=made.id, person_id=actor.person_id, at=at)
    audit.record("competencies:framework:create", agent=actor, at=at, kind="framework", subject=made.uuid, label=full)
    return framework_by_id(made.id)
