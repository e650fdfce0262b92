"""Plain data about statements: versions, refusals, what a store looks statements up by."""

import datetime as dt
import enum
import uuid
from typing import Any

import msgspec

type Statement = dict[str, Any]
type Agent = dict[str, Any]


class Version(enum.Enum):
    """Which specification a request speaks; the value is what an answer names."""

    V1 = "1.0.3"
    V2 = "2.0.0"


class Scope(enum.StrEnum):
    """What a credential may be allowed: xAPI 1.0.3, Communication 4.0."""

    ALL = "all"
    ALL_READ = "all/read"
    STATEMENTS_WRITE = "statements/write"
    STATEMENTS_READ = "statements/read"
    STATEMENTS_READ_MINE = "statements/read/mine"
    STATE = "state"
    PROFILE = "profile"
    DEFINE = "define"


class Invalid(Exception):
    """What was sent breaks a rule. where: path from the thing that was checked, as in `statement.actor.mbox`;
    why: the rule in plain words, for whoever sent it."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(where, why)
        self.where = where
        self.why = why

    def __str__(self) -> str:
        return f"{self.where}: {self.why}" if self.where else self.why


class Facts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a store finds a statement by. Agents are keys of `engine.actors.agent_key`, activities are ids.

    agents: for a plain agent query: actor and object, and the members of groups there. related_agents: for
    `related_agents=true`. activity: for a plain activity query. related_activities: for `related_activities=true`.
    refers_to: id in an object that is a StatementRef; voids: the same, where the verb says voided.
    """

    id: uuid.UUID
    verb: str
    kind: str
    activity: str | None
    registration: uuid.UUID | None
    timestamp: dt.datetime
    stored: dt.datetime
    voids: uuid.UUID | None
    refers_to: uuid.UUID | None
    agents: tuple[str, ...]
    related_agents: tuple[str, ...]
    related_activities: tuple[str, ...]
    attachments: tuple[str, ...]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of an attachment. sha2: in lower-case hex; its length says which member of the family it is."""

    sha2: str
    content_type: str
    body: bytes


class Issued(msgspec.Struct, frozen=True):
    """A credential as it is shown once. key, secret: user name and password of Basic authentication."""

    uuid: uuid.UUID
    key: str
    secret: str


class StoredStatement(msgspec.Struct, frozen=True):
    """seq: its place in the order of storing. body: the statement, JSON in UTF-8."""

    seq: int
    uuid: uuid.UUID
    body: bytes
