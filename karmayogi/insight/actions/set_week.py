"""The Commission enters a learning week, or takes one back that was entered by mistake."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.insight.actions.ask_full import ask_full_refresh
from karmayogi.insight.models import LearningWeek
from karmayogi.insight.policies import can_freeze
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs

LONGEST = 120  # letters of a name
MOST_DAYS = 31
MOST_HOURS = 100


def add_week(
    *, actor: Actor, number: uuid.UUID, name: str, name_hi: str = "", name_ur: str = "", from_on: dt.date,
    until_on: dt.date, hours: int, at: dt.datetime,
) -> uuid.UUID:  # fmt: skip
    """Its uuid. number: of the form, so that sending it twice enters it once. All figures are counted anew after it."""
    _check(actor)
    texts = [" ".join(text.replace("\0", "").split()) for text in (name, name_hi, name_ur)]
    if LearningWeek.objects.filter(uuid=number).exists():
        return number
    if not texts[0] or any(len(text) > LONGEST for text in texts):
        raise Refused(_("A learning week needs a name of at most %(most)s letters.") % {"most": LONGEST})
    if not dt.timedelta(0) <= until_on - from_on < dt.timedelta(days=MOST_DAYS):
        raise Refused(_("The last day comes before the first one, or more than a month after it."))
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(_("The hours are a whole number from 1 to %(most)s.") % {"most": MOST_HOURS})
    try:
        with transaction.atomic():
            LearningWeek.objects.create(
                uuid=number, name_en=texts[0], name_hi=texts[1], name_ur=texts[2], from_on=from_on, until_on=until_on,
                target_minutes=hours * 60, entered_at=at,
            )  # fmt: skip
            audit.record(
                "insight:week:add", agent=actor, at=at, kind="learning_week", subject=number, label=texts[0],
                detail={"from": from_on.isoformat(), "until": until_on.isoformat(), "hours": hours},
            )  # fmt: skip
            ask_full_refresh()
    except IntegrityError as error:
        if LearningWeek.objects.filter(uuid=number).exists():  # the same form, sent twice in one moment
            return number
        raise Refused(_("A learning week begins on that day already.")) from error
    return number


@transaction.atomic
def remove_week(*, actor: Actor, week: uuid.UUID, at: dt.datetime) -> None:
    """It counts no more; repeating it changes nothing."""
    _check(actor)
    row = LearningWeek.objects.select_for_update().filter(uuid=week).first()
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        return
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    audit.record("insight:week:remove", agent=actor, at=at, kind="learning_week", subject=week, label=row.name_en)
    ask_full_refresh()


def _check(actor: Actor) -> None:
    if not can_freeze(actor, orgs.country_path()):
        raise NotFound
