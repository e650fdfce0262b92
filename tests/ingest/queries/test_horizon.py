"""How far statements are complete, while somebody is still writing."""

import threading

import pytest
from django.db import connection, transaction

from karmayogi.ingest.actions.store import Source, store
from karmayogi.ingest.engine import order
from karmayogi.ingest.queries.after import statements_after
from karmayogi.ingest.queries.find import Ask, find
from karmayogi.ingest.queries.horizon import horizon
from karmayogi.ingest.types import Version
from tests.ingest.queries.test_find import AUTHORITIES, made

SOURCE = Source(authority=AUTHORITIES[0])


@pytest.fixture
def slow_writer(committed_db):
    """Stores a statement and commits only when told to."""
    stored, go = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            store([made()], source=SOURCE, version=Version.V1)
            stored.set()
            go.wait(20)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert stored.wait(20)

    def finish():
        go.set()
        thread.join(20)

    yield finish
    finish()


def test_nobody_reads_past_a_writer_who_has_not_committed(slow_writer):
    store([made()], source=SOURCE, version=Version.V1)  # later, and committed
    complete = horizon()
    assert len(find(Ask(limit=9)).found) == 1  # the newest are shown as they come
    assert find(Ask(limit=9, ascending=True)).found == []  # a walk upwards waits
    assert statements_after(0, 9) == []
    slow_writer()
    both = statements_after(0, 9)
    assert len(both) == 2
    assert complete < order.milliseconds(both[0].seq) <= order.milliseconds(both[1].seq) <= horizon()
    assert len(find(Ask(limit=9, ascending=True)).found) == 2


def test_whoever_refers_waits_for_whoever_is_at_work(slow_writer):
    """Otherwise neither would see the other, and the reference would not be followed for ever."""
    reference = made(object={"objectType": "StatementRef", "id": "00000000-0000-0000-0000-000000000001"})
    done = threading.Event()

    def refer():
        store([reference], source=SOURCE, version=Version.V1)
        done.set()
        connection.close()

    thread = threading.Thread(target=refer)
    thread.start()
    assert not done.wait(0.3)
    slow_writer()
    assert done.wait(20)
    thread.join(20)


def test_what_was_just_stored_is_found_upwards(db):
    """Also when it is asked for within the millisecond of storing, which cannot be complete yet."""
    for count in range(1, 41):
        store([made()], source=SOURCE, version=Version.V1)
        assert len(find(Ask(limit=99, ascending=True)).found) == count
