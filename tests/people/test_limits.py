import datetime as dt
import threading

import pytest
from django.core.cache import cache
from django.db import connection

from karmayogi.kernel import clock
from karmayogi.people.jobs import purge
from karmayogi.people.models import Limit


def test_what_is_set_is_found_until_it_expires(db, at):
    with clock.frozen(at):
        cache.set("a", [1.5, 2], 60)
        assert cache.get("a") == [1.5, 2]
        cache.set("a", "x", 60)
        assert cache.get("a") == "x"
        assert cache.get("b", "none") == "none"
        cache.set("ever", 1, None)
    with clock.frozen(at + dt.timedelta(seconds=61)):
        assert cache.get("a") is None
        assert cache.get("ever") == 1


def test_adding_succeeds_once_until_it_expires(db, at):
    with clock.frozen(at):
        assert cache.add("lock", True, 10)
        assert not cache.add("lock", True, 10)
        assert cache.delete("lock")
        assert not cache.delete("lock")
        assert cache.add("lock", True, 10)
    with clock.frozen(at + dt.timedelta(seconds=11)):
        assert cache.add("lock", True, 10)


def test_touching_prolongs_what_is_alive(db, at):
    with clock.frozen(at):
        cache.set("a", 1, 10)
        assert cache.touch("a", 100)
        assert not cache.touch("b", 100)
    with clock.frozen(at + dt.timedelta(seconds=50)):
        assert cache.get("a") == 1
        cache.clear()
        assert cache.get("a") is None


def test_the_purge_takes_only_what_expired(db, at):
    with clock.frozen(at):
        cache.set("old", 1, 10)
        cache.set("new", 1, 1000)
    with clock.frozen(at + dt.timedelta(seconds=11)):
        purge()
    assert [row.key.split(":")[-1] for row in Limit.objects.all()] == ["new"]


def test_the_table_is_not_logged(db):
    with connection.cursor() as cursor:
        cursor.execute("select relpersistence from pg_class where relname = 'people_limit'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.django_db
def test_two_workers_are_not_both_told_yes(committed):
    """A lock that two could hold would let through more attempts than the limit says."""
    won = []
    gate = threading.Barrier(8)

    def worker() -> None:
        gate.wait()
        won.append(cache.add("lock", True, 10))
        connection.close()

    threads = [threading.Thread(target=worker) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]
