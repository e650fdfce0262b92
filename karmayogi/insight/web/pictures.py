"""Maps, tiles and bars, drawn from figures and from nothing else."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from markupsafe import Markup

from karmayogi.insight.engine import drawings
from karmayogi.insight.engine.buckets import steps
from karmayogi.insight.queries.wording import suffix, words
from karmayogi.insight.registry import Metric
from karmayogi.insight.types import Figure, Place, Unit
from karmayogi.ui.api import charts


def map_and_tiles(
    places: Sequence[Place], metric: Metric, hrefs: Mapping[str, str] | None = None
) -> tuple[Markup, Markup]:
    """The metric by State as outlines and as equal tiles, with the same classes of colour. hrefs: where the
    tile of a State leads."""
    known = [place for place in places if place.code]
    values = {place.code: place.figures[metric.code].value for place in known}
    names = {place.code: words(place.name) for place in known}
    thresholds = steps(values.values(), share=metric.unit is Unit.SHARE)
    ending = suffix(metric.unit)
    title = _("%(figure)s by State and Union territory") % {"figure": words(metric.name)}
    return (
        charts.india_map(values, title=title, names=names, steps=thresholds, suffix=ending),
        charts.tiles(values, title=title, names=names, steps=thresholds, suffix=ending, hrefs=hrefs),
    )


def units_as_tiles(places: Sequence[Place], metric: Metric) -> tuple[list[tuple[Place, int]], Markup]:
    """Units by name, each with its class of colour, and what the colours mean: as tiles of one size, since there are no
    outlines of districts and bodies that may be shown."""
    values = [place.figures[metric.code].value for place in places]
    thresholds = steps(values, share=metric.unit is Unit.SHARE)
    classes = [(place, charts.class_of(place.figures[metric.code].value, thresholds)) for place in places]
    classes.sort(key=lambda one: words(one[0].name).casefold())
    return classes, charts.legend(values, thresholds, suffix(metric.unit))


def line_of(points: Sequence[tuple[dt.date, Figure]], most: float | None = None) -> Markup:
    """A line over the days on which there is a figure; nothing where there are fewer than two. The table beside it
    tells the same. most: the top of the scale; the highest figure without one."""
    known = [(on.toordinal(), one.value) for on, one in points if one.value is not None]
    if len(known) < 2:
        return Markup("")
    first, span = known[0][0], known[-1][0] - known[0][0]
    top = most or max(value for _day, value in known) or 1
    return drawn(drawings.trend(((day - first) / span if span else 0, value / top) for day, value in known))


def columns_of(places: Sequence[Place], metric: Metric) -> Markup:
    """All places in one small drawing, the highest first; shares out of 100, amounts out of the largest."""
    known = sorted((value for place in places if (value := place.figures[metric.code].value) is not None), reverse=True)
    most = 100 if metric.unit is Unit.SHARE else max(known, default=0) or 1
    return drawn(drawings.columns(value / most for value in known)) if known else Markup("")


def drawn(svg: str) -> Markup:
    """A drawing of engine.drawings, which writes nothing but numbers of its own."""
    return Markup(svg)  # noqa: S704


def bars(places: Sequence[Place], metric: Metric) -> dict[str, Markup]:
    """Code of the place -> its bar; shares are drawn out of 100, amounts out of the largest. None for no figure."""
    values = {place.code: place.figures[metric.code].value for place in places}
    known = [value for value in values.values() if value is not None]
    most = 100 if metric.unit is Unit.SHARE else max(known, default=0)
    return {code: charts.bar(value, most) if value is not None else Markup("") for code, value in values.items()}
