"""An address can carry a secret: what goes into the log names its route."""

import json
import logging

import pytest
from django.test import Client
from django.urls import path

from karmayogi.kernel.web.logs import JsonFormatter


def fail(request, token):
    raise RuntimeError("something else")


urlpatterns = [path("invited/<str:token>/", fail)]


@pytest.fixture
def lines():
    """What the handlers of this installation write, as they write it."""
    kept = []

    class Keep(logging.Handler):
        def emit(self, record):
            kept.append(self.format(record))

    handler = Keep()
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield kept
    logging.getLogger().removeHandler(handler)


@pytest.mark.urls(__name__)
def test_a_fault_is_logged_by_its_route_without_the_address(lines, db):
    client = Client(raise_request_exception=False)
    assert client.get("/invited/s3cret/", {"registration_token": "s3cond"}).status_code == 500
    told = [json.loads(line) for line in lines]
    assert {one["logger"] for one in told} == {"karmayogi.request", "django.request"}
    assert all(one["route"] == "invited/<str:token>/" for one in told)
    assert not any(secret in line for line in lines for secret in ("s3cret", "s3cond"))
    assert any("RuntimeError: something else" in one.get("exc_info", "") for one in told)
