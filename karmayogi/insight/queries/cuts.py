"""Figures of a place by attributes of its officers, where they may be told."""

import dataclasses
import uuid

from karmayogi.insight.engine.disclosure import STEP
from karmayogi.insight.engine.figures import figure
from karmayogi.insight.queries.boards import access_figures
from karmayogi.insight.registry import METRICS
from karmayogi.insight.registry.attributes import ATTRIBUTES, CUT
from karmayogi.insight.registry.people import OFFICERS
from karmayogi.insight.types import Place, Words
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs.types import OrganisationRow

_CUTS = "select attribute, value, metric, numerator, denominator from insight_cutfigure where path = %s"


@dataclasses.dataclass(frozen=True, slots=True)
class Cut:
    """An attribute with its values as rows; none where it may not be told."""

    name: Words
    values: list[Place]


def is_cut(unit: OrganisationRow) -> bool:
    """Of the country and what lies directly below it."""
    return len(unit.path) <= 2 * STEP


def access_cuts(actor: Actor, organisation: uuid.UUID) -> tuple[OrganisationRow, list[Cut]]:
    """Raises NotFound for whoever may not see the figures of the place, and where there are none of this kind."""
    unit = access_figures(actor, organisation)
    if not is_cut(unit):
        raise NotFound
    sums: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}

    def keep(attribute: str, value: str, metric: str, numerator: int, denominator: int) -> None:
        sums.setdefault((attribute, value), {})[metric] = (numerator, denominator)

    rows.fetch(keep, _CUTS, [unit.path])
    told = {attribute for attribute, _value in sums}
    return unit, [
        Cut(
            attribute.name,
            [
                _place(value.code, value.name, sums.get((attribute.code, value.code), {}))
                for value in attribute.values
                if attribute.code in told
            ],
        )
        for attribute in ATTRIBUTES.values()
    ]


def _place(code: str, name: Words, sums: dict[str, tuple[int, int]]) -> Place:
    people = sums.get(OFFICERS.code, (0, 0))[0]
    made = {}
    for metric in map(METRICS.__getitem__, CUT):
        numerator, denominator = sums.get(metric.code, (0, 0))
        concerned = None if metric.base == OFFICERS.code else sums.get(metric.base)
        # Without a row of its base it may not be told, see actions.count_cuts.
        untold = concerned is None and metric.base != OFFICERS.code
        made[metric.code] = figure(
            metric.code, metric.unit, numerator=numerator, denominator=denominator, people=people,
            about_people=True, hidden=untold, concerned=concerned[0] if concerned else None,
        )  # fmt: skip
    return Place(code, name, made)
