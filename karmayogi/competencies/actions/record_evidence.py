"""Appending evidence, and the level that follows from it, in one transaction."""

import datetime as dt
import uuid

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.engine import levels as engine
from karmayogi.competencies.events import LevelMoved
from karmayogi.competencies.queries.proof.facts import facts_of
from karmayogi.competencies.queries.proof.policies import policy_in_force
from karmayogi.competencies.types import ShownLevel, Source
from karmayogi.kernel import audit, clock, events, rows
from karmayogi.kernel.access import Agent, Refused
from karmayogi.kernel.ids import uuid7

_INSERT = """
insert into competencies_evidence
  (uuid, person_id, competency_id, level, score, source, instrument, instrument_version, ref_kind, ref_uuid,
   observer_id, context, observed_at, registered_id)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (person_id, competency_id, ref_kind, ref_uuid) where withdraws_id is null do nothing
returning uuid
"""

# Locks the row of the level, made if need be: of two rows of evidence at the same moment, the later one to compute sees
# both. `for update` alone would lock nothing before the first level.
_LOCK = """
insert into competencies_level as l (person_id, competency_id, level, confidence, reasons, engine, computed_at)
values (%s, %s, 0, 0, '[]', '', %s)
on conflict (person_id, competency_id) do update set level = l.level
returning level
"""

_STORE = """
insert into competencies_level (person_id, competency_id, level, confidence, reasons, engine, computed_at)
values (%s, %s, %s, %s, %s, %s, %s)
on conflict (person_id, competency_id) do update
  set level = excluded.level, confidence = excluded.confidence, reasons = excluded.reasons,
      engine = excluded.engine, computed_at = excluded.computed_at
"""


@transaction.atomic
def record_evidence(
    *,
    agent: Agent,
    person_id: int,
    competency_id: int,
    level: int,
    source: Source,
    instrument: str,
    ref_kind: str,
    ref_uuid: uuid.UUID,
    observed_at: dt.datetime,
    at: dt.datetime,
    score: int | None = None,
    instrument_version: str = "",
    observer_id: int | None = None,
    context: str = "",
    registered_id: int | None = None,
) -> ShownLevel:
    """Appends one row of evidence and recomputes that level; returns the level now shown.

    Repeating the same (person, competency, ref_kind, ref_uuid) appends nothing, so callers may retry.
    level: 1 to 5. score: per cent or None. registered_id: of the registered instrument it was made with. An independent
    test comes in here too: source INDEPENDENT_TEST, ref_kind "attempt", the attempt's uuid.
    Raises ValueError for a level outside the scale, Refused when a person observes herself through anything but a
    self-rating, or when the instrument is withdrawn.
    """
    if not 1 <= level <= 5:
        raise ValueError(f"level {level} is not on the scale 1 to 5")
    if observer_id == person_id and source is not Source.SELF:
        raise Refused(_("Nobody can judge themselves, except in a self-rating."))
    if registered_id is not None and not rows.scalar(
        "select id from competencies_instrument where id = %s and withdrawn_at is null for share", [registered_id]
    ):
        raise Refused(_("This instrument is withdrawn; it proves nothing any more."))
    row_uuid = rows.scalar(
        _INSERT,
        [
            uuid7(),
            person_id,
            competency_id,
            level,
            score,
            source.value,
            instrument[:200],
            instrument_version,
            ref_kind,
            ref_uuid,
            observer_id,
            context[:300],
            observed_at,
            registered_id,
        ],
    )
    if row_uuid is not None:
        audit.record(
            "competencies:evidence:record",
            agent=agent,
            at=at,
            kind="evidence",
            subject=row_uuid,
            label=instrument,
            concerns=person_id,
            detail={"competency": competency_id, "level": level, "source": source.value},
        )
    return recompute(person_id=person_id, competency_id=competency_id, at=at)


@transaction.atomic
def recompute(*, person_id: int, competency_id: int, at: dt.datetime) -> ShownLevel:
    """Computes the level anew from the evidence that stands, stores it and announces a change."""
    was = rows.scalar(_LOCK, [person_id, competency_id, at])
    facts = facts_of(person_id, competency_id).get(competency_id, [])
    shown = engine.shown_level(facts, clock.day(at), policy_in_force())
    reasons = msgspec.json.encode(shown.reasons).decode()
    rows.run(_STORE, [person_id, competency_id, shown.level, shown.confidence, reasons, shown.engine, at])
    if was != shown.level:
        events.announce(LevelMoved(person_id, competency_id, was, shown.level, at))
    return shown
