"""Closing a round: what groups of at least five said is fixed and shuffled, everything else is destroyed."""

import datetime as dt
import secrets
import uuid as uuids

from django.db import transaction

from karmayogi.competencies.actions.record_evidence import record_evidence
from karmayogi.competencies.engine.rounds import LEAST, middle
from karmayogi.competencies.models import Round, RoundAnswer, RoundBox, RoundInvitation, RoundResult
from karmayogi.competencies.queries.proof.instruments import instrument_for
from karmayogi.competencies.queries.proof.rounds import access_round
from karmayogi.competencies.types import Source
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, Agent, System
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.jobs import task

# Those who no longer serve in the office of the round are asked nothing more, and nothing more is asked about them.
_END = """
update competencies_roundinvitation i set token = null
from competencies_round r
where r.id = i.round_id and r.status = 'open' and i.token is not null
  and (%(person)s::bigint is null or %(person)s::bigint in (i.rater_id, i.subject_id))
  and exists (
    select from unnest(array[i.rater_id, i.subject_id]) as one (person_id)
    where not exists (
      select from orgs_incumbency h
      where h.person_id = one.person_id and h.valid_from <= %(on)s and (h.valid_to is null or h.valid_to > %(on)s)
        and (starts_with(h.organisation_path, r.organisation_path)
             or (i.relation = 'supervisor' and one.person_id = i.rater_id))))
"""


@transaction.atomic
def close_round(*, actor: Actor, round: uuids.UUID, at: dt.datetime) -> None:
    """Takes no more answers and queues the publication. Repeating it changes nothing."""
    seen = access_round(actor, round)
    _close(seen.id, actor, at)


def close_due_rounds(*, at: dt.datetime) -> None:
    """The daily job: ends the questions of those who left, and closes what is past its last day."""
    end_questions(person_id=None, on=clock.day(at))
    due = Round.objects.filter(status=Round.Status.OPEN, closes_on__lt=clock.day(at)).values_list("id", flat=True)
    for round_id in list(due):
        with transaction.atomic():
            _close(round_id, System("rounds"), at)


def end_questions(*, person_id: int | None, on: dt.date) -> int:
    """Spends the tokens of somebody (None: of all) who no longer serves in the office. Given answers stay."""
    return rows.run(_END, {"person": person_id, "on": on})


def _close(round_id: int, agent: Agent, at: dt.datetime) -> None:
    row = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    if row.status != Round.Status.OPEN:
        return
    row.status = Round.Status.CLOSING
    row.save(update_fields=["status"])
    audit.record("competencies:round:close", agent=agent, at=at, kind="round", subject=row.uuid, label=row.quarter)
    publish.enqueue(round_uuid=str(row.uuid))


@task
def publish(round_uuid: str) -> None:
    """One transaction: results, shuffled answers, evidence, and the end of what could tell who said it."""
    at = clock.now()
    with transaction.atomic():
        row = Round.objects.select_for_update(of=("self",)).get(uuid=round_uuid)
        if row.status != Round.Status.CLOSING:
            return
        groups: dict[tuple[int, int, str], list[tuple[int, dt.date]]] = {}
        for subject, competency, relation, level, on in RoundBox.objects.filter(round=row).values_list(
            "subject_id", "competency_id", "relation", "level", "answered_on"
        ):
            groups.setdefault((subject, competency, relation), []).append((level, on))
        row.asked = RoundInvitation.objects.filter(round=row).count()
        row.ended = RoundInvitation.objects.filter(round=row, token__isnull=False).count()
        row.answered = row.asked - row.ended
        row.withheld = sum(len(answers) < LEAST for answers in groups.values())
        _fix(row, {key: answers for key, answers in groups.items() if len(answers) >= LEAST}, at)
        RoundBox.objects.filter(round=row).delete()
        RoundInvitation.objects.filter(round=row).delete()
        row.status, row.published_at = Round.Status.PUBLISHED, at
        row.save(update_fields=["asked", "answered", "ended", "withheld", "status", "published_at"])
        audit.record(
            "competencies:round:publish", agent=System("rounds"), at=at, kind="round", subject=row.uuid,
            label=row.quarter, detail={"asked": row.asked, "answered": row.answered, "withheld": row.withheld},
        )  # fmt: skip


def _fix(row: Round, groups: dict[tuple[int, int, str], list[tuple[int, dt.date]]], at: dt.datetime) -> None:
    shuffler = secrets.SystemRandom()
    answers: list[RoundAnswer] = []
    for (subject, competency, relation), given in sorted(groups.items()):
        result = RoundResult.objects.create(
            uuid=uuid7(), round=row, subject_id=subject, competency_id=competency, relation=relation,
            level=middle([level for level, _on in given]),
        )  # fmt: skip
        answers += [RoundAnswer(result=result, level=level, answered_on=on) for level, on in given]
        source = Source(relation)
        instrument = instrument_for(source)
        record_evidence(
            agent=System("workplace 360"), person_id=subject, competency_id=competency, level=result.level,
            source=source, instrument=instrument.name_en, instrument_version=instrument.version, ref_kind="round",
            ref_uuid=result.uuid, context=row.quarter, observed_at=at, registered_id=instrument.id, at=at,
        )  # fmt: skip
    shuffler.shuffle(answers)
    RoundAnswer.objects.bulk_create(answers, batch_size=2000)
