"""Statements handed over as they are: outside a transaction by name, inside one without."""

import datetime as dt

import psycopg
import pytest
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, connection, transaction

from karmayogi.kernel.prepared import TRUE, Named, Prepared, sent

ADD = Prepared("test_add", "select $1::int + $2::int, $3::bytea = $4::bytea", binary=[2])
SAY = Named("test_say", "select %(word)s::text, %(at)s::timestamptz = now(), %(many)s::int[], %(none)s::int")
DIVIDE = Prepared("test_divide", "select 1 / $1::int")
SAME = Prepared("test_same", "insert into django_content_type (app_label, model) values ($1, $2)")


def test_values_and_answers(committed_db):
    at = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
    values = {"word": "नमस्ते", "at": at, "many": [1, 2], "none": None}

    def ask():
        assert ADD.first([b"1", b"2", b"\0\1", b"\\x0001"]) == [b"3", TRUE]
        assert SAY.first_of(values) == ["नमस्ते".encode(), b"f", b"{1,2}", None]

    for _ in range(2):
        ask()
        with transaction.atomic():
            ask()
    assert Prepared("test_nothing", "select 1 where false").first([]) is None
    with pytest.raises(DataError, match="U\\+0000"):
        sent("a\0b")


def test_errors_are_those_of_the_driver_and_leave_the_connection_whole(committed_db):
    for _ in range(2):
        with pytest.raises(Exception, match="division by zero"):
            DIVIDE.first([b"0"])
        assert DIVIDE.first([b"1"]) == [b"1"]
    with pytest.raises(IntegrityError):
        SAME.first([b"auth", b"permission"])
    with pytest.raises(IntegrityError), transaction.atomic():
        SAME.first([b"auth", b"permission"])
    assert DIVIDE.first([b"1"]) == [b"1"]


def test_an_error_with_a_number_of_our_own_is_one_of_the_database_too(committed_db):
    with connection.cursor() as cursor:
        cursor.execute("""
            create or replace function pg_temp.refuse() returns int language plpgsql as
            $$ begin raise exception 'refused' using errcode = 'KY001'; end $$
        """)
    refuse = Prepared("test_refuse", "select pg_temp.refuse()")
    for _ in range(2):
        with pytest.raises(DatabaseError, match="refused") as caught:
            refuse.first([])
    assert caught.value.__cause__.diag.sqlstate == "KY001"
    assert DIVIDE.first([b"1"]) == [b"1"]


def test_names_that_were_forgotten_are_given_anew(committed_db):
    assert DIVIDE.first([b"1"]) == [b"1"]
    connection.connection.execute("deallocate all")
    assert DIVIDE.first([b"1"]) == [b"1"]


def test_the_first_statement_of_a_transaction_is_in_it(committed_db):
    make = Prepared("test_make", "create table test_prepared_made ()")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make.first([])
        raise ZeroDivisionError
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('test_prepared_made')")
        assert cursor.fetchone() == (None,)


def test_a_connection_that_died_is_replaced_where_repeating_is_harmless(committed_db):
    pid = Prepared("test_pid", "select pg_backend_pid()")

    def die():
        (mine,) = pid.first([])
        # Outside a transaction: inside one the list of connections would stay as it was.
        password, dsn = connection.settings_dict["PASSWORD"], connection.connection.info.dsn
        with psycopg.connect(dsn, password=password, autocommit=True) as other:
            other.execute("select pg_terminate_backend(%s, 5000)", [int(mine)])

    die()
    assert pid.first([], again=True)
    die()
    for _ in range(2):  # and says so again, as long as nobody closes it
        with pytest.raises(OperationalError):
            pid.first([])
    connection.close()
    assert pid.first([])
