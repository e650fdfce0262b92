"""What the address chooses: all that a dashboard shows, so that a link keeps the view. Anything unknown counts as not
given."""

import dataclasses
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.http import HttpRequest

from karmayogi.insight.queries.wording import words
from karmayogi.insight.registry import FIRST, METRICS, THEMES, Metric, Theme
from karmayogi.insight.types import Place

ORDERS = ("-value", "value", "name", "-name")
ONE, SIDE = "one", "all"  # one figure of all places, or all figures of the theme side by side
# Kinds of organisations below, wherever they are, that can be listed instead of the direct parts.
KINDS = ("department", "state_department", "district", "ulb", "block", "panchayat", "institute")


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """theme: the figures on the tiles. metric: the one on map and table. kind: "" for the direct parts.

    among: the figures that the page can show. on: the past day, as the address writes it; "" for now.
    """

    metric: Metric
    order: str
    theme: Theme
    view: str = ONE
    kind: str = ""
    among: Mapping[str, Metric] = dataclasses.field(default_factory=lambda: METRICS)
    on: str = ""

    @property
    def metrics(self) -> dict[str, Metric]:
        """Of the theme."""
        return {code: self.among[code] for code in self.theme.codes if code in self.among}

    def state(self, **changed: str) -> dict[str, str]:
        """Everything chosen, as parameters; what is as at first is left out."""
        now = {
            "theme": self.theme.code, "metric": self.metric.code, "order": self.order, "view": self.view,
            "kind": self.kind, "on": self.on,
        } | changed  # fmt: skip
        first = {"theme": next(iter(THEMES)), "order": ORDERS[0], "view": ONE, "kind": "", "on": ""}
        return {key: value for key, value in now.items() if value != first.get(key)}

    def address(self, **changed: str) -> str:
        """The same view with something else chosen."""
        return "?" + urlencode(self.state(**changed))

    def of_theme(self, code: str) -> str:
        """Another theme, with its first figure where it does not have this one."""
        codes = [one for one in THEMES[code].codes if one in self.among]
        return self.address(theme=code, metric=self.metric.code if self.metric.code in codes else codes[0])

    def query(self, column: str) -> str:
        """The address for pressing the head of a column: the other way round when it is the order already."""
        first = "-value" if column == "value" else "name"
        turned = first.removeprefix("-") if first.startswith("-") else f"-{first}"
        return f"{self.address(order=turned if self.order == first else first)}#table"

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
    given = request.GET
    metric = METRICS.get(given.get("metric", ""))
    theme = THEMES.get(given.get("theme", ""))
    if theme is None:  # the first that has the figure
        theme = next(one for one in THEMES.values() if metric is None or metric.code in one.codes)
    if metric is None or metric.code not in theme.codes:
        metric = METRICS[FIRST if FIRST in theme.codes else theme.codes[0]]
    order, kind = given.get("order", ""), given.get("kind", "")
    return Choice(
        metric, order if order in ORDERS else ORDERS[0], theme, SIDE if given.get("view") == SIDE else ONE,
        kind if kind in KINDS else "",
    )  # fmt: skip
