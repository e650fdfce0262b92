"""The record checker: finds what does not add up, repairs it by the functions that should have done it, keeps a log.

A piece of ids, its findings, its repairs and how far the walk is are one transaction; a repair that fails is undone by
itself, logged, and left. So a walk that is killed goes on behind the last piece.
"""

import dataclasses
import datetime as dt
import functools
import logging
from collections.abc import Callable

from django.db import transaction

from karmayogi.competencies import api as competencies
from karmayogi.kernel import audit, clock, rows, slots
from karmayogi.kernel.access import System
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.jobs import LONG, task
from karmayogi.learning.actions.complete_course import (
    Done,
    certify,
    complete_if_due,
    completed,
    credit_minutes,
    prove,
)
from karmayogi.learning.models import RecordCheck, RecordFinding
from karmayogi.learning.queries.records.oddities import RULES, oddities, top
from karmayogi.learning.types import Oddity, RecordRule

log = logging.getLogger(__name__)

CHECKER = System("record checker")
PIECE = 20_000  # ids at a time: the statements stay below seconds, and a break costs little

# What is still wrong is found anew by each walk; what was repaired is kept.
_FORGET = """
delete from learning_recordfinding f using learning_recordcheck c
where c.id = f.check_of_id and c.id < %s and c.ended_at is not null and f.state in ('found', 'left')
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Checked:
    """Rule -> how many were found only, repaired, left."""

    found: dict[str, int]
    repaired: dict[str, int]
    left: dict[str, int]
    looked: int


def rules() -> list[RecordRule]:
    """Ours, then those of other packages, in an order in which each finds what the ones before it repaired."""
    own = [
        RecordRule(code, functools.partial(top, code), functools.partial(oddities, code), _REPAIRS.get(code))
        for code in RULES
    ]
    # A test that was passed and not told comes before the rule that it may complete.
    return [*slots.every("learning.record_rules"), *own]


def check_records(*, at: dt.datetime, repair: bool = True, piece: int = PIECE) -> Checked | None:
    """Walks over all records once, or goes on with a walk that broke off. None while another one is at it.

    repair: without it nothing is changed and everything is only logged as found.
    """
    with rows.alone("learning.records") as free:
        return _walk(at, repair, piece) if free else None


def _walk(at: dt.datetime, repair: bool, piece: int) -> Checked:
    walk = RecordCheck.objects.filter(ended_at__isnull=True, repairs=repair).order_by("id").last()
    if walk is None:
        walk = RecordCheck.objects.create(uuid=uuid7(), started_at=at, repairs=repair)
    todo = rules()
    codes = [rule.code for rule in todo]
    first = codes.index(walk.rule) if walk.rule in codes else 0
    for place, rule in enumerate(todo[first:]):
        after = walk.after if place == 0 and walk.rule == rule.code else 0
        last = rule.top()
        while after < last:
            upto = min(last, after + piece)
            with transaction.atomic():
                _piece(walk, rule, after, upto, at)
            after = upto
    with transaction.atomic():
        walk.ended_at, walk.rule, walk.after = at, "", 0
        walk.save(update_fields=["ended_at", "rule", "after"])
        rows.run(_FORGET, [walk.pk])
    counted: dict[str, dict[str, int]] = {"found": {}, "repaired": {}, "left": {}}
    for code, state, count in rows.fetch(
        lambda *row: row,
        "select rule, state, count(*)::int from learning_recordfinding where check_of_id = %s group by 1, 2",
        [walk.pk],
    ):
        counted[state][code] = count
    return Checked(counted["found"], counted["repaired"], counted["left"], walk.looked)


def _piece(walk: RecordCheck, rule: RecordRule, after: int, upto: int, at: dt.datetime) -> None:
    found = []
    for one in rule.find(after, upto):
        state, told = RecordFinding.State.FOUND, one.told
        if walk.repairs:
            state, told = _repaired(rule, one, at)
        found.append(
            RecordFinding(
                check_of=walk, rule=rule.code, person_id=one.person_id, ref_uuid=one.ref_uuid, state=state,
                told=(told or "")[:300], at=at,
            )
        )  # fmt: skip
    RecordFinding.objects.bulk_create(found, batch_size=1000)
    walk.rule, walk.after, walk.looked = rule.code, upto, walk.looked + upto - after
    walk.save(update_fields=["rule", "after", "looked"])


def _repaired(rule: RecordRule, one: Oddity, at: dt.datetime) -> tuple[RecordFinding.State, str]:
    if rule.repair is None:
        return RecordFinding.State.LEFT, one.told
    try:
        with transaction.atomic():
            if not rule.repair(one, at):
                return RecordFinding.State.LEFT, one.told
            if one.person_id is not None and one.ref_uuid is not None:
                audit.record(
                    "learning:record:repair", agent=CHECKER, at=at, kind=rule.kind, subject=one.ref_uuid,
                    concerns=one.person_id, why=rule.code,
                )  # fmt: skip
    except Exception as error:
        log.exception("a record could not be repaired", extra={"rule": rule.code, "id": one.id})
        return RecordFinding.State.LEFT, f"{type(error).__name__}: {one.told}"
    return RecordFinding.State.REPAIRED, one.told


def _of_completed(act: Callable[[Done, dt.datetime], object]) -> Callable[[Oddity, dt.datetime], bool]:
    """A repair of what should have followed from a completion."""

    def repair(one: Oddity, at: dt.datetime) -> bool:
        done = completed(one.id)
        if done is None:
            return False
        act(done, at)
        return True

    return repair


def _complete(one: Oddity, at: dt.datetime) -> bool:
    rows.run("select 1 from learning_enrolment where id = %s for no key update", [one.id])
    return complete_if_due(agent=CHECKER, enrolment_id=one.id, at=at)


def _level(one: Oddity, at: dt.datetime) -> bool:
    assert one.person_id is not None
    competencies.recompute_level(person_id=one.person_id, competency_id=int(one.told), at=at)
    return True


_REPAIRS: dict[str, Callable[[Oddity, dt.datetime], bool]] = {
    "not_completed": _complete,
    "no_credit": _of_completed(lambda done, _at: credit_minutes(done)),
    "no_evidence": _of_completed(lambda done, at: prove(CHECKER, done, at)),
    "no_certificate": _of_completed(lambda done, at: certify(CHECKER, done, at)),
    "level_older": _level,
}


@task(queue_name=LONG)
def check_soon(*, repair: bool) -> None:
    """Asked for on the page of the record checker."""
    check_records(at=clock.now(), repair=repair)
