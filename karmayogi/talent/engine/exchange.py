"""The two texts of the exchange with an appraisal system: a batch of lines, and its acknowledgement (FEED.md)."""

import dataclasses
import datetime as dt
import hashlib
import json
import uuid as uuids
from collections.abc import Sequence
from typing import Any

from karmayogi.kernel.markup import writable

BATCH = "karmayogi-appraisal-batch+jws"
ACKNOWLEDGEMENT = "karmayogi-appraisal-ack+jws"
MOST_REASON = 300


class BadAcknowledgement(ValueError):
    """It does not answer this batch. The text says why, in English, for an administrator."""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """What is told of one officer's year. corrects: number of the line that it takes the place of."""

    number: int
    corrects: int | None
    officer: uuids.UUID
    employee_code: str
    external_system: str
    external_code: str
    organisation: str
    year: str
    order: str
    standing: str
    contested: bool
    prescribed: int
    done: int
    needed: int
    days_on_duty: int
    test_passed_on: dt.date | None
    eligible_on: dt.date | None
    as_on: dt.date


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def batch(
    uuid: uuids.UUID, feed: uuids.UUID, sequence: int, previous: str, lines: Sequence[Line], at: dt.datetime
) -> bytes:
    """feed: within which sequence and lines are counted. previous: digest of the batch before, '' for the first one."""
    said = {
        "batch": str(uuid), "feed": str(feed), "sequence": sequence, "previous": previous, "made_at": at.isoformat(),
        "lines": [dataclasses.asdict(one) for one in lines],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, default=str, sort_keys=True).encode()


def acknowledged(said: bytes, *, uuid: uuids.UUID, sequence: int, text: str, numbers: set[int]) -> dict[int, str]:
    """Line -> why it was refused, '' where it was taken. Raises BadAcknowledgement unless it names this batch, its
    number and digest, and each of its lines once."""
    try:
        told: Any = json.loads(said)
        batch_, number, seen = told["batch"], told["sequence"], told["digest"]
        taken, refused = list(told["taken"]), [(one["line"], one["reason"]) for one in told["refused"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadAcknowledgement("It is not an acknowledgement as FEED.md describes it.") from error
    if (batch_, number) != (str(uuid), sequence):
        raise BadAcknowledgement(f"It answers batch {str(batch_)[:40]}, not {uuid}.")
    if seen != digest(text):
        raise BadAcknowledgement("It answers another text of this batch: the digests differ.")
    answer: dict[int, str] = {}
    for line, reason in [*((one, "") for one in taken), *refused]:
        if type(line) is not int or line not in numbers or line in answer or not isinstance(reason, str):
            raise BadAcknowledgement("It names a line that is not in the batch, or one twice.")
        answer[line] = " ".join(writable(reason).split())[:MOST_REASON]
    if set(answer) != numbers:
        raise BadAcknowledgement(f"It says nothing of {len(numbers - set(answer))} lines.")
    if any(not answer[line] for line, _reason in refused):
        raise BadAcknowledgement("A line is refused without a reason.")
    return answer
