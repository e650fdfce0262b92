"""The Annual State of the Civil Services as a list of blocks, out of one snapshot and, for changes, an earlier one.

Nothing else is read: the same snapshots give the same report on any day. In the language of the reader; every figure
and every finding is made here, and each links to its definition.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from karmayogi.insight.engine.blocks import Block, Bullets, Cell, Heading, Line, Picture, Table
from karmayogi.insight.engine.buckets import steps
from karmayogi.insight.engine.drawings import tile_map
from karmayogi.insight.engine.findings import RATES, Extremes, extremes, ranked
from karmayogi.insight.queries.wording import change, figure, figure_of, words
from karmayogi.insight.types import Figure, Frozen, FrozenMetric, FrozenPlace, State, Unit
from karmayogi.kernel.dates import financial_year_label
from karmayogi.ui.api import comma, day, num, when

MINISTRY = "ministry"
NAMED = 5  # places named where several tie
MOST_IN_FULL = 100  # places of an annex that have a table each
GOVERNMENT = "state"  # kind of an organisation


def title_of(frozen: Frozen) -> str:
    return _("Annual State of the Civil Services %(year)s") % {"year": financial_year_label(frozen.on)}


def blocks(frozen: Frozen, before: Frozen | None, *, check_at: str) -> list[Block]:
    """check_at: the address at which anybody may check the file of the frozen figures."""
    report = _Report(frozen, before, check_at)
    return [block for part in report.parts() for block in part()]


class _Report:
    def __init__(self, frozen: Frozen, before: Frozen | None, check_at: str) -> None:
        self.frozen, self.before, self.check_at = frozen, before, check_at
        self.ministries = [place for place in frozen.organisations if place.kind == MINISTRY]
        self.others = [place for place in frozen.organisations if place.kind != MINISTRY]
        self.rates = [
            metric for metric in frozen.metrics.values()
            if metric.unit in RATES and any(place.figures[metric.code].value is not None for place in frozen.regions)
        ]  # fmt: skip
        self.was: dict[tuple[str, str], FrozenPlace] = {}
        if before is not None:
            every = (before.country, *before.regions, *before.organisations)
            self.was = {(place.kind, place.code): place for place in every}

    def parts(self) -> tuple[Callable[[], Iterable[Block]], ...]:
        return (
            self._about, self._findings, self._country, self._states, self._ministries, self._method, self._limits,
            self._definitions, self._annexes,
        )  # fmt: skip

    def _about(self) -> Iterator[Block]:
        frozen = self.frozen
        yield Heading(2, _("What this report is"))
        yield Line(
            _("It describes the civil services as on %(when)s, out of the frozen figures “%(name)s”. Every figure and"
              " every finding is worked out from them by a program; none was entered by hand.")
            % {"when": when(frozen.as_on), "name": frozen.name}
        )  # fmt: skip
        if self.before is None:
            yield Line(_("There are no earlier frozen figures, so that no change is reported."))
        else:
            yield Line(
                _("Changes are against the frozen figures “%(name)s” as on %(when)s.")
                % {"name": self.before.name, "when": when(self.before.as_on)}
            )
        yield Line(
            _("Digest of the frozen figures (SHA-256): %(digest)s. Anybody can check their signed file at %(address)s.")
            % {"digest": frozen.digest, "address": self.check_at}
        )
        if not frozen.issued_by:
            yield Line(_("Invented data of a demonstration: nothing here describes a real office or officer."))

    def _findings(self) -> Iterator[Block]:
        yield Heading(2, _("Findings"))
        yield Heading(3, _("The country"))
        lines = []
        for metric in self.frozen.metrics.values():
            now = self.frozen.country.figures[metric.code]
            if now.state is not State.EMPTY:
                lines.append(Line(self._said(now, self._earlier(self.frozen.country, metric)), *self._lead(metric)))
        yield Bullets(tuple(lines))
        for heading, places in (
            (_("States and Union territories: highest and lowest"), self.frozen.regions),
            (_("Ministries: highest and lowest"), self.ministries),
        ):
            found = [extremes(metric.code, metric.unit, places) for metric in self.rates]
            said = [self._extreme(one, len(places)) for one in found if one is not None]
            if said:
                yield Heading(3, heading)
                yield Bullets(tuple(said))

    def _said(self, now: Figure, was: Figure | None) -> str:
        """The value, what it is a share of, and how it moved; a finding has no word without a number."""
        text = figure(now)
        if figure_of(now):
            text = _("%(figure)s (%(parts)s)") % {"figure": text, "parts": figure_of(now)}
        moved = change(was, now) if was is not None else ""
        if was is not None and moved:
            return _("%(figure)s; before %(was)s, change %(change)s.") % {
                "figure": text, "was": figure(was), "change": moved,
            }  # fmt: skip
        return _("%(figure)s.") % {"figure": text}

    def _extreme(self, found: Extremes, of: int) -> Line:
        metric = self.frozen.metrics[found.metric]
        text = _("highest %(most)s in %(highest)s; lowest %(least)s in %(lowest)s. Compared: %(shown)s of %(all)s.") % {
            "most": figure(found.most), "highest": _named(found.highest), "least": figure(found.least),
            "lowest": _named(found.lowest), "shown": num(found.shown), "all": num(of),
        }  # fmt: skip
        return Line(text, *self._lead(metric))

    def _country(self) -> Iterator[Block]:
        yield Heading(2, _("Figures of the country"))
        yield self._table(self.frozen.country, words(self.frozen.country.name), beside=False)

    def _states(self) -> Iterator[Block]:
        yield Heading(2, _("States and Union territories compared"))
        for metric in self.rates:
            yield Heading(3, words(metric.full))
            yield Line(words(metric.definition), _("Definition"), _anchor(metric.code))
            if any(place.tile for place in self.frozen.regions):
                yield self._map(metric)
        yield self._compared(_("State or Union territory"), self.frozen.regions)

    def _ministries(self) -> Iterator[Block]:
        yield Heading(2, _("Ministries compared"))
        yield self._compared(_("Ministry"), self.ministries)
        for metric in self.rates:
            order = ranked(metric.code, self.ministries)
            if len(order) > 1:
                yield self._bars(metric, order)

    def _map(self, metric: FrozenMetric) -> Picture:
        values = {place.code: place.figures[metric.code].value for place in self.frozen.regions if place.tile}
        classes = steps(values.values(), share=metric.unit is Unit.SHARE)
        tiles = [
            (
                place.code, *place.tile,
                0 if (value := values[place.code]) is None else 1 + sum(value >= step for step in classes),
                num(value, None if metric.unit is Unit.SHARE else 1),
            )
            for place in self.frozen.regions if place.tile
        ]  # fmt: skip
        said = [f"{words(place.name)}: {figure(place.figures[metric.code])}" for place in self.frozen.regions]
        alt = _("%(figure)s by State and Union territory") % {"figure": words(metric.name)}
        return Picture(tile_map(tiles), f"{alt}. {'; '.join(said)}")

    def _compared(self, heading: str, places: Sequence[FrozenPlace]) -> Table:
        """Places with anybody on record, side by side in the rates."""
        columns = [self.frozen.metrics["officers"], *self.rates]
        there = [place for place in places if any(place.figures[m.code].state is not State.EMPTY for m in columns)]
        return Table(
            _("%(place)s by officers and rates") % {"place": heading},
            (Cell(heading), *(Cell(words(metric.short), _anchor(metric.code)) for metric in columns)),
            tuple(
                (Cell(words(place.name)), *(self._cell(place.figures[metric.code]) for metric in columns))
                for place in there
            ),
            (False, *(True for _one in columns)),
            (3, *(1 for _one in columns)),
        )

    def _bars(self, metric: FrozenMetric, places: Sequence[FrozenPlace]) -> Table:
        values = [place.figures[metric.code].value or 0 for place in places]
        most = 100 if metric.unit is Unit.SHARE else max(values) or 1
        return Table(
            words(metric.full),
            (Cell(_("Ministry")), Cell(words(metric.short), _anchor(metric.code)), Cell("")),
            tuple(
                (Cell(words(place.name)), self._cell(place.figures[metric.code]), Cell("", bar=value / most))
                for place, value in zip(places, values, strict=True)
            ),
            (False, True, False),
            (4, 1, 3),
        )

    def _method(self) -> Iterator[Block]:
        grains = {words(metric.grain): None for metric in self.frozen.metrics.values()}
        rules = {words(metric.small_cells): None for metric in self.frozen.metrics.values()}
        texts = [
            _("Each figure has one definition and one query; screens, files and this report take it from there."),
            *grains,
            *rules,
            _("A rate of a State or ministry is the sum of its parts above divided by the sum below, not a mean of"
              " rates."),
            _("Highest and lowest are named among the places whose figure is shown; places that tie are all meant."),
            _("Changes of shares are in percentage points. Rounding to one decimal comes last."),
        ]  # fmt: skip
        yield Heading(2, _("Method"))
        yield Bullets(tuple(Line(text) for text in texts))

    def _limits(self) -> Iterator[Block]:
        cells = [one for place in (*self.frozen.regions, *self.frozen.organisations) for one in place.figures.values()]
        hidden = sum(one.state in (State.FEW, State.WITHHELD) for one in cells)
        empty = sum(one.state is State.EMPTY for one in cells)
        texts = [
            _("Of %(all)s figures of States and organisations, %(hidden)s are not shown since they speak of few"
              " officers, or would give away others that do; %(empty)s have nobody to speak of.")
            % {"all": num(len(cells)), "hidden": num(hidden), "empty": num(empty)},
            _("Only officers whose post is on record are counted; an organisation that has not entered its posts looks"
              " empty or small."),
            _("Facts that come late are not in the frozen figures. The page of the frozen figures says what each would"
              " be today."),
            _("A difference between two places, or between two years, does not say what brought it about."),
            _("A completion says that a course was completed by its rule, not that work has changed."),
        ]  # fmt: skip
        yield Heading(2, _("Limits"))
        yield Bullets(tuple(Line(text) for text in texts))

    def _definitions(self) -> Iterator[Block]:
        yield Heading(2, _("What each figure means"))
        for metric in self.frozen.metrics.values():
            yield Heading(3, words(metric.full), _anchor(metric.code))
            yield Line(words(metric.definition))
            facts = [
                (_("Numerator"), metric.numerator), (_("Denominator"), metric.denominator),
                (_("Counted for"), metric.grain), (_("Small groups"), metric.small_cells), (_("Owner"), metric.owner),
            ]  # fmt: skip
            yield Bullets(tuple(Line(f"{name}: {words(text)}") for name, text in facts if text is not None))

    def _annexes(self) -> Iterator[Block]:
        for heading, places in (
            (_("Annex A: ministries"), self.ministries),
            (_("Annex B: States and Union territories"), self.frozen.regions),
            (_("Annex C: governments of States and other organisations"), self.others),
        ):
            yield Heading(2, heading)
            # Of many, those that are no government stand side by side: a table for each of seven hundred took minutes
            # and seven gigabytes, and nobody reads it.
            full = places if len(places) <= MOST_IN_FULL else [one for one in places if one.kind == GOVERNMENT]
            rest = [] if full is places else [one for one in places if one.kind != GOVERNMENT]
            nobody = []
            for place in full:
                if all(one.state is State.EMPTY for one in place.figures.values()):
                    nobody.append(words(place.name))
                    continue
                yield Heading(3, words(place.name))
                yield self._table(place, words(place.name), beside=True)
            if rest:
                yield self._compared(_("Organisation"), rest)
            if nobody:
                yield Line(_("Nobody and no post on record: %(places)s.") % {"places": comma().join(nobody)})

    def _table(self, place: FrozenPlace, caption: str, *, beside: bool) -> Table:
        """All figures of a place, beside those of the country."""
        head = [Cell(_("Metric")), Cell(_("Figure")), Cell(_("Of"))]
        head += [Cell(words(self.frozen.country.name))] if beside else []
        head += [Cell(_("Change since %(day)s") % {"day": day(self.before.on)})] if self.before is not None else []
        lines = []
        for metric in self.frozen.metrics.values():
            now = place.figures[metric.code]
            if now.state is State.EMPTY:
                continue
            line = [Cell(words(metric.name), _anchor(metric.code)), self._cell(now), Cell(figure_of(now))]
            line += [self._cell(self.frozen.country.figures[metric.code])] if beside else []
            if self.before is not None:
                was = self._earlier(place, metric)
                moved = change(was, now) if was is not None else ""
                line.append(Cell(moved, _anchor(metric.code)) if moved else Cell("–"))
            lines.append(tuple(line))
        numbers = (False, *(True for _one in head[1:]))
        return Table(caption, tuple(head), tuple(lines), numbers, (4, 2, 2, *(2 for _one in head[3:])))

    def _earlier(self, place: FrozenPlace, metric: FrozenMetric) -> Figure | None:
        """None where there was none, or where the definition was another one."""
        was = self.was.get((place.kind, place.code))
        if was is None or self.before is None:
            return None
        before = self.before.metrics.get(metric.code)
        return was.figures[metric.code] if before is not None and before.digest == metric.digest else None

    @staticmethod
    def _cell(one: Figure) -> Cell:
        return Cell(figure(one), _anchor(one.metric) if one.value is not None else "")

    @staticmethod
    def _lead(metric: FrozenMetric) -> tuple[str, str]:
        return words(metric.name), _anchor(metric.code)


def _named(places: Sequence[FrozenPlace]) -> str:
    names = comma().join(words(place.name) for place in places[:NAMED])
    if len(places) <= NAMED:
        return names
    return _("%(names)s and %(count)s more") % {"names": names, "count": num(len(places) - NAMED)}


def _anchor(code: str) -> str:
    return f"m-{code}"
