"""Beginning a re-check, answering it, and what follows. Each of them once, whoever presses how often."""

import datetime as dt
import json
import logging
import uuid
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.integrity.ask_rechecks import RULE
from karmayogi.assessment.actions.integrity.tell_person import tell_person
from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.engine import kinds, timing
from karmayogi.assessment.engine.integrity.policy import POLICIES
from karmayogi.assessment.queries.integrity import rechecks
from karmayogi.assessment.queries.integrity.rechecks import RecheckRow
from karmayogi.assessment.queries.requests import extra_percent
from karmayogi.competencies import api as competencies
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Agent, Refused

log = logging.getLogger(__name__)

_BEGIN = """
update assessment_recheck set begun_at = %s, ends_at = %s where id = %s and state = 'open' and begun_at is null
"""
_LOCK = "select 1 from assessment_recheck where id = %s and state = 'open' for no key update"
# gone: withdrawn after it was asked. It counts as right, as it does in a test.
_ITEMS = """
select i.position, i.shown, q.kind, q.body::text,
  (select json_agg(json_build_object('key', o.key, 'correct', o.correct, 'weight', o.weight::text))
   from assessment_option o where o.item_id = i.item_id)::text,
  exists (select from assessment_itemwithdrawal w where w.item_id = i.item_id and w.undone_at is null)
from assessment_recheckquestion i join assessment_item q on q.id = i.item_id where i.recheck_id = %s order by i.position
"""
_MARK = """
update assessment_recheckquestion i set chosen = string_to_array(m.chosen, chr(9)), correct = m.correct
from unnest(%s::smallint[], %s::text[], %s::boolean[]) m(position, chosen, correct)
where i.recheck_id = %s and i.position = m.position
"""
_CLOSE = """
update assessment_recheck set state = %s, closed_at = %s, "right" = %s where id = %s and state = 'open'
"""


def begin_recheck(*, actor: Actor, recheck: uuid.UUID, at: dt.datetime) -> None:
    """Starts the clock of the server. Beginning twice begins once. Raises NotFound for anybody else's."""
    row = rechecks.access_own(actor, recheck)
    if close_if_late(row, at):
        return
    percent = extra_percent(row.person_id)
    span = timing.with_extra(POLICIES[row.policy].recheck_time, percent)
    with transaction.atomic():
        if rows.run(_BEGIN, [at, at + span, row.id]):
            audit.record(
                "assessment:recheck:begin", agent=actor, at=at, kind="recheck", subject=row.uuid, label=row.course_en,
                concerns=row.person_id,
            )  # fmt: skip


@transaction.atomic
def answer_recheck(*, actor: Actor, recheck: uuid.UUID, picked: Mapping[int, Collection[int]], at: dt.datetime) -> None:
    """Marks and closes it. picked: number of a question -> places of the options chosen; what is missing is not
    answered. What comes after time and grace does not count. A closed one stays as it is."""
    row = rechecks.access_own(actor, recheck)
    if not row.is_open or close_if_late(row, at):
        return
    if row.begun_at is None:
        raise Refused(_("Begin first: the time runs from then on."))
    if rows.scalar(_LOCK, [row.id]) is None:
        return
    chosen: dict[int, list[str]] = {}
    correct: dict[int, bool] = {}
    for position, shown, kind, body, options, gone in rows.fetch(lambda *row: row, _ITEMS, [row.id]):
        places = picked.get(position, ())
        chosen[position] = [key for place, key in enumerate(shown, start=1) if place in places]
        asked = kinds.asked(kind, json.loads(options), json.loads(body))
        try:
            correct[position] = kinds.award(asked, chosen[position]) == 1 or gone
        except kinds.NotAnAnswer:
            chosen[position], correct[position] = [], gone
    rows.run(_MARK, [list(chosen), ["\t".join(keys) for keys in chosen.values()], list(correct.values()), row.id])
    right = sum(correct.values())
    _close(actor, row, right, right >= POLICIES[row.policy].recheck_needed, at)


def close_if_late(row: RecheckRow, at: dt.datetime) -> bool:
    """Closes an open one that was not begun, or not sent, in time. Whether it did so."""
    late = row.ends_at + GRACE < at if row.ends_at is not None else row.due_at < at
    if not row.is_open or not late:
        return False
    with transaction.atomic():
        if rows.scalar(_LOCK, [row.id]) is not None:
            _close(RULE, row, None, False, at)
    return True


def close_overdue_rechecks(*, at: dt.datetime, limit: int = 500) -> int:
    """Closes what was not taken in time; how many. One that fails is logged and holds up no other."""
    closed = 0
    for row in rechecks.overdue_rechecks(at, GRACE, limit):
        try:
            closed += close_if_late(row, at)
        except Exception:
            log.exception("a re-check could not be closed", extra={"recheck": str(row.uuid)})
    return closed


def _close(agent: Agent, row: RecheckRow, right: int | None, cleared: bool, at: dt.datetime) -> None:
    """In a transaction that has locked the open case."""
    rows.run(_CLOSE, ["cleared" if cleared else "unconfirmed", at, right, row.id])
    audit.record(
        "assessment:recheck:clear" if cleared else "assessment:recheck:unconfirm", agent=agent, at=at, kind="recheck",
        subject=row.uuid, label=row.course_en, concerns=row.person_id, detail={"right": right, "policy": row.policy},
    )  # fmt: skip
    if not cleared:
        with translation.override(row.language):
            reason = _("The questions about this course were not answered well, or not in time.")
        competencies.hold_evidence(
            agent=RULE, person_id=row.person_id, ref_kind="enrolment", ref_uuid=row.enrolment_uuid, reason=reason,
            at=at,
        )  # fmt: skip
        until = at + dt.timedelta(days=POLICIES[row.policy].appeal_days)
        tell_person(enrolment_id=row.enrolment_id, what="unconfirmed", until=until)
