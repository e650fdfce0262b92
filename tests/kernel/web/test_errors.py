"""A statement that takes too long is ended, and the page says so."""

import time

import pytest
from django.db import InternalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from config.database import LIMITS, limited
from karmayogi.kernel import jobs, rows
from karmayogi.kernel.web.request import RequestMiddleware


@pytest.fixture
def answer(db):
    def ask(sql):
        def view(request):
            with transaction.atomic():
                rows.run("set local statement_timeout = 30")
                rows.run(sql)
            return HttpResponse("done")

        request = RequestFactory().get("/")
        middleware = RequestMiddleware(view)
        try:
            return middleware(request)
        except Exception as error:
            found = middleware.process_exception(request, error)
            if found is None:
                raise
            return found

    return ask


def test_a_slow_statement_is_ended_with_a_page_that_says_what_to_do(answer):
    page = answer("select pg_sleep(5)")
    assert page.status_code == 503
    assert page["Retry-After"] == "30"
    assert "takes too long" in page.text and "Nothing was changed" in page.text
    assert answer("select 1").status_code == 200


def test_a_transaction_that_was_left_alone_too_long_is_answered_alike(db):
    def view(request):
        other = connection.copy()  # the server ends it: not the one of the test
        try:
            with other.cursor() as cursor:
                cursor.execute("set idle_in_transaction_session_timeout = 50")
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute("select 1")
                time.sleep(0.5)
                cursor.execute("select 1")
        finally:
            other.close()

    request = RequestFactory().get("/")
    middleware = RequestMiddleware(view)
    with pytest.raises(InternalError) as error:
        middleware(request)
    assert middleware.process_exception(request, error.value).status_code == 503


def test_another_fault_of_the_database_stays_a_fault(answer):
    with pytest.raises(Exception, match="division"):
        answer("select 1 / 0")


def test_every_limit_is_one_that_the_server_knows(db):
    for part in LIMITS:
        for name, value in LIMITS[part].items():
            rows.run(f"set local {name} = {value}")
            assert rows.scalar("select setting::int from pg_settings where name = %s", [name]) == value
    for setting in limited({"options": "-c application_name=last"}, "web")["options"].split("-c ")[1:]:
        rows.run(f"set local {setting.strip()}")
    assert rows.scalar("show application_name") == "last"
    assert "statement_timeout" not in limited({"a": 1}, "manage")["options"]


def test_work_on_everything_takes_its_time_and_gives_the_limit_back(db):
    of_the_connection = rows.scalar("show statement_timeout")
    rows.run("set statement_timeout = 1000")
    with jobs.unhurried():
        assert rows.scalar("show statement_timeout") == "0"
    assert rows.scalar("show statement_timeout") == of_the_connection
