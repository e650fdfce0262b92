"""What a study of the planned size can find: worked out by a job whenever its plan changes."""

import dataclasses

from django.db import transaction

from karmayogi.evaluation.engine.power import power
from karmayogi.evaluation.models import Study, StudyWave
from karmayogi.evaluation.queries.studies import assumptions_of, lot_of
from karmayogi.evaluation.types import State
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.jobs import LONG, SOON, task, when_lost


def ask_power(study: Study) -> None:
    """What was known is no longer; a job says what is."""
    study.power, study.run = {}, uuid7()
    study.save(update_fields=["power", "run"])
    weigh.enqueue(study=str(study.uuid), run=str(study.run))


@task(queue_name=LONG, priority=SOON)
def weigh(study: str, run: str) -> None:
    """One that was overtaken finds nothing to do. The planned lot is any lot of that size: its power is the same."""
    row = Study.objects.filter(uuid=study, run=run, state=State.DRAFT).first()
    if row is None:
        return
    try:
        waves = StudyWave.objects.filter(study=row).count()
        found = dataclasses.asdict(power(lot_of(row, "planned"), waves, assumptions_of(row)))
    except ValueError:
        found = {"impossible": True}
    with transaction.atomic():
        Study.objects.filter(pk=row.pk, run=run, state=State.DRAFT).update(power=found, run=None)


@when_lost(weigh)
def weigh_lost(study: str, run: str) -> None:
    Study.objects.filter(uuid=study, run=run).update(power={"lost": True}, run=None)
