"""Asha, an officer with an account, and Bala, an officer of elsewhere."""

import pytest
from django.db import connection

from karmayogi.kernel.access import System
from karmayogi.people import api

PASSWORD = "monsoon-file-number-42"
SETUP = System("test")


@pytest.fixture
def asha(db, at):
    return api.create_person(agent=SETUP, at=at, name="Asha Rao", name_native="आशा राव", native_language="hi")


@pytest.fixture
def account(asha, at):
    return api.open_account(
        agent=SETUP,
        email="asha.rao@gov.in",
        mobile="9812345678",
        password=PASSWORD,
        person_id=asha.id,
        verified=True,
        at=at,
    )


@pytest.fixture
def bala(db, at):
    return api.create_person(agent=SETUP, at=at, name="Bala Krishnan")


@pytest.fixture
def balas_account(bala, at):
    return api.open_account(
        agent=SETUP, email="bala@nic.in", mobile=None, password=PASSWORD, person_id=bala.id, verified=True, at=at
    )


_WRITTEN = [
    "mfa_authenticator", "socialaccount_socialaccount", "people_session", "people_limit", "people_account",
    "people_person", "kernel_auditentry", "procrastinate_events", "procrastinate_jobs",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _django_db_marker(request):
    """pytest-django's own, except for `committed`: there the marker only says that the database is needed."""
    if request.node.get_closest_marker("django_db") and "committed" not in request.fixturenames:
        request.getfixturevalue("_django_db_helper")


@pytest.fixture
def committed(django_db_setup, django_db_blocker, monkeypatch):
    """The test database without a surrounding transaction, for threads and browsers; emptied afterwards.

    pytest-django's own way truncates, which the append-only trail refuses: here the triggers are asleep.
    """
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in this thread
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute("set session_replication_role = replica")
            for table in _WRITTEN:
                cursor.execute(f"delete from {table}")
            cursor.execute("set session_replication_role = origin")
        connection.close()
