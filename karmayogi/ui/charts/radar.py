"""A radar of levels: shown against needed. A picture for the first glance; the table beside it does the work."""

import math
from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

MOST_AXES = 8
WIDTH, HEIGHT, RADIUS = 440, 310, 92
LINE = {"hi": 22, "ur": 32}  # between the lines of a label; Latin 18


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


def _text(index: int, count: int, text: str, step: int) -> str:
    """step: between the lines of a label."""
    x, y = _point(index, count, RADIUS + 14)
    side = math.cos(2 * math.pi * index / count - math.pi / 2)
    anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
    lines = _wrapped(text)
    if abs(side) >= 0.2:  # beside the figure: centred on the corner
        top = y - step * (len(lines) - 1) / 2 + 5
    else:  # above it the last line, below it the first line stands next to the corner
        top = y - step * (len(lines) - 1) if y < HEIGHT / 2 else y + 12
    spans = "".join(
        f'<tspan x="{x:.0f}" y="{top + step * line:.0f}">{escape(part)}</tspan>' for line, part in enumerate(lines)
    )
    return f'<text text-anchor="{anchor}">{spans}</text>'


def radar(
    labels: Sequence[str], shown: Sequence[float], needed: Sequence[float], *, maximum: int = 5, title: str = ""
) -> Markup:
    """Three to eight axes (more are cut off: give the most important first); `maximum` is the top of the scale."""
    rows = list(zip(labels, shown, needed, strict=True))[:MOST_AXES]
    if len(rows) < 3:
        raise ValueError("a radar needs three axes; show the table alone")
    count = len(rows)
    rings = "".join(
        f'<polygon class="ring" points="{_outline([RADIUS * level / maximum] * count)}"/>'
        for level in range(1, maximum + 1)
    )
    has_points = _outline([RADIUS * min(has, maximum) / maximum for _label, has, _needs in rows])
    needs_points = _outline([RADIUS * min(needs, maximum) / maximum for _label, _has, needs in rows])
    step = LINE.get(get_language() or "", 18)
    words = "".join(_text(index, count, label, step) for index, (label, _has, _needs) in enumerate(rows))
    one = _("%(label)s: shown %(shown)g, needed %(needed)g")
    said = "; ".join(one % {"label": label, "shown": has, "needed": needs} for label, has, needs in rows)
    title, shown_word, needed_word = title or _("Levels shown against levels needed"), _("shown"), _("needed")
    return Markup(  # noqa: S704 (labels and words are escaped)
        f'<figure class="chart radar"><svg viewBox="0 0 {WIDTH} {HEIGHT}" direction="ltr" role="img" '
        f'aria-label="{escape(title)}. {escape(said)}">{rings}<polygon class="shown" points="{has_points}"/>'
        f'<polygon class="needed" points="{needs_points}"/>{words}</svg>'
        f'<figcaption class="legend"><span><i class="k-shown"></i>{escape(shown_word)}</span>'
        f'<span><i class="k-needed"></i>{escape(needed_word)}</span></figcaption></figure>'
    )
