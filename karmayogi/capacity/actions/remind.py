"""One reminder, two days before a survey closes, to whoever has not answered: a job goes through them in chunks."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.letters import write_to
from karmayogi.capacity.models import Survey
from karmayogi.capacity.queries.surveys import to_remind
from karmayogi.capacity.types import Status
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import BULK, task, unhurried
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import day, pick

BEFORE = dt.timedelta(days=2)
CHUNK = 500


def remind_due(at: dt.datetime) -> int:
    """Surveys whose last days have come; of a survey of a day or two nobody is reminded on the day it opens."""
    today = clock.day(at)
    found = Survey.objects.filter(
        closed_at__isnull=True, reminded_at__isnull=True, opens_on__lt=today, closes_on__gte=today,
        closes_on__lte=today + BEFORE, plan__status=Status.DRAFT,
    )  # fmt: skip
    for one in found:
        remind.enqueue(survey=one.pk)
    return len(found)


@task(queue_name=BULK)
def remind(survey: int) -> None:
    """Chunk by chunk, each in a transaction: a worker that is killed goes on where it was, and nobody hears twice."""
    with unhurried():
        while _step(survey):
            pass


def _step(survey: int) -> bool:
    at = clock.now()
    with transaction.atomic():
        row = (
            Survey.objects.select_for_update(of=("self",))
            .select_related("plan")
            .filter(pk=survey, closed_at__isnull=True, reminded_at__isnull=True)
            .first()
        )
        if row is None:
            return False
        body = orgs.organisations([row.plan.organisation_id])[row.plan.organisation_id]
        people = to_remind(row.pk, row.plan.organisation_id, clock.day(at), row.reminded_after, CHUNK)
        closes_on = row.closes_on

        def letter(_person: int) -> tuple[str, str]:
            return _("A short survey waits for your answer"), _(
                "%(organisation)s asks which competencies you need most, for its plan of the year. It takes a minute."
                " You find it on your page “Today” until %(day)s. Your answer is only ever told together with others."
            ) % {"organisation": pick(body.name_en, body.name_hi, body.name_ur), "day": day(closes_on)}

        write_to(people, letter)
        row.reminded_after = people[-1] if people else row.reminded_after
        if len(people) < CHUNK:
            row.reminded_at = at
        row.save(update_fields=["reminded_after", "reminded_at"])
    return row.reminded_at is None
