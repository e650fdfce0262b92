"""A survey of needs: the unit opens it to the officers of the organisation, they answer, it closes into counts.

An answer lives until the survey closes. Then how many of a designation answered and how many asked for a competency
goes into the plan, of few people only together with others, and the answers are gone (decision 0050).
"""

import datetime as dt
import logging
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.count_survey import count_survey
from karmayogi.capacity.actions.writing import writing
from karmayogi.capacity.models import Plan, Survey, SurveyRating, SurveyReply
from karmayogi.capacity.queries.surveys import asked_of
from karmayogi.capacity.types import Hinders, Status
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused

log = logging.getLogger(__name__)

LONGEST = dt.timedelta(days=92)


def open_survey(
    *, actor: Actor, plan: uuids.UUID, revision: int, opens_on: dt.date, closes_on: dt.date, at: dt.datetime
) -> uuids.UUID:
    """Officers find it among their tasks from its first day to its last. Refused: one is open, or days that cannot."""
    if opens_on < clock.day(at):
        raise Refused(_("A survey begins today or later."))
    if not opens_on <= closes_on <= opens_on + LONGEST:
        raise Refused(_("A survey ends on its first day or later, and after three months at the latest."))
    with writing(actor, plan, revision, at, "survey") as row:
        if Survey.objects.filter(plan=row, closed_at__isnull=True).exists():
            raise Refused(_("A survey is open already: close it first."))
        made: uuids.UUID = Survey.objects.create(
            plan=row, opens_on=opens_on, closes_on=closes_on, opened_by_id=actor.person_id
        ).uuid
    return made


def answer_survey(*, actor: Actor, survey: uuids.UUID, ratings: dict[str, int], hinders: str, at: dt.datetime) -> None:
    """Her own answer, or another one in its place. ratings: code of a competency of her post -> 1 to 5.

    NotFound: it is not open today, or she holds no post in its organisation.
    """
    with transaction.atomic():
        # Against its closing at the same time; officers do not wait for each other.
        rows.scalar("select id from capacity_survey where uuid = %s for share", [survey])
        asked = asked_of(actor.person_id, survey, clock.day(at))
        if asked is None:
            raise NotFound
        known = {one.code: one for one in asked.requirements}
        if not known:
            raise Refused(_("Nothing is asked of your designation yet."))
        if hinders not in set(Hinders):
            raise Refused(_("Say what hinders you most."))
        if not ratings or not ratings.keys() <= known.keys() or not set(ratings.values()) <= {1, 2, 3, 4, 5}:
            raise Refused(_("Say of at least one competency how well you do it, from 1 to 5."))
        reply, made = SurveyReply.objects.update_or_create(
            survey_id=asked.survey_id, person_id=actor.person_id,
            defaults={"designation_id": asked.designation_id, "hinders": hinders, "at": at},
        )  # fmt: skip
        SurveyRating.objects.filter(reply=reply).delete()
        SurveyRating.objects.bulk_create(
            [
                SurveyRating(
                    reply=reply, competency_id=known[code].competency_id, rating=rating, wanted=known[code].level
                )
                for code, rating in ratings.items()
            ]
        )
        if made:  # that she answered, not what
            audit.record(
                "capacity:survey:answer", agent=actor, at=at, kind="capacity_plan", subject=asked.plan_uuid,
                label=asked.title_en, concerns=actor.person_id,
            )  # fmt: skip


def take_answer_back(*, actor: Actor, survey: uuids.UUID, at: dt.datetime) -> None:
    """As if she had not answered. Repeating it changes nothing; a survey that is closed has no answers."""
    with transaction.atomic():
        rows.scalar("select id from capacity_survey where uuid = %s for share", [survey])
        asked = asked_of(actor.person_id, survey, clock.day(at))
        if asked is None:
            raise NotFound
        SurveyReply.objects.filter(survey_id=asked.survey_id, person_id=actor.person_id).delete()


def close_survey(*, actor: Actor, plan: uuids.UUID, revision: int, survey: uuids.UUID, at: dt.datetime) -> None:
    """Before its day. Repeating it changes nothing."""
    with writing(actor, plan, revision, at, "survey") as row:
        found = Survey.objects.select_for_update().filter(plan=row, uuid=survey).first()
        if found is None:
            raise NotFound
        _close(found, at)


def close_due(at: dt.datetime) -> int:
    """Those whose last day is over; how many. Each by itself: one that fails is logged, holds up no other, and is tried
    again the next night. One whose draft was discarded meanwhile is gone with it."""
    due = Survey.objects.filter(closed_at__isnull=True, closes_on__lt=clock.day(at)).values_list("pk", "plan_id")
    closed = 0
    for pk, plan in due:
        try:
            with transaction.atomic():
                # The plan before the survey, as whoever writes in the plan does.
                draft = Plan.objects.select_for_update().filter(pk=plan, status=Status.DRAFT).first()
                row = Survey.objects.select_for_update().filter(plan=draft, pk=pk, closed_at__isnull=True).first()
                if draft is not None and row is not None:
                    _close(row, at)
                    closed += 1
        except Exception:
            log.exception("a survey whose last day is over could not be closed", extra={"survey": pk})
    return closed


def _close(row: Survey, at: dt.datetime) -> None:
    if row.closed_at is not None:
        return
    count_survey(row)
    row.replies = SurveyReply.objects.filter(survey=row).count()
    row.closed_at = at
    row.save(update_fields=["replies", "closed_at"])
    rows.run(
        "delete from capacity_surveyrating g using capacity_surveyreply y where y.id = g.reply_id and y.survey_id = %s",
        [row.pk],
    )
    rows.run("delete from capacity_surveyreply where survey_id = %s", [row.pk])
