"""What happened in learning: ids and time only."""

import dataclasses
import datetime as dt
import uuid


@dataclasses.dataclass(frozen=True, slots=True)
class CoursePublished:
    course_id: int
    version: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Enrolled:
    person_id: int
    course_id: int
    enrolment_uuid: uuid.UUID
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Completed:
    """The rule of the version was met. minutes: the learning time credited."""

    person_id: int
    course_id: int
    enrolment_uuid: uuid.UUID
    minutes: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class DraftSent:
    """A draft waits for its review."""

    draft_uuid: uuid.UUID
    course_id: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class DraftReturned:
    draft_uuid: uuid.UUID
    course_id: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class CourseRetired:
    """From now on nobody enrols; who is enrolled goes on."""

    course_id: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class CourseRestored:
    course_id: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class CourseRated:
    person_id: int
    course_id: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class ProgrammeJoined:
    person_id: int
    course_id: int
    enrolment_uuid: uuid.UUID
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class ProgrammeCompleted:
    """The rule of the whole was met; course_id: of the programme. Its courses were announced by Completed."""

    person_id: int
    course_id: int
    enrolment_uuid: uuid.UUID
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Attended:
    """Somebody was at an event for that many minutes."""

    person_id: int
    course_id: int
    minutes: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class LearnedAtWork:
    """Hours of learning at work were credited: what was entered is confirmed, or colleagues said that it was shown."""

    person_id: int
    minutes: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class AccessDecided:
    """A request to be let into a course was granted or refused."""

    request_uuid: uuid.UUID
    person_id: int
    course_id: int
    granted: bool
    at: dt.datetime
