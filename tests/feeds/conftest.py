"""An HR system of the Department of Personnel, with a token, speaking to the whole product."""

import json

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from scim2_client.engines.wsgi import WSGISCIMClient

from config.doors import build
from karmayogi.feeds.actions.issue_token import issue_token
from karmayogi.kernel import clock

ORIGIN = "http://localhost"


@pytest.fixture
def wsgi(db, settings, tmp_path, frozen_time):
    """The product's own WSGI application."""
    settings.PUBLIC_ORIGIN = ORIGIN
    (tmp_path / "static").mkdir()
    settings.STATIC_ROOT = tmp_path / "static"
    # As Django's own test client does: the connection stays, since it holds the transaction of the test.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield build(get_wsgi_application())
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def secret(cast, at):
    """A token of the Ministry of Personnel."""
    return issue_token(
        actor=cast.admin.actor(at), organisation_uuid=cast.ministry.uuid, label="e-HRMS", days=30, at=at
    )[1]


@pytest.fixture
def other_secret(cast, at):
    return issue_token(
        actor=cast.other_admin.actor(at), organisation_uuid=cast.other_ministry.uuid, label="HR", days=30, at=at
    )[1]


class Door:
    """Requests with a token; the answer is (status, body, headers)."""

    def __init__(self, app, secret):
        self.client = WSGISCIMClient(app, base_url=f"{ORIGIN}/scim/v2", headers={"Authorization": f"Bearer {secret}"})

    def __call__(self, method, path, body=None, **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        content = {} if body is None else {"content": json.dumps(body).encode()}
        found = self.client.request(method, path, headers={"Content-Type": "application/scim+json", **sent}, **content)
        return found.status_code, json.loads(found.content) if found.content else None, found.headers


@pytest.fixture
def door(wsgi, secret):
    return Door(wsgi, secret)


@pytest.fixture
def other_door(wsgi, other_secret):
    return Door(wsgi, other_secret)


@pytest.fixture
def jobs_now(run_jobs, at):
    def run(when=at):
        with clock.frozen(when):
            return run_jobs()

    return run
