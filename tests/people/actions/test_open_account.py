import uuid

import pytest

from karmayogi.kernel.access import Actor, Authority, NotFound, Refused, Role, System
from karmayogi.kernel.models import AuditEntry
from karmayogi.people import api
from karmayogi.people.models import Account


def officer(*roles: Role) -> Actor:
    held = tuple(Authority(role, "0001", 1) for role in roles)
    return Actor(1, uuid.uuid4(), 1, uuid.uuid4(), "Somebody", "en", "", held)


def test_an_account_opens_with_canonical_contacts(account, asha):
    row = Account.objects.get(pk=account.id)
    assert (row.email, row.mobile, row.person_id) == ("asha.rao@gov.in", "+919812345678", asha.id)
    assert row.check_password("monsoon-file-number-42")
    assert AuditEntry.objects.filter(tag="people:account:open", concerns_id=asha.id).count() == 1


def test_no_password_means_none_matches(asha, at):
    opened = api.open_account(
        agent=System("test"), email="asha@gov.in", mobile=None, password=None, person_id=asha.id, at=at
    )
    assert not Account.objects.get(pk=opened.id).has_usable_password()
    assert opened.email_verified_at is None


@pytest.mark.parametrize(
    ("contacts", "sentence"),
    [
        ({"email": "ASHA.RAO@gov.in", "mobile": None}, "This e-mail address already belongs to an account."),
        ({"email": "x@gov.in", "mobile": "+91 98123 45678"}, "This mobile number already belongs to an account."),
        ({"email": "no address", "mobile": None}, "“no address” is not an e-mail address."),
        ({"email": None, "mobile": "12"}, "“12” is not a telephone number."),
        ({"email": "", "mobile": ""}, "An account needs an e-mail address or a mobile number."),
    ],
)
def test_refusals_say_why_and_change_nothing(account, bala, at, contacts, sentence):
    entries = AuditEntry.objects.count()
    with pytest.raises(Refused, match=sentence.replace(".", r"\.")):
        api.open_account(agent=System("test"), password=None, person_id=bala.id, at=at, **contacts)
    assert Account.objects.count() == 1
    assert AuditEntry.objects.count() == entries


def test_a_person_has_one_account(account, asha, at):
    with pytest.raises(Refused, match="This person already has an account"):
        api.open_account(
            agent=System("test"), email="second@gov.in", mobile=None, password=None, person_id=asha.id, at=at
        )


def test_only_administrators_open_accounts(bala, at):
    values = {"email": "bala@nic.in", "mobile": None, "password": None, "person_id": bala.id, "at": at}
    with pytest.raises(NotFound):
        api.open_account(agent=officer(Role.MDO_LEADER), **values)
    assert Account.objects.count() == 0
    assert api.open_account(agent=officer(Role.MDO_ADMIN), **values).person_id == bala.id
