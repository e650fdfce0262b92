"""A SCIM request in plain form, and what is answered."""

import dataclasses
import datetime as dt
import hashlib
import json
from typing import Any

from scim2_models import Context, ResponseParameters

from karmayogi.feeds.queries.tokens import Caller


@dataclasses.dataclass(frozen=True, slots=True)
class Ask:
    """path: below /scim/v2, in segments. base: our own address of /scim/v2. match, none_match: versions, or None."""

    caller: Caller
    method: str
    path: tuple[str, ...]
    query: dict[str, str]
    body: Any
    base: str
    at: dt.datetime
    match: str | None = None
    none_match: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: dict[str, Any] | None = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


class Wrong(Exception):
    """An answer other than success for which scim2-models has no exception. scim_type may be empty."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.headers = status, headers or {}


def dumped(resource: Any, context: Context, shown: ResponseParameters[Any] | None = None) -> dict[str, Any]:
    """The resource as JSON with its version, which follows from all that it says."""
    resource.meta.version = version_of(resource)
    body: dict[str, Any] = resource.model_dump(scim_ctx=context, response_parameters=shown, mode="json")
    return body


def version_of(resource: Any) -> str:
    resource.meta.version = None
    whole = resource.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE, mode="json")
    return f'W/"{hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:24]}"'


def matches(header: str, version: str) -> bool:
    """Whether an If-Match or If-None-Match header names the version; weakly, as our versions are."""
    wanted = version.removeprefix("W/")
    return any(part.strip() == "*" or part.strip().removeprefix("W/") == wanted for part in header.split(","))
