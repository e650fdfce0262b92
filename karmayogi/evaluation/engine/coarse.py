"""Making people alike: pseudonyms of one room, broader values, nobody like whom there are fewer than ten."""

import datetime as dt
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

LEAST = 10
OTHER = "other"


def pseudonym(key: bytes, person: str) -> str:
    """The same in every table of a room, and another one in every other room."""
    return hmac.new(key, person.encode(), "sha256").hexdigest()[:20]


def few(people: Mapping[int, Sequence[str]], least: int = LEAST) -> set[int]:
    """Those whose combination of values fewer than `least` share."""
    sizes = Counter(map(tuple, people.values()))
    return {person for person, values in people.items() if sizes[tuple(values)] < least}


def common(pairs: Iterable[tuple[int, str]], least: int = LEAST) -> set[str]:
    """The values that at least so many people have: the others become OTHER."""
    holders: dict[str, set[int]] = {}
    for person, value in pairs:
        holders.setdefault(value, set()).add(person)
    return {value for value, persons in holders.items() if len(persons) >= least}


def age_band(birth: dt.date | None, on: dt.date) -> str:
    if birth is None:
        return ""
    age = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    return "under 30" if age < 30 else "60 and above" if age >= 60 else f"{age // 10 * 10}-{age // 10 * 10 + 9}"


def band(value: float, edges: Sequence[int]) -> str:
    """ "0", or the band between two edges: of (1, 3, 6) "1-2", "3-5", "6+"."""
    above = [edge for edge in edges if value >= edge]
    if not above:
        return f"0-{edges[0] - 1}" if edges[0] > 1 else "0"
    place = len(above)
    return f"{above[-1]}+" if place == len(edges) else f"{above[-1]}-{edges[place] - 1}"


def quarter(on: dt.date | None) -> str:
    """Of the calendar: "2026-Q4"."""
    return f"{on.year}-Q{(on.month + 2) // 3}" if on else ""
