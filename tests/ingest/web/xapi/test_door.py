"""Before any resource: version, method, size, what browsers ask first."""

import io

import pytest

from karmayogi.ingest.models import Statement
from karmayogi.ingest.web.xapi import door
from tests.ingest.examples import TYPICAL

RESOURCES = ("statements", "activities/state", "activities/profile", "activities", "agents/profile", "agents")


@pytest.mark.parametrize("resource", RESOURCES)
def test_without_a_version_that_is_known_nothing_is_answered(lrs, resource):
    for version in (None, "", "0.9", "0.95", "1.1", "1.1.0", "2", "2.1.0", "3.0.0", "x"):
        said = lrs.ask("GET", resource, X_EXPERIENCE_API_VERSION=version)
        assert (said.status, said.headers["X-Experience-API-Version"]) == (400, "2.0.0")
    # The version comes before the credential.
    assert lrs.ask("GET", resource, X_EXPERIENCE_API_VERSION=None, AUTHORIZATION=None).status == 400


def test_any_patch_of_a_version_is_answered_as_the_newest(lrs):
    for asked, answered in (
        ("1.0", "1.0.3"),
        ("1.0.0", "1.0.3"),
        ("1.0.9", "1.0.3"),
        ("2.0", "2.0.0"),
        ("2.0.1", "2.0.0"),
    ):
        said = lrs.ask("GET", "statements", X_EXPERIENCE_API_VERSION=asked)
        assert (said.status, said.headers["X-Experience-API-Version"]) == (200, answered)


def test_about_is_open_and_needs_no_version(db):
    from tests.ingest.conftest import Speaker

    nobody = Speaker(None, None)
    said = nobody.get("about")
    assert (said.status, said.json["version"][-1]) == (200, "2.0.0")
    # 1.0.3 lets an answer name versions of 1.0.x only.
    assert nobody.speaking("1.0.3").get("about").json["version"] == ["1.0.0", "1.0.1", "1.0.2", "1.0.3"]
    assert nobody.ask("HEAD", "about").body == b""
    assert nobody.ask("POST", "about", None, {}).status == 405
    assert nobody.get("about", x="1").status == 400


def test_what_is_not_there_is_not_found(lrs):
    for path in ("", "statement", "activities/states", "agents/profile/x", "statements/x"):
        assert lrs.get(path).status == 404


@pytest.mark.parametrize(
    ("resource", "methods"),
    [
        ("statements", ("DELETE", "PATCH")),
        ("activities", ("PUT", "POST", "DELETE")),
        ("agents", ("PUT", "POST", "DELETE")),
        ("activities/state", ("PATCH",)),
    ],
)
def test_methods_that_a_resource_lacks(lrs, resource, methods):
    for method in methods:
        said = lrs.ask(method, resource, None, {} if method != "DELETE" else None)
        assert said.status == 405
        assert "GET" in said.headers["Allow"]


def test_browsers_of_other_sites_may_ask(lrs):
    said = lrs.ask("OPTIONS", "statements", AUTHORIZATION=None, X_EXPERIENCE_API_VERSION=None)
    assert (said.status, said.body) == (204, b"")
    assert said.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in said.headers
    for name in ("Authorization", "X-Experience-API-Version", "If-Match", "If-None-Match", "Content-Type"):
        assert name in said.headers["Access-Control-Allow-Headers"]
    for name in ("ETag", "X-Experience-API-Consistent-Through", "X-Experience-API-Version"):
        assert name in lrs.get("statements").headers["Access-Control-Expose-Headers"]


def test_sizes(lrs, monkeypatch):
    monkeypatch.setitem(door._LIMITS, "statements", 500)
    assert lrs.post([TYPICAL]).status == 413
    assert lrs.ask("POST", "statements", None, [], CONTENT_LENGTH="-1").status == 400
    assert lrs.ask("POST", "statements", None, [], CONTENT_LENGTH="9").status == 400
    assert lrs.post([], CONTENT_ENCODING="gzip").status == 415
    monkeypatch.setattr("karmayogi.ingest.conf.STATEMENTS", 1)
    small = {"actor": TYPICAL["actor"], "verb": {"id": TYPICAL["verb"]["id"]}, "object": {"id": "http://a.example/b"}}
    assert lrs.post([small, small]).status == 400
    assert Statement.objects.count() == 0


def test_a_chunked_body_is_read_to_its_end_and_no_further(lrs, monkeypatch):
    small = b'[{"actor":{"mbox":"mailto:a@b.example"},"verb":{"id":"http://a.example/v"},"object":{"id":"http://a.example/o"}}]'
    assert lrs.ask("POST", "statements", None, small, CONTENT_LENGTH="", TRANSFER_ENCODING="chunked").status == 200
    monkeypatch.setitem(door._LIMITS, "statements", 50)
    assert lrs.ask("POST", "statements", None, small, CONTENT_LENGTH="", TRANSFER_ENCODING="chunked").status == 413


def test_a_database_that_does_not_answer_is_said_so(lrs, monkeypatch, caplog):
    from django.db import OperationalError

    def fail(*_arguments):
        raise OperationalError("gone")

    monkeypatch.setattr("karmayogi.ingest.web.xapi.credentials.caller", fail)
    said = lrs.get("statements")
    assert (said.status, said.headers["Retry-After"]) == (503, "5")


def test_the_door_stands_in_the_product(client, db):
    """config/doors.py sends /xapi/ here."""
    from config.doors import build

    said = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/xapi/about", "QUERY_STRING": "", "wsgi.input": io.BytesIO()}
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    body = b"".join(build(lambda *_: [b""])(environ, lambda status, headers: said.append(status)))
    assert (said, b"2.0.0" in body) == (["200 OK"], True)
