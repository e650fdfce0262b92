"""Storing: each statement once, whoever sends it at the same time."""

import threading
import time
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from karmayogi.ingest import api
from karmayogi.ingest.actions.store import Conflict, Source, store
from karmayogi.ingest.models import FreshKey, Statement
from karmayogi.ingest.types import Invalid, Version
from tests.ingest.queries.test_find import AGENTS, AUTHORITIES, VERBS, made

SOURCE = Source(authority=AUTHORITIES[0])


def at_once(*acts):
    """Runs them in threads of their own; what each gave or raised."""
    results, ready = [None] * len(acts), threading.Barrier(len(acts))

    def run(place, act):
        ready.wait(20)
        try:
            results[place] = act()
        except Exception as error:
            results[place] = error
        connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_of_two_writers_with_one_id_the_second_is_told(committed_db):
    one = made()
    other = {**one, "verb": {"id": VERBS[1]}}
    results = at_once(*[lambda sent=sent: store([sent], source=SOURCE, version=Version.V1) for sent in (one, other)])
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "list"]
    assert Statement.objects.count() == 1
    same = at_once(*[lambda: store([one], source=SOURCE, version=Version.V1)] * 2)
    assert {type(result).__name__ for result in same} <= {"Conflict", "list"}


def test_writers_with_the_same_statements_in_another_order_do_not_block_each_other(committed_db):
    batch = [made() for _ in range(40)]
    acts = [
        lambda part=part: store(part, source=SOURCE, version=Version.V1)
        for part in (batch, batch[::-1], batch[20:] + batch[:20])
    ]
    results = at_once(*acts)
    assert [len(result) for result in results] == [40, 40, 40]
    assert Statement.objects.count() == 40
    keys = set(FreshKey.objects.values_list("seq", flat=True))
    assert keys == set(Statement.objects.values_list("seq", flat=True))  # no key of a statement that was passed over


def test_a_statement_and_the_one_that_refers_to_it_find_each_other_at_whatever_moment(committed_db):
    from karmayogi.ingest.queries.find import Ask, find

    for _ in range(6):
        target = made(verb={"id": f"http://example.org/{uuid.uuid4()}"})
        reference = made(object={"objectType": "StatementRef", "id": target["id"]}, verb={"id": VERBS[1]})
        at_once(*[lambda sent=sent: store([sent], source=SOURCE, version=Version.V1) for sent in (target, reference)])
        assert len(find(Ask(verb=target["verb"]["id"], limit=9)).found) == 2


def test_the_order_of_numbers_is_the_order_of_storing(db):
    for _ in range(3):
        store([made(), made()], source=SOURCE, version=Version.V1)
    time.sleep(0.005)  # of the present millisecond more could come: it is not complete yet
    kept = api.statements_after(0, 10)
    assert [one.seq for one in kept] == sorted(one.seq for one in kept)
    from karmayogi.ingest.engine import codec, order

    stored = [codec.decode(one.body)["stored"] for one in kept]
    assert stored == sorted(stored) == [order.text(order.instant(one.seq)) for one in kept]
    assert api.statements_after(kept[3].seq, 1) == [kept[4]]


def test_the_database_itself_refuses_changes(db):
    store([made()], source=SOURCE, version=Version.V1)
    for sql in ("update ingest_statement set body = ''", "delete from ingest_statement"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_product_stores_its_own(db, at):
    statement = {name: value for name, value in made(actor=AGENTS[1]).items() if name != "id"}
    (id,) = api.store_statements([statement], at=at)
    (kept,), more = api.statements(agent=AGENTS[1])
    assert (kept["id"], kept["timestamp"], more) == (str(id), "2026-11-20T06:30:00.000Z", None)
    assert kept["authority"]["account"]["name"] == "platform"
    assert api.statements(agent=AGENTS[0])[0] == []
    assert api.statements(verb=VERBS[0], activity="http://example.org/courses/one", limit=5)[0] == [kept]
    with pytest.raises(Invalid):
        api.store_statements([{}], at=at)
    with pytest.raises(Conflict):
        api.store_statements([{**kept, "verb": {"id": VERBS[1]}}], at=at)
