"""A programme or an event as a file of our own: what is written reads back equal. Items are named by their codes."""

from typing import Any

import msgspec

from karmayogi.kernel.markup import writable
from karmayogi.learning.types import CourseFault, GatheringTimes, ProgrammeStep, Why

FORMAT = "karmayogi collection"
VERSION = 1
MOST_BYTES = 1024 * 1024
MOST_TAUGHT = 100
YEARS = (1947, 2200)  # of an event; an instant at the ends of the calendar is kept and cannot be read any more


class Collection(msgspec.Struct, frozen=True):
    """whole: of a programme; gathering: of an event. provider: by its English name, for whoever reads the file."""

    titles: dict[str, str]
    summaries: dict[str, str]
    competencies: list[tuple[str, int]]
    form: str = FORMAT
    version: int = VERSION
    code: str = ""
    provider: str = ""
    mode: str = "online"
    licence: str = ""
    counts_prior: bool = True
    whole: ProgrammeStep | None = None
    gathering: GatheringTimes | None = None


def write(one: Collection) -> bytes:
    return msgspec.json.format(msgspec.json.encode(one), indent=1) + b"\n"


def read(content: bytes) -> Collection:
    """Raises CourseFault."""
    try:
        # As JSON it can spell out what nothing can keep, so that it is read first and then cleaned.
        found = msgspec.convert(_writable(msgspec.json.decode(content.decode())), type=Collection)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise CourseFault(Why.BROKEN, str(error)) from error
    if found.form != FORMAT:
        raise CourseFault(Why.UNKNOWN_FORMAT)
    if found.version > VERSION:
        raise CourseFault(Why.NEWER)
    if (found.whole is None) == (found.gathering is None):
        raise CourseFault(Why.NOTHING)
    if not found.titles.get("en", "").strip():
        raise CourseFault(Why.NO_ENGLISH)
    if len(found.competencies) > MOST_TAUGHT:
        raise CourseFault(Why.BROKEN, "competencies")
    times = found.gathering
    if times is not None and not all(
        one.tzinfo is not None and YEARS[0] <= one.year <= YEARS[1] for one in (times.starts_at, times.ends_at)
    ):
        raise CourseFault(Why.BROKEN, "starts_at")
    return found


def _writable(said: Any) -> Any:
    match said:
        case str():
            return writable(said)
        case list():
            return [_writable(one) for one in said]
        case dict():
            return {writable(key): _writable(one) for key, one in said.items()}
    return said
