"""Orders in force that ask for a competency at a level, for whoever is about to change the framework (slot
"competencies.touched")."""

from collections.abc import Sequence

from django.urls import reverse

from karmayogi.competencies.types import Touched
from karmayogi.kernel import rows


def touched_orders(competency_ids: Sequence[int]) -> list[Touched]:
    return rows.fetch(
        lambda uuid, en, hi, ur: Touched("plans", en, hi, ur, reverse("plans:mandate", args=(uuid,))),
        """
        select m.uuid, m.title_en, m.title_hi, m.title_ur from plans_mandate m
        where m.status = 'live' and m.wants = 'level' and m.competency_id = any(%s::bigint[]) order by m.id
        """,
        [list(competency_ids)],
    )
