"""The columns of the spreadsheet of a framework: what an export writes and an import reads. Pure."""

from collections.abc import Sequence

from karmayogi.competencies.engine.governance.wording import FIELDS, Wording

CODE = "code"
LEVELS = tuple(f"level_{level}_{language}" for level in range(1, 6) for language in ("en", "hi", "ur"))
HEADINGS = (CODE, *FIELDS, *LEVELS)
LINKS = ("origin", "target", "relation", "confidence", "source")
"""The columns of a crosswalk."""


def to_cells(code: str, said: Wording) -> list[str]:
    texts = [text for level in range(1, 6) for text in said.descriptors.get(level, ("", "", ""))]
    return [code, *(str(getattr(said, name)) for name in FIELDS), *texts]


def from_cells(heading: Sequence[str], cells: Sequence[str]) -> tuple[str, Wording, str]:
    """(code, wording, name of a column that cannot be read or ""). Unknown columns are passed over."""
    found = dict(zip(heading, cells, strict=False))
    number = found.get("theme_number", "") or "1"
    bad = "" if number.isascii() and number.isdigit() and len(number) < 5 else "theme_number"
    descriptors = {}
    for level in range(1, 6):
        texts = tuple(found.get(f"level_{level}_{language}", "") for language in ("en", "hi", "ur"))
        if any(texts):
            descriptors[level] = (texts[0], texts[1], texts[2])
    values: dict[str, str] = {name: found.get(name, "") for name in FIELDS if name != "theme_number"}
    said = Wording(**values, theme_number=0 if bad else int(number), descriptors=descriptors)
    return found.get(CODE, ""), said, bad
