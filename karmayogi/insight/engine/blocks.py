"""What a report is made of, once for paper and page. `link` is an anchor of the same document."""

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    anchor: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or an item of a list; lead: its beginning, which links to the anchor."""

    text: str
    lead: str = ""
    link: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[Line, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """bar: 0 to 1, drawn beside the figure and never instead of it."""

    text: str
    link: str = ""
    bar: float | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """numbers: which columns hold figures. The first column names the line."""

    caption: str
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[bool, ...]
    widths: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """alt: all that the drawing tells."""

    svg: str
    alt: str


type Block = Heading | Line | Bullets | Table | Picture
