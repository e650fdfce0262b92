"""The authorization and token endpoints: everything that is not as it was begun is refused, and nothing is told."""

import datetime as dt
import json
import urllib.parse

import jwt
import pytest
from django.core import signing
from django.test import Client

from karmayogi.kernel.access import System
from karmayogi.lti.actions import keys, register_tool
from karmayogi.lti.actions.acquaint import sub_of
from karmayogi.lti.models import AccessToken, LtiKey, Tool
from karmayogi.lti.queries.keys import published_keys
from karmayogi.lti.types import Scope
from tests.lti.conftest import browser, given
from tests.lti.pytool import PEM, Form, PyTool

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def changed(address, **changes):
    parts = urllib.parse.urlsplit(address)
    query = dict(urllib.parse.parse_qsl(parts.query)) | changes
    return f"{parts.path}?{urllib.parse.urlencode({k: v for k, v in query.items() if v is not None})}"


@pytest.fixture
def asked(desk):
    _enrolment, part = desk.enrol(desk.asha)
    client = browser(desk.asha, desk.now)
    return client, desk.ask(client, part)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"scope": "email"}, "invalid_scope"), ({"response_type": "code"}, "unsupported_response_type"),
        ({"response_mode": "query"}, "invalid_request"), ({"prompt": "login"}, "invalid_request"),
        ({"prompt": None}, "invalid_request"), ({"nonce": None}, "invalid_request"), ({"nonce": ""}, "invalid_request"),
        ({"login_hint": "somebody"}, "login_required"), ({"lti_message_hint": "x"}, "login_required"),
        ({"lti_message_hint": None}, "login_required"),
    ],
)  # fmt: skip
def test_a_wrong_question_gets_an_error_and_no_token(asked, change, error):
    client, address = asked
    form = Form(client.get(changed(address, **change)).content.decode())
    assert form.fields["error"] == error and "id_token" not in form.fields
    assert form.fields["state"].startswith("state-")


@pytest.mark.parametrize(
    "change",
    [{"client_id": "tool-x"}, {"redirect_uri": PyTool.launch_url + "/"}, {"redirect_uri": "https://evil.example.org"}],
)
def test_an_unknown_tool_or_address_gets_nothing_at_all(asked, change):
    client, address = asked
    answer = client.get(changed(address, **change))
    assert answer.status_code == 400 and "<form id" not in answer.content.decode()


def test_the_question_belongs_to_the_session_that_began_it(asked, desk):
    client, address = asked
    for other in (Client(), browser(desk.cast.supervisor, desk.now), browser(desk.asha, desk.now)):
        assert Form(other.get(changed(address)).content.decode()).fields["error"] == "login_required"
    assert "id_token" in Form(client.get(changed(address)).content.decode()).fields


def test_a_form_of_another_site_is_asked_again_as_a_link(asked):
    client, address = asked
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
    answer = Client().post("/lti/authorize/", query)
    assert answer.status_code == 302 and answer["Location"].startswith("/lti/authorize/?")
    assert "id_token" in Form(client.get(answer["Location"]).content.decode()).fields


def test_switched_off_or_out_of_reach_nothing_opens(desk, now):
    _enrolment, part = desk.enrol(desk.asha)
    client = browser(desk.asha, now)
    address = desk.ask(client, part)
    register_tool.switch(actor=desk.cast.admin.actor(now), tool=desk.row.uuid, on=False, at=now)
    assert client.get(changed(address)).status_code == 400
    assert client.get(f"/lti/parts/{part}/start/").status_code == 409
    assert "switched off" in client.get(f"/lti/parts/{part}/").content.decode()
    register_tool.switch(actor=desk.cast.admin.actor(now), tool=desk.row.uuid, on=True, at=now)
    outsider = browser(desk.cast.outsider, now)
    _enrolment, part = desk.enrol(desk.cast.outsider)
    outsider.post(f"/lti/parts/{part}/agree/")
    assert outsider.get(f"/lti/parts/{part}/start/").status_code == 409
    assert browser(desk.cast.supervisor, now).get(f"/lti/parts/{part}/").status_code == 404


def test_two_tools_know_a_person_by_two_names(desk, now):
    made = register_tool.register(
        actor=desk.cast.admin.actor(now), organisation=desk.cast.ministry.uuid, at=now,
        given=given(name="Other", jwks=json.dumps(desk.py.jwks())),
    )  # fmt: skip
    other = Tool.objects.get(uuid=made)
    first = sub_of(desk.asha.person_id, desk.row.id)
    assert first == sub_of(desk.asha.person_id, desk.row.id) != sub_of(desk.asha.person_id, other.id)
    assert first not in (desk.asha.person_uuid, desk.asha.account_uuid)


def assertion(desk, now, headers=None, key=PEM, algorithm="RS256", **changes):
    at = int(now.timestamp())
    claims = {
        "iss": desk.row.client_id, "sub": desk.row.client_id, "aud": f"{desk.py.origin}/lti/token/", "iat": at,
        "exp": at + 60, "jti": f"j{changes}",
    } | changes  # fmt: skip
    kid = desk.py.jwks()["keys"][0]["kid"]
    return jwt.encode(claims, key, algorithm=algorithm, headers=headers or {"kid": kid})


def token(text, scope=Scope.SCORES, **changes):
    form = {
        "grant_type": "client_credentials", "client_assertion_type": TYPE, "client_assertion": text, "scope": str(scope)
    } | changes  # fmt: skip
    return Client().post("/lti/token/", form)


def test_a_token_for_a_signed_assertion_once(desk, now):
    text = assertion(desk, now)
    answer = token(text, scope=f"{Scope.SCORES} openid {Scope.MEMBERS}").json()
    assert answer["scope"] == f"{Scope.SCORES} {Scope.MEMBERS}" and answer["expires_in"] == 3600
    assert not AccessToken.objects.filter(digest=answer["access_token"]).exists()
    again = token(text)
    assert again.status_code == 401 and "used before" in again.json()["error_description"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"iss": "tool-x"}, "client_id"), ({"sub": "tool-x"}, "sub"), ({"aud": "https://evil.example.org"}, "aud"),
        ({"exp": 1}, "expired"), ({"exp": None}, "exp"), ({"jti": ""}, "jti"), ({"headers": {"kid": "other"}}, "kid"),
        ({"key": "secret" * 8, "algorithm": "HS256"}, "alg"), ({"key": None, "algorithm": "none"}, "alg"),
    ],
)  # fmt: skip
def test_an_assertion_that_is_not_right_gets_no_token(desk, now, changes, why):
    answer = token(assertion(desk, now, **changes))
    assert answer.status_code == 401 and answer.json()["error"] == "invalid_client"
    assert why in answer.json()["error_description"]


def test_only_granted_scopes_and_this_grant(desk, now):
    desk.row.scopes = [str(Scope.SCORES)]
    desk.row.save()
    assert token(assertion(desk, now, jti="1"), scope=Scope.MEMBERS).json()["error"] == "invalid_scope"
    assert token(assertion(desk, now, jti="2"), scope="").json()["error"] == "invalid_scope"
    assert token(assertion(desk, now, jti="3"), grant_type="password").json()["error"] == "unsupported_grant_type"
    assert token(assertion(desk, now, jti="4"), client_assertion_type="x").json()["error"] == "invalid_client"


def test_a_retired_key_is_shown_for_a_week_and_signs_no_more(desk, now, db):
    old = keys.sign({"a": 1}, now)
    keys.rotate(agent=System("test"), at=now)
    kid = jwt.get_unverified_header(keys.sign({"a": 1}, now))["kid"]
    assert kid != jwt.get_unverified_header(old)["kid"]
    assert next(one["kid"] for one in Client().get("/lti/jwks/").json()["keys"]) == kid
    assert len(published_keys(now)) == 2 and len(published_keys(now + dt.timedelta(days=8))) == 1
    assert "d" not in LtiKey.objects.first().public


def test_the_hint_tells_a_tool_nothing_of_a_person(asked, desk):
    _client, address = asked
    hint = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))["lti_message_hint"]
    read = signing.loads(hint, salt="lti.hint")
    assert set(read) == {"k", "p", "d", "s"} and len(read["s"]) == 64
