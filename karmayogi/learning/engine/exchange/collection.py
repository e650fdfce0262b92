"""A programme or an event as a file of our own: what is written reads back equal. Items are named by their codes."""

import msgspec

from karmayogi.kernel.markup import writable
from karmayogi.learning.types import CourseFault, GatheringTimes, ProgrammeStep, Why

FORMAT = "karmayogi collection"
VERSION = 1
MOST_BYTES = 1024 * 1024
MOST_TAUGHT = 100


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
        text = writable(content.decode())
        found = msgspec.json.decode(text, type=Collection)
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
    if times is not None and (times.starts_at.tzinfo is None or times.ends_at.tzinfo is None):
        raise CourseFault(Why.BROKEN, "starts_at")
    return found
