"""The quick way stores what the other one stores, and leaves to that one what it does not do."""

import contextlib
import json
import uuid

import pytest
from django.db import transaction

from bench.statements import request, seeded
from karmayogi.ingest.actions import define
from karmayogi.ingest.actions.store import Source, store
from karmayogi.ingest.actions.store_plain import store_plain
from karmayogi.ingest.engine import order
from karmayogi.ingest.models import Activity, FreshKey, Statement
from karmayogi.ingest.policies import Bounds
from karmayogi.ingest.queries import hot
from karmayogi.ingest.types import Version
from karmayogi.kernel.prepared import Prepared
from tests.ingest import examples

SOURCE = Source(authority={"objectType": "Agent", "account": {"homePage": "https://lrs.example", "name": "key"}})


@pytest.fixture(autouse=True)
def nothing_known():
    define.forget()
    yield
    define.forget()


def stored():
    """Per id: body without the moment, keys."""
    keys = {}
    for key, seq in FreshKey.objects.values_list("key", "seq"):
        keys.setdefault(seq, set()).add(key)
    return {
        row.uuid: ({**json.loads(bytes(row.body)), "stored": ""}, list(json.loads(bytes(row.body))), keys[row.seq])
        for row in Statement.objects.all()
    }


def test_both_ways_store_the_same(db):
    body = request(seeded(4), 20)
    ids = store_plain(body, source=SOURCE, version=Version.V2)
    assert ids == [one["id"] for one in json.loads(body)]
    quickly = stored()
    again = [{**one, "id": str(uuid.uuid4())} for one in json.loads(body)]
    other = store(again, source=SOURCE, version=Version.V2)
    slowly = stored()
    for one, two in zip(ids, other, strict=True):
        quick, slow = quickly[uuid.UUID(one)], slowly[two]
        assert {**quick[0], "id": ""} == {**slow[0], "id": ""}
        assert quick[1:] == slow[1:]
        assert quick[0]["authority"] == SOURCE.authority


def test_definitions_are_taken_over_with_it(db):
    body = request(seeded(4), 5)
    iris = {one["object"]["id"] for one in json.loads(body)}
    assert store_plain(body, source=Source(authority=SOURCE.authority, defines=False), version=Version.V2)
    assert not Activity.objects.exists()
    more = json.loads(body)
    for one in more:
        one["id"] = str(uuid.uuid4())
    assert store_plain(json.dumps(more).encode(), source=SOURCE, version=Version.V2)
    assert set(Activity.objects.values_list("iri", flat=True)) >= iris


def fresh_ids(body):
    return json.dumps([{**one, "id": str(uuid.uuid4())} for one in json.loads(body)]).encode()


def test_a_process_that_begins_anew_locks_and_writes_no_definition_that_is_here(committed_db, monkeypatch):
    body = request(seeded(4), 5)
    assert store_plain(body, source=SOURCE, version=Version.V2)
    before = list(Activity.objects.order_by("key").values())
    asked = []
    fetch, first = hot.fetch, Prepared.first
    monkeypatch.setattr(hot, "fetch", lambda sql, params=(): asked.append(sql.split()[0]) or fetch(sql, params))
    monkeypatch.setattr(Prepared, "first", lambda self, values: asked.append(self.name) or first(self, values))
    define.forget()
    for _ in range(2):
        assert store_plain(fresh_ids(body), source=SOURCE, version=Version.V2)
    # One look, the statements; then the statements alone.
    assert asked == ["select", b"ingest_append", b"ingest_append"]
    assert list(Activity.objects.order_by("key").values()) == before
    # One that says more is taken over, beside those that do not.
    more = json.loads(fresh_ids(body))
    more[0]["object"]["definition"]["name"]["ur"] = "نصاب"
    assert store_plain(json.dumps(more).encode(), source=SOURCE, version=Version.V2)
    changed = Activity.objects.get(iri=more[0]["object"]["id"])
    assert json.loads(bytes(changed.definition))["name"]["ur"] == "نصاب"
    assert Activity.objects.exclude(key=changed.key).count() == len(before) - 1


def test_what_was_read_of_a_transaction_that_failed_is_not_remembered(committed_db):
    body = request(seeded(4), 2)
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        assert store_plain(body, source=SOURCE, version=Version.V2)
        assert store_plain(fresh_ids(body), source=SOURCE, version=Version.V2)  # reads what the first one brought
        raise ZeroDivisionError
    assert not Activity.objects.exists()
    assert store_plain(body, source=SOURCE, version=Version.V2)
    iris = {one["object"]["id"] for one in json.loads(body)}
    assert set(Activity.objects.values_list("iri", flat=True)) >= iris


def test_what_is_here_is_left_to_the_other_way(db):
    body = request(seeded(4), 3)
    assert store_plain(body, source=SOURCE, version=Version.V2)
    assert store_plain(body, source=SOURCE, version=Version.V2) is None
    half = json.dumps([json.loads(body)[0], {**examples.TYPICAL, "id": str(uuid.uuid4())}]).encode()
    assert store_plain(half, source=SOURCE, version=Version.V2) is None
    assert Statement.objects.count() == 3


def test_a_short_credential_goes_the_other_way(db):
    bounds = Bounds(uuid.uuid4(), "account:x|y", "urn:x")
    bound = Source(authority=SOURCE.authority, bounds=bounds)
    assert store_plain(request(seeded(4), 1), source=bound, version=Version.V2) is None
    assert not Statement.objects.exists()


def test_one_alone_is_stored_as_several_are(committed_db):
    """By a function of its own in the database: outside a transaction and inside one, with one moment or two."""
    bodies = [json.loads(request(seeded(6), 1)) for _ in range(4)]
    for place, one in enumerate(bodies):
        one["id"] = str(uuid.uuid4())
        if place % 2:
            del one["timestamp"]  # then the moment of storing stands there too
    alone = bodies[:2]
    assert store_plain(json.dumps(alone[0]).encode(), source=SOURCE, version=Version.V2)
    with transaction.atomic():
        assert store_plain(json.dumps(alone[1]).encode(), source=SOURCE, version=Version.V2)
    assert store_plain(json.dumps(bodies[2:]).encode(), source=SOURCE, version=Version.V2)
    kept = stored()
    assert len(kept) == 4
    for one, other in ((0, 2), (1, 3)):
        first, second = (kept[uuid.UUID(bodies[place]["id"])] for place in (one, other))
        assert first[1:] == second[1:]
        for made in Statement.objects.filter(uuid=bodies[one]["id"]):
            text = json.loads(bytes(made.body))
            assert text["stored"] == order.text(order.instant(made.seq))
            assert (text["timestamp"] == text["stored"]) == ("timestamp" not in bodies[one])
    # What is here, and what is referred to, is left to the other way; nothing has happened then.
    assert store_plain(json.dumps(alone[0]).encode(), source=SOURCE, version=Version.V2) is None
    wanted = {**alone[0], "id": str(uuid.uuid4())}
    reference = {**examples.VALID["about a statement"], "object": {"objectType": "StatementRef", "id": wanted["id"]}}
    store([reference], source=SOURCE, version=Version.V2)
    before = (Statement.objects.count(), FreshKey.objects.count())
    assert store_plain(json.dumps(wanted).encode(), source=SOURCE, version=Version.V2) is None
    assert (Statement.objects.count(), FreshKey.objects.count()) == before
