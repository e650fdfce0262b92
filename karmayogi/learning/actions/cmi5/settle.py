"""What follows when something was reached: blocks and the course satisfied, the part done, the course completed."""

import datetime as dt
from uuid import UUID

from karmayogi.ingest import api as ingest
from karmayogi.kernel import rows
from karmayogi.kernel.access import Agent
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.complete_course import complete_if_due
from karmayogi.learning.actions.mark_part import mark_part
from karmayogi.learning.engine.cmi5 import names, satisfaction, saying
from karmayogi.learning.queries import identity
from karmayogi.learning.queries.cmi5.registrations import Registered, activity_rows, nodes

_SATISFIED = """
insert into learning_unitstate (registration_id, unit_id, waived_reason, satisfied_at)
select %s, unit, '', %s from unnest(%s::bigint[]) unit
on conflict (registration_id, unit_id) do update set satisfied_at = coalesce(learning_unitstate.satisfied_at,
  excluded.satisfied_at)
"""
_WHOLE = "update learning_registration set satisfied_at = coalesce(satisfied_at, %s) where id = %s"
# The score is what browsers claim (grade E0): the mean of the units that claim one.
_SCORE = "select 100 * avg(score) from learning_unitstate where registration_id = %s"


def settle(*, agent: Agent, registered: Registered, session: UUID | None, at: dt.datetime) -> None:
    """In the caller's transaction, with the registration locked. session: of the launch or waiver that caused it."""
    entries = nodes(registered)
    found = satisfaction.settle(entries)
    fresh = list(found.fresh)
    touched = [*fresh, *(found.units - {node.id for node in entries if node.settled})]
    if touched:
        rows.run(_SATISFIED, [registered.id, at, touched])
    if fresh and registered.is_cmi5:
        _say(registered, fresh, session or uuid7(), at)
    if found.whole:
        rows.run(_WHOLE, [at, registered.id])
    mark_part(
        person_id=registered.person_id, part_id=registered.part_id, done=found.counts,
        score=rows.scalar(_SCORE, [registered.id]), at=at,
    )  # fmt: skip
    if found.counts:
        complete_if_due(agent=agent, enrolment_id=registered.enrolment_id, at=at)


def _say(registered: Registered, units: list[int], session: UUID, at: dt.datetime) -> None:
    """Satisfied (9.3.9), once for each block and the course of a registration."""
    known = activity_rows(units)
    statements = []
    for id in units:
        uuid, kind, publisher, titles, descriptions, _type = known[id]
        about = saying.activity(
            identity.unit(uuid), titles, descriptions, names.COURSE if kind == "course" else names.BLOCK
        )
        statements.append(
            saying.statement(
                "satisfied",
                actor=identity.learner(registered.person_uuid),
                about=about,
                registration=str(registered.uuid),
                session=str(session),
                publisher=publisher,
            )
        )
    ingest.store_statements(statements, at=at)
