"""A radar of levels: shown against needed. A picture for the first glance; the table beside it does the work."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

MOST_AXES = 8
WIDTH, HEIGHT, RADIUS = 440, 330, 105
LINE = {"hi": 21, "ur": 30}  # between the lines of a label; Latin 17


@dataclass(frozen=True, slots=True)
class Axis:
    label: str
    shown: float
    needed: float


def _wrapped(label: str, width: int = 16) -> list[str]:
    """At most three lines; what does not fit ends with an ellipsis (the whole label is in the accessible name)."""
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines if len(lines) <= 3 else [*lines[:2], lines[2] + " …"]


def _point(index: int, count: int, length: float) -> tuple[float, float]:
    angle = 2 * math.pi * index / count - math.pi / 2
    return WIDTH / 2 + length * math.cos(angle), HEIGHT / 2 + length * math.sin(angle)


def _outline(lengths: Sequence[float]) -> str:
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in (_point(i, len(lengths), r) for i, r in enumerate(lengths)))


def _label(index: int, count: int, text: str) -> Markup:
    x, y = _point(index, count, RADIUS + 14)
    side = math.cos(2 * math.pi * index / count - math.pi / 2)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    lines = _wrapped(text)
    step = LINE.get(get_language() or "", 17)
    above = {True: 1.0, False: 0.5}[index == 0] if abs(side) < 0.2 and y < HEIGHT / 2 else 0.5
    top = y - step * (len(lines) - 1) * above + (5 if abs(side) >= 0.2 else 0 if y < HEIGHT / 2 else 14)
    spans = Markup("").join(
        Markup('<tspan x="{:.0f}" y="{:.0f}">{}</tspan>').format(x, top + step * line, part)
        for line, part in enumerate(lines)
    )
    return Markup('<text text-anchor="{}">{}</text>').format(anchor, spans)


def radar(axes: Sequence[Axis], *, title: str, top: int = 5) -> Markup:
    """At least three and at most eight axes; give the most important first. `top` is the highest level of the scale."""
    axes = axes[:MOST_AXES]
    if len(axes) < 3:
        raise ValueError("a radar needs three axes; show the table alone")
    count = len(axes)
    rings = Markup("").join(
        Markup('<polygon class="ring" points="{}"/>').format(_outline([RADIUS * level / top] * count))
        for level in range(1, top + 1)
    )
    shapes = Markup('<polygon class="shown" points="{}"/><polygon class="needed" points="{}"/>').format(
        _outline([RADIUS * min(axis.shown, top) / top for axis in axes]),
        _outline([RADIUS * min(axis.needed, top) / top for axis in axes]),
    )
    labels = Markup("").join(_label(index, count, axis.label) for index, axis in enumerate(axes))
    said = "; ".join(
        _("%(label)s: shown %(shown)g, needed %(needed)g")
        % {"label": axis.label, "shown": axis.shown, "needed": axis.needed}
        for axis in axes
    )
    return Markup(
        '<figure class="chart radar"><svg viewBox="0 0 {} {}" direction="ltr" role="img" aria-label="{}. {}">'
        '{}{}{}</svg><figcaption class="legend"><span><i class="k-shown"></i>{}</span>'
        '<span><i class="k-needed"></i>{}</span></figcaption></figure>'
    ).format(WIDTH, HEIGHT, title, said, rings, shapes, labels, _("shown"), _("needed"))
