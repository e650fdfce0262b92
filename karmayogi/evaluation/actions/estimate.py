"""What a study says so far: worked out by a job whenever something was measured."""

import dataclasses
import uuid as uuids
from typing import Any

from django.db import transaction

from karmayogi.evaluation.actions.weigh_power import weigh
from karmayogi.evaluation.engine import estimates
from karmayogi.evaluation.models import Study, StudyIndicator
from karmayogi.evaluation.queries.studies import redraws, seen_in
from karmayogi.evaluation.types import Design, Effect, Seen, State
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.jobs import LONG, SOON, task, when_lost


def ask_estimate(study: Study) -> None:
    study.run = uuid7()
    study.save(update_fields=["run"])
    work_out.enqueue(study=str(study.uuid), run=str(study.run))


@task(queue_name=LONG, priority=SOON)
def work_out(study: str, run: str) -> None:
    """One that was overtaken finds nothing to do."""
    row = Study.objects.filter(uuid=study, run=run).first()
    if row is None:
        return
    seen = seen_in(row)
    found: dict[str, Any] = {
        one.code: _indicator(row, one, seen.get(one.code, [])) for one in StudyIndicator.objects.filter(study=row)
    }
    beside = {code: each["effect"]["p"] for code, each in found.items() if each["effect"] and not each["primary"]}
    for code, p in estimates.holm(beside).items():
        found[code]["holm"] = p
    with transaction.atomic():
        Study.objects.filter(pk=row.pk, run=run).update(result={"indicators": found}, run=None)


@when_lost(work_out)
def work_out_lost(study: str, run: str) -> None:
    Study.objects.filter(uuid=study, run=run).update(result={"lost": True}, run=None)


def _indicator(row: Study, one: StudyIndicator, seen: list[Seen]) -> dict[str, Any]:
    """effect: of the plan's analysis, None while it cannot be worked out; by_wave: to each wave, for two groups."""
    waves = sorted({each.wave for each in seen})
    by_wave: dict[str, Effect] = {}
    effect: Effect | None = None
    if row.design == Design.WEDGE:
        effect = _tried(lambda: estimates.stepped_wedge(seen, redraws(row)))
    elif waves[:1] == [0]:
        for wave in waves[1:]:
            last = wave == waves[-1]
            got = _tried(
                lambda wave=wave, last=last: estimates.difference_in_differences(
                    seen, 0, wave, redraws(row) if last else None
                )
            )
            if got is not None:
                by_wave[str(wave)] = got
        effect = by_wave.get(str(waves[-1]))
    balance = estimates.balance(one.code, seen, 0) if row.design != Design.WEDGE else None
    return {
        "primary": one.primary,
        "effect": dataclasses.asdict(effect) if effect else None,
        "last": waves[-1] if waves else None,
        "by_wave": {wave: dataclasses.asdict(got) for wave, got in by_wave.items()},
        "balance": dataclasses.asdict(balance) if balance else None,
        "means": [dataclasses.asdict(mean) for mean in estimates.means(seen)],
    }


def _tried(work: Any) -> Effect | None:
    try:
        return work()
    except ValueError:  # too little was measured yet
        return None


def settle(study: uuids.UUID) -> None:
    """What a job would work out of this study, at once: for set-up, which has no workers yet."""
    row = Study.objects.filter(uuid=study, run__isnull=False).first()
    if row is not None:
        (weigh if row.state == State.DRAFT else work_out).call(study=str(study), run=str(row.run))
