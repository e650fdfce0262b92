"""Tools are registered by hand or by themselves, and nothing is in force before an administrator says so."""

import json

import pytest
from django.test import Client

from karmayogi.lti.models import Deployment, Invitation, Tool
from karmayogi.lti.types import Scope
from tests.lti.conftest import browser
from tests.lti.pytool import HOST, PyTool

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"


def request_of(**changes):
    sent = {
        "application_type": "web", "response_types": ["id_token"], "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": PyTool.login_url, "redirect_uris": [PyTool.launch_url], "client_name": "Self-made",
        "jwks_uri": f"{HOST}/jwks", "token_endpoint_auth_method": "private_key_jwt",
        "scope": f"{Scope.SCORES} {Scope.MEMBERS} https://example.org/unknown",
        TOOL: {
            "domain": "tool.example.org", "target_link_uri": PyTool.launch_url, "claims": ["sub", "name", "email"],
            "custom_parameters": {"a": "b"}, "messages": [{"type": "LtiDeepLinkingRequest"}],
        },
    }  # fmt: skip
    return sent | changes


@pytest.fixture
def bala(cast, now):
    return browser(cast.admin, now)


@pytest.fixture
def secret(bala, cast):
    page = bala.post("/lti/tools/", {"organisation": cast.ministry.uuid, "url": f"{HOST}/register"}).content.decode()
    assert f"{HOST}/register?openid_configuration=" in page
    return page.partition("registration_token=")[2].partition('"')[0]


def register(secret, sent):
    return Client().post(
        "/lti/register/", json.dumps(sent), content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip


def test_a_tool_registers_itself_once_and_waits(secret, bala, now):
    said = Client().get("/lti/openid-configuration/").json()
    assert said["registration_endpoint"].endswith("/lti/register/")
    answer = register(secret, request_of())
    assert answer.status_code == 201
    told = answer.json()
    row = Tool.objects.get(client_id=told["client_id"])
    assert (row.state, row.origin, row.deep_link_url) == ("waiting", "dynamic", PyTool.launch_url)
    assert told["scope"] == f"{Scope.SCORES} {Scope.MEMBERS}"
    assert told[TOOL]["deployment_id"] == str(Deployment.objects.get(tool=row).uuid)
    assert register(secret, request_of()).status_code == 401

    assert Client().get(f"/lti/authorize/?client_id={row.client_id}").status_code == 400
    page = bala.get(f"/lti/tools/{row.uuid}/").content.decode()
    assert "asks for this" in page
    assert bala.post(f"/lti/tools/{row.uuid}/act/", {"act": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "waiting"
    bala.post(f"/lti/tools/{row.uuid}/act/", {"act": "confirm", "scope": [str(Scope.SCORES)], "name": "on"})
    row.refresh_from_db()
    assert (row.state, row.scopes, row.shares_name, row.shares_email) == ("active", [str(Scope.SCORES)], True, False)


@pytest.mark.parametrize(
    "change",
    [
        {"response_types": ["code"]}, {"grant_types": ["implicit"]}, {"token_endpoint_auth_method": "none"},
        {"redirect_uris": []}, {"redirect_uris": ["https://evil.example.org/"]}, {"client_name": ""}, {TOOL: None},
        {"initiate_login_uri": "https://evil.example.org/"}, {"jwks_uri": ""}, {"jwks_uri": "http://127.0.0.1/"},
    ],
)  # fmt: skip
def test_what_is_not_a_registration_uses_no_invitation(secret, change):
    assert register(secret, request_of(**change)).status_code == 400
    assert Invitation.objects.get().used_at is None and not Tool.objects.exists()


def test_without_an_invitation_nothing_is_registered(db):
    assert register("", request_of()).status_code == 401
    assert register("guess", request_of()).status_code == 401


FORM = {
    "name": "By hand", "initiation_url": PyTool.login_url, "target_url": PyTool.launch_url,
    "redirect_uris": f"{PyTool.launch_url}\n{PyTool.deep_url}", "jwks_url": f"{HOST}/jwks", "custom": "a=b\nc = d=e",
    "scopes": [str(Scope.SCORES)],
}  # fmt: skip


def test_by_hand_changed_deployed_and_switched_off(bala, cast):
    assert bala.post("/lti/tools/new/", FORM | {"organisation": cast.other_ministry.uuid}).status_code == 422
    assert bala.post("/lti/tools/new/", FORM | {"organisation": cast.ministry.uuid}).status_code == 302
    row = Tool.objects.get()
    assert (row.state, row.custom, len(row.redirect_uris)) == ("active", {"a": "b", "c": "d=e"}, 2)
    here = f"/lti/tools/{row.uuid}/"
    assert bala.get(f"{here}change/").status_code == 200
    assert bala.post(f"{here}change/", FORM | {"name": "New name", "shares_email": "on"}).status_code == 302
    bala.post(f"{here}act/", {"act": "deploy", "code": cast.section.code, "label": "Pilot"})
    bala.post(f"{here}act/", {"act": "deploy", "code": cast.section.code})
    assert bala.post(f"{here}act/", {"act": "deploy", "code": cast.other_ministry.code}).status_code == 404
    assert Deployment.objects.filter(tool=row).count() == 2
    ended = Deployment.objects.get(tool=row, organisation_id=cast.section.id)
    bala.post(f"{here}act/", {"act": "end", "deployment": ended.uuid})
    bala.post(f"{here}act/", {"act": "off"})
    row.refresh_from_db()
    assert (row.name, row.shares_email, row.state) == ("New name", True, "off")
    page = bala.get(here).content.decode()
    assert row.client_id in page and "Ended" in page and "Switched off" in page and "<h3>Pilot</h3>" in page
    bala.cookies["django_language"] = "hi"
    assert f"<h3>{cast.ministry.name_hi}</h3>" in bala.get(here).content.decode()
    assert "New name" in bala.get("/lti/tools/").content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"initiation_url": "http://tool.example.org/"}, {"redirect_uris": "javascript:alert(1)"}, {"jwks_url": ""},
        {"jwks": "{}", "jwks_url": ""}, {"jwks": "nonsense"}, {"target_url": "https://me:x@tool.example.org/"},
    ],
)  # fmt: skip
def test_what_cannot_be_registered_is_said(bala, cast, change):
    answer = bala.post("/lti/tools/new/", FORM | {"organisation": cast.ministry.uuid} | change)
    assert answer.status_code == 422 and not Tool.objects.exists()


def test_another_ministry_sees_nothing_of_it(bala, cast, now):
    bala.post("/lti/tools/new/", FORM | {"organisation": cast.ministry.uuid})
    row = Tool.objects.get()
    hari = browser(cast.other_admin, now)
    assert "By hand" not in hari.get("/lti/tools/").content.decode()
    for path in (f"/lti/tools/{row.uuid}/", f"/lti/tools/{row.uuid}/change/"):
        assert hari.get(path).status_code == 404
    assert hari.post(f"/lti/tools/{row.uuid}/act/", {"act": "off"}).status_code == 404
    assert browser(cast.learner, now).get("/lti/tools/").status_code == 404
    assert browser(cast.platform, now).get(f"/lti/tools/{row.uuid}/").status_code == 200


def test_keys_are_of_the_platform_alone(cast, now, bala):
    assert bala.get("/lti/tools/keys/").status_code == 404
    gita = browser(cast.platform, now)
    gita.post("/lti/tools/keys/", {"why": "rehearsal"})
    assert "signs" in gita.get("/lti/tools/keys/").content.decode()
