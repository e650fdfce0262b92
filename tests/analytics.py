"""An analytics process for the tests of a session, and an empty store for each."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from karmayogi.facts.engine.tables import TABLES
from karmayogi.facts.store.client import Client
from karmayogi.facts.types import Away

ROOT = Path(__file__).parents[1]


def start(home: Path, *more: str) -> subprocess.Popen[bytes]:
    """The process, answering."""
    process = subprocess.Popen(
        [sys.executable, "-m", "karmayogi.facts.store", "--home", str(home), *more], cwd=ROOT, start_new_session=True
    )
    client, end = Client(home), time.monotonic() + 60
    while True:
        try:
            client.state()
            return process
        except Away:
            assert process.poll() is None, "the analytics process ended at its start"
            assert time.monotonic() < end, "the analytics process does not answer"
            time.sleep(0.02)


@pytest.fixture(scope="session")
def analytics(tmp_path_factory) -> Iterator[Client]:
    home = tmp_path_factory.mktemp("facts")
    process = start(home)
    yield Client(home)
    process.terminate()
    process.wait(30)


@pytest.fixture
def store(analytics, settings) -> Client:
    settings.FACTS_ROOT = analytics.home
    run = analytics.begin()
    for table in TABLES.values():
        analytics.execute(run, f"truncate table {table.rows}")
    analytics.execute(run, "truncate table checked")
    analytics.done(run, "")  # as if no run had ever been done
    return analytics
