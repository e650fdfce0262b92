"""A rater answers one question of a round. Who answered and what was answered are never written beside each other."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.record_evidence import record_evidence
from karmayogi.competencies.queries.proof.instruments import instrument_for
from karmayogi.competencies.types import Source
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused

# The token is spent in the same statement that finds it, so that a second answer finds nothing.
_SPEND = """
update competencies_roundinvitation i set token = null
from competencies_round r
where i.token = %(token)s and i.rater_id = %(me)s and r.id = i.round_id and r.status = 'open' and r.closes_on >= %(on)s
returning i.round_id, r.uuid, r.quarter, i.subject_id, i.competency_id, i.relation, r.closes_on
"""
_DROP = """
insert into competencies_roundbox (key, round_id, subject_id, competency_id, relation, level, answered_on)
values (gen_random_uuid(), %s, %s, %s, %s, %s, %s)
"""


@transaction.atomic
def answer_question(*, actor: Actor, question: uuids.UUID, level: int, at: dt.datetime) -> None:
    """level 1 to 5, or 0 for "I cannot say". A supervisor answers by name, at once; everybody else into the box.

    Raises NotFound for a token that is not the actor's, is spent, or whose round is over.
    """
    if not 0 <= level <= 5:
        raise Refused(_("Choose a level from 1 to 5."))
    on = clock.day(at)
    found = rows.first(lambda *row: row, _SPEND, {"token": question, "me": actor.person_id, "on": on})
    if found is None:
        raise NotFound
    round_id, round_uuid, quarter, subject, competency, relation, closes_on = found
    # Says that she took part, never about whom or what: not even the person asked about finds it.
    audit.record("competencies:round:answer", agent=actor, at=at, kind="round", subject=round_uuid, label=quarter)
    if level == 0:
        return
    if relation == "supervisor":
        instrument = instrument_for(Source.SUPERVISOR)
        record_evidence(
            agent=actor, person_id=subject, competency_id=competency, level=level, source=Source.SUPERVISOR,
            instrument=instrument.name_en, instrument_version=instrument.version, ref_kind="round-question",
            ref_uuid=question, observer_id=actor.person_id, context=quarter, observed_at=at,
            registered_id=instrument.id, at=at,
        )  # fmt: skip
        return
    # Not the day itself: with the trail, which says who took part on which day, it would name the rater.
    rows.run(_DROP, [round_id, subject, competency, relation, level, closes_on])
