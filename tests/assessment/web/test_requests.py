import datetime as dt
import re

import pytest
from django.urls import reverse

from karmayogi.assessment.models import AttemptRequest
from tests.assessment.actions.test_ask_again import exhaust
from tests.assessment.conftest import Learner


def test_from_asking_to_the_next_attempt(part, asha, cast, at):
    exhaust(asha, part)
    start = reverse("assessment:start", args=[part])
    assert "Ask for another attempt" in asha.get(start).content.decode()
    page = asha.post(reverse("assessment:ask", args=[part]), {"why": "Read it <b>twice</b>."}).content.decode()
    assert "The training admin of your office decides" in page
    assert "Ask for another attempt" not in page
    bala = Learner(cast.admin, at)
    assert reverse("assessment:requests") in bala.get(reverse("portal:administration")).content.decode()
    listed = bala.get(reverse("assessment:requests")).content.decode()
    assert "Asha Verma" in listed
    assert "Read it &lt;b&gt;twice&lt;/b&gt;." in listed
    decide = reverse("assessment:decide", args=[AttemptRequest.objects.get().uuid])
    done = bala.post(decide, {"decision": "allow", "note": ""}).content.decode()
    assert "The request is allowed." in done
    assert "Nobody in your offices waits" in done
    assert bala.post(decide, {"decision": "allow"}).status_code == 409
    again = asha.get(start).content.decode()
    assert "Start the test" in again
    assert "1 of 3" in again


def test_a_declined_request_says_why_and_may_be_asked_again(part, asha, cast, at):
    exhaust(asha, part)
    asha.post(reverse("assessment:ask", args=[part]))
    decide = reverse("assessment:decide", args=[AttemptRequest.objects.get().uuid])
    Learner(cast.admin, at).post(decide, {"decision": "decline", "note": "Take the class first."})
    page = asha.get(reverse("assessment:start", args=[part])).content.decode()
    assert "Take the class first." in page
    assert "Ask for another attempt" in page


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("supervisor", 404), ("analyst", 404), ("other_admin", 200)]
)
def test_the_page_shows_only_ones_own_offices(part, asha, cast, at, who, status):
    exhaust(asha, part)
    asha.post(reverse("assessment:ask", args=[part]))
    page = Learner(cast.everyone[who], at).get(reverse("assessment:requests"))
    assert page.status_code == status
    assert "Asha Verma" not in page.content.decode()


def test_the_list_has_pages_the_longest_waiting_first(part, asha, cast, at, monkeypatch):
    monkeypatch.setattr("karmayogi.assessment.web.requests.PAGE", 1)
    exhaust(asha, part)
    asha.post(reverse("assessment:ask", args=[part]), {"why": "Read it twice."})
    first = AttemptRequest.objects.get()
    AttemptRequest.objects.create(
        person_id=cast.supervisor.person_id, paper_id=first.paper_id, organisation_path=first.organisation_path,
        why="Read it once.", asked_at=first.asked_at + dt.timedelta(minutes=1),
    )  # fmt: skip
    bala = Learner(cast.admin, at)
    page = bala.get(reverse("assessment:requests")).content.decode()
    assert "Read it twice." in page and "2 attempts used" in page and "Read it once." not in page
    [onward] = re.findall(r'rel="next" href="([^"]+)"', page)
    page = bala.get(onward).content.decode()
    assert "Read it once." in page and "Read it twice." not in page and 'rel="prev"' in page
    assert "Read it twice." in bala.get(f"{reverse('assessment:requests')}?after=x").content.decode(), "a spoilt link"
