"""The adaptive test as an officer takes it: one question at a time, all state on the server.

Every act locks the row of the test first, so that of two tabs, two presses or two devices one is the first and the
other finds it done. The dice of each step follow from the test and a secret of the server: a draw can be repeated.
"""

import dataclasses
import datetime as dt
import logging
import random
import uuid as uuids
from collections.abc import Collection

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.lock_marking import SHARED
from karmayogi.assessment.actions.show_level import certify_level, show_level
from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.engine import drawing
from karmayogi.assessment.engine.measurement import adaptive
from karmayogi.assessment.engine.measurement.adaptive import State
from karmayogi.assessment.engine.measurement.showing import Scale, shown
from karmayogi.assessment.engine.timing import Phase, phase, with_extra
from karmayogi.assessment.events import SittingClosed
from karmayogi.assessment.queries.banks import BankRow, Loaded, bank_by_id, loaded, open_bank, withdrawn_places
from karmayogi.assessment.queries.requests import extra_percent
from karmayogi.assessment.queries.sittings import SittingRow, latest, overdue
from karmayogi.kernel import audit, clock, events, languages, rows
from karmayogi.kernel.access import Actor, Agent, Refused, System
from karmayogi.kernel.ids import uuid7

log = logging.getLogger("karmayogi.assessment")
TIME_LIMIT = System("time limit of the test")

_OPEN = """
insert into assessment_sitting (uuid, person_id, bank_id, competency_id, language, opened_at, due_at, closing, theta,
  error, passed_over)
values (%s, %s, %s, %s, %s, %s, %s, '', 0, 1, '{}') returning id
"""
_LOCK = """
select theta, error, passed_over from assessment_sitting where id = %s and closed_at is null for no key update
"""
_ASKED = 'select place, "right" from assessment_sittingitem where sitting_id = %s order by position'
# The question that is asked now, with the keys that are right.
_NOW = """
select i.shown, q.kind,
  array(select o.key from assessment_option o where o.item_id = i.item_id and o.correct)
from assessment_sittingitem i join assessment_item q on q.id = i.item_id
where i.sitting_id = %s and i.position = %s and i.answered_at is null
"""
_ANSWER = """
update assessment_sittingitem set chosen = %s, "right" = %s, answered_at = %s where sitting_id = %s and position = %s
"""
_STATE = "update assessment_sitting set theta = %s, error = %s, passed_over = %s where id = %s"
_ASK = """
insert into assessment_sittingitem (sitting_id, position, place, item_id, shown, chosen, asked_at)
select %s, %s, %s, q.id, %s, '{}', %s from assessment_item q where q.id = %s
"""
_OPTIONS = """
select q.kind, array_agg(o.key order by o.position) from assessment_item q join assessment_option o on o.item_id = q.id
where q.id = %s group by q.id
"""
_CLOSE = """
update assessment_sitting set closed_at = %s, closing = %s, level = %s, theta = %s, error = %s where id = %s
"""
_DROP = "delete from assessment_sittingitem where sitting_id = %s and answered_at is null"


def again_from(bank: BankRow, last: SittingRow | None) -> dt.datetime | None:
    """When somebody may sit again; None for now."""
    return last.opened_at + dt.timedelta(days=bank.retake_days) if last is not None else None


def time_for(bank: BankRow, person_id: int) -> dt.timedelta:
    """Of a test of this bank: whoever was allowed more time at any test has it here too."""
    return with_extra(dt.timedelta(minutes=bank.minutes), extra_percent(person_id))


@transaction.atomic
def begin(*, actor: Actor, bank_uuid: uuids.UUID, language: str, at: dt.datetime) -> uuids.UUID:
    """Opens her test and asks the first question; one that is open is returned as it is. Raises NotFound for a bank
    that is not open and Refused before the days between two tests are over."""
    bank = open_bank(bank_uuid)
    rows.run(
        "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sitting {actor.person_id} {bank.competency_id}"]
    )
    last = latest(actor.person_id, bank.competency_id)
    if last is not None and last.is_open and not close_if_over(last, at):
        return last.uuid
    free = again_from(bank, last)
    if free is not None and at < free:
        raise Refused(_("You can take this test again from %(day)s.") % {"day": f"{clock.day(free):%d.%m.%Y}"})
    uuid = uuid7()
    language = language if language in languages.NAMES else "en"
    due_at = at + time_for(bank, actor.person_id)
    id = rows.scalar(_OPEN, [uuid, actor.person_id, bank.id, bank.competency_id, language, at, due_at])
    if passed_over := _ask(id, uuid, loaded(bank.uuid), State(), 1, at, withdrawn_places(bank.uuid)):
        rows.run(_STATE, [0.0, 1.0, passed_over, id])
    audit.record(
        "assessment:sitting:open", agent=actor, at=at, kind="sitting", subject=uuid, label=bank.name_en,
        concerns=actor.person_id,
    )  # fmt: skip
    return uuid


@transaction.atomic
def answer(*, actor: Actor, sitting: SittingRow, position: int, picked: Collection[int], at: dt.datetime) -> bool:
    """Takes the answer to the question that is asked now, and asks the next or closes the test. picked: places of the
    chosen options, 1 first. False, and nothing changed, for a question that was answered before, or after the time.

    Raises Refused where nothing, or too much, is chosen: an answer is final.
    """
    found = rows.first(lambda *row: row, _LOCK, [sitting.id])
    if found is None:
        return False
    if phase(sitting.due_at, GRACE, at) is Phase.OVER:
        _close(TIME_LIMIT, sitting, "time", at)
        return False
    now = rows.first(lambda *row: row, _NOW, [sitting.id, position])
    if now is None:
        return False
    order, kind, keys = now
    chosen = [key for place, key in enumerate(order, start=1) if place in picked]
    if not chosen or (len(chosen) > 1 and kind != "multiple"):
        raise Refused(_("Choose an answer. In this test you cannot come back to a question."))
    right = set(chosen) == set(keys)
    rows.run(_ANSWER, [chosen, right, at, sitting.id, position])
    pool = loaded(sitting.bank_uuid)
    theta, error, passed_over = found
    asked = rows.fetch(lambda place, was: (place, was), _ASKED, [sitting.id])
    before = State(
        tuple(place for place, _was in asked[:-1]), tuple(was for _place, was in asked[:-1]), theta, error,
        tuple(passed_over),
    )  # fmt: skip
    state = adaptive.answered(pool.bank, before, asked[-1][0], right)
    gone = withdrawn_places(sitting.bank_uuid)
    if phase(sitting.due_at, GRACE, at) is not Phase.RUNNING:
        _close(actor, sitting, "time", at)
    elif adaptive.is_over(pool.bank, pool.terms, _without(state, gone)):
        _close(actor, sitting, "enough", at)
    else:
        passed = _ask(sitting.id, sitting.uuid, pool, state, position + 1, at, gone)
        rows.run(_STATE, [state.theta, state.error, passed, sitting.id])
    return True


@transaction.atomic
def end(*, actor: Actor, sitting: SittingRow, at: dt.datetime) -> None:
    """She stops. Ending twice ends once."""
    _end(actor, sitting, "person", at)


def close_if_over(sitting: SittingRow, at: dt.datetime) -> bool:
    """Closes an open test whose time and grace are over. Whether it did so, or found it so."""
    if not sitting.is_open or phase(sitting.due_at, GRACE, at) is not Phase.OVER:
        return False
    with transaction.atomic():
        _end(TIME_LIMIT, sitting, "time", at)
    return True


def close_overdue(*, at: dt.datetime, limit: int = 500) -> int:
    """Each in a transaction of its own; one that fails holds up no other."""
    closed = 0
    for sitting in overdue(at - GRACE, limit):
        try:
            closed += close_if_over(sitting, at)
        except Exception:
            log.exception("an overdue test could not be closed", extra={"sitting": str(sitting.uuid)})
    return closed


def _without(state: State, gone: Collection[int]) -> State:
    """What was withdrawn since is passed over, unless it was asked."""
    left = [place for place in gone if place not in state.asked and place not in state.passed_over]
    return dataclasses.replace(state, passed_over=(*state.passed_over, *left))


def _ask(
    sitting_id: int, uuid: uuids.UUID, pool: Loaded, state: State, position: int, at: dt.datetime, gone: Collection[int]
) -> list[int]:
    """Asks the next question; places of those that were not let through so far, for the caller to keep."""
    seed = uuids.UUID(bytes=salted_hmac("assessment.sit", f"{uuid}:{position}", algorithm="sha256").digest()[:16])
    dice = random.Random(seed.int)  # noqa: S311 (a repeatable draw from a secret seed)
    place, after = adaptive.choose(pool.bank, pool.terms, _without(state, gone), dice)
    item = pool.items[place]
    kind, keys = rows.first(lambda *row: row, _OPTIONS, [item]) or ("", [])
    order = drawing.option_order(kind, keys, seed, item)
    rows.run(_ASK, [sitting_id, position, place, order, at, item])
    return [one for one in after.passed_over if one not in gone or one in state.passed_over]


def _end(agent: Agent, sitting: SittingRow, closing: str, at: dt.datetime) -> None:
    """Unless it ended before."""
    if rows.first(lambda *row: row, _LOCK, [sitting.id]) is not None:
        _close(agent, sitting, closing, at)


def _close(agent: Agent, sitting: SittingRow, closing: str, at: dt.datetime) -> None:
    """With what its answers show; too few show no level. The caller has locked the row. A withdrawal of a question
    waits, or is known to what follows."""
    rows.run(f"select {SHARED}")
    bank = bank_by_id(sitting.bank_id)
    rows.run(_DROP, [sitting.id])
    answers = rows.fetch(lambda place, was: (place, was), _ASKED, [sitting.id])
    found = shown(
        Scale(loaded(bank.uuid).bank, bank.cuts, bank.least), [place for place, _was in answers],
        [was for _place, was in answers], withdrawn_places(bank.uuid),
    )  # fmt: skip
    level, answered = found.level, len(answers)
    rows.run(_CLOSE, [at, closing, level, found.theta, found.error, sitting.id])
    if level:
        show_level(
            person_id=sitting.person_id, competency_id=sitting.competency_id, found=found, answers=answered,
            bank_number=bank.number, ref=sitting.uuid, observed_at=at, at=at,
        )  # fmt: skip
        certify_level(sitting, bank, level, closed_at=at, at=at)
    audit.record(
        "assessment:sitting:close", agent=agent, at=at, kind="sitting", subject=sitting.uuid, label=bank.name_en,
        concerns=sitting.person_id,
        detail={
            "level": level, "ability": round(found.theta, 3), "error": round(found.error, 3), "closing": closing,
            "answered": answered,
        },
    )  # fmt: skip
    events.announce(SittingClosed(sitting.person_id, sitting.competency_id, sitting.uuid, level, at))
