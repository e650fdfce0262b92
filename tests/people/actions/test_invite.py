"""The letter with the link to the first password."""

import pytest
from django.core import mail

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from karmayogi.people import api
from karmayogi.people.actions.invite import send_invitations
from karmayogi.people.models import Account
from tests.people.conftest import SETUP


@pytest.fixture
def new(bala, at):
    return api.open_account(
        agent=SETUP, email="bala@nic.in", mobile=None, password=None, person_id=bala.id, language="hi", at=at
    )


def test_one_letter_for_each_account_however_often_the_job_runs(new, account, at, run_jobs):
    for _ in range(2):
        api.invite_later(agent=SETUP, account_ids=[new.id, account.id])
        run_jobs()
    send_invitations.call(account_ids=[new.id], agent_label="again")
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["bala@nic.in"]], "who has a password needs no invitation"
    assert AuditEntry.objects.get(tag="people:account:invite").agent_label == SETUP.label
    assert Account.objects.get(pk=new.id).invited_at is not None


@pytest.mark.parametrize("how", ["gone", "closed", "signed in"])
def test_who_needs_none_gets_none(new, at, run_jobs, how):
    api.invite_later(agent=SETUP, account_ids=[new.id])
    if how == "gone":
        api.remove_people(agent=SETUP, person_ids=[new.person_id])
    elif how == "closed":
        Account.objects.update(is_active=False)
    else:
        Account.objects.update(last_login=at)
    run_jobs()
    assert mail.outbox == []


def test_an_administrator_may_send_another(new, at, run_jobs):
    for _ in range(2):
        api.invite(agent=SETUP, account_id=new.id, at=at)
    run_jobs()
    assert len(mail.outbox) == 2
    Account.objects.get(pk=new.id)
    with pytest.raises(NotFound):
        api.invite(agent=SETUP, account_id=0, at=at)


def test_nobody_is_invited_who_has_a_password(account, at):
    with pytest.raises(Refused):
        api.invite(agent=SETUP, account_id=account.id, at=at)
