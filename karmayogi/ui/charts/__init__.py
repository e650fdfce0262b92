"""Charts drawn on the server as SVG and HTML. No script; each has a table twin or a name that says it all."""

from karmayogi.ui.charts.bars import bar, bars, stacked
from karmayogi.ui.charts.india import india_map, tiles
from karmayogi.ui.charts.radar import radar
from karmayogi.ui.charts.role_map import ActivityBox, CompetencyBox, RoleBox, role_map

__all__ = [
    "ActivityBox",
    "CompetencyBox",
    "RoleBox",
    "bar",
    "bars",
    "india_map",
    "radar",
    "role_map",
    "stacked",
    "tiles",
]
