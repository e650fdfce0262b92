"""Requests as forms: in 1.0.3 only."""

import json
from urllib.parse import urlencode

from tests.ingest.conftest import basic, new_id
from tests.ingest.examples import ACTIVITY, AGENT, TYPICAL

FORM = "application/x-www-form-urlencoded"


def send(lrs, resource, method, fields, **headers):
    body = urlencode(fields).encode()
    return lrs.ask("POST", resource, {"method": method}, body, **{"CONTENT_TYPE": FORM, **headers})


def test_every_method_goes_as_a_form(lrs):
    one = {**TYPICAL, "id": new_id()}
    put = send(lrs, "statements", "PUT", {"statementId": one["id"], "content": json.dumps(one)})
    assert put.status == 204
    got = send(lrs, "statements", "GET", {"limit": 1})
    assert [found["id"] for found in got.json["statements"]] == [one["id"]]
    assert send(lrs, "statements", "POST", {"content": json.dumps(one)}).json == [one["id"]]
    of = {"activityId": ACTIVITY["id"], "agent": json.dumps(AGENT), "stateId": "s"}
    fields = {**of, "content": "plain text", "Content-Type": "text/plain", "If-None-Match": "*"}
    assert send(lrs, "activities/state", "PUT", fields).status == 204
    assert send(lrs, "activities/state", "PUT", fields).status == 412
    got = send(lrs, "activities/state", "GET", of)
    assert (got.body, got.headers["Content-Type"]) == (b"plain text", "text/plain")
    assert send(lrs, "activities/state", "HEAD", of).body == b""
    assert send(lrs, "activities/state", "DELETE", of).status == 204
    assert send(lrs, "activities/state", "GET", of).status == 404


def test_version_and_credential_may_be_fields(lrs):
    fields = {"X-Experience-API-Version": "1.0.3", "Authorization": basic(lrs.issued)}
    said = send(lrs, "statements", "GET", fields, X_EXPERIENCE_API_VERSION=None, AUTHORIZATION=None)
    assert said.status == 200
    assert send(lrs, "statements", "GET", {"X-Experience-API-Version": "0.8"}).status == 400
    assert send(lrs, "statements", "GET", fields | {"Authorization": "Basic x"}).status == 401


def test_what_is_no_such_form_is_refused(lrs):
    one = {**TYPICAL, "id": new_id()}
    content = {"statementId": one["id"], "content": json.dumps(one)}
    assert send(lrs, "statements", "PUT", {"statementId": one["id"]}).status == 400
    assert send(lrs, "statements", "BREW", content).status == 400
    assert send(lrs, "statements", "PUT", content, CONTENT_TYPE="text/plain").status == 400
    body = urlencode(content).encode()
    query = {"method": "PUT", "statementId": one["id"]}
    assert lrs.ask("POST", "statements", query, body, CONTENT_TYPE=FORM).status == 400
    assert (
        lrs.ask("POST", "statements", {"method": "PUT"}, json.dumps(content).encode(), CONTENT_TYPE=FORM).status == 400
    )
    assert lrs.ask("POST", "statements", {"method": "PUT"}, b"content=%ff", CONTENT_TYPE=FORM).status == 400
    assert lrs.ask("PUT", "statements", {"method": "POST"}, body, CONTENT_TYPE=FORM).status == 400


def test_2_0_knows_no_such_form(lrs):
    newer = lrs.speaking("2.0.0")
    assert send(newer, "statements", "GET", {"limit": 1}).status == 400
    assert send(lrs, "statements", "GET", {"X-Experience-API-Version": "2.0.0"}).status == 400
