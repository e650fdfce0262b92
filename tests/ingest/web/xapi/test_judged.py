"""What the conformance suite of ADL asks over HTTP, in our words, where no other test here does (decision 0021)."""

import copy
import datetime as dt
import hashlib
import json

import pytest

from tests.ingest.conftest import new_id
from tests.ingest.examples import ACTIVITY, AGENT, FILE, FILE_BODY, VALID, VERB

NOW = dt.datetime.now(dt.UTC)
SMALL = {"actor": AGENT, "verb": VERB, "object": {"objectType": "Activity", "id": "http://example.org/unicode"}}
# Language tags of one part to four, as they stand in displays and names.
TAGS = ("de", "de-DE", "zh-Hant", "sr-Latn-RS", "zh-Hans-CN", "ase", "cmn", "es-MX", "es-419", "fr-CA", "tlh")

TAKEN = {
    "five years ahead": {"timestamp": f"{NOW.year + 5}-02-01T00:00:00.000Z"},
    "five minutes ahead": {"timestamp": (NOW + dt.timedelta(minutes=5)).isoformat()},
    "stored long ago": {"stored": "2011-07-15T00:00:00.000Z"},
    "version without a patch": {"version": "1.0"},
    "a later patch": {"version": "1.0.9"},
    "empty definition": {"object": {"id": ACTIVITY["id"], "definition": {}}},
    "no display": {"verb": {"id": VERB["id"]}},
    "many languages": {"verb": {"id": VERB["id"], "display": dict.fromkeys(TAGS, "x")}},
    "two that vouch": {"authority": VALID["three parties"]["authority"]},
    "empty extensions": {"result": {"extensions": {}}},
    "nothing in extensions": {"result": {"extensions": dict.fromkeys(["http://a.example/x"])}},
    "scores to many places": {"result": {"score": {"scaled": -1.0, "min": 0.12123434, "raw": 12.125, "max": 45.45}}},
    "durations": {"result": {"duration": "P3Y1M29DT4H35M59.14S"}},
    "weeks": {"result": {"duration": "P4W"}},
    "a platform without objectType": {"object": {"id": ACTIVITY["id"]}, "context": {"platform": "x", "revision": "1"}},
}
KEPT = ("version", "verb", "result", "context")  # what may come back in no other way


@pytest.mark.parametrize("name", TAKEN)
def test_what_has_to_be_taken(both, name):
    sent = copy.deepcopy(SMALL) | TAKEN[name] | {"id": new_id()}
    inner = {key: value for key, value in sent.items() if key not in ("id", "stored", "version", "authority")}
    assert both.ask("PUT", "statements", {"statementId": sent["id"]}, sent).status == 204
    assert both.post({**SMALL, "object": {**inner, "objectType": "SubStatement"}}).status == 200
    kept = both.get("statements", statementId=sent["id"]).json
    assert {key: kept[key] for key in KEPT if key in sent} == {key: sent[key] for key in KEPT if key in sent}
    assert dt.datetime.fromisoformat(kept["stored"]).year == NOW.year
    assert kept["authority"]["account"]["name"] == both.issued.key


def test_the_ids_of_a_statement_and_nothing_else_of_people_verbs_and_activities(both):
    group = {"objectType": "Group", "name": "G", "mbox": f"mailto:{new_id()}@example.org", "member": [AGENT]}
    about = {"objectType": "SubStatement", "actor": group, "verb": VERB, "object": copy.deepcopy(ACTIVITY)}
    (id,) = both.post({"actor": AGENT, "verb": VERB, "object": about}).json
    ids = both.get("statements", statementId=id, format="ids").json
    assert (set(ids["actor"]), set(ids["verb"])) == ({"objectType", "mbox"}, {"id"})
    assert set(ids["object"]["actor"]) == {"objectType", "mbox"}
    assert (set(ids["object"]["verb"]), set(ids["object"]["object"])) == ({"id"}, {"id"})


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_parts_by_either_end_of_line_with_more_headers_and_nothing_behind(both, end):
    head = [b"--b", b"Content-Type:application/json", b"", b"%s"]
    part = [
        b"--b", b'Content-Disposition: attachment; filename="a.txt"', b"Content-Type: text/plain",
        b"Content-Transfer-Encoding:binary", b"X-Experience-API-Hash: " + FILE["sha2"].encode(), b"",
        FILE_BODY, b"--b--",
    ]  # fmt: skip
    sent = {**SMALL, "id": new_id(), "attachments": [FILE]}
    body = end + end.join(head) % json.dumps(sent).encode() + end + end.join(part)
    said = both.ask("POST", "statements", None, body, CONTENT_TYPE="multipart/mixed; boundary=b")
    assert (said.status, said.json) == (200, [sent["id"]])
    got = both.get("statements", statementId=sent["id"], attachments=True)
    assert got.body.count(FILE["sha2"].encode()) == 2  # in the statement and beside the bytes
    assert hashlib.sha256(FILE_BODY).hexdigest() == FILE["sha2"]
    # A statement that has none may come so too.
    plain = end.join([b"--b", b"Content-Type: application/json", b"", json.dumps(SMALL).encode(), b"--b--"])
    assert both.ask("POST", "statements", None, plain, CONTENT_TYPE="multipart/mixed; boundary=b").status == 200
    # Two parts of JSON, or headers without a boundary before them, are no statements.
    for wrong in (body.replace(b"text/plain", b"application/json", 1), body.replace(b"--b" + end + b"Content-D", b"C")):
        assert both.ask("POST", "statements", None, wrong, CONTENT_TYPE="multipart/mixed; boundary=b").status == 400


def test_bodies_where_none_belongs_are_not_looked_at(both):
    of = {"activityId": ACTIVITY["id"], "agent": AGENT, "stateId": "s"}
    assert both.ask("DELETE", "activities/state", of, {"a": 1}).status == 204
    assert both.ask("GET", "statements", {"limit": 1}, {"a": 1}).status == 200
    assert (
        both.ask("POST", "activities/state", of, b"true", CONTENT_TYPE="application/x-www-form-urlencoded").status
        == 204
    )


def test_an_activity_nobody_spoke_of_is_answered_all_the_same(both):
    iri = f"http://example.org/never/{new_id()}"
    said = both.get("activities", activityId=iri)
    assert (said.status, said.json) == (200, {"objectType": "Activity", "id": iri})
