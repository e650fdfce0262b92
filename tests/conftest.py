"""Shared fixtures: a fixed day, the standing cast (tests/cast.py), jobs run on demand."""

import datetime as dt
from collections.abc import Callable

import hypothesis
import pytest
from django.utils import translation

from karmayogi.kernel import clock, jobs
from tests.cast import Cast

# A machine that does other things beside is slow at times; that says nothing about the code.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")

NOON = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)  # Friday, noon in India


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
def run_jobs() -> Callable[[], int]:
    """Runs every waiting background job in the test's own transaction; returns how many ran."""
    return jobs.drain


@pytest.fixture
def cast(db, at: dt.datetime) -> Cast:
    """A small government with the people that stories are told about; see tests/cast.py."""
    return Cast(at)


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
