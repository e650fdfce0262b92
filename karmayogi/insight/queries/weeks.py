"""The learning weeks that there are."""

import dataclasses
import datetime as dt
import uuid

from karmayogi.insight.models.terms import LearningWeek
from karmayogi.insight.types import Words
from karmayogi.ui.api import num


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
