"""Keys go over at night; a question finds each in one of the two tables, whenever it is asked."""

import threading
import time
import uuid

from django.db import connection, transaction

from karmayogi.ingest.actions import settle_keys as settling
from karmayogi.ingest.actions.settle_keys import settle_keys
from karmayogi.ingest.actions.store import Source, store
from karmayogi.ingest.models import FreshKey, Key
from karmayogi.ingest.queries.find import Ask, find
from karmayogi.ingest.types import Version
from tests.ingest.actions.test_store import at_once
from tests.ingest.queries.test_find import AUTHORITIES, VERBS, made

SOURCE = Source(authority=AUTHORITIES[0])


def keep(*statements):
    store(statements, source=SOURCE, version=Version.V1)
    time.sleep(0.005)  # of the present millisecond more could come


def found(**ask):
    return [row.seq for row in find(Ask(limit=50, **ask)).found]


def test_what_is_complete_goes_over_and_is_found_as_before(db, monkeypatch):
    monkeypatch.setattr("karmayogi.ingest.actions.settle_keys.MOST", 3)
    keep(made(), made())
    pairs = set(FreshKey.objects.values_list("key", "seq"))
    assert pairs and not Key.objects.exists()
    before = found(verb=VERBS[0])
    assert settle_keys() == len(pairs)
    assert set(Key.objects.values_list("key", "seq")) == pairs
    assert not FreshKey.objects.exists()
    keep(made())
    for ascending in (False, True):
        assert sorted(found(verb=VERBS[0], ascending=ascending)) == sorted(found(verb=VERBS[0]))
    assert found(verb=VERBS[0])[1:] == before
    assert settle_keys() == len(pairs) // 2
    assert settle_keys() == 0


def test_what_a_reference_brings_later_is_in_one_table_only(db):
    target = made(verb={"id": f"http://example.org/{uuid.uuid4()}"})
    reference = made(object={"objectType": "StatementRef", "id": target["id"]}, verb={"id": VERBS[1]})
    keep(reference)
    settle_keys()
    keep(target)  # gives the reference, whose keys have gone over, more of them
    further = made(object={"objectType": "StatementRef", "id": reference["id"]}, verb={"id": VERBS[1]})
    settle_keys()
    keep(further)  # and looks at both once more
    assert len(found(verb=target["verb"]["id"])) == 3
    assert len(found(verb=target["verb"]["id"], activity=target["object"]["id"], related_activities=True)) == 3
    both = set(Key.objects.values_list("key", "seq")) & set(FreshKey.objects.values_list("key", "seq"))
    assert not both


def test_what_a_reference_brings_behind_the_mover_goes_over_too(db, monkeypatch):
    keep(made())
    key, seq = max(FreshKey.objects.values_list("key", "seq"))
    real, brought = settling._go_over, []

    def go_over(before):
        moved = real(before)
        if not brought:
            brought.append(FreshKey.objects.create(key=key - 1, seq=seq))
        return moved

    monkeypatch.setattr(settling, "_go_over", go_over)
    count = FreshKey.objects.count()
    assert settle_keys() == count + 1 == Key.objects.count()
    assert not FreshKey.objects.exists()


def test_each_piece_costs_what_it_holds_however_many_wait(db):
    """The whole day was read for each piece, once the database had counted its keys."""
    with connection.cursor() as cursor:
        cursor.execute("insert into ingest_freshkey select n * 7919 %% 20011, n from generate_series(1, 20000) n", [])
        cursor.execute("analyze ingest_freshkey")
        cursor.execute("explain " + settling._GO_OVER, [*settling.FIRST, 20_000, 2_000])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Tid Scan" in plan and "Seq Scan" not in plan


def test_what_a_reference_brings_while_keys_go_over_waits_for_them(committed_db):
    """Otherwise it would bring pairs anew to the table that they have just left."""
    target = made()
    middle = made(object={"objectType": "StatementRef", "id": target["id"]}, verb={"id": VERBS[1]})
    keep(made(object={"objectType": "StatementRef", "id": middle["id"]}, verb={"id": VERBS[1]}))
    keep(middle)
    writer = threading.Thread(target=lambda: (keep(target), connection.close()))
    with transaction.atomic():
        assert settle_keys() > 0
        writer.start()
        writer.join(0.5)
        assert writer.is_alive()
    writer.join(20)
    assert (len(found(verb=VERBS[0])), len(found(verb=VERBS[1]))) == (3, 2)
    assert not set(Key.objects.values_list("key", "seq")) & set(FreshKey.objects.values_list("key", "seq"))


def test_what_is_still_being_written_stays(committed_db):
    stored, go = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            store([made()], source=SOURCE, version=Version.V1)
            stored.set()
            go.wait(20)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert stored.wait(20)
    keep(made())  # later than the one that is not committed
    assert settle_keys() == 0
    go.set()
    writer.join(20)
    time.sleep(0.005)
    assert settle_keys() > 0
    assert len(found(verb=VERBS[0])) == 2


def test_writers_and_readers_at_once(committed_db):
    """None is missed and none comes twice while keys go over."""
    mine = f"http://example.org/{uuid.uuid4()}"
    sent = [[made(verb={"id": mine}) for _ in range(10)] for _ in range(12)]
    seen: list[list[int]] = []

    def write():
        for batch in sent:
            store(batch, source=SOURCE, version=Version.V1)

    def settle():
        for _ in range(3):
            settle_keys()

    def read():
        for _ in range(40):
            seen.append([row.seq for row in find(Ask(verb=mine, limit=500)).found])

    assert [type(result).__name__ for result in at_once(write, settle, read)] == ["NoneType"] * 3
    assert len(found(verb=mine)) == 50  # the limit
    assert all(len(one) == len(set(one)) for one in seen)
    assert [len(one) for one in seen] == sorted(len(one) for one in seen)
    time.sleep(0.005)
    settle_keys()
    assert len(find(Ask(verb=mine, limit=500)).found) == 120
