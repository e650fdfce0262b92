"""What a learner is offered of a film: sizes first, the choice kept, time that survives it."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse

from karmayogi.kernel import clock, files, rows
from karmayogi.learning import api
from karmayogi.learning.models import MediaSource, Rendition
from tests.learning.conftest import SETUP

FILM = b"\x1aE\xdf\xa3\x01\x00B\x82\x84webm" + b"f" * 4_000_000


@pytest.fixture
def film(write_course, kcm, at):
    """A published course with a film of which a small film and the sound were made; the course's uuid."""
    folder = write_course("T-FILM", "Film", quiz=False)
    (folder / "media").mkdir()
    (folder / "media" / "video.en.webm").write_bytes(FILM)
    (folder / "media" / "video.en.vtt").write_text("WEBVTT\n\n00:01.000 --> 01:59.000\nHello\n")
    course = api.import_course(agent=SETUP, folder=folder, at=at)
    stored = files.put(FILM, "video/webm")
    MediaSource.objects.create(
        file_id=stored.id, kind="video", state="made", seconds=120, height=720, asked_at=at, ended_at=at
    )
    for name, media_type, size in (("audio", "audio/webm", 250_000), ("240p", "video/mp4", 1_400_000)):
        made = files.put(name.encode() * size, media_type)
        rows.run("update kernel_storedfile set size = %s where id = %s", [size, made.id])
        Rendition.objects.create(source_id=stored.id, name=name, file_id=made.id)
    return course.uuid


@pytest.fixture
def asha(cast, client, at):
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    return client


@pytest.fixture
def lesson(film, cast, at):
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=film, language="en", at=at)
    return lambda name="part": reverse(f"learning:{name}", args=[enrolment, "video"])


def chosen(html: str) -> str:
    """The name on the button that is pressed."""
    return html.split('aria-pressed="true"')[0].rpartition('value="')[2].partition('"')[0]


def test_sizes_are_said_and_nothing_is_loaded(asha, lesson, at):
    with clock.frozen(at):
        html = asha.get(lesson()).content.decode()
    for told in ("Sound only · 250 kB", "Small film (240p) · 1.4 MB", "720p · 4.0 MB", 'preload="none"'):
        assert told in html
    assert 'preload="metadata"' not in html and "autoplay" not in html
    assert chosen(html) == "full"


def test_who_saves_data_gets_the_small_one_without_a_picture_before_it(asha, lesson, at):
    with clock.frozen(at):
        html = asha.get(lesson(), headers={"save-data": "on"}).content.decode()
        slow = asha.get(lesson(), headers={"ect": "2g"}).content.decode()
    assert (chosen(html), chosen(slow)) == ("240p", "240p")
    assert "poster=" not in html


def test_a_choice_holds_on_this_device_and_keeps_the_time(asha, lesson, cast, at):
    with clock.frozen(at):
        asha.get(lesson())
    with clock.frozen(at + dt.timedelta(seconds=50)):
        answer = asha.post(lesson("media_choice"), {"as": "audio"})
        assert answer.status_code == 302 and answer.url == lesson()
        html = asha.get(lesson(), headers={"save-data": "on"}).content.decode()
    assert chosen(html) == "audio", "what was chosen goes before what the browser says"
    assert rows.scalar("select seconds from learning_partprogress") == 50
    with clock.frozen(at + dt.timedelta(seconds=65)):
        # Half of the film's two minutes, heard and seen in two forms: it counts, also without JavaScript.
        assert asha.post(lesson("finish")).status_code == 302
    assert rows.scalar("select state from learning_partprogress") == "done"


def test_a_form_that_does_not_exist(asha, lesson, at):
    with clock.frozen(at):
        assert asha.post(lesson("media_choice"), {"as": "4k"}).status_code == 404


def test_it_goes_on_at_the_same_second_in_any_form_without_javascript(asha, lesson, at):
    with clock.frozen(at):
        asha.get(lesson())
        for second, wanted in (("77", "#t=77"), ("119", None), ("0", None)):
            rows.run("update learning_partprogress set position = %s", [second])
            html = asha.get(lesson()).content.decode()
            assert (wanted in html) if wanted else ("#t=" not in html), second
