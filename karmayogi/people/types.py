"""What crosses the face of people: plain rows and the fields that a person may be given."""

import dataclasses
import datetime as dt
import uuid
from typing import Literal, Required, TypedDict

# Groups of service as the real templates of bulk upload write them; their words are in `people.groups`.
GROUPS = ("Group A", "Group B", "Group C", "Group D", "Contractual Staff", "Others")


@dataclasses.dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as other packages show her."""

    id: int
    uuid: uuid.UUID
    name: str
    name_native: str
    native_language: str
    honorific: str
    employee_code: str
    group: str


@dataclasses.dataclass(frozen=True, slots=True)
class AccountRow:
    """What somebody signs in with. email: lower case or None. mobile: E.164 or None. person_id: None until linked."""

    id: int
    uuid: uuid.UUID
    person_id: int | None
    email: str | None
    mobile: str | None
    email_verified_at: dt.datetime | None
    mobile_verified_at: dt.datetime | None
    language: str
    is_active: bool


@dataclasses.dataclass(frozen=True, slots=True)
class SessionAccount:
    """Who a session belongs to, as one query finds it. Field names are those of kernel's Actor.

    idle_limit: None for a device on which she asked to stay signed in. second_factor: shown in this session.
    """

    session_key: str
    account_id: int
    account_uuid: uuid.UUID
    person_id: int
    person_uuid: uuid.UUID
    name: str
    name_native: str
    language: str
    seen_at: dt.datetime
    idle_limit: dt.timedelta | None
    second_factor: bool


@dataclasses.dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of "Where you are signed in". key is secret: it never goes into a page; `mark` names the row there."""

    key: str
    mark: str
    ip: str | None
    agent: str
    opened_at: dt.datetime
    seen_at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class RecordEntry:
    """One line of "Who did what with your record". kind, about: of what it was done to, whose name then was `subject`.

    agent_native, subject_native: of persons whose name is still the same.
    """

    id: int
    at: dt.datetime
    tag: str
    agent: str
    agent_native: str
    own: bool
    kind: str
    about: uuid.UUID
    subject: str
    subject_native: str
    why: str


class PersonChanges(TypedDict, total=False):
    """Fields of a person that may be set; those left out stay as they are (empty for a new person)."""

    name: str
    name_native: str
    native_language: str
    honorific: str
    employee_code: str
    group: str
    gender: str
    category: str
    birth_on: dt.date | None
    mother_tongue: str
    office_pin: str
    external_system: str
    external_code: str
    tags: list[str]


class PersonInput(PersonChanges, total=False):
    """A new person needs a name in Latin letters."""

    name: Required[str]  # type: ignore[misc]


@dataclasses.dataclass(frozen=True, slots=True)
class KeptForm:
    """What was typed into a form that came too late. page: where it stands; action: where it was going.

    files: the names of its file fields, whose files are not kept.
    """

    page: str
    action: str
    fields: list[tuple[str, str]]
    files: list[str]
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class DeviceRow:
    """A phone or computer on which somebody keeps lessons. public_key: base64url of an uncompressed P-256 point."""

    id: int
    uuid: uuid.UUID
    person_id: int
    name: str
    public_key: str
    enrolled_at: dt.datetime
    seen_at: dt.datetime
    revoked_at: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class PushDeviceRow:
    """A browser that shows push messages. signed_in: in a session that counts now; else nothing is sent to it."""

    id: int
    uuid: uuid.UUID
    person_id: int
    name: str
    added_at: dt.datetime
    told_at: dt.datetime | None
    kid: str
    in_use: bool
    signed_in: bool


@dataclasses.dataclass(frozen=True, slots=True)
class PushMessage:
    """What the browser shows. It lies on a lock screen: nothing about the person. path: of ours, opened by a click.
    topic: the same for the same message; another try takes the place of the one before."""

    title: str
    text: str
    path: str
    language: str
    right_to_left: bool
    topic: str


@dataclasses.dataclass(frozen=True, slots=True)
class Pushed:
    """state: sent, gone (the device is off now), away (nobody is signed in on it), later, refused. after: seconds that
    the push service asks us to wait, or for which we leave it alone; asked: whether it was asked at all."""

    state: Literal["sent", "gone", "away", "later", "refused"]
    why: str = ""
    after: int | None = None
    asked: bool = True
