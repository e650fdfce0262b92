"""The pages, as people click through them."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Role
from karmayogi.orgs import api as orgs
from tests.feeds.actions.conftest import drop, officer

TEN = [officer(number) for number in range(10)]


@pytest.fixture
def browser(cast, at, frozen_time, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return _browser(at)


def _browser(at):
    def of(player):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        return client

    return of


def test_a_transfer_from_her_page_to_the_queue_of_the_office_that_gains_her(cast, at, browser):
    asha, hari = browser(cast.learner), browser(cast.other_admin)
    page = asha.get(reverse("feeds:mine")).content.decode()
    assert "Your profile is verified." in page
    found = asha.get(reverse("feeds:transfer"), {"q": "land res"}).content.decode()
    assert str(cast.other_department.uuid) in found
    form = {
        "office": str(cast.other_department.uuid), "designation": "Section Officer", "effective_on": "2026-11-20",
        "order_number": "A-7/2026",
    }  # fmt: skip
    assert asha.post(reverse("feeds:transfer"), {**form, "designation": "Astronaut"}).status_code == 422
    assert asha.post(reverse("feeds:transfer"), form).status_code == 302
    assert "Your transfer is not decided" in asha.get(reverse("feeds:mine")).content.decode()
    queue = reverse("feeds:queue", args=(cast.other_ministry.uuid,))
    uuid = re.search(r'name="request" value="([^"]+)"', hari.get(queue).content.decode())[1]
    assert hari.get(reverse("feeds:request", args=(uuid,))).status_code == 200
    decide = reverse("feeds:decide", args=(uuid,))
    assert browser(cast.admin).post(decide, {"decision": "approve"}).status_code == 404
    hari.post(decide, {"decision": "return", "comment": "Attach the order."})
    page = asha.get(reverse("feeds:mine")).content.decode()
    assert "Attach the order." in page
    assert f"?again={uuid}" in page
    again = asha.get(reverse("feeds:transfer"), {"again": uuid, "office": form["office"]}).content.decode()
    assert "A-7/2026" in again
    assert asha.post(reverse("feeds:transfer") + f"?again={uuid}", form).status_code == 302
    uuid = re.search(r'name="request" value="([^"]+)"', hari.get(queue).content.decode())[1]
    page = hari.post(queue, {"request": [uuid, "x"]}, follow=True).content.decode()
    assert "Approved: 1." in page
    assert orgs.current_post(cast.learner.person_id, clock.day(at)).organisation_id == cast.other_department.id


def test_a_stopped_feed_needs_the_head_and_a_reason(cast, at, browser, run_jobs):
    bala = browser(cast.admin)
    here = reverse("feeds:organisation", args=(cast.ministry.uuid,))

    def send(*officers, **more):
        file = SimpleUploadedFile("feed.csv", drop(*officers))
        answer = bala.post(here, {"file": file, **more})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        run_jobs()
        return answer["Location"]

    page = send(*TEN)
    assert "Approve and apply 10 rows" in bala.get(page).content.decode()
    bala.post(page + "approve/")
    assert bala.get(page).status_code == 200
    run_jobs()
    rows.run("update orgs_incumbency set valid_from = valid_from - 1")
    page = send(*TEN[5:], officer(20, name="jke flag"))
    shown = bala.get(page).content.decode()
    assert "50 per cent" in shown
    assert "Somebody else with authority" in shown
    assert "Kruti Dev" in bala.get(page + "?show=queued").content.decode()
    assert "Kruti Dev" in bala.get(page + "to-fix.csv").content.decode()
    cast.grant(cast.head, Role.MDO_LEADER, cast.ministry)
    farah = browser(cast.head)
    assert "Let it through" in farah.get(page).content.decode()
    farah.post(page + "approve/", {"reason": "Abolished by order 7/2026 of the ministry."})
    run_jobs()
    assert "5 rows applied" in bala.get(page).content.decode()
    bala.post(page + "undo/")
    run_jobs()
    assert "5 rows taken back" in bala.get(page).content.decode()
    assert "Earlier feeds" in bala.get(here).content.decode()
    bala.post(here + "breaker/", {"percent": "30", "system": "eHRMS"})
    shown = bala.get(here).content.decode()
    assert "asks for 30 per cent" in shown
    assert "Confirm the larger share" not in shown
    cast.grant(cast.supervisor, Role.MDO_ADMIN, cast.ministry)
    devi = browser(cast.supervisor)
    assert "Confirm the larger share" in devi.get(here).content.decode()
    devi.post(here + "breaker/", {"percent": "30", "system": "eHRMS"})
    shown = bala.get(here).content.decode()
    assert "more than 10 per cent" in shown
    assert "the share is 30 per cent" in shown
    bala.post(here + "breaker/", {"percent": "5", "system": "eHRMS"})
    assert "more than 5 per cent" in bala.get(here).content.decode()


def test_a_token_is_shown_once_and_ended(cast, browser):
    bala = browser(cast.admin)
    here = reverse("feeds:tokens", args=(cast.ministry.uuid,))
    page = bala.post(here, {"label": "e-HRMS", "days": "30"}).content.decode()
    secret = re.search(r"<code>(kys_[^<]+)</code>", page)[1]
    assert len(secret) > 40
    page = bala.get(here).content.decode()
    assert secret not in page
    revoke = re.search(r'action="([^"]+/revoke/)"', page)[1]
    assert browser(cast.other_admin).post(revoke).status_code == 404
    assert "Ended" in bala.post(revoke, follow=True).content.decode()
    assert bala.post(here, {"label": "", "days": "9999"}).status_code == 422


def test_the_way_in(cast, browser):
    bala = browser(cast.admin)
    assert reverse("feeds:index") in bala.get("/administration/").content.decode()
    assert "Ministry of Personnel" in bala.get(reverse("feeds:index")).content.decode()
    assert browser(cast.learner).get(reverse("feeds:index")).status_code == 404
    assert reverse("feeds:mine") in browser(cast.learner).get("/people/me/").content.decode()
    assert bala.get(reverse("feeds:template", args=(cast.ministry.uuid,))).content.startswith(
        b"\xef\xbb\xbfEmployee Code"
    )
