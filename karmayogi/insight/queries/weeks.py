"""The learning weeks that there are."""

import dataclasses
import datetime as dt
import uuid

from karmayogi.insight.models.terms import LearningWeek
from karmayogi.insight.types import Words
from karmayogi.ui.api import num

# What the store of facts keeps of them (facts/engine/tables.py); it reads nothing of the packages above it by itself.
AS_FACTS = """
select w.id, w.from_on, w.until_on, w.target_minutes, (w.ended_at at time zone 'Asia/Kolkata')::date,
  to_char(coalesce(w.ended_at, w.entered_at) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
from insight_learningweek w
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Week:
    """hours: asked of everybody, as text."""

    uuid: uuid.UUID
    name: Words
    from_on: dt.date
    until_on: dt.date
    hours: str


def weeks() -> list[Week]:
    """The latest first, without what was taken back."""
    return [
        Week(row.uuid, Words(row.name_en, row.name_hi, row.name_ur), row.from_on, row.until_on,
             num(row.target_minutes // 60))
        for row in LearningWeek.objects.filter(ended_at__isnull=True).order_by("-from_on")[:50]
    ]  # fmt: skip
