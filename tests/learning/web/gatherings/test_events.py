"""The page of a talk and its calendar file."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from karmayogi.kernel import clock, files
from karmayogi.learning import api
from karmayogi.learning.actions.gatherings.attach import attach_recording
from karmayogi.learning.actions.gatherings.register import register
from karmayogi.learning.models import GatheringPlace, MediaSource, Rendition
from karmayogi.learning.types import GatheringTimes
from karmayogi.learning.web.gatherings import attendance
from tests.learning.conftest import SETUP

HOUR = dt.timedelta(hours=1)
LINK = "https://meet.example.in/x"


@pytest.fixture
def talk(kcm, licensed, at):
    return api.publish_event(
        agent=SETUP, code="T-TALK", provider="Test Courseware", titles={"en": "A talk; with, commas"},
        summaries={"en": "What was learnt."}, competencies=[],
        gathering=GatheringTimes(at + 24 * HOUR, at + 25 * HOUR, "", LINK, "Dr. S", 1), at=at,
    )  # fmt: skip


@pytest.fixture
def open_as(at):
    def make(who):
        client = Client()
        if who:
            client.cookies[settings.SESSION_COOKIE_NAME] = who.cookie(at)
        return client

    with clock.frozen(at):
        yield make


def test_a_seat_shows_the_link_and_the_waiting_list_does_not(open_as, cast, talk):
    address, place = (reverse(f"learning:{name}", args=(talk.uuid,)) for name in ("event", "event_place"))
    first, second = open_as(cast.learner), open_as(cast.supervisor)
    for client in (first, second):
        assert LINK not in client.get(address).content.decode()
        assert client.post(place, {"act": "register"}).status_code == 302
    assert LINK in first.get(address).content.decode()
    text = second.get(address).content.decode()
    assert LINK not in text and "waiting list" in text
    assert "12:00 to 13:00 (Indian time)" in text
    second.post(place, {"act": "cancel"})
    assert sorted(GatheringPlace.objects.values_list("state", flat=True)) == ["cancelled", "registered"]


def test_the_calendar_file_is_read_by_its_own_library(open_as, cast, talk, at):
    register(actor=cast.learner.actor(at), course=talk.uuid, at=at)
    address = reverse("learning:event_calendar", args=(talk.uuid,))
    answer = open_as(cast.learner).get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert entry["SUMMARY"] == "A talk; with, commas" and str(entry["LOCATION"]) == LINK
    assert entry.decoded("DTSTART") == at + 24 * HOUR and entry["SEQUENCE"] == 1
    (public,) = Calendar.from_ical(open_as(None).get(address).content).walk("VEVENT")
    assert "LOCATION" not in public and public["UID"] == entry["UID"]


def test_only_its_organisers_see_who_comes(open_as, cast, talk, at):
    register(actor=cast.learner.actor(at), course=talk.uuid, at=at)
    address = reverse("learning:attendance", args=(talk.uuid,))
    assert "Asha" in open_as(cast.publisher).get(address).content.decode()
    for who in (cast.learner, cast.admin, cast.outsider):
        assert open_as(who).get(address).status_code == 404


def test_a_spreadsheet_has_a_limit_of_its_own(open_as, cast, talk, at, monkeypatch):
    monkeypatch.setattr(attendance.actions, "record_attendance", None)  # is not reached: nothing of it is read
    address = reverse("learning:attendance", args=(talk.uuid,))
    client = open_as(cast.publisher)
    large = SimpleUploadedFile("there.csv", b"x" * (5 * 1024 * 1024 + 1))
    answer = client.post(address, {"sheet": large}, follow=True)
    assert "The file is larger than 5 MB." in answer.content.decode()


def test_a_recording_is_given_in_the_form_that_the_device_chose(open_as, cast, talk, at):
    film = b"\x1aE\xdf\xa3\x01\x00B\x82\x84webm" + b"x" * 100
    attach_recording(
        actor=cast.publisher.actor(at), course=talk.uuid, kind="video", content=film, title="The talk",
        text="What is said.", at=at + 26 * HOUR,
    )  # fmt: skip
    small = files.put(b"small film", "video/mp4")
    Rendition.objects.create(source_id=MediaSource.objects.get().file_id, name="240p", file_id=small.id)
    client = open_as(cast.learner)
    address = reverse("learning:event", args=(talk.uuid,))
    assert small.sha256 not in client.get(address).content.decode().split("<video")[1].split(">")[0]
    answer = client.post(reverse("learning:event_media", args=(talk.uuid,)), {"as": "240p"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    text = client.get(address).content.decode()
    assert f"{small.sha256}.mp4" in text.split("<video")[1].split(">")[0]
    assert 'id="forms1"' in text and "What is said." in text
    assert client.post(reverse("learning:event_media", args=(talk.uuid,)), {"as": "8k"}).status_code == 404
