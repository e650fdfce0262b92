"""When a session counts: pages, hot paths and allauth's pages must say the same."""

import datetime as dt

import pytest

from karmayogi.kernel import clock, rows
from karmayogi.people import api
from karmayogi.people.models import Account, Session
from karmayogi.people.queries.session_sql import NOTE_SEEN, SESSION_CTE, SESSION_SQL
from karmayogi.people.sessions import SessionStore
from karmayogi.people.types import SessionAccount


def for_pages(key, at):
    return rows.first(SessionAccount, SESSION_SQL, {"session": key, "at": at})


def for_hot_paths(key, at):
    who = lambda *columns: columns  # noqa: E731
    return rows.first(who, SESSION_CTE + "select account_id, person_id, unseen from who", {"session": key, "at": at})


def for_allauth(key, at):
    with clock.frozen(at):
        return SessionStore(key).load()


READERS = (for_pages, for_hot_paths, for_allauth)


def test_from_a_session_to_its_person_in_one_query(account, asha, at, django_assert_num_queries):
    key = api.open_session(account.id, at)
    with django_assert_num_queries(1):
        found = for_pages(key, at)
    assert (found.person_id, found.account_id, found.name, found.language) == (asha.id, account.id, "Asha Rao", "en")
    assert (found.person_uuid, found.account_uuid, found.session_key) == (asha.uuid, account.uuid, key)
    assert (found.seen_at, found.idle_limit, found.second_factor) == (at, None, False)
    assert for_hot_paths(key, at) == (account.id, asha.id, False)
    assert for_allauth(key, at)["_auth_user_id"] == str(account.id)


@pytest.mark.parametrize("how", ["expired", "closed", "ended", "unknown", "no person"])
def test_sessions_that_do_not_count(account, at, how):
    key = api.open_session(account.id, at)
    assert all(read(key, at) for read in READERS)
    if how == "expired":
        Session.objects.filter(pk=key).update(expire_date=at)
    elif how == "closed":
        Account.objects.filter(pk=account.id).update(is_active=False)
    elif how == "ended":
        Account.objects.filter(pk=account.id).update(sessions_valid_from=at + dt.timedelta(seconds=1))
    elif how == "no person":
        Account.objects.filter(pk=account.id).update(person_id=None)
    else:
        key = "0" * 32
    assert for_pages(key, at) is None
    assert for_hot_paths(key, at) is None
    # allauth lets nobody in without a person (adapter.pre_login), so that its own reader need not ask.
    assert how == "no person" or for_allauth(key, at) == {}


def test_hot_paths_say_when_it_is_time_to_note_the_use(account, at):
    key = api.open_session(account.id, at, strict=True)
    later = at + dt.timedelta(minutes=3)
    assert not for_hot_paths(key, at)[2]
    assert for_hot_paths(key, later)[2]
    rows.run(NOTE_SEEN, {"session": key, "at": later})
    assert not for_hot_paths(key, later)[2]
    assert for_hot_paths(key, at + dt.timedelta(minutes=32)) is not None
    assert for_hot_paths(key, at + dt.timedelta(minutes=33)) is None
