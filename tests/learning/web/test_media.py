"""What a learner is offered of a film: sizes first, the choice kept, time that survives it."""

import collections
import datetime as dt
import shutil
import subprocess

import pytest
from django.conf import settings
from django.urls import reverse

from karmayogi.kernel import clock, files, rows
from karmayogi.learning import api
from karmayogi.learning.actions.media.make import make_waiting
from karmayogi.learning.actions.media.sweep import ask_missing
from karmayogi.learning.models import MediaSource, PartProgress, Rendition
from karmayogi.learning.web import files_door
from tests.learning.browser import enter
from tests.learning.conftest import SETUP
from tests.learning.web.test_progress_door import begin, until

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
        answer = asha.get(lesson())
    html = answer.content.decode()
    assert answer.headers["Accept-CH"] == "ECT"
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


@pytest.fixture
def leaflet(short_course, at):
    """A part that is a PDF of two pages, made; its key."""
    stored = files.put(b"%PDF-1.7 leaflet", "application/pdf")
    rows.run("set local session_replication_role = replica")
    rows.run("update learning_part set kind = 'pdf' where key = 'two'")
    rows.run(
        "update learning_partvariant set file_id = %s, body_html = '' where part_id ="
        " (select id from learning_part where key = 'two')",
        [stored.id],
    )
    rows.run("set local session_replication_role = origin")
    MediaSource.objects.create(file_id=stored.id, kind="pdf", state="made", pages=2, asked_at=at, ended_at=at)
    for place in (1, 2):
        picture = files.put(b"picture %d" % place, "image/avif")
        Rendition.objects.create(
            source_id=stored.id, name="page", place=place, file_id=picture.id, text=f"Words of leaf {place}", width=720,
            height=400,
        )  # fmt: skip
    return short_course.uuid


def test_a_pdf_is_read_page_by_page_and_goes_on_where_she_left(asha, leaflet, cast, at):
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=leaflet, language="en", at=at)
    url = reverse("learning:part", args=[enrolment, "two"])
    with clock.frozen(at):
        first = asha.get(url).content.decode()
        assert "Words of leaf 1" in first and "Words of leaf 2" not in first
        assert first.count(".avif") == 1 and "Open the PDF" in first
        assert "Words of leaf 2" in asha.get(url + "?page=2").content.decode()
        assert "Words of leaf 2" in asha.get(url).content.decode(), "also without JavaScript, on any device"
        assert "Words of leaf 2" in asha.get(url + "?page=99").content.decode()
        saving = asha.get(url + "?page=1", headers={"save-data": "on"}).content.decode()
        assert "<img" not in saving.partition('id="lesson"')[2] and "Words of leaf 1" in saving
        assert "Show the picture of this page (0 kB)" in saving or "Show the picture of this page (1 kB)" in saving
        asked = asha.get(url + "?page=1&picture=1", headers={"save-data": "on"}).content.decode()
    assert ".avif" in asked


@pytest.fixture
def sent(monkeypatch):
    """Bytes that leave by the file door, by the ending of the address."""
    counted: collections.Counter[str] = collections.Counter()
    serve = files_door.serve

    def counting(environ, start_response):
        for part in serve(environ, start_response):
            counted[environ["PATH_INFO"].rpartition(".")[2]] += len(part)
            yield part

    monkeypatch.setattr(files_door, "serve", counting)
    return counted


@pytest.mark.journey
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_nothing_is_loaded_that_was_not_asked_for(served, browser, write_course, tmp_path, sent):
    now = clock.now()
    folder = write_course("T-FILM", "Film", quiz=False)
    (folder / "media").mkdir()
    noise = ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=10:d=40", "-f", "lavfi", "-i", "sine=440:d=40"]
    target = folder / "media" / "video.en.webm"
    subprocess.run(
        ["ffmpeg", "-v", "error", *noise, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1500k",
         "-c:a", "libopus", str(target)],
        check=True,
    )  # fmt: skip
    key, parts = begin(folder, now)
    ask_missing(now)
    assert make_waiting(lambda: now) == 1
    page = enter(browser, served, key)
    page.goto(f"{served}{parts}/video/")
    small_film = page.get_by_role("button", name="Small film (240p) ·")  # to play; below it can be kept on the phone
    small_film.wait_for()
    page.wait_for_timeout(500)
    assert not sent, "the page is there, and nothing of the film"

    # The small film is chosen before anything plays: the large one is never touched.
    small_film.click()
    video = page.locator("video")
    video.evaluate("async v => { v.muted = true; v.playbackRate = 4; await v.play() }")
    until(page, lambda: video.evaluate("v => v.currentTime") > 8)
    small = rows.scalar("select f.size from learning_rendition r join kernel_storedfile f on f.id = r.file_id"
                        " where r.name = '240p'")  # fmt: skip
    assert 0 < sent["mp4"] <= small * 1.1 and set(sent) == {"mp4"}

    # Sound alone goes on at that second, without a new page, and the place is kept.
    page.get_by_role("button", name="Sound only ·").click()
    until(page, lambda: video.evaluate("v => v.currentTime") > 12)
    assert set(sent) == {"mp4", "weba"}
    video.evaluate("v => v.pause()")
    second = int(video.evaluate("v => v.currentTime"))
    until(page, lambda: PartProgress.objects.filter(position=str(second), visit=1).exists())
    page.context.close()

    # Another device, another form, the same second.
    page = enter(browser, served, key, javascript=False)
    page.set_extra_http_headers({"Save-Data": "on"})
    page.goto(f"{served}{parts}/video/")
    assert f"#t={second}" in (page.locator("video").get_attribute("src") or "")
    assert page.locator("button[aria-pressed=true]").inner_text().startswith("Small film")
