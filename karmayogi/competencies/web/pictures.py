"""The role map and the radar, from profile and gaps."""

from collections.abc import Sequence

from markupsafe import Markup

from karmayogi.competencies.types import Gap, ProfileTree
from karmayogi.ui.api import charts, pick

AREA_MARK = {"behavioural": "B", "functional": "F", "domain": "D"}


def role_map_of(title: str, tree: ProfileTree, gaps: Sequence[Gap]) -> Markup:
    """Post, roles, activities and competencies with the levels needed (and shown, where gaps are given)."""
    shown = {gap.competency_id: gap.shown for gap in gaps}
    return charts.role_map(
        title,
        [
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
        [
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


def radar_of(gaps: Sequence[Gap], title: str) -> Markup:
    """The eight most important needs: needed against shown, on the scale of five. Empty for fewer than three."""
    if len(gaps) < 3:
        return Markup("")
    first = sorted(gaps, key=lambda gap: (-gap.importance, -gap.needs, gap.code))[:8]
    return charts.radar(
        [pick(gap.name_en, gap.name_hi, gap.name_ur) for gap in first],
        [gap.shown for gap in first],
        [gap.needs for gap in first],
        title=title,
    )
