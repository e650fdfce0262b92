"""Courses of units for tests, and a unit that speaks to the real doors as a browser would."""

import base64
import datetime as dt
import io
import json
import uuid
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from karmayogi.ingest.web.xapi import door
from karmayogi.kernel import clock
from karmayogi.learning.engine.cmi5 import names
from karmayogi.learning.web.cmi5 import fetch_door
from tests.learning.conftest import zipped

PAGE = "<!doctype html><title>unit</title>"


def text(name: str, said: str) -> str:
    return f'<{name}><langstring lang="en-US">{said}</langstring></{name}>'


def au(number: int | str, *, url: str = "a.html", inside: str = "", **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f'<au id="https://pub.example/au/{number}"{more}>{text("title", f"Unit {number}")}'
        f"{text('description', 'About it')}<url>{url}</url>{inside}</au>"
    )


def block(number: int | str, *inside: str) -> str:
    said = text("title", f"Block {number}") + text("description", "About it")
    return f'<block id="https://pub.example/block/{number}">{said}{"".join(inside)}</block>'


def structure(*inside: str, objectives: str = "") -> str:
    return (
        '<?xml version="1.0"?><courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">'
        f'<course id="https://pub.example/course">{text("title", "Wells")}{text("description", "How to dig")}</course>'
        f"{objectives}{''.join(inside)}</courseStructure>"
    )


def packed(*inside: str, **files: str) -> bytes:
    """A cmi5 package; keywords with "_" for "." add files."""
    more = {name.replace("_", "."): content for name, content in files.items()}
    return zipped({"cmi5.xml": structure(*inside), "a.html": PAGE} | more)


TINCAN = """<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
<activity id="http://pub.example/story" type="http://adlnet.gov/expapi/activities/course">
<name>A story</name><description lang="en-US">Told</description><launch lang="en-us">a.html?x=1</launch></activity>
<activity id="http://pub.example/story/scene" type="x"><name>Scene</name></activity></activities></tincan>"""


def tincan_packed() -> bytes:
    return zipped({"tincan.xml": TINCAN, "a.html": PAGE})


class Answer:
    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(serve: Any, method: str, path: str, query: str = "", body: bytes = b"", **headers: str) -> Answer:
    said: list[Any] = []
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(body), "CONTENT_TYPE": "application/json",
        **{f"HTTP_{name}": value for name, value in headers.items()},
    }  # fmt: skip
    content = b"".join(serve(environ, lambda status, found: said.extend([int(status[:3]), dict(found)])))
    return Answer(said[0], said[1], content)


class Unit:
    """What runs in the frame: it knows nothing but the address that it was launched with."""

    def __init__(self, address: str) -> None:
        self.query = dict(parse_qsl(urlsplit(address).query))
        self.actor = json.loads(self.query["actor"])
        self.auth = self.query.get("auth", "")
        self.activity = self.query.get("activityId") or self.query["activity_id"]
        self.data: Any = {}

    def fetch(self) -> dict[str, str]:
        answer = ask(fetch_door.serve, "POST", urlsplit(self.query["fetch"]).path)
        assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
        found: dict[str, str] = answer.json
        if "auth-token" in found:
            assert base64.b64decode(found["auth-token"]).count(b":") == 1
            self.auth = f"Basic {found['auth-token']}"
        return found

    def call(self, method: str, path: str, body: Any = None, **query: str) -> Answer:
        raw = b"" if body is None else json.dumps(body).encode()
        return ask(
            door.serve, method, f"/xapi/{path}", urlencode(query), raw, AUTHORIZATION=self.auth,
            X_EXPERIENCE_API_VERSION="1.0.3",
        )  # fmt: skip

    def state(self, method: str, name: str, body: Any = None) -> Answer:
        more = {"stateId": name} if name else {}
        return self.call(
            method, "activities/state", body, activityId=self.activity, agent=json.dumps(self.actor),
            registration=self.query["registration"], **more,
        )  # fmt: skip

    def begin(self) -> "Unit":
        self.fetch()
        answer = self.state("GET", names.LAUNCH_DATA)
        assert answer.status == 200, answer.body
        self.data = answer.json
        return self

    def made(self, word: str, *, at: dt.datetime | None = None, score: Any = None, **changes: Any) -> dict[str, Any]:
        """A cmi5 defined statement as it should be, with changes at the top level."""
        context = json.loads(json.dumps(self.data["contextTemplate"])) | {"registration": self.query["registration"]}
        result: dict[str, Any] = {}
        if word != "initialized":
            result["duration"] = "PT1S"
        if word in ("passed", "failed"):
            result["success"] = word == "passed"
        if word == "completed":
            result["completion"] = True
        if score is not None:
            result["score"] = {"scaled": score}
        categories = [names.CMI5, *([names.MOVE_ON] if {"success", "completion"} & set(result) else [])]
        context["contextActivities"]["category"] = [{"id": one} for one in categories]
        if "masteryScore" in self.data and word in ("passed", "failed"):
            context["extensions"][names.MASTERY] = self.data["masteryScore"]
        return {
            "id": str(uuid.uuid4()), "actor": self.actor, "verb": {"id": names.VERBS[word]},
            "object": {"id": self.activity}, "context": context, "result": result,
            "timestamp": (at or clock.now()).isoformat().replace("+00:00", "Z"),
        } | changes  # fmt: skip

    def allowed(self, verb: str = "http://adlnet.gov/expapi/verbs/experienced", **changes: Any) -> dict[str, Any]:
        context = json.loads(json.dumps(self.data["contextTemplate"])) | {"registration": self.query["registration"]}
        made = self.made("initialized")
        del made["result"]
        return made | {"verb": {"id": verb}, "object": {"id": f"{self.activity}/page"}, "context": context} | changes

    def send(self, *statements: dict[str, Any]) -> Answer:
        return self.call("POST", "statements", list(statements))

    def say(self, *words: str, **changes: Any) -> Answer:
        answer = self.send(*[self.made(word, **changes) for word in words])
        assert answer.status == 200, answer.body
        return answer
