"""What the address chooses: the metric on the map and the order of the table. Anything unknown counts as not given."""

import dataclasses
from collections.abc import Iterable

from django.http import HttpRequest

from karmayogi.insight.queries.wording import words
from karmayogi.insight.registry import FIRST, METRICS, Metric
from karmayogi.insight.types import Place

ORDERS = ("-value", "value", "name", "-name")


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """kept: what else the address chooses, e.g. "&on=2026-03-31"."""

    metric: Metric
    order: str
    kept: str = ""

    def query(self, column: str) -> str:
        """The address for pressing the head of a column: the other way round when it is the order already."""
        first = "-value" if column == "value" else "name"
        turned = first.removeprefix("-") if first.startswith("-") else f"-{first}"
        return f"?metric={self.metric.code}&order={turned if self.order == first else first}{self.kept}#table"

    def sort(self, column: str) -> str:
        """aria-sort of the column."""
        if self.order.removeprefix("-") != column:
            return "none"
        return "descending" if self.order.startswith("-") else "ascending"

    def ordered(self, places: Iterable[Place]) -> list[Place]:
        """Places without a figure always come last, by name."""

        def name(place: Place) -> str:
            return words(place.name).casefold()

        def value(place: Place) -> float | None:
            return place.figures[self.metric.code].value

        back = self.order.startswith("-")
        if self.order.endswith("name"):
            return sorted(places, key=name, reverse=back)
        known = sorted((place for place in places if value(place) is not None), key=name)
        known.sort(key=lambda place: value(place) or 0, reverse=back)
        return known + sorted((place for place in places if value(place) is None), key=name)


def choice(request: HttpRequest) -> Choice:
    order = request.GET.get("order", "")
    return Choice(METRICS.get(request.GET.get("metric", ""), METRICS[FIRST]), order if order in ORDERS else ORDERS[0])
