"""The colours of a certificate: for bands and names, and for the title of the course.

Chosen so that either is read on the paper at 7:1 and more (WCAG 2.2, 1.4.6), which a test computes.
"""

from karmayogi.credentials.types import Accent

PAPER = "#fdfbf6"
COLOURS = {
    Accent.INDIGO: ("#101a4d", "#24327a"),
    Accent.GREEN: ("#0b3d2c", "#14593f"),
    Accent.MAROON: ("#4a0f1e", "#7a1f33"),
    Accent.TEAL: ("#06363f", "#0d5563"),
    Accent.BROWN: ("#3d2308", "#6b3f12"),
    Accent.SLATE: ("#1f2937", "#374151"),
}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2 between two colours, written #rrggbb."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
