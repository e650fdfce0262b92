"""A course was published: it ends the requests that it covers, and says of those that name it what it lacks."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from karmayogi.demand.actions.steps import step
from karmayogi.demand.engine.lacks import short_of
from karmayogi.demand.models import ContentRequest, RequestStep
from karmayogi.demand.types import LIVE, State
from karmayogi.kernel.access import Agent
from karmayogi.learning import api as learning
from karmayogi.learning.types import TaughtVersion


def fulfil(*, agent: Agent, course_id: int, version: int, at: dt.datetime) -> int:
    """How many requests ended by it: those that its provider took or was asked, and those open to all. What was taken
    by another provider goes on, and the next scan says whether anything is still lacking.

    Of a version that another has followed meanwhile nothing is said: that one brings its own event.
    """
    taught = learning.taught_by(course_id)
    if taught is None or taught.number != version or not taught.open:
        return 0
    ended = 0
    with transaction.atomic():
        running = ContentRequest.objects.select_for_update(of=("self",)).select_related("lack__competency")
        for row in running.filter(
            Q(provider_id=taught.provider_id) | Q(provider__isnull=True, state=State.OPEN), state__in=LIVE,
            asked_at__lte=at,
        ).order_by("pk"):  # fmt: skip
            competency = row.lack.competency
            wanted = [one for one in (competency.pk, competency.replaced_by_id) if one]
            short = short_of(taught, competencies=wanted, level=row.lack.level, language=row.lack.language)
            if not short and row.in_language and _covered(taught, row, wanted):
                continue
            if not short:
                row.state, row.ended_at, row.fulfilled_by_id = State.FULFILLED, at, taught.version_id
                row.provider_id, row.accepted = taught.provider_id, True
                step(row, "end", agent, at, provider=taught.provider_id, detail={"version": version})
                ended += 1
            elif row.course_id == course_id and not _said(row, at):
                step(row, "short", agent, at, provider=taught.provider_id, short=",".join(short))
    return ended


def _covered(taught: TaughtVersion, row: ContentRequest, wanted: list[int]) -> bool:
    """Whether an earlier version of the course did when it was asked: it is among those that were too few then, and
    another version of it is not one more."""
    then = learning.taught_before(taught, row.asked_at)
    lack = row.lack
    return then is not None and not short_of(then, competencies=wanted, level=lack.level, language=lack.language)


def _said(row: ContentRequest, at: dt.datetime) -> bool:
    """An event can come twice."""
    return RequestStep.objects.filter(request=row, act="short", at=at).exists()
