"""Forgotten, changed and first passwords."""

import datetime as dt

import pytest
from django.core import mail, signing
from django.test import Client

from karmayogi.kernel.access import NotFound, Refused, System
from karmayogi.kernel.models import AuditEntry
from karmayogi.people import api
from karmayogi.people.models import Account, Session
from tests.people.conftest import PASSWORD

LOST = "/people/sign-in/password/lost/"
NEW = "four quiet river stones"


def ask(client, contact="asha.rao@gov.in"):
    return client.post(LOST, {"email": contact})


@pytest.mark.parametrize("contact", ["asha.rao@gov.in", "nobody@gov.in", "9812345678", "9898989898"])
def test_asking_says_and_does_the_same_for_any_contact(client, account, contact, django_assert_num_queries):
    with django_assert_num_queries(9):
        answer = ask(client, contact)
    assert answer["Location"] == "/people/sign-in/password/lost/sent/"
    assert "If there is an account with that contact" in client.get(answer["Location"]).text


def test_the_link_sets_a_password_once_and_ends_all_sessions(client, signed_in, account, run_jobs, link_in):
    elsewhere = Client()
    ask(elsewhere)
    run_jobs()
    run_jobs()
    (letter,) = mail.outbox
    assert letter.to == ["asha.rao@gov.in"]
    link = link_in(letter.body)
    form = elsewhere.get(link, follow=True)
    assert link not in form.redirect_chain[-1][0]  # the secret is not left in the address
    place = form.redirect_chain[-1][0]
    answer = elsewhere.post(place, {"password1": NEW, "password2": NEW})
    assert answer["Location"] == "/people/sign-in/password/key/done/"
    assert Session.objects.filter(account_id=account.id).count() == 0
    assert Account.objects.get(pk=account.id).check_password(NEW)
    assert signed_in.get("/people/me/").status_code == 302
    assert "This link opens nothing any more" in Client().get(link).text
    tags = set(AuditEntry.objects.filter(concerns_id=account.person_id).values_list("tag", flat=True))
    assert {"people:password:ask", "people:password:reset", "people:session:end"} <= tags
    run_jobs()
    assert "a link sent to you" in mail.outbox[-1].body


def test_by_mobile_the_link_comes_as_a_text(client, account, run_jobs, sms_folder, link_in):
    ask(client, "98123 45678")
    run_jobs()
    run_jobs()
    (file,) = sms_folder.iterdir()
    text = file.read_text()
    assert text.startswith("To: +919812345678\n")
    assert client.get(link_in(text), follow=True).status_code == 200
    assert mail.outbox == []


def test_nobody_gets_a_letter_for_an_unknown_contact(client, account, run_jobs):
    ask(client, "nobody@gov.in")
    Account.objects.filter(pk=account.id).update(is_active=False)
    ask(client)
    run_jobs()
    run_jobs()
    assert mail.outbox == []


def test_a_signed_in_browser_resets_its_own_password(signed_in, account, run_jobs, link_in):
    ask(signed_in)
    run_jobs()
    run_jobs()
    place = signed_in.get(link_in(mail.outbox[0].body), follow=True).redirect_chain[-1][0]
    assert signed_in.post(place, {"password1": NEW, "password2": NEW}).status_code == 302
    assert signed_in.get("/people/me/")["Location"].startswith("/people/sign-in/")


def test_asking_too_often_is_stopped(client, account, run_jobs):
    for _time in range(3):
        assert ask(client).status_code == 302
    answer = ask(client)
    assert answer.status_code == 429
    assert "Too many attempts" in answer.text


def test_nonsense_is_no_contact(client, db):
    assert "neither an e-mail address nor a mobile number" in ask(client, "nonsense").text


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("short", "too short: use at least 15 characters"),
        ("x" * 200, "too long"),
        ("asha.rao@gov.in.asha", "too much like your e-mail address"),
        (PASSWORD, "This is your present password"),
    ],
)
def test_weak_passwords_are_refused_with_a_reason(signed_in, account, new, sentence):
    answer = signed_in.post("/people/sign-in/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert sentence in answer.text
    assert Account.objects.get(pk=account.id).check_password(PASSWORD)


def test_known_passwords_are_refused():
    from django.core.exceptions import ValidationError

    from karmayogi.people.passwords import CommonValidator

    with pytest.raises(ValidationError, match="list of passwords that attackers try first"):
        CommonValidator().validate("password123")


def test_changing_keeps_this_session_and_ends_the_others(signed_in, account, at):
    other = api.open_session(account.id, dt.datetime.now(dt.UTC))
    answer = signed_in.post("/people/sign-in/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer["Location"] == "/people/me/security/"
    assert signed_in.get("/people/me/").status_code == 200
    assert not Session.objects.filter(pk=other).exists()
    assert AuditEntry.objects.filter(tag="people:password:change").count() == 1


def test_changing_needs_the_present_password(signed_in, account):
    answer = signed_in.post("/people/sign-in/password/", {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert "This is not your present password" in answer.text


@pytest.fixture
def new_officer(bala, at):
    return api.open_account(
        agent=System("t"), email="bala@nic.in", mobile="9898989898", password=None, person_id=bala.id, at=at
    )


@pytest.fixture
def invitation(new_officer, at, run_jobs, link_in):
    api.invite(agent=System("import"), account_id=new_officer.id, at=at)
    run_jobs()
    return link_in(mail.outbox[0].body)


def test_an_invitation_sets_the_first_password_and_signs_in(client, new_officer, invitation):
    page = client.get(invitation)
    assert page.status_code == 200
    assert "This account is for Bala Krishnan." in page.text
    answer = client.post(invitation, {"password1": NEW, "password2": NEW})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    row = Account.objects.get(pk=new_officer.id)
    assert row.check_password(NEW)
    assert row.email_verified_at is not None
    assert row.mobile_verified_at is None
    assert client.get("/people/me/").status_code == 200
    again = Client().get(invitation)
    assert again.status_code == 404
    assert "This link opens nothing any more" in again.text


def test_an_invitation_wants_a_good_password_too(client, new_officer, invitation):
    answer = client.post(invitation, {"password1": "short", "password2": "short"})
    assert answer.status_code == 422
    assert not Account.objects.get(pk=new_officer.id).has_usable_password()


def test_forged_and_old_invitations_open_nothing(client, new_officer, monkeypatch):
    assert client.get("/people/welcome/forged/").status_code == 404
    foreign = signing.dumps({"a": new_officer.id, "m": "x", "c": "y"}, salt="something else")
    assert client.get(f"/people/welcome/{foreign}/").status_code == 404
    from karmayogi.people import links

    token = links.invitation_link(Account.objects.get(pk=new_officer.id), "bala@nic.in").split("/")[-2]
    assert client.get(f"/people/welcome/{token}/").status_code == 200
    monkeypatch.setattr(links, "INVITATION_LASTS", dt.timedelta(seconds=-1))
    assert client.get(f"/people/welcome/{token}/").status_code == 404


def test_who_has_a_password_is_not_invited(account, at):
    with pytest.raises(Refused):
        api.invite(agent=System("t"), account_id=account.id, at=at)
    with pytest.raises(NotFound):
        api.invite(agent=System("t"), account_id=10**9, at=at)
    assert AuditEntry.objects.filter(tag="people:account:invite").count() == 0
