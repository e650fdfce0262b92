"""Two real instances: the cluster of the tests and a standby of it that follows by streaming."""

import logging
import time
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from config.database import replica_database
from config.standby import EmbeddedStandby
from karmayogi.credentials.engine.codes import PREFIX
from karmayogi.kernel import ids, replicas, rows
from karmayogi.kernel.web.replica import COOKIE, may_be_late

HOME = Path(__file__).resolve().parents[2] / ".cache" / "test"


class Second:
    """The standby, with what its administrator can do to it."""

    def __init__(self, server: EmbeddedStandby, name: str) -> None:
        self.server = server
        self.name = name

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    def tell(self, sql: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql)


@pytest.fixture
def second(committed_db, settings, monkeypatch, worker_id):
    """A standby that may be two seconds behind, known to the product."""
    given = connections["default"].get_connection_params()
    primary = psycopg.conninfo.make_conninfo(**{key: given[key] for key in ("host", "port", "user", "password")})
    server = EmbeddedStandby(HOME / f"standby-{worker_id}", primary, durable=False)
    server.remove()
    server.start()
    found = Second(server, given["dbname"])
    settings.REPLICAS = {"replica1": found.url}
    settings.READ_LAG = 2.0
    monkeypatch.setattr(replicas, "_watch", None)
    monkeypatch.setattr(replicas, "_AGAIN", (0.3, 0.5))
    monkeypatch.setattr(replicas, "ONCE_IN", 0.1)
    connections.settings["replica1"] = connections.settings["default"] | replica_database(found.url, "web")
    guarded = BaseDatabaseWrapper.ensure_connection

    def ensure(wrapper):
        """The test runner knows no databases but those of the settings."""
        if wrapper.alias == "replica1" and wrapper.connection is None:
            with wrapper.wrap_database_errors:
                wrapper.connect()
        guarded(wrapper)

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", ensure)
    yield found
    if replicas._watch and replicas._watch.standbys[0].wire:
        replicas._watch.standbys[0].wire.close()
    connections["replica1"].close()
    connections["replica1"].close_pool()
    del connections["replica1"], connections.settings["replica1"]
    server.remove()


@pytest.fixture
def worker_id(request) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "alone")


def until(true, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.05)


def source(answer) -> str:
    return getattr(answer.wsgi_request, "read_from", "primary")


def test_pages_are_read_from_a_standby_only_while_it_is_not_too_late(second, client, caplog):
    caplog.set_level(logging.INFO, "karmayogi.replicas")
    rows.run("create table toy (word text)")
    rows.run("insert into toy values ('old')")

    made = replicas.end_of_log()

    @may_be_late
    def page(request):
        return HttpResponse(rows.scalar("select word from toy"))

    def ask(**cookies: str) -> tuple[str, str]:
        request = RequestFactory().get("/")
        request.COOKIES.update(cookies)
        answer = page(request)
        return answer.content.decode(), getattr(request, "read_from", "primary")

    def ready() -> dict:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["ready"]) == (200, True)
        return answer.json()["standbys"][0]

    try:
        until(lambda: ask(**{COOKIE: made}) == ("old", "replica1"))
        assert ready()["state"] == "in step" and ready()["behind"] < 2

        # It stands still, and may be two seconds behind: others see what was, who wrote sees what she wrote.
        caplog.clear()  # on a busy machine it may have been late before
        second.tell("select pg_wal_replay_pause()")
        rows.run("update toy set word = 'new'")
        mine = replicas.end_of_log()
        assert ask() == ("old", "replica1")
        assert ask(**{COOKIE: mine}) == ("new", "primary")
        assert ask(**{COOKIE: "0/0"}) == ask(**{COOKIE: "x' or 1"}) == ("old", "replica1"), "harmless"
        assert ask(**{COOKIE: "FFFFFFFF/FFFFFFFF"}) == ("new", "primary"), "harms nobody else"
        until(lambda: ask() == ("new", "primary"))
        until(lambda: ready()["state"] == "late")
        for _ in range(3):
            assert ask() == ("new", "primary")
            time.sleep(0.15)
        assert [line.message for line in caplog.records if line.levelno == logging.WARNING] == ["replica1 is late"]

        second.tell("select pg_wal_replay_resume()")
        until(lambda: ask() == ("new", "replica1"))
        assert ask(**{COOKIE: mine}) == ("new", "replica1")

        # Nothing is written there; a view that is declared wrongly is put right and complained of.
        @may_be_late
        def wrong(request):
            rows.run("insert into toy values ('more')")
            return HttpResponse()

        caplog.clear()
        assert wrong(RequestFactory().get("/")).status_code == 200
        assert rows.scalar("select count(*) from toy where word = 'more'") == 1
        assert "a view that may be late writes" in caplog.text
        rows.run("delete from toy where word = 'more'")

        # Nor does a release fail whose tables have not arrived there yet.
        second.tell("select pg_wal_replay_pause()")
        rows.run("create table toy_new ()")
        assert replicas.watch().choose() is not None

        @may_be_late
        def early(request):
            return HttpResponse(str(rows.scalar("select count(*) from toy_new")))

        assert early(RequestFactory().get("/")).content == b"0"
        rows.run("drop table toy_new")
        second.tell("select pg_wal_replay_resume()")

        # What may have come a moment ago is asked of the primary before it is denied.
        @may_be_late
        def missing(request):
            replicas.not_here()
            return HttpResponse(connections["default"].alias)

        assert missing(RequestFactory().get("/")).content == b"default"

        # A post is never late, nor is what a transaction has begun.
        assert page(RequestFactory().post("/")).content == b"new"

        second.server._pg("pg_ctl", "-D", second.server.data, "-m", "immediate", "-w", "stop")
        began = time.monotonic()
        assert ask() == ("new", "primary"), "the page is answered all the same"
        assert time.monotonic() - began < 3.5
        assert ready() == {"state": "away", "behind": None}

        second.server.start()
        until(lambda: ask() == ("new", "replica1"))

        second.tell("select pg_promote()")  # from now on it goes its own way
        second.tell("update toy set word = 'other'")
        until(lambda: ask() == ("new", "primary"))
        assert ready()["state"] == "no standby"
        assert connections["default"].alias == "default"
    finally:
        rows.run("drop table if exists toy")


def test_every_page_that_is_declared_is_answered_by_the_standby(second, at, frozen_time, cast_snapshot, caplog):
    """A write in one of them would be refused there, and the page come from the primary."""
    cast = cast_snapshot.put_back()
    told = declared()
    ministry = cast.ministry.uuid
    addresses = {
        "insight:nation": [], "insight:nation_csv": [], "insight:nation_json": [], "insight:nation_xlsx": [],
        "insight:metrics": [], "insight:past": [], "insight:scores": [], "insight:scores_xlsx": [],
        "insight:weeks": [], "insight:institutes": [], "insight:institutes_xlsx": [],
        "insight:organisation": [ministry], "insight:organisation_xlsx": [ministry],
        "insight:organisation_csv": [ministry], "insight:organisation_json": [ministry],
        "insight:equity": [ministry], "insight:equity_xlsx": [ministry],
        "insight:honesty": [ministry], "insight:honesty_xlsx": [ministry],
        "learning:catalogue": [], "credentials:keys": [], "credentials:verify": [],
        "did_document": [], "credentials:paper_authority": [],
    }  # fmt: skip
    # These need a frozen figure, a provider, a course, a certificate, an order or a whole score.
    assert told - set(addresses) == {
        "insight:snapshot", "insight:snapshot_document", "insight:report", "insight:institute",
        "insight:institute_xlsx", "insight:score", "learning:report", "credentials:status",
        "credential_short", "work_order_short",
    }  # fmt: skip
    assert set(addresses) <= told

    known, stranger = Client(), Client()
    known.cookies["sessionid"] = cast.analyst.cookie(at)
    until(lambda: source(stranger.get(reverse("insight:nation"))) == "replica1")
    end = replicas.end_of_log()
    until(lambda: replicas.watch().choose(after=replicas.position(end)) is not None)
    caplog.clear()
    for name, about in addresses.items():
        who, where = stranger if name == "learning:catalogue" else known, reverse(name, args=about)

        def there(asked=who, address=where) -> bool:
            answer = asked.get(address)
            assert (address, answer.status_code) == (address, 200)
            return source(answer) == "replica1"

        until(there)  # on a busy machine it is late for a moment; a page that writes never comes from there
        assert "that may be late writes" not in caplog.text, name
    assert source(known.get(reverse("learning:catalogue"))) == "primary", "her own state is on it"
    assert source(stranger.get(f"/v/{ids.code(PREFIX, length=12)}")) == "primary", (
        "an unknown one may have been issued just now"
    )

    # Who writes is told how far the log went, for no longer than it matters.
    answer = known.post(reverse("insight:weights"), {})
    cookie = answer.cookies[COOKIE]
    assert replicas.position(cookie.value) and cookie["httponly"] and int(cookie["max-age"]) == 7
    assert COOKIE not in known.get(reverse("insight:nation")).cookies


def declared() -> set[str]:
    """Names of all addresses whose view may be late."""
    found = set()

    def walk(patterns, within: str) -> None:
        for one in patterns:
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, f"{one.namespace}:" if one.namespace else within)
            elif getattr(one.callback, "may_be_late", False):
                found.add(f"{within}{one.name}")

    walk(get_resolver().url_patterns, "")
    return found


def test_without_standbys_nothing_is_asked(db, client, settings, django_assert_num_queries):
    assert settings.REPLICAS == {}
    assert client.get("/readyz").json() == {"ready": True}
    with django_assert_num_queries(0):
        assert replicas.watch() is None and replicas.states() == []


def test_a_place_in_the_log():
    assert replicas.position("1/0") == 1 << 32 and replicas.position("0/16B3748") == 0x16B3748
    assert [replicas.position(bad) for bad in ("", "1", "/", "x/1", "1/0 ", "123456789/0", "1/0\n")] == [None] * 7


def test_the_watch_asks_who_answers_as_the_pages_do(monkeypatch):
    """Who is to be proved by a certificate is not believed without it."""
    address = {
        "host": "h",
        "sslmode": "verify-full",
        "sslrootcert": "/ca",
        "prepare_threshold": 2,
        "connect_timeout": 9,
    }
    given: dict = {}
    answer = SimpleNamespace(fetchone=lambda: (True, "0/1", 7))
    wire = SimpleNamespace(execute=lambda sql: answer)
    monkeypatch.setattr(replicas.psycopg, "connect", lambda **asked: given.update(asked) or wire)
    monkeypatch.setattr(replicas, "connections", {"one": SimpleNamespace(get_connection_params=lambda: address)})
    assert replicas.Watch(["one"], 2.0)._ask(replicas.Standby("one")) == (True, 1, "7")
    assert (given["host"], given["sslmode"], given["sslrootcert"]) == ("h", "verify-full", "/ca")
    assert "prepare_threshold" not in given and given["connect_timeout"] == 2
