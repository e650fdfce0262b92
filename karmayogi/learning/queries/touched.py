"""Courses tagged with competencies, for whoever is about to change the framework (slot "competencies.touched")."""

from collections.abc import Sequence

from django.urls import reverse

from karmayogi.competencies.types import Touched
from karmayogi.kernel import rows


def touched_courses(competency_ids: Sequence[int]) -> list[Touched]:
    return rows.fetch(
        lambda uuid, en, hi, ur: Touched("courses", en, hi, ur, reverse("learning:course", args=(uuid,))),
        """
        select e.uuid, e.title_en, e.title_hi, e.title_ur from learning_catalogueentry e
        where e.competency_ids && %s::bigint[] and not e.hidden order by e.title_en
        """,
        [list(competency_ids)],
    )
