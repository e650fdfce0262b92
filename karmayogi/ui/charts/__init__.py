"""Charts drawn on the server as SVG and HTML. No script; each has a table twin or a name that says it all."""

from karmayogi.ui.charts.bars import bar, bars, stacked
from karmayogi.ui.charts.india import class_of, india_map, legend, tiles
from karmayogi.ui.charts.radar import radar
from karmayogi.ui.charts.role_map import ActivityBox, CompetencyBox, RoleBox, role_map

__all__ = [
    "ActivityBox",
    "CompetencyBox",
    "RoleBox",
    "bar",
    "bars",
    "class_of",
    "india_map",
    "legend",
    "radar",
    "role_map",
    "stacked",
    "tiles",
]
