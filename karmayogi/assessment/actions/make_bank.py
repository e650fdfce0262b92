"""A bank of the adaptive test: asked for by one person, calibrated by a job on real answers, opened by another."""

import dataclasses
import datetime as dt
import logging
import uuid as uuids
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.engine.measurement import standards
from karmayogi.assessment.engine.measurement.adaptive import Bank as Pool
from karmayogi.assessment.engine.measurement.adaptive import Terms, hold_back
from karmayogi.assessment.engine.measurement.calibration import Model, TooFew, calibrate
from karmayogi.assessment.engine.measurement.classical import Matrix
from karmayogi.assessment.models import Bank, BankItem
from karmayogi.assessment.queries.banks import access_bank, answers, bank_by_id
from karmayogi.assessment.queries.withdrawals import withdraws
from karmayogi.competencies import api as competencies
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused, System
from karmayogi.kernel.jobs import LONG, SOON, task, when_lost

log = logging.getLogger("karmayogi.assessment")

FEWEST = 100  # first answers to a question, below which it stays out of the bank
SMALLEST = 30  # questions of a bank
MOST_SEEN = 0.25  # share of tests in which a question is asked, as far as the bank suffices
SIMULATED, ROUNDS, SEED = 150, 4, 2026


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """Terms of the tests from a bank."""

    least: int = 8
    most: int = 30
    enough: float = 0.32
    minutes: int = 45
    retake_days: int = 90


@transaction.atomic
def ask_bank(*, actor: Actor, competency_id: int, at: dt.datetime, wanted: Wanted | None = None) -> uuids.UUID:
    """Asks for a bank of that competency; a job makes it. While one is being made, the same again answers that one.
    Raises NotFound for whoever may not, or for a competency that there is not."""
    if not withdraws(actor) or competency_id not in competencies.by_ids([competency_id]):
        raise NotFound
    rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"bank {competency_id}"])
    mine = Bank.objects.filter(competency_id=competency_id).order_by("-number")
    if (last := mine.first()) is not None and last.status == Bank.Status.MAKING:
        return last.uuid
    row = Bank.objects.create(
        competency_id=competency_id, number=last.number + 1 if last else 1, asked_by_id=actor.person_id, asked_at=at,
        **dataclasses.asdict(wanted or Wanted()),
    )  # fmt: skip
    _note("ask", actor, row, at)
    calibrate_bank.enqueue(bank_uuid=str(row.uuid))
    return row.uuid


@task(queue_name=LONG, priority=SOON)
def calibrate_bank(bank_uuid: str) -> None:
    """Run again, it makes the same bank anew as long as it is not ready."""
    make(uuids.UUID(bank_uuid), at=clock.now())


@when_lost(calibrate_bank)
def park(bank_uuid: str) -> None:
    Bank.objects.filter(uuid=bank_uuid, status=Bank.Status.MAKING).update(
        status=Bank.Status.FAILED, problem="A fault of this system stopped the calibration."
    )


@transaction.atomic
def make(uuid: uuids.UUID, *, at: dt.datetime, fewest: int = FEWEST, smallest: int = SMALLEST) -> None:
    """Calibrates it. fewest, smallest: see above; below the second the bank has failed, and says why."""
    row = Bank.objects.select_for_update().get(uuid=uuid)
    if row.status != Bank.Status.MAKING:
        return
    ids, levels, courses, matrix = answers(row.competency_id)
    found = _fitted(matrix, fewest)
    if found is None or len(found[0]) < smallest:
        row.status, row.problem = (
            Bank.Status.FAILED,
            (f"{0 if found is None else len(found[0])} questions have {fewest} first answers; {smallest} are needed"),
        )
        row.save(update_fields=["status", "problem"])
        _note("fail", System("calibration"), row, at)
        return
    kept, model = found
    areas = {course: number for number, course in enumerate(sorted({courses[place] for place in kept}))}
    area = np.array([areas[courses[place]] for place in kept], dtype=np.int64)
    shares = tuple(float(one) for one in np.bincount(area) / len(area))
    terms = Terms(shares, row.least, min(row.most, len(kept)), row.enough)
    pool = Pool(model.a, model.b, area, np.ones(len(kept)))
    people = np.random.default_rng(SEED).normal(size=SIMULATED).tolist()
    pool = hold_back(pool, terms, MOST_SEEN, people, SEED, ROUNDS)
    BankItem.objects.bulk_create(
        BankItem(
            bank=row, place=place, item_id=ids[column], area=int(area[place]), a=float(pool.a[place]),
            b=float(pool.b[place]), let=float(pool.let[place]),
        ) for place, column in enumerate(kept)
    )  # fmt: skip
    row.shares, row.persons, row.status = list(shares), len(matrix), Bank.Status.READY
    row.cuts = standards.cuts(model.a, model.b, [levels[place] for place in kept])
    row.save(update_fields=["shares", "persons", "status", "cuts"])
    _note("ready", System("calibration"), row, at, {"questions": len(kept), "persons": len(matrix)})


def _fitted(matrix: Matrix, fewest: int) -> tuple[list[int], Model] | None:
    """Columns that can be calibrated, and what was found; questions of which nothing can be said are left out."""
    kept = list(range(matrix.shape[1]))
    while kept and len(matrix):
        try:
            return kept, calibrate(matrix[:, kept], fewest=fewest)
        except TooFew as few:
            bad = set(few.columns)
            kept = [column for place, column in enumerate(kept) if place not in bad]
    return None


@transaction.atomic
def open_bank(*, actor: Actor, uuid: uuids.UUID, at: dt.datetime) -> None:
    """Officers sit at it from now on, and no more at the one before; tests under way go on. Raises NotFound, and
    Refused for whoever asked for it, for one that is not ready, and where no level could be shown."""
    found = access_bank(actor, uuid)
    rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"bank {found.competency_id}"])
    row = Bank.objects.select_for_update().get(pk=found.id)
    if row.status == Bank.Status.OPEN:
        return
    if row.status != Bank.Status.READY:
        raise Refused(_("It is not ready."))
    if row.asked_by_id == actor.person_id:
        raise Refused(_("Somebody else with the same authority has to open it."))
    if not row.cuts:
        raise Refused(_("Its questions say of no level enough to show it: tag at least five with a level."))
    Bank.objects.filter(competency_id=row.competency_id, status=Bank.Status.OPEN).update(status=Bank.Status.CLOSED)
    row.status, row.opened_by_id, row.opened_at = Bank.Status.OPEN, actor.person_id, at
    row.save(update_fields=["status", "opened_by_id", "opened_at"])
    _note("open", actor, row, at)


@transaction.atomic
def close_bank(*, actor: Actor, uuid: uuids.UUID, at: dt.datetime) -> None:
    """Nobody begins at it any more; tests under way go on. Raises NotFound."""
    found = access_bank(actor, uuid)
    row = Bank.objects.select_for_update().get(pk=found.id)
    if row.status in (Bank.Status.READY, Bank.Status.OPEN):
        row.status = Bank.Status.CLOSED
        row.save(update_fields=["status"])
        _note("close", actor, row, at)


def _note(verb: str, agent: Any, row: Bank, at: dt.datetime, detail: dict[str, int] | None = None) -> None:
    audit.record(
        f"assessment:bank:{verb}", agent=agent, at=at, kind="bank", subject=row.uuid,
        label=bank_by_id(row.pk).name_en, detail=detail,
    )  # fmt: skip
