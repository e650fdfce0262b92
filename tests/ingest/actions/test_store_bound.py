"""What a short credential sends is read once, and only what is new is judged."""

import contextlib
import uuid

import pytest

from karmayogi.ingest.actions import store as storing
from karmayogi.ingest.actions.store import Forbidden, Source
from karmayogi.ingest.actions.store_bound import store_bound
from karmayogi.ingest.models import Statement
from karmayogi.ingest.types import Version
from karmayogi.kernel import clock, slots
from tests.ingest.examples import TYPICAL

SOURCE = Source(authority={"objectType": "Agent", "account": {"homePage": "https://lrs.example", "name": "key"}})


@pytest.fixture
def judged(monkeypatch):
    """What was shown to the rules."""
    found = []

    @contextlib.contextmanager
    def rule(client, at):
        yield found.append

    monkeypatch.setattr(slots, "every", lambda slot: (rule,) if slot == "ingest.session_rules" else ())
    return found


def send(*statements):
    return store_bound(
        statements, client=uuid.uuid4(), source=SOURCE, version=Version.V2, parts={}, at=clock.now()
    )  # fmt: skip


def test_a_statement_is_read_once(db, judged, monkeypatch):
    read, plain = [], storing.check
    monkeypatch.setattr(storing, "check", lambda one, **how: (read.append(one), plain(one, **how)))
    nameless = {name: value for name, value in TYPICAL.items() if name != "id"}
    (given,) = send(nameless)
    assert len(read) == 1
    assert list(Statement.objects.values_list("uuid", flat=True)) == [given]


def test_only_what_is_new_is_judged(db, judged):
    first, second = {**TYPICAL, "id": str(uuid.uuid4())}, {**TYPICAL, "id": str(uuid.uuid4())}
    send(first)
    assert send(first, second) == [uuid.UUID(first["id"]), uuid.UUID(second["id"])]
    assert judged == [[first], [second]]
    send(first)
    assert len(judged) == 2 and Statement.objects.count() == 2


def test_what_the_rules_refuse_is_not_stored(db, monkeypatch):
    def refuse(given):
        raise Forbidden("not now")

    monkeypatch.setattr(slots, "every", lambda slot: (lambda *_given: contextlib.nullcontext(refuse),))
    with pytest.raises(Forbidden):
        send({**TYPICAL, "id": str(uuid.uuid4())})
    assert not Statement.objects.exists()
