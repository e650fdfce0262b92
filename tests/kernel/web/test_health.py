"""What a load balancer asks: is it alive, can it serve."""

import time

import pytest
from django.db import ConnectionHandler, connections

from karmayogi.kernel.web import health


def test_alive_needs_no_database(client):
    """Without the fixture of a database a question to it fails the test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


@pytest.mark.usefixtures("db")
def test_ready_while_the_database_answers(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True})


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("pool", [None, {"min_size": 1, "max_size": 8, "timeout": 10, "max_idle": 15}])
def test_not_ready_while_the_database_is_away(client, monkeypatch, pool):
    """Nobody listens at port 1; the reason is a kind of error, without address, name or password."""
    given = connections["default"].settings_dict
    away = given | {
        "HOST": "127.0.0.1",
        "PORT": "1",
        "PASSWORD": "not-for-all",
        "OPTIONS": given["OPTIONS"] | {"pool": pool},
    }
    monkeypatch.setattr(health, "connection", ConnectionHandler({"default": away})["default"])
    began = time.monotonic()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "reason": "OperationalError"})
    assert time.monotonic() - began < 5, "a load balancer waits no longer"
    if pool:
        health.connection.close_pool()
