"""Shared fixtures: a fixed day, the standing cast (tests/cast.py), jobs run on demand."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock, jobs, marks
from tests.cast import NOON, SET_UP, Cast
from tests.snapshot import Snapshot, can_be_taken, take

# A machine that does other things beside is slow at times; that says nothing about the code.
# The same examples at every run, so that one run can be compared with the next. KARMAYOGI_EXAMPLES=new looks further.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=os.environ.get("KARMAYOGI_EXAMPLES") != "new",
)  # fmt: skip
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True)
def english() -> None:
    """Every test begins in English, whatever language a page was asked in before it."""
    translation.activate("en")


@pytest.fixture
def at() -> dt.datetime:
    """The moment at which the test happens."""
    return NOON


@pytest.fixture
def frozen_time(at: dt.datetime):
    """Web requests of the test happen at `at`."""
    with clock.frozen(at):
        yield at


@pytest.fixture
def browse(at, frozen_time):
    """browse(player, address, data=None): a page, or what a form answers."""

    def go(player, address: str, data=None, **more):
        client = Client(**more)
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        client.get("/healthz")
        return client.get(address) if data is None else client.post(address, data)

    return go


@pytest.fixture
def run_jobs() -> Callable[[], int]:
    """Runs every waiting background job in the test's own transaction; returns how many ran."""
    return jobs.drain


_EMPTY = """
do $$
declare
    "table" text;
    filled boolean;
begin
    -- The triggers of append-only tables and references rest meanwhile.
    set local session_replication_role = replica;
    for "table" in
        select quote_ident(relname) from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r'
        and relname not in ('django_migrations', 'django_content_type', 'auth_permission')
    loop
        execute 'select exists (select from ' || "table" || ')' into filled;
        if filled then
            execute 'delete from ' || "table";
        end if;
    end loop;
end $$
"""


@pytest.fixture
def emptied_after(monkeypatch) -> None:
    """For `committed_db`: takes the place of Django's emptying, which truncates 237 tables, jobs not among them, and
    writes a thousand permissions anew, for 0.7 s; and which append-only tables refuse."""

    def empty(_self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_EMPTY)

    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", empty)


@pytest.fixture
def committed_db(emptied_after, transactional_db) -> None:
    """A database whose rows other threads see; what was written is removed afterwards."""


_ELSEWHERE = """coalesce((
  select min(backend_xid::text::bigint) from pg_stat_activity
  where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()
), pg_current_xact_id()::text::bigint)"""


@pytest.fixture
def undisturbed(monkeypatch) -> None:
    """Marks wait for whoever writes in this database, and not for the tests that run beside in another of the same
    cluster: theirs may last minutes."""
    from karmayogi.facts.queries import touched as facts
    from karmayogi.insight.queries import touched as insight

    for reads in (facts, insight):
        assert marks.OLDEST in reads._NOW
        monkeypatch.setattr(reads, "_NOW", reads._NOW.replace(marks.OLDEST, _ELSEWHERE))


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One process for all tests of a file: beginning another takes a second of processor time."""
    assert CHROMIUM, "install Chromium first: make test says how"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
        with pytest.MonkeyPatch.context() as patch:
            # While playwright's loop runs, this thread has another database connection than without it.
            patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
            connections.close_all()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """What a test opened in it is closed with the test."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture(scope="session")
def snapshots(django_db_setup, django_db_blocker) -> Callable[..., Any]:
    """snapshots(name, build) puts back what `build` once built (see tests/snapshot.py); it is built when first asked
    for, on a connection's own transaction before the test's."""
    kept: dict[str, Snapshot] = {}

    def ask(name: str, build: Callable[[], Any], beside: Sequence[str] = ()) -> Snapshot | None:
        if name not in kept:
            with django_db_blocker.unblock():
                if not can_be_taken():
                    return None
                with translation.override("en"):  # whatever language the test before spoke
                    kept[name] = take(build, beside=[kept[one] for one in beside if kept.get(one)])
        return kept[name]

    return ask


@pytest.fixture(scope="session")
def cast_snapshot(snapshots) -> Any:
    return snapshots("cast", lambda: Cast(NOON))


@pytest.fixture
def cast(cast_snapshot, db, at: dt.datetime) -> Cast:
    """A small government with the people that stories are told about; see tests/cast.py."""
    return cast_snapshot.put_back() if cast_snapshot and at == NOON else Cast(at)


@pytest.fixture(scope="session")
def kcm_snapshot(snapshots) -> Any:
    return snapshots("kcm", lambda: competencies.import_kcm(agent=SET_UP, at=NOON))


@pytest.fixture
def kcm(kcm_snapshot, db, at: dt.datetime) -> None:
    """The national competencies, without any profile."""
    if kcm_snapshot and at == NOON:
        kcm_snapshot.put_back()
    else:
        competencies.import_kcm(agent=SET_UP, at=at)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The throw-away cluster stops with the run; only the process that began the run may do that."""
    if hasattr(config, "workerinput"):
        return
    from config.settings import test as settings

    if hasattr(settings, "CLUSTER"):
        settings.CLUSTER.stop()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys last: their browser keeps an event loop in this thread for as long as it is open, and Django refuses
    to talk to the database beside one."""
    items.sort(key=lambda item: "journeys" in item.path.parts)
