"""Drawings of a report as SVG that carries its own colours: the same on paper and on a page."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

# From no figure over the lowest to the highest class: fill, ink. Each pair has a contrast of at least 4.5 to 1.
TONES = (
    ("#e9e6dc", "#3a3f55"), ("#dfe3f5", "#101a4d"), ("#b9c2ea", "#101a4d"), ("#8793d4", "#0b1238"),
    ("#4152a6", "#ffffff"), ("#101a4d", "#ffffff"),
)  # fmt: skip
SIDE, GAP = 56, 4


def tile_map(tiles: Iterable[tuple[str, int, int, int, str]]) -> str:
    """Equal squares: (code, row, column, class, figure as text); class 0 is "no figure"."""
    drawn, wide, high = [], 0, 0
    for code, row, column, step, figure in sorted(tiles):
        x, y = column * (SIDE + GAP), row * (SIDE + GAP)
        wide, high = max(wide, x + SIDE), max(high, y + SIDE)
        fill, ink = TONES[min(step, len(TONES) - 1)]
        middle = x + SIDE // 2
        drawn.append(
            f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" rx="6" fill="{fill}"/>'
            f'<text x="{middle}" y="{y + 24}" text-anchor="middle" font-size="14" font-weight="bold" fill="{ink}">'
            f'{escape(code)}</text><text x="{middle}" y="{y + 43}" text-anchor="middle" font-size="12" fill="{ink}">'
            f"{escape(figure)}</text>"
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'font-family="Noto Sans, sans-serif">{"".join(drawn)}</svg>'
    )


def trend(points: Iterable[tuple[float, float]]) -> str:
    """A line over points (0 to 1 from the beginning on, 0 to 1 of the highest), in the colour of the text around it."""
    at = [(round(8 + x * 304, 1), round(72 - y * 64, 1)) for x, y in points]
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="4"/>' for x, y in at)
    line = " ".join(f"{x:g},{y:g}" for x, y in at)
    return (
        '<svg viewBox="0 0 320 80" width="320" height="80" fill="currentColor" aria-hidden="true">'
        '<path d="M4 72H316" stroke="currentColor" stroke-opacity=".3"/>'
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="2"/>{dots}</svg>'
    )


def columns(shares: Iterable[float]) -> str:
    """A row of columns as one path, each `share` (0 to 1) high: many places in little room."""
    path, at = [], 0
    for share in shares:
        high = round(max(0.0, min(1.0, share)) * 30, 1)
        path.append(f"M{at} 32v-{max(high, 0.5):g}h5V32z")
        at += 7
    return (
        f'<svg viewBox="0 0 {max(at, 7)} 32" width="{max(at, 7)}" height="32" preserveAspectRatio="none" '
        f'fill="currentColor" aria-hidden="true"><path d="{"".join(path)}"/></svg>'
    )


def bar(share: float) -> str:
    """A bar that is `share` of its whole length long; 0 to 1."""
    long = round(max(0.0, min(1.0, share)) * 100, 1)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 8" width="100" height="8" '
        f'preserveAspectRatio="none"><rect width="100" height="8" fill="{TONES[0][0]}"/>'
        f'<rect width="{long:g}" height="8" fill="{TONES[4][0]}"/></svg>'
    )
