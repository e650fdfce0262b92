import pytest

from karmayogi.people import api


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


def test_every_spelling_of_a_contact_in_a_sheet_finds_its_person(account, asha):
    spelt = ["asha.rao@gov.in", "Asha.Rao@GOV.in", "098123 45678", "+919812345678", "9812345678"]
    assert api.find_people([*spelt, "nobody@gov.in", "nonsense"]) == dict.fromkeys(spelt, asha.id)
