import datetime as dt

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError

from karmayogi.kernel import clock
from karmayogi.people.models import Session
from karmayogi.people.sessions import IDLE, SessionStore


@pytest.fixture
def store(account, at, frozen_time):
    store = SessionStore()
    store.opened(at=at, ip="10.1.2.3", agent="Chromium on Linux")
    store["a"] = 1
    store[SESSION_KEY] = str(account.id)
    store.save()
    return store


def test_a_session_is_one_row_with_columns(store, account, at):
    row = Session.objects.get()
    assert (row.account_id, row.ip, row.agent, row.opened_at) == (account.id, "10.1.2.3", "Chromium on Linux", at)
    assert SessionStore(store.session_key)["a"] == 1


def test_saving_again_keeps_the_columns(store, at):
    again = SessionStore(store.session_key)
    again["a"] = 2
    again.save()
    row = Session.objects.get()
    assert (row.ip, row.agent, row.opened_at) == ("10.1.2.3", "Chromium on Linux", at)
    assert SessionStore(store.session_key)["a"] == 2


def test_another_key_keeps_the_row_and_forgets_the_old_key(store, at):
    old = store.session_key
    again = SessionStore(old)
    again.cycle_key()
    again.save()
    assert again.session_key != old
    assert Session.objects.get().ip == "10.1.2.3"
    assert SessionStore(old).get("a") is None
    assert SessionStore(again.session_key)["a"] == 1


def test_signing_in_on_an_old_row_says_from_where_anew(store, at):
    again = SessionStore(store.session_key)
    again.opened(at=at + dt.timedelta(hours=1), ip="::1", agent="Firefox")
    again.cycle_key()
    again.save()
    row = Session.objects.get()
    assert (row.ip, row.agent, row.opened_at) == ("::1", "Firefox", at + dt.timedelta(hours=1))


def test_flush_ends_it(store):
    store.flush()
    assert Session.objects.count() == 0
    assert store.get("a") is None


def test_a_session_ended_elsewhere_is_not_written_back(store):
    again = SessionStore(store.session_key)
    again["a"] = 3
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        again.save()
    assert Session.objects.count() == 0


def test_expired_sessions_are_gone(store, at):
    Session.objects.update(expire_date=at)
    assert SessionStore(store.session_key).get("a") is None
    SessionStore.clear_expired()
    assert Session.objects.count() == 1  # it expires after this very moment
    Session.objects.update(expire_date=at - dt.timedelta(seconds=1))
    assert SessionStore(store.session_key).get("a") is None
    SessionStore.clear_expired()
    assert Session.objects.count() == 1  # for a day it tells whose form came too late
    Session.objects.update(expire_date=at - dt.timedelta(days=1, seconds=1))
    SessionStore.clear_expired()
    assert Session.objects.count() == 0


def test_a_key_that_was_never_given_out_is_not_accepted(store):
    forged = SessionStore("x" * 32)
    assert forged.get("a") is None
    forged["a"] = 5
    forged.save()
    assert forged.session_key != "x" * 32


def test_how_long_it_lasts(store, at, frozen_time):
    row = Session.objects.get()
    assert (row.idle_limit, row.expire_date) == (IDLE, at + IDLE)
    assert row.ends_at == at + dt.timedelta(days=30)
    store.set_expiry(30 * 86400)
    store.save()
    row = Session.objects.get()
    assert (row.idle_limit, row.expire_date) == (None, at + dt.timedelta(days=30))


def test_writing_into_it_does_not_make_it_last_longer(store, at):
    with clock.frozen(at + dt.timedelta(hours=7)):
        again = SessionStore(store.session_key)
        again["a"] = 2
        again.save()
    assert Session.objects.get().expire_date == at + IDLE


def test_a_session_of_an_account_that_is_gone_is_nobodys(store):
    Session.objects.update(account_id=0)
    assert SessionStore(store.session_key).get("a") is None
