"""Drawings of a study as SVG that carries its own colours: the same in light, dark and on paper. Each stands beside a
table that says the same."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from karmayogi.evaluation.types import Mean

INK, LINE, PAPER = "#1b1f33", "#8a8f9f", "#ffffff"
TREATED, OTHERS = "#24327a", "#9a5b00"
WIDE, HIGH = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 14, 26, 30


def _frame(inside: str, wide: int, high: int, said: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'role="img" aria-label={quoteattr(said)} font-family="Noto Sans, sans-serif" font-size="12">'
        f'<rect width="{wide}" height="{high}" fill="{PAPER}"/>{inside}</svg>'
    )


def _number(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def waves(means: Sequence[Mean], names: Sequence[str], groups: tuple[str, str], said: str) -> str:
    """Means of both groups over the waves with their 95 % intervals. names: of the waves; groups: treated, others."""
    low, high = min(one.low for one in means), max(one.high for one in means)
    room = (high - low) * 0.08 or 1.0
    low, high = low - room, high + room
    step = (WIDE - LEFT - RIGHT) / max(len(names), 1)

    def x(wave: int, treated: bool) -> float:
        return LEFT + step * (wave + 0.5) + (5 if treated else -5)

    def y(value: float) -> float:
        return TOP + (high - value) / (high - low) * (HIGH - TOP - BOTTOM)

    drawn = []
    for part in range(5):
        value = low + (high - low) * part / 4
        drawn.append(
            f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#e3e5ec"/>'
            f'<text x="{LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end" fill="{INK}">{_number(value)}</text>'
        )
    for place, name in enumerate(names):
        drawn.append(
            f'<text x="{LEFT + step * (place + 0.5):.1f}" y="{HIGH - 10}" text-anchor="middle" fill="{INK}">'
            f"{escape(name)}</text>"
        )
    for treated, colour, dash in ((True, TREATED, ""), (False, OTHERS, ' stroke-dasharray="6 4"')):
        line = [one for one in means if one.treated is treated]
        points = " ".join(f"{x(one.wave, treated):.1f},{y(one.mean):.1f}" for one in line)
        drawn.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        for one in line:
            at = f"{x(one.wave, treated):.1f}"
            drawn.append(
                f'<line x1="{at}" x2="{at}" y1="{y(one.low):.1f}" y2="{y(one.high):.1f}" stroke="{colour}"/>'
                f'<circle cx="{at}" cy="{y(one.mean):.1f}" r="4" fill="{colour}"/>'
            )
    for place, (name, colour) in enumerate(zip(groups, (TREATED, OTHERS), strict=True)):
        across = LEFT + place * 150
        drawn.append(
            f'<circle cx="{across}" cy="12" r="5" fill="{colour}"/>'
            f'<text x="{across + 10}" y="16" fill="{INK}">{escape(name)}</text>'
        )
    return _frame("".join(drawn), WIDE, HIGH, said)


def intervals(effects: Sequence[tuple[str, float, float, float]], said: str) -> str:
    """(name, estimate, low, high), one below the other against nothing."""
    ends = [0.0, *(end for one in effects for end in one[2:])]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.08 or 1.0
    low, high = low - room, high + room
    tall = TOP + 40 * len(effects) + 24

    def x(value: float) -> float:
        return 10 + (value - low) / (high - low) * (WIDE - 20)

    drawn = [
        f'<line x1="{x(0):.1f}" x2="{x(0):.1f}" y1="8" y2="{tall - 20}" stroke="{LINE}" stroke-dasharray="3 3"/>'
        f'<text x="{x(0):.1f}" y="{tall - 6}" text-anchor="middle" fill="{INK}">0</text>'
    ]
    for place, (name, estimate, least, most) in enumerate(effects):
        y = TOP + 40 * place
        drawn.append(
            f'<text x="10" y="{y - 8}" fill="{INK}">{escape(name)}</text>'
            f'<line x1="{x(least):.1f}" x2="{x(most):.1f}" y1="{y + 6}" y2="{y + 6}" stroke="{TREATED}" '
            f'stroke-width="3"/><rect x="{x(estimate) - 5:.1f}" y="{y + 1}" width="10" height="10" fill="{TREATED}"/>'
        )
    return _frame("".join(drawn), WIDE, tall, said)
