"""The role map and the radar, from profile and gaps."""

from collections.abc import Sequence
from typing import Any

from karmayogi.competencies.types import Gap, ProfileTree
from karmayogi.ui.api import charts, pick

AREA_MARK = {"behavioural": "B", "functional": "F", "domain": "D"}


def role_map_of(title: str, tree: ProfileTree, gaps: Sequence[Gap]) -> Any:
    """Post, roles, activities and competencies with the levels needed (and shown, where gaps are given)."""
    shown = {gap.competency_id: gap.shown for gap in gaps}
    return charts.role_map(
        position=title,
        roles=[
            {
                "label": pick(role.name_en, role.name_hi, role.name_ur),
                "activities": [
                    {
                        "label": pick(activity.name_en, activity.name_hi, activity.name_ur),
                        "needs": [str(competency) for competency, _level in activity.needs],
                    }
                    for activity in role.activities
                ],
            }
            for role in tree.roles
        ],
        competencies=[
            {
                "key": str(need.competency_id),
                "label": pick(need.name_en, need.name_hi, need.name_ur),
                "mark": AREA_MARK[need.area],
                "level": need.level,
                "shown": shown.get(need.competency_id),
            }
            for need in tree.requirements
        ],
    )


def radar_of(gaps: Sequence[Gap]) -> Any:
    """The eight most important needs: needed against shown, on the scale of five."""
    eight = sorted(gaps, key=lambda gap: (-gap.importance, -gap.needs, gap.code))[:8]
    return charts.radar(
        labels=[pick(gap.name_en, gap.name_hi, gap.name_ur) for gap in eight],
        shown=[gap.shown for gap in eight],
        needed=[gap.needs for gap in eight],
        maximum=5,
    )
