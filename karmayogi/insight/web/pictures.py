"""Maps, tiles and bars, drawn from figures and from nothing else."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from markupsafe import Markup

from karmayogi.insight.engine.buckets import steps
from karmayogi.insight.queries.wording import suffix, words
from karmayogi.insight.registry import Metric
from karmayogi.insight.types import Place, Unit
from karmayogi.ui.api import charts


def map_and_tiles(places: Sequence[Place], metric: Metric) -> tuple[Markup, Markup]:
    """The metric by State as outlines and as equal tiles, with the same classes of colour."""
    known = [place for place in places if place.code]
    values = {place.code: place.figures[metric.code].value for place in known}
    names = {place.code: words(place.name) for place in known}
    thresholds = steps(values.values(), share=metric.unit is Unit.SHARE)
    ending = suffix(metric.unit)
    title = _("%(figure)s by State and Union territory") % {"figure": words(metric.name)}
    return (
        charts.india_map(values, title=title, names=names, steps=thresholds, suffix=ending),
        charts.tiles(values, title=title, names=names, steps=thresholds, suffix=ending),
    )


def bars(places: Sequence[Place], metric: Metric) -> dict[str, Markup]:
    """Code of the place -> its bar; shares are drawn out of 100, amounts out of the largest. None for no figure."""
    values = {place.code: place.figures[metric.code].value for place in places}
    known = [value for value in values.values() if value is not None]
    most = 100 if metric.unit is Unit.SHARE else max(known, default=0)
    return {code: charts.bar(value, most) if value is not None else Markup("") for code, value in values.items()}
