"""What happened to certificates: ids and time only."""

import dataclasses
import datetime as dt
import uuid


@dataclasses.dataclass(frozen=True, slots=True)
class Issued:
    """A certificate was signed for a person. ref: what it was issued for, e.g. an enrolment."""

    certificate_uuid: uuid.UUID
    ref_kind: str
    ref_uuid: uuid.UUID
    person_id: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Revoked:
    """A certificate was revoked, for good. What it proved no longer counts. person_id: None for people from outside."""

    ref_kind: str
    ref_uuid: uuid.UUID
    person_id: int | None
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Replaced:
    """Another certificate took the place of this one, or the act on many that issued it was undone. What it proved
    still counts."""

    certificate_uuid: uuid.UUID
    at: dt.datetime
