"""States and profiles, in both versions."""

import hashlib
import json
import time
from email.utils import parsedate_to_datetime

import pytest

from karmayogi.ingest.models import Document
from tests.ingest.conftest import new_id
from tests.ingest.examples import ACTIVITY, AGENT, BY_ACCOUNT, IDENTIFIED_GROUP

PLACES = {
    "activities/state": ("stateId", {"activityId": ACTIVITY["id"], "agent": AGENT}),
    "activities/profile": ("profileId", {"activityId": ACTIVITY["id"]}),
    "agents/profile": ("profileId", {"agent": AGENT}),
}


@pytest.fixture(params=PLACES)
def place(request, both):
    """(ask, the whole address of one document, the same without its name)."""
    name, of = PLACES[request.param]

    def ask(method, query, body=None, /, **headers):
        return both.ask(method, request.param, query, body, **headers)

    return ask, {**of, name: new_id()}, of


def test_a_document_comes_back_as_it_was_sent(place):
    ask, one, of = place
    body = b"\x00\xff any bytes"
    assert ask("PUT", one, body, CONTENT_TYPE="image/x-odd; a=b", IF_NONE_MATCH="*").status == 204
    said = ask("GET", one)
    assert (said.status, said.body, said.headers["Content-Type"]) == (200, body, "image/x-odd; a=b")
    assert said.headers["ETag"] == f'"{hashlib.sha1(body).hexdigest()}"'  # noqa: S324 (1.0.3 asks for it)
    assert parsedate_to_datetime(said.headers["Last-Modified"]) is not None
    head = ask("HEAD", one)
    assert (head.body, head.headers["Content-Length"]) == (b"", str(len(body)))
    name = next(value for key, value in one.items() if key not in of)
    assert ask("GET", of).json == [name]
    assert ask("DELETE", one).status == 204
    assert ask("GET", one).status == 404
    assert ask("DELETE", one).status == 204


def test_post_merges_objects_at_the_top(place):
    ask, one, _of = place
    assert ask("POST", one, {"a": 1, "b": {"c": 1}}).status == 204
    assert ask("POST", one, {"b": {"d": 2}, "e": None}, CONTENT_TYPE="application/json; charset=utf-8").status == 204
    assert ask("GET", one).json == {"a": 1, "b": {"d": 2}, "e": None}


def test_what_cannot_be_merged_changes_nothing(place):
    ask, one, _of = place
    ask("POST", one, {"a": 1})
    for body, media_type in (
        (b"abc", "text/plain"), (b'{"a":', "application/json"), (b"[1]", "application/json"),
        (b'"x"', "application/json"),
    ):  # fmt: skip
        assert ask("POST", one, body, CONTENT_TYPE=media_type).status == 400
    assert ask("GET", one).json == {"a": 1}
    ask("DELETE", one)
    ask("PUT", one, b"plain", CONTENT_TYPE="text/plain", IF_NONE_MATCH="*")
    assert ask("POST", one, {"a": 1}).status == 400
    assert ask("GET", one).body == b"plain"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_tag_that_is_not_the_documents_is_refused(place, method):
    ask, one, _of = place
    ask("POST", one, {"a": 1})
    tag = ask("GET", one).headers["ETag"]
    body = None if method == "DELETE" else {"b": 2}
    for wrong in ("1234", '"1111111111111111111111111111111111111111"', f"W/{tag[:-2]}x"):
        assert ask(method, one, body, IF_MATCH=wrong).status == 412
    if method != "DELETE":
        assert ask(method, one, body, IF_NONE_MATCH="*").status == 412
        assert ask(method, one, body, IF_NONE_MATCH=tag).status == 412
    assert ask("GET", one).json == {"a": 1}
    assert ask(method, one, body, IF_MATCH=f'"x", {tag}').status == 204
    assert ask("GET", one).status == (404 if method == "DELETE" else 200)


def test_if_match_needs_a_document(place):
    ask, one, _of = place
    for tag in ("*", '"da39a3ee5e6b4b0d3255bfef95601890afd80709"'):
        assert ask("PUT", one, {"a": 1}, IF_MATCH=tag).status == 412
    assert ask("GET", one).status == 404


def test_replacing_unseen_is_refused_for_profiles_and_in_2_0_for_states_too(place, both):
    ask, one, _of = place
    free = "stateId" in one and both.version == "1.0.3"
    assert ask("PUT", one, {"a": 1}).status == 204
    said = ask("PUT", one, {"b": 2})
    assert said.status == (204 if free else 409)
    assert said.headers.get("Content-Type") == (None if free else "text/plain; charset=utf-8")
    assert ask("GET", one).json == ({"b": 2} if free else {"a": 1})


def test_since_leaves_out_what_did_not_change(place):
    ask, one, of = place
    name = next(key for key in one if key not in of)
    ask("PUT", one, {"a": 1})
    time.sleep(0.002)
    before = Document.objects.get().updated_at.isoformat()
    ask("PUT", {**one, name: "later"}, {"a": 1})
    assert ask("GET", {**of, "since": before}).json == ["later"]
    assert set(ask("GET", of).json) == {one[name], "later"}
    assert ask("GET", {**of, "since": "not a time"}).status == 400


def test_documents_of_others_are_not_there(both):
    one = {"activityId": ACTIVITY["id"], "agent": AGENT, "stateId": "s"}
    both.ask("PUT", "activities/state", one, {"a": 1})
    for other in (
        {**one, "agent": BY_ACCOUNT}, {**one, "activityId": "http://example.org/x"}, {**one, "stateId": "S"},
        {**one, "registration": new_id()},
    ):  # fmt: skip
        assert both.ask("GET", "activities/state", other).status == 404
    same = {**one, "agent": {"objectType": "Agent", "name": "Another name", "mbox": AGENT["mbox"]}}
    assert both.ask("GET", "activities/state", same).json == {"a": 1}


def test_states_of_one_attempt_and_of_all(both):
    of = {"activityId": ACTIVITY["id"], "agent": IDENTIFIED_GROUP}
    attempt = new_id()
    both.ask("PUT", "activities/state", {**of, "stateId": "plain"}, {"a": 1})
    both.ask("PUT", "activities/state", {**of, "stateId": "mine", "registration": attempt}, {"a": 1})
    assert both.get("activities/state", **of, registration=attempt).json == ["mine"]
    assert set(both.get("activities/state", **of).json) == {"plain", "mine"}
    assert both.ask("DELETE", "activities/state", {**of, "registration": attempt}).status == 204
    assert both.get("activities/state", **of).json == ["plain"]
    assert both.ask("DELETE", "activities/state", of).status == 204
    assert both.get("activities/state", **of).json == []


def test_what_is_missing_or_unknown_is_refused(place):
    ask, one, of = place
    for method, body in (("PUT", {"a": 1}), ("POST", {"a": 1}), ("GET", None), ("DELETE", None)):
        for name in of:
            assert ask(method, {key: value for key, value in one.items() if key != name}, body).status == 400
        assert ask(method, {**one, "more": "x"}, body).status == 400
        if "agent" in one:
            for bad in ("Asha", "true", {"name": "Asha"}, {"objectType": "Activity", "id": ACTIVITY["id"]}):
                assert ask(method, {**one, "agent": bad}, body).status == 400
        if "activityId" in one:
            assert ask(method, {**one, "activityId": "no iri"}, body).status == 400
        if "stateId" in one:
            assert ask(method, {**one, "registration": "no uuid"}, body).status == 400
        else:
            assert ask(method, {**one, "registration": new_id()}, body).status == 400
    assert ask("PUT", of, {"a": 1}).status == 400
    assert ask("POST", of, {"a": 1}).status == 400
    if "stateId" not in one:
        assert ask("DELETE", of).status == 400
    assert Document.objects.count() == 0


def test_too_large_a_document_is_refused_also_when_it_grows_by_merging(place, monkeypatch):
    ask, one, _of = place
    monkeypatch.setattr("karmayogi.ingest.conf.DOCUMENT_BYTES", 100)
    assert ask("PUT", one, {"a": "x" * 100}).status == 413
    assert ask("POST", one, {"a": "x" * 60}).status == 204
    assert ask("POST", one, {"b": "x" * 60}).status == 413
    assert list(json.loads(ask("GET", one).body)) == ["a"]
