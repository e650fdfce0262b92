"""Speaking to the record store: through its door in this process, with a credential of one's own."""

import dataclasses
import io
import json
import uuid
from typing import Any
from urllib.parse import urlencode

import pytest

from karmayogi.ingest import api
from karmayogi.ingest.actions.define import forget
from karmayogi.ingest.types import Scope
from karmayogi.ingest.web.xapi import door
from karmayogi.kernel import clock
from karmayogi.kernel.access import System

SET_UP = System("tests of the record store")


@dataclasses.dataclass(frozen=True)
class Said:
    """An answer. json: of its body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Speaker:
    """A client of the store with one credential, which speaks one version."""

    def __init__(self, issued: Any, version: str | None = "1.0.3") -> None:
        self.issued = issued
        self.version = version

    def speaking(self, version: str | None) -> "Speaker":
        return Speaker(self.issued, version)

    def ask(self, method: str, path: str, query: Any = None, body: Any = None, /, **headers: str | None) -> Said:
        """body: bytes, or what becomes JSON. headers: as in WSGI, without HTTP_; None leaves one out."""
        raw = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"X_EXPERIENCE_API_VERSION": self.version, "AUTHORIZATION": basic(self.issued)}
        if body is not None:
            given["CONTENT_TYPE"] = "application/json"
        given |= headers
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": f"/xapi/{path}",
            "QUERY_STRING": query if isinstance(query, str) else urlencode(encoded(query or {})),
            "CONTENT_LENGTH": str(len(raw)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(raw),
        }
        for name, value in given.items():
            if value is not None:
                environ[name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"] = value
        said: list[Any] = []
        body = b"".join(door.serve(environ, lambda status, headers: said.extend([int(status[:3]), dict(headers)])))
        return Said(said[0], said[1], body)

    def get(self, path: str, **query: Any) -> Said:
        return self.ask("GET", path, query)

    def post(self, statements: Any, **headers: str | None) -> Said:
        return self.ask("POST", "statements", None, statements, **headers)

    def found(self, **query: Any) -> list[str]:
        """Ids of the statements of the first page."""
        said = self.get("statements", **query)
        assert said.status == 200, said.body
        return [one["id"] for one in said.json["statements"]]


def encoded(query: dict[str, Any]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else json.dumps(value)
        for name, value in query.items()
    }


def basic(issued: Any) -> str | None:
    import base64

    if issued is None:
        return None
    return "Basic " + base64.b64encode(f"{issued.key}:{issued.secret}".encode()).decode()


def speaker(*scopes: Scope, **more: Any) -> Speaker:
    """With a credential of these scopes; all without any."""
    issued = api.issue_client(
        agent=SET_UP, name=more.pop("name", "Course server"), scopes=scopes or [Scope.ALL], at=clock.now(), **more
    )
    return Speaker(issued)


def new_id() -> str:
    return str(uuid.uuid4())


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr("karmayogi.ingest.conf.CREDENTIAL_SECONDS", 0.0)
    forget()


@pytest.fixture
def lrs(db) -> Speaker:
    """A client that may do everything."""
    return speaker()


@pytest.fixture(params=["1.0.3", "2.0.0"])
def both(request, db) -> Speaker:
    """The same, once in each version."""
    return speaker().speaking(request.param)
