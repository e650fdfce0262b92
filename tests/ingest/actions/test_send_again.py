"""A refused statement is sent again by the way on which it came; only the platform's admin does that."""

import contextlib
import datetime as dt
import json
import uuid

import pytest

from karmayogi.ingest import api
from karmayogi.ingest.actions.send_again import send_again
from karmayogi.ingest.actions.store import Forbidden, Source
from karmayogi.ingest.actions.store_bound import store_bound
from karmayogi.ingest.models import Client, Refusal, Statement
from karmayogi.ingest.types import Version
from karmayogi.kernel import rows, slots
from karmayogi.kernel.access import NotFound
from tests.ingest.examples import TYPICAL

GOOD = TYPICAL | {"id": str(uuid.UUID(int=1))}
BAD = GOOD | {"verb": {"id": "no address"}}


def again(cast, at):
    return send_again(actor=cast.platform.actor(at), refusal_uuid=Refusal.objects.get().uuid, at=at)


def test_what_breaks_the_rule_still_is_refused_still(cast, at):
    api.store_or_keep([BAD], source="exercise", bound=uuid.uuid4(), at=at)
    later = at + dt.timedelta(days=1)
    assert "verb" in again(cast, later)
    row = Refusal.objects.get()
    assert (row.times, row.last_at, row.stored_at) == (2, later, None)


def test_what_the_rules_allow_by_now_is_stored_once_and_entered(cast, at):
    authority = api.launch_authority("Water")
    api.store_or_keep([BAD], source="exercise", bound=uuid.uuid4(), at=at, authority=authority)
    Refusal.objects.update(body=json.dumps(GOOD).encode())  # as if the rule had changed
    assert again(cast, at) == again(cast, at) == ""
    kept = json.loads(bytes(Statement.objects.get().body))
    assert kept["authority"]["account"]["name"] == "launch"
    assert Refusal.objects.get().stored_at == at
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'ingest:refusal:send'") == 1


def test_nobody_else_can(cast, at):
    api.store_or_keep([BAD], source="own", bound=uuid.uuid4(), at=at)
    with pytest.raises(NotFound):
        send_again(actor=cast.admin.actor(at), refusal_uuid=Refusal.objects.get().uuid, at=at)
    with pytest.raises(NotFound):
        send_again(actor=cast.platform.actor(at), refusal_uuid=uuid.uuid4(), at=at)


def test_a_unit_is_judged_by_its_own_rules_again(cast, at, monkeypatch):
    registration = str(uuid.UUID(int=7))
    said = GOOD | {"context": {"registration": registration}}
    client = _client(at, registration, said)
    open_now = []

    def refuse(_given):
        if not open_now:
            raise Forbidden("the session is over")

    monkeypatch.setattr(slots, "every", lambda slot: (lambda *_given: contextlib.nullcontext(refuse),))
    source = Source(authority=api.launch_authority("Water"))
    with pytest.raises(Forbidden):
        store_bound([said], client=client, source=source, version=Version.V1, parts={}, at=at)
    assert Refusal.objects.get().client == client
    assert again(cast, at) == "the session is over"
    open_now.append(True)
    assert again(cast, at) == ""
    assert Statement.objects.count() == 1


def test_nothing_is_stored_for_a_credential_that_is_gone(cast, at):
    api.keep_refused([GOOD], source="unit", bound=uuid.uuid4(), client=uuid.uuid4(), why="x", at=at)
    assert "gone" in again(cast, at)
    assert not Statement.objects.exists()


def _client(at, registration, said):
    return Client.objects.create(
        name="Water", key="k", digest="d", scopes=["statements/write"], registration=registration, actor=said["actor"],
        activity=said["object"]["id"], issued_by="x", issued_at=at, expires_at=at + dt.timedelta(days=1),
    ).uuid  # fmt: skip
