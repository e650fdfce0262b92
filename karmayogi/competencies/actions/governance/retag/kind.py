"""The re-tag as a bulk act, registered at start-up, and asking for it."""

import datetime as dt
import uuid as uuids

from django.utils.translation import gettext as _

from karmayogi.competencies.actions.governance.retag.apply import apply_chunk, undo_chunk
from karmayogi.competencies.actions.governance.retag.plan import plan
from karmayogi.competencies.models import FrameworkVersion
from karmayogi.competencies.policies import OVER_FRAMEWORK
from karmayogi.competencies.queries.governance.frameworks import access_framework
from karmayogi.competencies.queries.governance.retag import replacements
from karmayogi.kernel import bulk
from karmayogi.kernel.access import Actor, NotFound, Refused

RETAG = bulk.register(
    bulk.Kind(
        name="competencies.retag",
        plan=plan,
        apply_chunk=apply_chunk,
        undo_chunk=undo_chunk,
        roles=OVER_FRAMEWORK["admin"],
        second_person_above=1000,
        chunk=500,
    )
)


def retag(*, actor: Actor, framework: uuids.UUID, edition: uuids.UUID, at: dt.datetime) -> bulk.Act:
    """Asks for the plan of re-tagging what a published version replaced. Raises NotFound, or Refused without any."""
    found = access_framework(actor, framework, to="admin")
    version = FrameworkVersion.objects.filter(uuid=edition, framework_id=found.id, published_at__isnull=False).first()
    if version is None:
        raise NotFound
    if not replacements(version.id):
        raise Refused(_("This version replaces nothing: there is nothing to re-tag."))
    return bulk.propose(
        RETAG.name, actor=actor, label=f"{found.code} {version.number}", scope_path=found.path,
        params={"version_id": version.id, "framework_id": found.id}, at=at,
    )  # fmt: skip
