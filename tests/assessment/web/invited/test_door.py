import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from karmayogi.assessment.models import Attempt, Candidate, PublicTest
from karmayogi.kernel import clock
from tests.assessment.alone import provided_by, stand_alone, texts_of
from tests.assessment.conftest import Learner, right_values
from tests.assessment.web.proctored.test_sittings import local

MEERA = "meera.j@example.org"


@pytest.fixture
def bala(kcm, cast, at, settings, tmp_path):
    settings.KEYS_ROOT, settings.FILES_ROOT = tmp_path / "keys", tmp_path / "files"
    stand_alone(at)
    provided_by(cast.ministry)
    bala = Learner(cast.admin, at)
    bala.post(
        reverse("assessment:public_tests"),
        {"office": cast.ministry.code, "test": "T-ALONE", "opens_at": local(at),
         "closes_at": local(at + dt.timedelta(days=2))},
    )  # fmt: skip
    return bala


def bare(response) -> tuple[int, str]:
    html = response.content.decode()
    return response.status_code, re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|/link/[^/"]*/', "", html)


def test_from_the_link_to_the_result(bala, run_jobs, at):
    here = reverse("assessment:public_test", args=[PublicTest.objects.get().uuid])
    assert "No e-mail address" in bala.post(here, {"act": "invite", "people": "Meera"}).content.decode()
    bala.post(here, {"act": "invite", "people": f"Meera Joshi, {MEERA}", "language": "hi"})
    with clock.frozen(at):
        run_jobs()
        link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]
        guest, other = Client(), Client()
        first = guest.get(link)
        unknown = other.get(reverse("assessment:invited", args=["unknown"]))
        assert (
            first.status_code == 200 and MEERA not in first.content.decode() and "Meera" not in first.content.decode()
        )
        guest.get(link), other.get(link)  # the first page of a visit carries the style sheet, later ones do not
        assert bare(guest.get(link)) == bare(other.get(unknown.request["PATH_INFO"]))
        asked = guest.post(link, {"email": MEERA}, follow=True)
        other_asked = other.post(unknown.request["PATH_INFO"], {"email": MEERA}, follow=True)
        assert bare(asked) == bare(other_asked)
        run_jobs()
        code = re.search(r"\d{6}", mail.outbox[-1].body)[0]
        wrong = guest.post(link + "code/", {"code": "x"})
        assert wrong.status_code == 422
        assert bare(wrong) == bare(other.post(unknown.request["PATH_INFO"] + "code/", {"code": code}))
        page = guest.post(link + "code/", {"code": code}, follow=True)
        assert "Rules of the house" in page.content.decode() and "Meera Joshi" in page.content.decode()
        assert guest.cookies["invited"]["httponly"]
        assert guest.cookies["invited"]["max-age"] == 32 * 24 * 3600  # of a test that ends in two days
        # The used link looks to the next one like any other.
        assert bare(other.post(link + "code/", {"code": code})) == bare(wrong)
        door = reverse("assessment:invited_test")
        assert guest.post(door, {"act": "time", "percent": "x", "why": "Eyes"}).status_code == 409
        page = guest.post(door, {"act": "time", "percent": "25", "why": "Weak eyes"}, follow=True).content.decode()
        assert "has not decided yet" in page and "I need more time" not in page
        asked = bala.get(here + "?sort=asks").content.decode()
        plea = re.search(r'name="plea" value="([^"]+)"', asked)[1]
        assert "Weak eyes" in asked
        assert "Requests of people from outside" in bala.get(reverse("portal:administration")).content.decode()
        bala.post(here, {"act": "allow", "plea": plea})
        assert "+25%" in guest.get(door).content.decode()
        assert guest.get(reverse("assessment:invited_certificate")).status_code == 404
        page = guest.post(reverse("assessment:invited_test"), {"language": "en"}, follow=True)
        assert "What about" in page.content.decode()
        attempt = Attempt.objects.get()
        for position in range(1, 6):
            values = right_values(attempt.id, position)
            address = reverse("assessment:invited_question", args=[position])
            assert guest.post(address, {"answer": values, "seen": "", "go": "next"}).status_code == 302
        assert "All questions have an answer" in guest.get(reverse("assessment:invited_check")).content.decode()
        page = guest.post(reverse("assessment:invited_submit"), follow=True).content.decode()
        # Others still take it: the score is told, right answers are not.
        assert "100%" in page and "Reason-" not in page and "Clause-" not in page
        assert "Get my certificate" in page
        page = guest.post(reverse("assessment:invited_certificate"), follow=True).content.decode()
        assert "Your certificate is made" in page and "Get my certificate" not in page
        paper = guest.get(reverse("assessment:invited_certificate"))
        assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
        assert other.get(reverse("assessment:invited_certificate")).status_code == 404
        # The key opens this door and no other.
        assert guest.get("/", follow=False).status_code in (200, 302)
        assert guest.get(reverse("assessment:attempt", args=[attempt.uuid])).status_code == 302
        assert other.get(reverse("assessment:invited_test")).status_code == 404
        assert other.get(reverse("assessment:invited_result")).status_code == 404
    with clock.frozen(at + dt.timedelta(days=3)):
        assert "Reason-" in guest.get(reverse("assessment:invited_result")).content.decode()
    assert MEERA in texts_of(bala.get(here + "?as=xlsx&sort=name").content)
    bala.post(here, {"act": "remove", "candidate": str(Candidate.objects.get().uuid)})
    page = bala.get(here).content.decode()
    assert MEERA not in page and "100%" in page


def test_codes_are_asked_for_and_tried_only_so_often(bala, run_jobs, at):
    here = reverse("assessment:public_test", args=[PublicTest.objects.get().uuid])
    bala.post(here, {"act": "invite", "people": MEERA, "language": "en"})
    with clock.frozen(at):
        run_jobs()
        link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]
        guest = Client()
        assert [guest.post(link, {"email": "x@example.org"}).status_code for _n in range(6)] == [302] * 5 + [429]
        assert [guest.post(link + "code/", {"code": "1"}).status_code for _n in range(16)] == [422] * 15 + [429]


def test_other_offices_see_nothing_of_it(bala, cast, outsider, at):
    here = reverse("assessment:public_test", args=[PublicTest.objects.get().uuid])
    stranger = Learner(cast.other_admin, at)
    assert stranger.get(here).status_code == stranger.post(here, {"act": "invite", "people": MEERA}).status_code == 404
    assert "Rules of the house</a>" not in stranger.get(reverse("assessment:public_tests")).content.decode()
    assert outsider.get(reverse("assessment:public_tests")).status_code == 404
    assert not Candidate.objects.exists()


def test_a_publisher_opens_a_test_for_an_office_which_closes_it(bala, cast, at):
    imran, listed = Learner(cast.publisher, at), reverse("assessment:public_tests")
    form = {"office": cast.ministry.code, "test": "T-ALONE", "opens_at": local(at),
            "closes_at": local(at + dt.timedelta(days=5))}  # fmt: skip
    assert "Those who plan its tests invite people" in imran.post(listed, form).content.decode()
    test = PublicTest.objects.latest("id")
    here = reverse("assessment:public_test", args=[test.uuid])
    assert imran.get(here).status_code == imran.post(here, {"act": "end"}).status_code == 404
    assert "Close the test now" in bala.get(here).content.decode()
    page = bala.post(here, {"act": "end"}).content.decode()
    assert "Whoever has begun it may finish" in page and "Close the test now" not in page
