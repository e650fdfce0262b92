import datetime as dt

import pytest

from karmayogi.people import api
from karmayogi.people.models import Account, Session


@pytest.mark.parametrize(
    "contact",
    [
        {"email": "Asha.Rao@GOV.in"},
        {"mobile": "098123 45678"},
        {"email": "other@gov.in", "mobile": "+919812345678"},
    ],
)
def test_an_account_is_found_by_any_spelling_of_its_contact(account, contact):
    assert api.find_account(**contact) == account


def test_no_account_is_found_by_nonsense(account):
    assert api.find_account(email="asha.rao@gov.i") is None
    assert api.find_account(email="nonsense", mobile="nonsense") is None
    assert api.find_account() is None


def test_an_account_by_its_person(account, asha, bala):
    assert api.account_of(asha.id) == account == api.account(account.id)
    assert api.account_of(bala.id) is None


def test_from_a_session_to_its_person_in_one_query(account, asha, at, django_assert_num_queries):
    key = api.open_session(account.id, at)
    with django_assert_num_queries(1):
        found = api.session_account(key, at)
    assert found is not None
    assert (found.person_id, found.account_id, found.name, found.language) == (asha.id, account.id, "Asha Rao", "en")
    assert found.seen_at == at


@pytest.mark.parametrize("how", ["expired", "closed", "ended", "unknown", "no person"])
def test_sessions_that_do_not_count(account, at, how):
    key = api.open_session(account.id, at)
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
    assert api.session_account(key, at) is None
