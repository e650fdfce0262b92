"""Waiving a unit: somebody who answers for the learner says that it is met by other means (9.3.7)."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.ingest import api as ingest
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.cmi5.settle import settle
from karmayogi.learning.engine.cmi5 import names, saying
from karmayogi.learning.engine.cmi5.structure import shown
from karmayogi.learning.policies import can_waive
from karmayogi.learning.queries import identity
from karmayogi.learning.queries.cmi5.registrations import Registered, activity_rows, by_uuid
from karmayogi.learning.queries.row import Row

_UNIT = """
select u.id, coalesce(s.waived_at is not null, false),
  coalesce(s.satisfied_at is not null and (u.move_on <> 'NotApplicable' or s.completed_at is not null
    or s.passed_at is not null), false)
from learning_packageunit u left join learning_unitstate s on s.unit_id = u.id and s.registration_id = %s
where u.package_id = %s and u.uuid = %s and u.kind = 'au'
"""
_WAIVE = """
insert into learning_unitstate (registration_id, unit_id, waived_at, waived_by_id, waived_reason)
values (%s, %s, %s, %s, %s)
on conflict (registration_id, unit_id) do update set waived_at = excluded.waived_at,
  waived_by_id = excluded.waived_by_id, waived_reason = excluded.waived_reason
"""


@transaction.atomic
def waive(*, actor: Actor, registration: UUID, unit: UUID, reason: str, at: dt.datetime) -> None:
    """Once for a unit in a registration; repeating it changes nothing.

    reason: one of `names.REASONS`. Raises NotFound for whom the learner is not theirs to answer for, and Refused for
    another reason or a unit that is achieved already.
    """
    registered = by_uuid(registration, lock=True)
    if registered is None or not can_waive(actor, registered.person_id, registered.organisation_path):
        raise NotFound
    found = rows.first(Row, _UNIT, [registered.id, registered.package_id, unit])
    if found is None:
        raise NotFound
    unit_id, waived, achieved = found
    if reason not in names.REASONS:
        raise Refused(_("Choose a reason."))
    if waived:
        return
    if achieved:
        raise Refused(_("This unit is achieved already."))
    rows.run(_WAIVE, [registered.id, unit_id, at, actor.person_id, reason])
    session = uuid7()
    title = _say(registered, unit_id, session, reason, at)
    audit.record(
        "learning:unit:waive",
        agent=actor,
        at=at,
        kind="registration",
        subject=registered.uuid,
        label=title,
        concerns=registered.person_id,
        detail={"unit": str(unit), "reason": reason},
    )
    settle(agent=actor, registered=registered, session=session, at=at)


def _say(registered: Registered, unit_id: int, session: UUID, reason: str, at: dt.datetime) -> str:
    """The title of the unit. A package that is no cmi5 knows no such statement."""
    uuid, _kind, publisher, titles, descriptions, kind = activity_rows([unit_id])[unit_id]
    if registered.is_cmi5:
        said = saying.statement(
            "waived", actor=identity.learner(registered.person_uuid),
            about=saying.activity(identity.unit(uuid), titles, descriptions, kind),
            registration=str(registered.uuid), session=str(session), publisher=publisher,
            result={"success": True, "completion": True, "extensions": {names.REASON: reason}},
        )  # fmt: skip
        ingest.store_statements([said], at=at)
    return shown(titles)
