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


def bar(share: float) -> str:
    """A bar that is `share` of its whole length long; 0 to 1."""
    long = round(max(0.0, min(1.0, share)) * 100, 1)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 8" width="100" height="8" '
        f'preserveAspectRatio="none"><rect width="100" height="8" fill="{TONES[0][0]}"/>'
        f'<rect width="{long:g}" height="8" fill="{TONES[4][0]}"/></svg>'
    )
