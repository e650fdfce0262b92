"""Sessions end without use: after half an hour for who holds an authority, after eight hours for others."""

import datetime as dt

import pytest

from karmayogi.kernel import rows
from karmayogi.people import api
from karmayogi.people.models import Session
from karmayogi.people.queries.session_sql import SESSION_SQL
from karmayogi.people.sessions import IDLE
from karmayogi.people.types import SessionAccount

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def use(account):
    """Uses the session at that moment as a page does; whether it still counted."""

    def used(key, at, strict=False):
        found = rows.first(SessionAccount, SESSION_SQL, {"session": key, "at": at})
        if found is not None:
            api.note_seen(found, at, strict=strict)
        return found is not None

    return used


@pytest.fixture
def key(account, at):
    """Of a session on a device on which she did not ask to stay signed in."""
    key = api.open_session(account.id, at)
    Session.objects.update(idle_limit=IDLE, expire_date=at + IDLE)
    return key


def test_eight_hours_without_use_end_it(use, key, at):
    assert use(key, at + 479 * MINUTE)
    assert use(key, at + (479 + 479) * MINUTE)
    assert not use(key, at + (479 + 479 + 480) * MINUTE)


def test_half_an_hour_for_who_holds_an_authority(use, key, at):
    assert use(key, at, strict=True)
    assert use(key, at + 29 * MINUTE, strict=True)
    assert use(key, at + 58 * MINUTE, strict=True)
    assert not use(key, at + 88 * MINUTE, strict=True)


def test_staying_signed_in_is_not_for_who_holds_an_authority(use, account, at):
    key = api.open_session(account.id, at)
    assert use(key, at + dt.timedelta(days=3))
    assert use(key, at + dt.timedelta(days=3), strict=True)
    assert not use(key, at + dt.timedelta(days=3, minutes=30), strict=True)


def test_a_day_is_the_most_however_busy(use, key, at):
    moment = at
    assert use(key, moment, strict=True)
    while (moment := moment + 20 * MINUTE) < at + dt.timedelta(hours=24):
        assert use(key, moment, strict=True)
    assert not use(key, at + dt.timedelta(hours=24), strict=True)


def test_use_is_written_now_and_then_only(use, key, at, django_assert_num_queries):
    with django_assert_num_queries(1):
        use(key, at + 9 * MINUTE)
    with django_assert_num_queries(2):
        use(key, at + 10 * MINUTE)
    with django_assert_num_queries(2):
        use(key, at + 10 * MINUTE, strict=True)
    with django_assert_num_queries(1):
        use(key, at + 11 * MINUTE, strict=True)
