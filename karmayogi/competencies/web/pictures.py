"""The role map and the radar, from profile and gaps."""

from collections.abc import Sequence

from markupsafe import Markup

from karmayogi.competencies.types import Gap, ProfileTree
from karmayogi.ui.api import charts, pick

AREA_MARK = {"behavioural": "B", "functional": "F", "domain": "D"}


def role_map_of(title: str, tree: ProfileTree, gaps: Sequence[Gap]) -> Markup:
    """Post, roles, activities and competencies with the levels needed (met or open, where gaps are given)."""
    missing = {gap.competency_id: gap.missing for gap in gaps}
    return charts.role_map(
        title,
        [
            charts.RoleBox(
                pick(role.name_en, role.name_hi, role.name_ur),
                tuple(
                    charts.ActivityBox(
                        pick(activity.name_en, activity.name_hi, activity.name_ur),
                        tuple((str(competency), level) for competency, level in activity.needs),
                    )
                    for activity in role.activities
                ),
            )
            for role in tree.roles
        ],
        [
            charts.CompetencyBox(
                str(need.competency_id),
                pick(need.name_en, need.name_hi, need.name_ur),
                f"{AREA_MARK[need.area]} · L{need.level}",
                met=not missing[need.competency_id] if need.competency_id in missing else None,
            )
            for need in tree.requirements
        ],
    )


def radar_of(gaps: Sequence[Gap], title: str) -> Markup:
    """The eight most important needs: needed against shown, on the scale of five. Empty for fewer than three."""
    if len(gaps) < 3:
        return Markup("")
    first = sorted(gaps, key=lambda gap: (-gap.importance, -gap.needs, gap.code))
    axes = [charts.Axis(pick(gap.name_en, gap.name_hi, gap.name_ur), gap.shown, gap.needs) for gap in first]
    return charts.radar(axes, title=title, top=5)
