"""What an import of one master did, row by row where there is something to say."""

import csv
import dataclasses
from pathlib import Path


@dataclasses.dataclass(slots=True)
class Part:
    """Counts of one master. notes: (row of the file, sentence); row 1 is the heading."""

    name: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    notes: list[tuple[int, str]] = dataclasses.field(default_factory=list)

    def count(self, *, changed: bool) -> None:
        """One more row that was here already."""
        if changed:
            self.changed += 1
        else:
            self.unchanged += 1


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a heading."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
