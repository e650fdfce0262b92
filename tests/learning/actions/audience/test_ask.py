"""With approval: everybody finds it, whoever asks is let in or not, with a reason."""

import datetime as dt
import re
import uuid

import pytest

from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning import api
from karmayogi.learning.actions.audience import ask, invite
from karmayogi.learning.models import AccessRequest, Admission
from karmayogi.learning.queries.audience.requests import waiting_requests

DAYS = dt.timedelta(days=3)


@pytest.fixture
def moderated(course, licensed, cast, at):
    invite.set_audience(actor=cast.publisher.actor(at), course=course.uuid, audience="approval", at=at)
    return course


@pytest.fixture
def asked(moderated, cast, at):
    """Asha's request."""
    return ask.ask(actor=cast.learner.actor(at), course=moderated.uuid, why="I answer requests every day.", at=at)


def enrol(who, course, at):
    return api.enrol(actor=who.actor(at), course_uuid=course.uuid, language="en", at=at)


def test_nobody_begins_it_without_being_let_in(cast, moderated, asked, at):
    with pytest.raises(Refused, match="Ask to be let in"):
        enrol(cast.learner, moderated, at)
    ask.decide(actor=cast.publisher.actor(at), request=asked, grant=True, reason="Fits the post.", at=at)
    assert enrol(cast.learner, moderated, at)
    with pytest.raises(Refused):
        enrol(cast.outsider, moderated, at)


def test_asking_twice_is_one_request(cast, moderated, asked, at):
    assert ask.ask(actor=cast.learner.actor(at), course=moderated.uuid, why="Again", at=at) == asked
    assert AccessRequest.objects.get().organisation_path == cast.section.path
    with pytest.raises(Refused, match="why"):
        ask.ask(actor=cast.outsider.actor(at), course=moderated.uuid, why=" ", at=at)


def test_the_provider_and_the_office_decide_and_nobody_else(cast, moderated, asked, at):
    assert [one.uuid for one in waiting_requests(cast.admin.actor(at), 9)] == [asked]
    assert [one.uuid for one in waiting_requests(cast.publisher.actor(at), 9)] == [asked]
    for who in (cast.learner, cast.outsider, cast.other_admin, cast.supervisor):
        assert waiting_requests(who.actor(at), 9) == []
        with pytest.raises(NotFound):
            ask.decide(actor=who.actor(at), request=asked, grant=True, reason="x", at=at)
    with pytest.raises(Refused, match="reason"):
        ask.decide(actor=cast.admin.actor(at), request=asked, grant=True, reason=" ", at=at)
    assert AccessRequest.objects.get().state == "waiting" and Admission.objects.count() == 0
    for _ in range(2):
        ask.decide(actor=cast.admin.actor(at), request=asked, grant=True, reason="Needed.", at=at)
    assert Admission.objects.get().via == "request"
    with pytest.raises(Refused, match="decided"):
        ask.decide(actor=cast.publisher.actor(at), request=asked, grant=False, reason="x", at=at)


def test_refused_and_asked_again(cast, moderated, asked, at):
    ask.decide(actor=cast.admin.actor(at), request=asked, grant=False, reason="Later this year.", at=at)
    assert Admission.objects.count() == 0
    again = ask.ask(actor=cast.learner.actor(at), course=moderated.uuid, why="It is later now.", at=at)
    assert again != asked
    assert set(AccessRequest.objects.values_list("state", flat=True)) == {"refused", "waiting"}


def test_withdrawn_and_reminded(cast, asked, at):
    asha = cast.learner.actor(at)
    with pytest.raises(Refused, match="three days"):
        ask.remind(actor=asha, request=asked, at=at)
    ask.remind(actor=asha, request=asked, at=at + DAYS)
    assert AccessRequest.objects.get().reminded_at == at + DAYS
    for _ in range(2):
        ask.withdraw(actor=asha, request=asked, at=at)
    with pytest.raises(NotFound):
        ask.withdraw(actor=cast.outsider.actor(at), request=asked, at=at)
    with pytest.raises(Refused, match="decided"):
        ask.decide(actor=cast.admin.actor(at), request=asked, grant=True, reason="x", at=at)
    assert rows.scalar("select count(*) from kernel_auditentry where tag like 'learning:access:%%'") == 3


def test_where_nothing_is_to_be_asked_nothing_is_there(cast, course, licensed, at):
    for uuid_ in (course.uuid, uuid.uuid4()):
        with pytest.raises(NotFound):
            ask.ask(actor=cast.learner.actor(at), course=uuid_, why="x", at=at)


def test_the_list_of_requests_has_pages_the_longest_first(cast, moderated, asked, at, client, settings, monkeypatch):
    monkeypatch.setattr("karmayogi.learning.web.audience.audience.PAGE", 1)
    later = at + dt.timedelta(minutes=5)
    ask.ask(actor=cast.outsider.actor(at), course=moderated.uuid, why="I begin on Monday.", at=later)
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.publisher.cookie(at)
    with clock.frozen(later):
        first = client.get("/learning/requests/").content.decode()
        [onward] = re.findall(r'rel="next" href="([^"]+)"', first)
        # Decided meanwhile: the next page goes on from there all the same.
        ask.decide(actor=cast.publisher.actor(at), request=asked, grant=True, reason="Fits the post.", at=later)
        second = client.get(onward).content.decode()
    assert "every day" in first and "on Monday" not in first
    assert "on Monday" in second and 'rel="prev"' in second and 'rel="next"' not in second
