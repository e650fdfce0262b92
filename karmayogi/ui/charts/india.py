"""The country by State and Union Territory: outlines, and tiles in which small ones are as large as great ones."""

import functools
import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from karmayogi.ui.assets import asset
from karmayogi.ui.words import num

DATA = Path(__file__).parent.parent / "data" / "india_states.json"
TINY = ("CH", "DH", "DL", "LD", "PY")  # too small to see or press: a disc marks them
TILES = {
    "JK": (0, 2), "LA": (0, 3),
    "CH": (1, 1), "PB": (1, 2), "HP": (1, 3), "UK": (1, 4),
    "HR": (2, 2), "DL": (2, 3), "UP": (2, 4), "SK": (2, 6), "AR": (2, 8),
    "RJ": (3, 1), "MP": (3, 3), "BR": (3, 5), "AS": (3, 7), "NL": (3, 8),
    "GJ": (4, 1), "MH": (4, 2), "CG": (4, 4), "JH": (4, 5), "WB": (4, 6), "ML": (4, 7), "MN": (4, 8),
    "DH": (5, 1), "GA": (5, 2), "TS": (5, 3), "OD": (5, 5), "TR": (5, 7), "MZ": (5, 8),
    "KA": (6, 2), "AP": (6, 3), "KL": (7, 2), "TN": (7, 3), "PY": (7, 4), "LD": (8, 0), "AN": (8, 7),
}  # fmt: skip
TILE, GAP = 56, 4

type Values = Mapping[str, float | None]


@functools.cache
def _outlines() -> dict[str, Any]:
    return json.loads(DATA.read_text())


def class_of(value: float | None, steps: Sequence[float]) -> int:
    """0 without a figure, else 1 (lowest) to len(steps) + 1."""
    return 0 if value is None else 1 + sum(value >= step for step in steps)


def _whole(values: Iterable[float | None]) -> bool:
    return all(float(value).is_integer() for value in values if value is not None)


def _between(low: float, high: float, suffix: str, whole: bool) -> str:
    """The class from `low` to just under `high`: of whole numbers its first and last, which may be the same."""
    if not whole:
        return _("%(low)s to under %(high)s") % {"low": num(low) + suffix, "high": num(high) + suffix}
    return num(low) + suffix if high - low == 1 else f"{num(low)}–{num(high - 1)}{suffix}"


def _scale(steps: Sequence[float], suffix: str, missing: bool, whole: bool) -> Markup:
    lowest = _("under %(figure)s") % {"figure": num(steps[0]) + suffix}
    labels = [num(0) + suffix if whole and steps[0] == 1 else lowest]
    labels += [_between(low, high, suffix, whole) for low, high in itertools.pairwise(steps)]
    labels.append(_("%(figure)s and more") % {"figure": num(steps[-1]) + suffix})
    rows = list(enumerate(labels, start=1))
    if missing:
        rows.append((0, _("no figure")))
    return Markup('<ul class="legend">{}</ul>').format(
        Markup("").join(Markup('<li><i class="b{}"></i><bdi>{}</bdi></li>').format(step, label) for step, label in rows)
    )


def legend(values: Iterable[float | None], steps: Sequence[float], suffix: str) -> Markup:
    """What the colours of class_of mean, for places that something else draws."""
    known = list(values)
    return _scale(steps, suffix, None in known, not suffix and _whole([*known, *steps]))


def _place(said: str, href: str | None, drawing: str) -> str:
    title = escape(said)
    if href:
        return f'<a href="{escape(href)}" aria-label="{title}">{drawing}<title>{title}</title></a>'
    return f"<g>{drawing}<title>{title}</title></g>"


def _drawn(
    css: str,
    box: str,
    values: Values,
    drawing: Callable[[str, int], str],
    codes: Sequence[str],
    *,
    title: str,
    names: Mapping[str, str],
    steps: Sequence[float],
    suffix: str,
    hrefs: Mapping[str, str],
) -> Markup:
    if not 1 <= len(steps) <= 4 or list(steps) != sorted(steps):
        raise ValueError("one to four rising steps")
    places = []
    for code in codes:
        value = values.get(code)
        figure = num(value) + suffix if value is not None else _("no figure")
        places.append(
            _place(f"{names.get(code, code)}: {figure}", hrefs.get(code), drawing(code, class_of(value, steps)))
        )
    # With links the picture is a group of them; without, one image whose figures are in the table beside it.
    role = "group" if hrefs else "img"
    missing = any(values.get(code) is None for code in codes)
    whole = not suffix and _whole([*values.values(), *steps])
    drawn = Markup("".join(places))  # noqa: S704 (what is said and linked is escaped in _place)
    return Markup('<svg class="{}" viewBox="{}" direction="ltr" role="{}" aria-label="{}">{}</svg>{}').format(
        css, box, role, title, drawn, _scale(steps, suffix, missing, whole)
    )


def india_map(
    values: Values,
    *,
    title: str = "",
    names: Mapping[str, str] | None = None,
    steps: Sequence[float] = (30, 45, 60, 75),
    suffix: str = "%",
    hrefs: Mapping[str, str] | None = None,
) -> Markup:
    """A figure by State code (KA, DL, ...), coloured by `steps`. Put a table of the same figures on the page.

    The outlines lie in a file that a browser fetches once: in the page they were a third of its bytes.
    """
    outlines, file = _outlines(), asset("ui/india.svg")

    def drawing(code: str, step: int) -> str:
        shape = f'<use class="b{step}" href="{file}#{code}"/>'
        if code in TINY:
            x, y = outlines["centres"][code]
            shape += f'<circle class="b{step}" cx="{x}" cy="{y}" r="24"/>'
        return shape

    order = sorted(outlines["centres"], key=lambda code: (code in TINY, code))
    return Markup('<figure class="chart map">{}<figcaption class="meta">{}</figcaption></figure>').format(
        _drawn(
            "india",
            outlines["viewBox"],
            values,
            drawing,
            order,
            title=title or _("By State and Union Territory"),
            names=names or {},
            steps=steps,
            suffix=suffix,
            hrefs=hrefs or {},
        ),
        _(
            "Outlines simplified from @react-map/india (MIT); outer boundary compared with the Survey of India "
            "outline. Not for navigation."
        ),
    )


def _fitted(figure: str) -> str:
    """A smaller letter where a figure would not fit into its tile."""
    return "" if len(figure) < 6 else f' font-size="{14 if len(figure) < 8 else 11}"'


def tiles(
    values: Values,
    *,
    title: str = "",
    names: Mapping[str, str] | None = None,
    steps: Sequence[float] = (30, 45, 60, 75),
    suffix: str = "%",
    hrefs: Mapping[str, str] | None = None,
    places: Mapping[str, tuple[int, int]] | None = None,
) -> Markup:
    """The same as equal squares. `places` is code -> (row, column), counted from 0; ours when left out."""
    where = places or TILES
    pitch = TILE + GAP

    def drawing(code: str, step: int) -> str:
        row, column = where[code]
        x, y, figure = column * pitch, row * pitch, num(values.get(code))
        middle = x + TILE // 2
        return (
            f'<rect class="b{step}" x="{x}" y="{y}" width="{TILE}" height="{TILE}" rx="7"/>'
            f'<text class="o{step}" x="{middle}" y="{y + 25}"><tspan class="code">{escape(code)}</tspan>'
            f'<tspan x="{middle}" dy="21"{_fitted(figure)}>{figure}</tspan></text>'
        )

    wide = pitch * (1 + max(column for _row, column in where.values())) - GAP
    high = pitch * (1 + max(row for row, _column in where.values())) - GAP
    order = sorted(where, key=lambda code: where[code])
    return Markup('<figure class="chart">{}</figure>').format(
        _drawn(
            "tiles",
            f"0 0 {wide} {high}",
            values,
            drawing,
            order,
            title=title or _("By State and Union Territory"),
            names=names or {},
            steps=steps,
            suffix=suffix,
            hrefs=hrefs or {},
        )
    )
