"""What a short credential sends is read once, and only what is new is judged."""

import contextlib
import uuid

import pytest

from karmayogi.ingest import conf
from karmayogi.ingest.actions import store as storing
from karmayogi.ingest.actions.store import Conflict, Forbidden, Source
from karmayogi.ingest.actions.store_bound import store_bound
from karmayogi.ingest.models import Refusal, Statement
from karmayogi.ingest.queries.refusals import waiting
from karmayogi.ingest.types import Invalid, Version
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


def send(*statements, client=None):
    return store_bound(
        statements, client=client or uuid.uuid4(), source=SOURCE, version=Version.V2, parts={}, at=clock.now()
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


def named(number, **changes):
    return {**TYPICAL, "id": str(uuid.UUID(int=number)), **changes}


BAD = {"verb": {"id": "no address"}}


def test_what_is_stored_when_it_comes_again_waits_no_more_and_takes_no_place(db, judged, monkeypatch):
    monkeypatch.setattr(conf, "REFUSED_EACH", 2)
    unit = uuid.uuid4()
    with pytest.raises(Invalid):
        send(named(1), named(2, **BAD), client=unit)
    assert waiting() == 2
    send(named(1), client=unit)
    assert [str(one.uuid) for one in Statement.objects.all()] == [named(1)["id"]]
    assert waiting() == 1
    with pytest.raises(Invalid):
        send(named(3, **BAD), client=unit)
    assert waiting() == 2


def test_stored_it_stays_so_and_another_under_its_id_waits(db, judged):
    unit = uuid.uuid4()
    for _time in range(2):
        with pytest.raises(Invalid):
            send(named(1), named(2, **BAD), client=unit)
        send(named(1), client=unit)
        assert waiting() == 1
    other = named(1, verb={"id": "https://x.example/other"})
    with pytest.raises(Conflict):
        send(other, client=unit)
    assert waiting() == 2
    send(named(1), client=unit)
    assert waiting() == 2 and b"x.example/other" in bytes(Refusal.objects.order_by("id")[0].body)
