"""Who may do what: credential × scope × resource × method, and the bounds of a short credential."""

import datetime as dt
import time
import uuid

import pytest

from karmayogi.ingest import api, conf
from karmayogi.ingest.models import Client
from karmayogi.ingest.types import Scope
from karmayogi.ingest.web.xapi import credentials
from karmayogi.kernel import clock
from tests.ingest.conftest import SET_UP, Speaker, new_id, speaker
from tests.ingest.examples import ACTIVITY, AGENT, BY_ACCOUNT, TYPICAL

STATE = {"activityId": ACTIVITY["id"], "agent": AGENT, "stateId": "s"}
ACTIVITY_PROFILE = {"activityId": ACTIVITY["id"], "profileId": "p"}
AGENT_PROFILE = {"agent": AGENT, "profileId": "p"}
ASKS = {
    "store": ("POST", "statements", None),
    "read": ("GET", "statements", {}),
    "state read": ("GET", "activities/state", STATE),
    "state write": ("PUT", "activities/state", STATE),
    "state merge": ("POST", "activities/state", STATE),
    "state delete": ("DELETE", "activities/state", STATE),
    "activity profile read": ("GET", "activities/profile", ACTIVITY_PROFILE),
    "activity profile write": ("PUT", "activities/profile", ACTIVITY_PROFILE),
    "activity profile delete": ("DELETE", "activities/profile", ACTIVITY_PROFILE),
    "agent profile read": ("GET", "agents/profile", AGENT_PROFILE),
    "agent profile write": ("PUT", "agents/profile", AGENT_PROFILE),
    "agent profile delete": ("DELETE", "agents/profile", AGENT_PROFILE),
    "activity": ("GET", "activities", {"activityId": ACTIVITY["id"]}),
    "person": ("GET", "agents", {"agent": AGENT}),
}
STATES = {one for one in ASKS if one.startswith("state")}
PROFILES = {one for one in ASKS if "profile" in one}
READS = {one for one in ASKS if "read" in one} | {"activity", "person"}
MAY = {
    Scope.ALL: set(ASKS),
    Scope.ALL_READ: READS,
    Scope.STATEMENTS_WRITE: {"store"},
    Scope.STATEMENTS_READ: {"read", "activity", "person"},
    Scope.STATEMENTS_READ_MINE: {"read"},
    Scope.STATE: STATES,
    Scope.PROFILE: PROFILES,
    Scope.DEFINE: set(),
}


@pytest.mark.parametrize("scope", list(Scope))
def test_a_scope_opens_what_it_says_and_nothing_else(db, scope):
    assert set(MAY) == set(Scope)
    mine = speaker(scope)
    for name, (method, path, query) in ASKS.items():
        body = {**TYPICAL, "id": new_id()} if name == "store" else {"a": 1} if method in ("PUT", "POST") else None
        status = mine.ask(method, path, query, body).status
        assert (status != 403) == (name in MAY[scope]), f"{name}: {status}"
        assert status in (200, 204, 403, 404, 409)


def nobody_knows(good):
    today = clock.now()
    ended = api.issue_client(agent=SET_UP, name="Ended", scopes=[Scope.ALL], at=today)
    api.end_client(agent=SET_UP, client_uuid=ended.uuid, at=today)
    over = api.issue_client(agent=SET_UP, name="Over", scopes=[Scope.ALL], at=today)
    Client.objects.filter(uuid=over.uuid).update(expires_at=today)
    renewed = api.issue_client(agent=SET_UP, name="Renewed", scopes=[Scope.ALL], at=today)
    api.rotate_client(agent=SET_UP, client_uuid=renewed.uuid, at=today)
    wrong = type(good)(good.uuid, good.key, good.secret + "x")
    other = type(good)(good.uuid, renewed.key, good.secret)
    return [ended, over, renewed, wrong, other]


def test_without_a_credential_in_force_every_resource_is_closed(lrs):
    headers = [None, "", "Basic", "Basic:eDp5", "Basic !!", "Basic eA==", "Bearer x", "Basic AAA6eA=="]
    for method, path, query in ASKS.values():
        body = None if method in ("GET", "DELETE") else {}
        for issued in nobody_knows(lrs.issued) if path == "agents" else []:
            assert Speaker(issued).ask(method, path, query, body).status == 401
        for header in headers:
            said = lrs.ask(method, path, query, body, AUTHORIZATION=header)
            assert (said.status, said.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    assert lrs.get("statements").status == 200


def test_a_credential_is_believed_for_two_seconds_at_most(lrs, monkeypatch):
    monkeypatch.setattr(conf, "CREDENTIAL_SECONDS", 2.0)
    monkeypatch.setattr(credentials, "_known", {})
    assert lrs.get("statements").status == 200
    Client.objects.update(disabled_at=clock.now())
    assert lrs.get("statements").status == 200
    later = time.monotonic() + 2
    monkeypatch.setattr(credentials.time, "monotonic", lambda: later)
    assert lrs.get("statements").status == 401


def test_guessing_ends_for_an_address(lrs, monkeypatch):
    monkeypatch.setattr(conf, "BAD_CREDENTIALS", 3)
    statuses = [lrs.ask("GET", "statements", AUTHORIZATION="Basic eDp5").status for _ in range(5)]
    assert statuses == [401, 401, 401, 429, 429]
    assert lrs.get("statements").status == 200


def test_a_rate_is_kept(db):
    slow = speaker(Scope.ALL, rate=2)
    assert [slow.get("statements").status for _ in range(3)] == [200, 200, 429]


def test_the_last_day_of_use_is_noted(lrs):
    lrs.get("statements")
    assert Client.objects.get(uuid=lrs.issued.uuid).used_on == clock.day(clock.now())


def test_mine_are_those_that_this_credential_vouches_for(lrs):
    mine = speaker(Scope.STATEMENTS_WRITE, Scope.STATEMENTS_READ_MINE)
    one, other = {**TYPICAL, "id": new_id()}, {**TYPICAL, "id": new_id()}
    mine.post(one)
    lrs.post(other)
    # A statement of others that refers to mine does not become mine.
    lrs.post({**TYPICAL, "id": new_id(), "object": {"objectType": "StatementRef", "id": one["id"]}})
    assert mine.found() == mine.found(verb=TYPICAL["verb"]["id"]) == [one["id"]]
    assert mine.get("statements", statementId=other["id"]).status == 404
    assert mine.get("statements", statementId=one["id"]).status == 200


def test_only_who_stored_it_voids_it(lrs):
    mine = speaker(Scope.STATEMENTS_WRITE)
    one = {**TYPICAL, "id": new_id()}
    lrs.post(one)
    void = {
        **TYPICAL, "id": new_id(), "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
        "object": {"objectType": "StatementRef", "id": one["id"]}, "result": {},
    }  # fmt: skip
    assert mine.post(void).status == 403
    assert lrs.get("statements", statementId=one["id"]).status == 200
    assert lrs.post(void).status == 200
    assert lrs.get("statements", statementId=one["id"]).status == 404


def test_names_of_activities_are_taken_from_those_who_may_define(lrs):
    def name():
        return lrs.get("activities", activityId=ACTIVITY["id"]).json.get("definition", {}).get("name")

    speaker(Scope.STATEMENTS_WRITE).post({**TYPICAL, "id": new_id()})
    assert name() is None
    speaker(Scope.STATEMENTS_WRITE, Scope.DEFINE).post({**TYPICAL, "id": new_id()})
    assert name() == TYPICAL["object"]["definition"]["name"]


ATTEMPT = uuid.uuid4()


@pytest.fixture
def short(db):
    """A credential for one attempt of Asha at one course."""
    at = clock.now()
    return Speaker(
        api.issue_token(
            agent=SET_UP, name="Course", registration=ATTEMPT, actor=AGENT, activity=ACTIVITY["id"],
            expires_at=at + dt.timedelta(hours=1), at=at,
        )
    )  # fmt: skip


def of_attempt(**changes):
    return {**TYPICAL, "id": new_id(), "actor": AGENT, "context": {"registration": str(ATTEMPT)}, **changes}


def test_a_short_credential_stores_for_its_learner_and_attempt_only(short, lrs):
    assert short.post(of_attempt()).status == 200
    refused = [
        of_attempt(actor=BY_ACCOUNT),
        of_attempt(context={"registration": new_id()}),
        of_attempt(context={}),
        of_attempt(
            verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object={"objectType": "StatementRef", "id": new_id()},
            result={},
        ),
    ]  # fmt: skip
    for one in refused:
        assert short.post([of_attempt(), one]).status == 403
    assert len(lrs.found()) == 1


def test_a_short_credential_sees_only_its_attempt(short, lrs):
    one, reported = of_attempt(), of_attempt()
    short.post(one)
    other = of_attempt(context={"registration": new_id()})
    lrs.post([reported, other])
    assert set(short.found()) == {one["id"], reported["id"]}
    assert short.get("statements", statementId=reported["id"]).status == 200
    assert short.get("statements", statementId=other["id"]).status == 404
    assert short.get("statements", agent=BY_ACCOUNT).status == 403
    assert short.get("statements", registration=new_id()).status == 403
    attempt = {**STATE, "registration": str(ATTEMPT)}
    assert short.ask("PUT", "activities/state", attempt, {"a": 1}).status == 204
    assert short.ask("GET", "activities/state", attempt).json == {"a": 1}
    for other in ({**attempt, "agent": BY_ACCOUNT}, {**attempt, "activityId": "http://a.example/b"}, STATE):
        for method, body in (("GET", None), ("PUT", {}), ("POST", {}), ("DELETE", None)):
            assert short.ask(method, "activities/state", other, body).status == 403
    assert short.ask("GET", "agents/profile", {**AGENT_PROFILE, "agent": BY_ACCOUNT}).status == 403
    assert short.ask("GET", "agents/profile", AGENT_PROFILE).status == 404
    assert short.ask("PUT", "activities/profile", ACTIVITY_PROFILE, {}).status == 403
    assert short.ask("GET", "activities/profile", ACTIVITY_PROFILE).status == 404
    assert short.get("activities", activityId=ACTIVITY["id"]).status == 403


def test_a_short_credential_ends(short):
    with clock.frozen(clock.now() + dt.timedelta(hours=2)):
        assert short.get("statements").status == 401
    assert short.get("statements").status == 200
    assert api.end_tokens(registration=ATTEMPT, at=clock.now()) == 1
    assert short.get("statements").status == 401
