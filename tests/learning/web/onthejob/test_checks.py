"""The pages of a check: the officer writes, a colleague judges, somebody of the office decides; and the points."""

import datetime as dt

import pytest
from django.urls import reverse

from karmayogi.kernel.jobs import drain
from karmayogi.learning.actions.onthejob.open_checks import look_after_checks
from karmayogi.learning.models import PeerAsk
from karmayogi.learning.queries.onthejob.checks import asks_of, count_to_write
from karmayogi.ui.api import day
from tests.learning.actions.onthejob.test_hand_in import Story, story  # noqa: F401 (a fixture)
from tests.learning.web.onthejob.test_entries import visit  # noqa: F401 (a fixture)

GOOD = {"answer1": "yes", "answer2": "yes", "answer3": "no", "declared": "on", "decision": "answer"}


@pytest.fixture
def told(story: Story, visit):  # noqa: F811
    """(the story, the check as Asha's browser handed it in)."""
    check = story.opened()
    asha = visit(story.cast.learner)
    mine = reverse("learning:checks")
    assert "you can write" in asha.get(mine).content.decode()
    address = reverse("learning:check", args=[check.uuid])
    assert asha.post(address, {"words": ""}).status_code == 422
    asha.post(address, {"words": "I used the checklist of the office."})
    drain()
    text = asha.get(address).content.decode()
    assert "Colleagues asked: 3. Answers so far: 0." in text
    return story, check


def test_colleagues_judge_without_names_and_the_officer_reads_their_reasons(told, visit):  # noqa: F811
    story, check = told  # noqa: F811
    for number, peer in enumerate(story.drawn()[:2]):
        browser = visit(peer)
        assert "Applications of a course to judge: 1" in browser.get(reverse("competencies:asks")).content.decode()
        ask = asks_of(peer.person_id)[0].uuid
        address = reverse("learning:check_asked", args=[ask])
        page = browser.get(address).content.decode()
        assert "I used the checklist of the office." in page
        assert "Asha" not in page
        assert browser.post(address, GOOD | {"answer2": ""}).status_code == 422
        browser.post(address, GOOD | {"note": f"Reason {number}"})
        assert "no longer asked" in browser.get(address).content.decode()
    text = visit(story.cast.learner).get(reverse("learning:check", args=[check.uuid])).content.decode()
    assert "Reason 0" in text
    assert "Reason 1" in text
    assert "Peer" not in text
    points = visit(story.cast.learner).get(reverse("learning:points")).content.decode()
    assert "A course shown as applied at work" in points
    assert "They never enter levels or appraisal" in points
    assert points.count('<td class="n"><bdi dir="ltr">10</bdi></td>') == 1


def test_the_officer_is_told_what_to_write_and_by_when(story: Story, visit):  # noqa: F811
    check = story.opened()
    asha, waits = visit(story.cast.learner), reverse("competencies:asks")
    address = reverse("learning:check", args=[check.uuid])
    assert "Courses: say what you applied: 1" in asha.get(waits).content.decode()
    assert asha.get(address).content.decode().count(f"by {day(check.closes_on)}") == 1, "by the form"
    asha.post(address, {"words": "I used the checklist of the office."})
    drain()
    assert "say what you applied" not in asha.get(waits).content.decode()
    answer = asha.post(address, {"words": "From my other device."})
    assert answer.status_code == 422
    assert "You have handed this in already" in answer.content.decode()
    for peer in story.drawn()[:2]:
        story.answer(peer, False)
    assert "Courses: say what you applied: 1" in asha.get(waits).content.decode()
    last = story.on + dt.timedelta(days=21)
    assert f"by {day(last)}" in asha.get(address).content.decode()
    me = story.asha
    assert [count_to_write(me, on) for on in (last, last + dt.timedelta(days=1))] == [1, 0]


def test_a_colleague_may_rather_not(told, visit):  # noqa: F811
    story, _check = told  # noqa: F811
    peer = story.drawn()[0]
    ask = asks_of(peer.person_id)[0].uuid
    visit(peer).post(reverse("learning:check_asked", args=[ask]), {"decision": "aside"})
    drain()
    assert PeerAsk.objects.get(uuid=ask).state == "declined"
    assert len(story.drawn()) == 3


def test_what_colleagues_did_not_decide_is_decided_in_the_office(told, visit):  # noqa: F811
    story, check = told  # noqa: F811
    PeerAsk.objects.all().update(state="late")
    end = story.at + dt.timedelta(days=29)
    look_after_checks(on=end.date(), at=end)
    bala = visit(story.cast.admin)
    page = bala.get(reverse("learning:check_appeals")).content.decode()
    address = reverse("learning:check_appeal", args=[check.uuid])
    assert address in page
    assert "Applications of a course to decide on" in bala.get(reverse("portal:administration")).content.decode()
    assert "Too few colleagues" in bala.get(address).content.decode()
    assert bala.post(address, {"decision": "shown", "note": "x"}).status_code == 422
    bala.post(address, {"decision": "refused", "note": "It is about another course.", "declared": "on"})
    text = visit(story.cast.learner).get(reverse("learning:check", args=[check.uuid])).content.decode()
    assert "It is about another course." in text
    assert "not shown, decided" in text
    assert "Answers so far" not in text
    assert visit(story.cast.outsider).get(reverse("learning:check_appeals")).status_code == 404
