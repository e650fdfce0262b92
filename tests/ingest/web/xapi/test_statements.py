"""The statements resource, in both versions."""

import copy
import datetime as dt
import hashlib
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from karmayogi.ingest.engine import multipart
from karmayogi.ingest.models import Attachment, Statement
from tests.ingest.conftest import new_id, speaker
from tests.ingest.examples import ACTIVITY, AGENT, FILE, FILE_BODY, REGISTRATION, VALID, VALID_2, VERB

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
SMALL = VALID["smallest"]
TYPICAL = VALID["typical"]


def made(**changes):
    return {**copy.deepcopy(TYPICAL), "id": new_id(), **changes}


def void(target: str, **changes):
    return {
        "id": new_id(),
        "actor": AGENT,
        "verb": {"id": VOIDED},
        "object": {"objectType": "StatementRef", "id": target},
        **changes,
    }


def mixed(statement, *bodies: bytes) -> tuple[bytes, str]:
    """A request with attachments: body and Content-Type."""
    import json

    text = [b"--b\r\nContent-Type: application/json\r\n\r\n", json.dumps(statement).encode()]
    for body in bodies:
        text += [
            b"\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ",
            hashlib.sha256(body).hexdigest().encode(), b"\r\n\r\n", body,
        ]  # fmt: skip
    return b"".join([*text, b"\r\n--b--\r\n"]), "multipart/mixed; boundary=b"


def test_post_answers_ids_and_get_gives_back_what_was_sent(both):
    sent = made()
    said = both.post(sent)
    assert (said.status, said.json) == (200, [sent["id"]])
    assert said.headers["X-Experience-API-Version"] == both.version
    got = both.get("statements", statementId=sent["id"])
    assert got.status == 200
    kept = got.json
    assert {name: kept[name] for name in sent} == sent
    assert kept["version"] == {"1.0.3": "1.0.0", "2.0.0": "2.0.0"}[both.version]
    assert kept["authority"]["account"]["name"] == both.issued.key
    stored = dt.datetime.fromisoformat(kept["stored"])
    assert parsedate_to_datetime(got.headers["Last-Modified"]) == stored.replace(microsecond=0)
    assert dt.datetime.fromisoformat(got.headers["X-Experience-API-Consistent-Through"]) >= stored


def test_every_valid_statement_is_taken_and_kept(both):
    batch = [
        {name: value for name, value in {**copy.deepcopy(one), "id": new_id()}.items() if name != "attachments"}
        for one in [*VALID.values(), *(VALID_2.values() if both.version == "2.0.0" else [])]
    ]
    said = both.post(batch)
    assert (said.status, said.json) == (200, [one["id"] for one in batch])
    assert set(both.found(limit=100)) == {one["id"] for one in batch}


def test_put_is_idempotent_and_another_one_with_that_id_is_refused(both):
    sent = made()
    for _again in range(2):
        assert both.ask("PUT", "statements", {"statementId": sent["id"]}, sent).status == 204
    other = {**sent, "verb": {"id": "http://example.org/verbs/other"}}
    assert both.ask("PUT", "statements", {"statementId": sent["id"]}, other).status == 409
    assert both.post(other).status == 409
    assert both.post(sent).json == [sent["id"]]
    assert both.get("statements", statementId=sent["id"]).json["verb"] == sent["verb"]
    assert Statement.objects.count() == 1


def test_a_batch_is_stored_whole_or_not_at_all(both):
    kept, other = made(), made()
    both.post(kept)
    assert both.post([other, {**kept, "verb": {"id": "http://example.org/v"}}]).status == 409
    assert both.post([other, {**made(), "verb": {"id": "no iri"}}]).status == 400
    assert both.post([other, other]).status == 400
    assert both.get("statements", statementId=other["id"]).status == 404
    assert both.post([kept, other]).json == [kept["id"], other["id"]]


@pytest.mark.parametrize(
    ("method", "query", "body"),
    [
        ("PUT", {}, TYPICAL),
        ("PUT", {"StatementId": TYPICAL["id"]}, TYPICAL),
        ("PUT", {"statementId": "x"}, TYPICAL),
        ("PUT", {"statementId": REGISTRATION}, TYPICAL),
        ("PUT", {"statementId": TYPICAL["id"], "foo": "1"}, TYPICAL),
        ("PUT", {"statementId": TYPICAL["id"]}, [TYPICAL]),
        ("PUT", {"statementId": TYPICAL["id"]}, "text"),
        ("POST", {"statementId": TYPICAL["id"]}, TYPICAL),
        ("POST", {}, b"{"),
        ("POST", {}, b""),
        ("POST", {}, b"\xff"),
        ("POST", {}, "text"),
        ("POST", {}, [1]),
        ("GET", {"foo": "bar"}, None),
        ("GET", {"Agent": AGENT}, None),
        ("GET", {"agent": "Asha"}, None),
        ("GET", {"agent": {"name": "Asha"}}, None),
        ("GET", {"agent": {**AGENT, "openid": "http://a.example"}}, None),
        ("GET", {"verb": "completed"}, None),
        ("GET", {"activity": "course"}, None),
        ("GET", {"registration": "1"}, None),
        ("GET", {"related_activities": "yes"}, None),
        ("GET", {"related_agents": "1"}, None),
        ("GET", {"since": "yesterday"}, None),
        ("GET", {"until": "2026-13-01"}, None),
        ("GET", {"limit": "-1"}, None),
        ("GET", {"limit": "ten"}, None),
        ("GET", {"format": "short"}, None),
        ("GET", {"attachments": "maybe"}, None),
        ("GET", {"ascending": "up"}, None),
        ("GET", "limit=1&limit=2", None),
        ("GET", "verb=%ff", None),
        ("GET", "verb=http://example.org/%00", None),
        ("GET", {"statementId": TYPICAL["id"], "voidedStatementId": TYPICAL["id"]}, None),
        *[
            ("GET", {single: TYPICAL["id"], name: value}, None)
            for single in ("statementId", "voidedStatementId")
            for name, value in {
                "agent": AGENT, "verb": VERB["id"], "activity": ACTIVITY["id"], "registration": REGISTRATION,
                "related_activities": "true", "related_agents": "true", "since": "2026-01-01T00:00:00Z",
                "until": "2026-01-01T00:00:00Z", "limit": "1", "ascending": "true",
            }.items()
        ],
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_in_words(both, method, query, body):
    said = both.ask(method, "statements", query, body)
    assert said.status == 400, said.body
    assert len(said.body) > 20
    assert Statement.objects.count() == 0


def test_pages_go_on_where_they_ended_and_keep_what_was_asked(both):
    sent = [made() for _ in range(7)]
    for one in sent:
        both.post(one)
    ids = [one["id"] for one in sent]
    for ascending, wanted in ((True, ids), (False, ids[::-1])):
        seen, query = [], {"limit": 3, "ascending": ascending, "format": "ids", "verb": VERB["id"]}
        for _page in range(9):
            said = both.get("statements", **query).json
            seen += [one["id"] for one in said["statements"]]
            assert all(set(one["object"]) == {"id"} for one in said["statements"])
            if not said["more"]:
                break
            address = urlsplit(said["more"])
            assert (address.scheme, address.netloc, address.path) == ("", "", "/xapi/statements")
            query = dict(parse_qsl(address.query))
        assert seen == wanted


def test_since_and_until_go_by_the_time_of_storing(both):
    import time

    ids = []
    for _ in range(3):
        one = made()
        both.post(one)
        ids.append(one["id"])
        time.sleep(0.002)  # more than the clock of the store tells apart
    middle = both.get("statements", statementId=ids[1]).json["stored"]
    assert both.found(since=middle) == [ids[2]]
    assert both.found(until=middle) == [ids[1], ids[0]]
    assert both.found(since=middle, until=middle) == []
    assert both.found(since="2026-01-01T00:00:00+05:30", limit=1) == [ids[2]]


def test_filters(both):
    one = made()
    two = made(actor=AGENT, verb={"id": "http://example.org/v"}, context={"instructor": TYPICAL["actor"]})
    both.post([one, two])
    assert both.found(agent=TYPICAL["actor"]) == [one["id"]]
    assert set(both.found(agent=TYPICAL["actor"], related_agents=True)) == {one["id"], two["id"]}
    assert both.found(agent={"mbox": AGENT["mbox"]}) == [two["id"]]
    assert both.found(verb=VERB["id"]) == [one["id"]]
    assert both.found(verb=VERB["id"], activity=ACTIVITY["id"]) == [one["id"]]
    assert both.found(verb="http://example.org/v", agent=TYPICAL["actor"]) == []
    parent = "https://lms.gov.example/programmes/induction"
    assert both.found(activity=parent) == []
    assert both.found(activity=parent, related_activities=True) == [one["id"]]
    assert both.found(registration=REGISTRATION.upper()) == [one["id"]]
    mine = one["id"], two["id"]
    authority = both.get("statements", statementId=mine[0]).json["authority"]
    assert set(both.found(agent=authority, related_agents=True)) == set(mine)
    assert both.found(agent=authority) == []


def test_a_voided_statement_is_gone_but_what_refers_to_it_is_not(both):
    one, follow_up = made(), void(new_id(), verb=VERB)
    follow_up["object"]["id"] = one["id"]
    voiding = void(one["id"])
    both.post([one, follow_up])
    both.post(voiding)
    assert both.get("statements", statementId=one["id"]).status == 404
    assert both.get("statements", voidedStatementId=one["id"]).json["id"] == one["id"]
    assert both.get("statements", voidedStatementId=follow_up["id"]).status == 404
    # Found by what the voided one is found by, since they refer to it.
    assert set(both.found(activity=ACTIVITY["id"])) == {follow_up["id"], voiding["id"]}
    # What voids cannot be voided.
    both.post(void(voiding["id"]))
    assert both.get("statements", statementId=voiding["id"]).status == 200


def test_a_statement_that_comes_after_the_one_that_voids_it_is_void_on_arrival(both):
    one = made()
    both.post(void(one["id"]))
    assert both.post(one).status == 200
    assert both.get("statements", statementId=one["id"]).status == 404
    assert both.get("statements", voidedStatementId=one["id"]).status == 200


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_filters_see_through_chains_of_references_in_whatever_order_they_came(both, order):
    target = made()
    confirmed = void(target["id"], verb={"id": "http://example.org/confirmed"})
    noted = void(confirmed["id"], verb={"id": "http://example.org/noted"})
    chain = [target, confirmed, noted]
    for place in order:
        assert both.post(chain[place]).status == 200
    ids = {one["id"] for one in chain}
    assert set(both.found(agent=TYPICAL["actor"])) == ids
    assert set(both.found(registration=REGISTRATION)) == ids
    # Each condition may be met by another statement of the chain.
    assert both.found(verb="http://example.org/noted", activity=ACTIVITY["id"]) == [noted["id"]]
    assert set(both.found(verb="http://example.org/confirmed")) == {confirmed["id"], noted["id"]}


def test_attachments_come_back_byte_for_byte_and_only_when_asked_for(both):
    body = b"\r\n\x00\xff--b is not the end\r\n"
    one = made(attachments=[{**FILE, "sha2": hashlib.sha256(body).hexdigest()}])
    content, media_type = mixed(one, body)
    assert both.ask("POST", "statements", None, content, CONTENT_TYPE=media_type).status == 200
    plain = both.get("statements", attachments=False)
    assert plain.headers["Content-Type"] == "application/json"
    for query in ({}, {"statementId": one["id"]}):
        said = both.get("statements", attachments=True, **query)
        statements, parts = multipart.read(said.headers["Content-Type"], said.body)
        assert one["id"].encode() in statements
        assert [part.body for part in parts.values()] == [body]
        assert next(iter(parts.values())).content_type == "text/plain"


def test_knowing_a_hash_opens_nothing(both):
    """Bytes that came with one statement are not answered with another that names the same hash."""
    one = made(attachments=[FILE])
    content, media_type = mixed(one, FILE_BODY)
    both.ask("POST", "statements", None, content, CONTENT_TYPE=media_type)
    curious = made(attachments=[{**FILE, "fileUrl": "http://example.org/x"}])
    assert both.post(curious).status == 200
    said = both.get("statements", statementId=curious["id"], attachments=True)
    assert multipart.read(said.headers["Content-Type"], said.body)[1] == {}
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("bodies", "media_type"),
    [
        ([], "multipart/mixed; boundary=b"),  # the data of the attachment is missing
        ([FILE_BODY, b"more"], "multipart/mixed; boundary=b"),
        ([b"other"], "multipart/mixed; boundary=b"),
        ([FILE_BODY], "multipart/mixed"),
        ([FILE_BODY], "multipart/form-data; boundary=b"),
        ([FILE_BODY], "text/plain"),
    ],
)
def test_attachments_that_do_not_fit_are_refused(both, bodies, media_type):
    content, _type = mixed(made(attachments=[FILE]), *bodies)
    assert both.ask("POST", "statements", None, content, CONTENT_TYPE=media_type).status == 400
    assert both.post(made(attachments=[FILE])).status == 400


def test_canonical_knows_what_other_statements_said_and_picks_a_language(both):
    one = made(object=copy.deepcopy(ACTIVITY))
    bare = made(object={"id": ACTIVITY["id"]}, verb=VERB)
    both.post([one, bare])
    said = both.ask(
        "GET", "statements", {"statementId": bare["id"], "format": "canonical"}, ACCEPT_LANGUAGE="hi, en;q=0.5"
    )
    assert said.json["object"]["definition"]["name"] == {"hi": ACTIVITY["definition"]["name"]["hi"]}
    assert said.json["verb"]["display"] == {"hi": VERB["display"]["hi"]}
    assert "definition" not in both.get("statements", statementId=bare["id"]).json["object"]


def test_head_says_what_get_says_without_the_body(both):
    one = made()
    both.post(one)
    for query in ({}, {"statementId": one["id"]}):
        get, head = both.ask("GET", "statements", query), both.ask("HEAD", "statements", query)
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == get.headers["Content-Length"]
        assert "X-Experience-API-Consistent-Through" in head.headers
    assert both.ask("HEAD", "statements", {"statementId": new_id()}).status == 404


def test_every_answer_of_the_resource_says_how_far_it_is_complete(both):
    for said in (both.post(made()), both.post(b"{"), both.get("statements"), both.get("statements", foo="1")):
        through = dt.datetime.fromisoformat(said.headers["X-Experience-API-Consistent-Through"])
        assert abs(dt.datetime.now(dt.UTC) - through) < dt.timedelta(seconds=5)


def test_a_limit_of_nought_means_as_many_as_the_store_gives(both, monkeypatch):
    monkeypatch.setattr("karmayogi.ingest.conf.PAGE", 2)
    both.post([made() for _ in range(3)])
    assert len(both.found(limit=0)) == len(both.found()) == 2
    assert len(both.found(limit=3)) == 3


def test_statements_of_one_version_are_read_in_the_other(lrs):
    first, second = made(), made()
    lrs.post(first)
    lrs.speaking("2.0.0").post(second)
    for version in ("1.0.3", "2.0.0"):
        found = lrs.speaking(version).get("statements", ascending=True).json["statements"]
        assert [one["version"] for one in found] == ["1.0.0", "2.0.0"]


def test_another_credential_vouches_for_itself(lrs):
    own = {"objectType": "Agent", "mbox": "mailto:lms@gov.example"}
    other = speaker(authority=own)
    one = made(authority=AGENT)
    other.post(one)
    assert lrs.get("statements", statementId=one["id"]).json["authority"] == own


def test_a_time_of_the_future_and_somebody_elses_actor_are_only_what_the_sender_says(lrs):
    """The store vouches for who sent it and when it came; neither can be told by the statement."""
    one = made(
        timestamp="2099-01-01T00:00:00Z", actor={"mbox": "mailto:minister@gov.example"}, stored="2099-01-01T00:00:00Z"
    )
    lrs.post(one)
    kept = lrs.get("statements", statementId=one["id"]).json
    assert kept["timestamp"].startswith("2099") and not kept["stored"].startswith("2099")
    assert kept["authority"]["account"]["name"] == lrs.issued.key
    assert one["id"] in lrs.found(until="2098-01-01T00:00:00Z") and lrs.found(since="2098-01-01T00:00:00Z") == []
