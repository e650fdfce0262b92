import pytest

from karmayogi.people.contacts import clean_email, clean_mobile


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("98123 45678", "+919812345678"),
        ("09812345678", "+919812345678"),
        ("+91-98123-45678", "+919812345678"),
        ("९८१२३४५६७८", "+919812345678"),
        ("12345", None),
        ("", None),
        ("asha@gov.in", None),
    ],
)
def test_mobile_numbers_have_one_form(typed, clean):
    assert clean_mobile(typed) == clean


@pytest.mark.parametrize(
    ("typed", "clean"),
    [(" Asha.Rao@GOV.in ", "asha.rao@gov.in"), ("asha", None), ("", None), ("a@" + "b" * 300 + ".in", None)],
)
def test_email_addresses_have_one_form(typed, clean):
    assert clean_email(typed) == clean
