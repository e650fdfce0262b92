"""What a study of the planned size can find: worked out by a job whenever its plan changes."""

import dataclasses

from django.db import transaction

from karmayogi.evaluation.engine.power import power
from karmayogi.evaluation.models import Study, StudyWave
from karmayogi.evaluation.queries.studies import assumptions_of, lot_of
from karmayogi.evaluation.types import Design, State
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
        turns, waves = lot_of(row, "planned"), StudyWave.objects.filter(study=row).count()
        if row.design != Design.WEDGE and waves > 2:
            # The analysis compares the baseline with the last wave alone; those between them add nothing to it.
            turns, waves = {unit: int(0 < turn < waves) for unit, turn in turns.items()}, 2
        found = dataclasses.asdict(power(turns, waves, assumptions_of(row)))
    except ValueError:
        found = {"impossible": True}
    with transaction.atomic():
        Study.objects.filter(pk=row.pk, run=run, state=State.DRAFT).update(power=found, run=None)


@when_lost(weigh)
def weigh_lost(study: str, run: str) -> None:
    Study.objects.filter(uuid=study, run=run).update(power={"lost": True}, run=None)
