"""One's own pages: details, sessions, the trail; never anybody else's."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client

from karmayogi.kernel import audit
from karmayogi.kernel.access import System
from karmayogi.kernel.models import AuditEntry
from karmayogi.people import api
from karmayogi.people.models import Account, Person, Session
from karmayogi.people.queries.sessions import sessions_of
from tests.people.conftest import PASSWORD

PAGES = ["/people/me/", "/people/me/security/", "/people/me/sessions/", "/people/me/trail/"]


def soon():
    return dt.datetime.now(dt.UTC)


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_the_signed_in(signed_in, page):
    assert signed_in.get(page).status_code == 200
    stranger = Client().get(page)
    assert stranger["Location"] == f"/people/sign-in/?next={page.replace('/', '%2F')}"


@pytest.mark.parametrize(
    ("page", "queries"), [("/people/me/", 3), ("/people/me/sessions/", 2), ("/people/me/trail/", 2)]
)
def test_pages_ask_little(signed_in, page, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        signed_in.get(page)


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_not_kept_by_a_shared_computer(signed_in, page):
    assert "no-store" in signed_in.get(page)["Cache-Control"]


def test_details_are_saved_and_the_language_follows(signed_in, asha, account):
    answer = signed_in.post(
        "/people/me/",
        {"language": "hi", "honorific": "Smt", "name_native": "आशा राव", "native_language": "hi", "name": "Forged"},
    )
    assert answer.status_code == 302
    assert answer.cookies["django_language"].value == "hi"
    person = Person.objects.get(pk=asha.id)
    assert (person.name, person.honorific, person.name_native) == ("Asha Rao", "Smt", "आशा राव")
    assert Account.objects.get(pk=account.id).language == "hi"
    assert AuditEntry.objects.filter(tag="people:language:change", account_id=account.id).count() == 1


def test_an_unknown_language_is_refused(signed_in):
    answer = signed_in.post("/people/me/", {"language": "xx"})
    assert answer.status_code == 422


def test_sessions_are_listed_without_their_keys(signed_in, account, balas_account):
    mine = api.open_session(account.id, soon())
    foreign = api.open_session(balas_account.id, soon())
    page = signed_in.get("/people/me/sessions/").text
    marks = re.findall(r'name="mark" value="(\w+)"', page)
    assert [row.mark for row in sessions_of(account.id, soon()) if row.key == mine] == marks
    for key in (mine, foreign, signed_in.cookies["sessionid"].value):
        assert key not in page


def test_one_session_is_ended(signed_in, account):
    key = api.open_session(account.id, soon())
    mark = next(row.mark for row in sessions_of(account.id, soon()) if row.key == key)
    assert signed_in.post("/people/me/sessions/end/", {"mark": mark}).status_code == 302
    assert not Session.objects.filter(pk=key).exists()
    assert signed_in.get("/people/me/").status_code == 200
    entry = AuditEntry.objects.get(tag="people:session:end")
    assert entry.account_id == account.id
    assert signed_in.post("/people/me/sessions/end/", {"mark": mark}).status_code == 404


def test_nobody_ends_anothers_session(signed_in, balas_account):
    key = api.open_session(balas_account.id, soon())
    (row,) = sessions_of(balas_account.id, soon())
    for mark in (row.mark, key, "", "%"):
        assert signed_in.post("/people/me/sessions/end/", {"mark": mark}).status_code == 404
    assert Session.objects.filter(pk=key).exists()
    assert AuditEntry.objects.filter(tag="people:session:end").count() == 0


def test_everywhere_else_is_ended(signed_in, account, balas_account):
    for _time in range(3):
        api.open_session(account.id, soon())
    foreign = api.open_session(balas_account.id, soon())
    signed_in.post("/people/me/sessions/end-others/")
    assert list(Session.objects.filter(account_id=account.id).values_list("pk", flat=True)) == [
        signed_in.cookies["sessionid"].value
    ]
    assert Session.objects.filter(pk=foreign).exists()
    entry = AuditEntry.objects.get(tag="people:session:end")
    assert entry.detail == {"because": "owner", "sessions": 3}


@pytest.mark.parametrize("page", ["/people/me/sessions/end/", "/people/me/sessions/end-others/"])
def test_ending_needs_a_form_with_its_token(account, page):
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = api.open_session(account.id, soon())
    assert client.post(page).status_code == 403
    assert client.get(page).status_code == 405
    assert Session.objects.filter(account_id=account.id).count() == 1


def test_a_session_is_seen_every_ten_minutes(signed_in, account):
    Session.objects.update(seen_at=soon() - dt.timedelta(minutes=9))
    before = Session.objects.get().seen_at
    signed_in.get("/people/me/")
    assert Session.objects.get().seen_at == before
    Session.objects.update(seen_at=soon() - dt.timedelta(minutes=11))
    signed_in.get("/people/me/")
    assert soon() - Session.objects.get().seen_at < dt.timedelta(minutes=1)


def test_the_trail_shows_what_concerns_her_and_only_her(signed_in, asha, bala, account, at):
    for person, tag in ((asha, "orgs:post:appoint"), (bala, "orgs:secret:act")):
        audit.record(
            tag, agent=System("HR import"), at=at, kind="post", subject=person.uuid, concerns=person.id, why="order 12"
        )
    page = signed_in.get("/people/me/trail/").text
    assert "orgs:post:appoint" in page
    assert "HR import" in page
    assert "order 12" in page
    assert "Opened the account" in page
    assert "on the sign-in page" in page
    assert "orgs:secret:act" not in page


def test_the_trail_is_paged(signed_in, asha, at):
    for number in range(60):
        audit.record(
            "a:b:c", agent=System("x"), at=at, kind="k", subject=asha.uuid, concerns=asha.id, label=f"entry {number}."
        )
    first = signed_in.get("/people/me/trail/").text
    assert "entry 59." in first
    assert "entry 9." not in first
    following = re.search(r'rel="next" href="([^"]+)"', first)
    second = signed_in.get(following[1]).text
    assert "entry 9." in second
    assert "entry 59." not in second
    assert 'rel="next"' not in second
    for nonsense in ("x", "-1", "9" * 30):
        assert signed_in.get(f"/people/me/trail/?before={nonsense}").status_code == 404


def test_a_form_sent_too_late_is_not_lost_silently(signed_in, account):
    Session.objects.all().delete()
    answer = signed_in.post(
        "/people/me/sessions/end-others/", headers={"Referer": "http://testserver/people/me/sessions/?a=1"}
    )
    assert answer["Location"] == "/people/sign-in/?next=%2Fpeople%2Fme%2Fsessions%2F%3Fa%3D1&lost=1"
    page = signed_in.get(answer["Location"])
    assert "What you just sent was not saved" in page.text
    back = signed_in.post(
        "/people/sign-in/",
        {"login": "asha.rao@gov.in", "password": PASSWORD, "next": "/people/me/sessions/?a=1"},
    )
    assert back["Location"] == "/people/me/sessions/?a=1"


def test_a_foreign_referer_is_no_way_back(signed_in):
    Session.objects.all().delete()
    answer = signed_in.post("/people/me/sessions/end-others/", headers={"Referer": "https://evil.example/x"})
    assert answer["Location"] == "/people/sign-in/?next=%2F&lost=1"


# Contacts


def code_of(text: str) -> str:
    return re.search(r"\b(\d{6})\b", text)[1]


def test_a_contact_needs_the_password_again(signed_in):
    answer = signed_in.get("/people/me/email/")
    assert answer["Location"].startswith("/people/sign-in/again/?next=")


def test_an_address_changes_only_with_the_code(sure, account, run_jobs):
    answer = sure.post("/people/me/email/", {"value": "Asha@Example.in"})
    assert answer["Location"] == "/people/me/email/code/"
    run_jobs()
    assert mail.outbox[0].to == ["asha@example.in"]
    assert sure.post("/people/me/email/code/", {"code": "000000x"}).status_code == 422
    assert Account.objects.get(pk=account.id).email == "asha.rao@gov.in"
    sure.post("/people/me/email/code/", {"code": code_of(mail.outbox[0].body)})
    assert Account.objects.get(pk=account.id).email == "asha@example.in"
    assert AuditEntry.objects.filter(tag="people:email:change", account_id=account.id).count() == 1


def test_a_number_is_confirmed_by_text(sure, account, run_jobs, sms_folder):
    Account.objects.filter(pk=account.id).update(mobile_verified_at=None)
    sure.post("/people/me/mobile/", {"value": "98123 45678"})
    run_jobs()
    (file,) = sms_folder.iterdir()
    sure.post("/people/me/mobile/code/", {"code": code_of(file.read_text().split("\n\n")[1])})
    assert Account.objects.get(pk=account.id).mobile_verified_at is not None
    assert AuditEntry.objects.filter(tag="people:mobile:verify").count() == 1


def test_a_code_is_guessed_five_times_at_most(sure, account, run_jobs):
    sure.post("/people/me/email/", {"value": "asha@example.in"})
    run_jobs()
    right = code_of(mail.outbox[0].body)
    wrong = "111111" if right != "111111" else "222222"
    for _time in range(5):
        sure.post("/people/me/email/code/", {"code": wrong})
    sure.post("/people/me/email/code/", {"code": right})
    assert Account.objects.get(pk=account.id).email == "asha.rao@gov.in"


def test_anothers_address_cannot_be_taken(sure, account, balas_account, run_jobs):
    sure.post("/people/me/email/", {"value": "bala@nic.in"})
    run_jobs()
    answer = sure.post("/people/me/email/code/", {"code": code_of(mail.outbox[0].body)}, follow=True)
    assert "belongs to another account" in answer.text
    assert Account.objects.get(pk=account.id).email == "asha.rao@gov.in"


def test_codes_are_not_sent_without_end(sure, run_jobs):
    for _time in range(3):
        assert sure.post("/people/me/email/", {"value": "asha@example.in"}).status_code == 302
    assert sure.post("/people/me/email/", {"value": "asha@example.in"}).status_code == 429


def test_other_kinds_of_contact_are_nothing(sure):
    assert sure.get("/people/me/fax/").status_code == 404
    assert sure.get("/people/me/fax/code/").status_code == 302
    assert sure.post("/people/me/mobile/", {"value": "12"}).status_code == 422
