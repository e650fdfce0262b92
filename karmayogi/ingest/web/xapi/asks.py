"""A request of the record store and its answer, free of WSGI."""

import dataclasses
import datetime as dt

from karmayogi.ingest.policies import Caller
from karmayogi.ingest.types import Version

JSON = "application/json"


class Wrong(Exception):
    """A refusal: status and what to do, in plain text for whoever wrote the client."""

    def __init__(self, status: int, text: str, headers: list[tuple[str, str]] | None = None) -> None:
        super().__init__(status, text)
        self.status = status
        self.text = text
        self.headers = headers or []


@dataclasses.dataclass(frozen=True, slots=True)
class Ask:
    """path: below the door, as in `activities/state`. query: each name once. headers: in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    version: Version
    caller: Caller
    at: dt.datetime

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "")

    def need(self, scopes: frozenset[str]) -> None:
        """Raises Wrong(403)."""
        if not self.caller.may(scopes):
            raise Wrong(403, f"This credential lacks the scope; one of these is needed: {', '.join(sorted(scopes))}.")


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """version: of the request as it was understood. silent: the body is measured and not sent (HEAD)."""

    status: int
    body: bytes = b""
    media_type: str = ""
    headers: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    version: Version | None = None
    silent: bool = False
