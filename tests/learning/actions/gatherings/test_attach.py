"""The recording of an event: taken from where it lies, made lighter as every film, kept while the event shows it."""

import datetime as dt

import pytest

from karmayogi.kernel import files, rows
from karmayogi.kernel.access import NotFound, Refused, System
from karmayogi.learning.actions.gatherings.attach import attach_recording
from karmayogi.learning.actions.media.sweep import ask_missing, remove_unused
from karmayogi.learning.models import GatheringRecording, MediaSource, Rendition
from karmayogi.learning.queries.media import media_lines
from tests.learning.actions.gatherings.conftest import HOUR

WEBM = b"\x1aE\xdf\xa3\x01\x00B\x82\x84webm" + b"x" * 100
SWEEP = System("sweep")


@pytest.fixture
def after(at):
    return at + 26 * HOUR


@pytest.fixture
def attach(cast, talk, after):
    course = talk().uuid

    def run(content, who=cast.publisher, **given):
        given = {"kind": "video", "title": "The talk", "text": "What is said.", "at": after} | given
        attach_recording(actor=who.actor(after), course=course, content=content, **given)

    return run


def test_a_large_file_is_taken_from_where_it_lies_and_lighter_forms_are_asked_for(attach, tmp_path):
    film = tmp_path / "film.webm"
    film.write_bytes(WEBM)
    attach(film, captions=b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n")
    attach(film, title="The talk, whole")
    kept = GatheringRecording.objects.get()
    assert kept.captions_id is not None
    assert (kept.title, files.path_of(kept.file.sha256).read_bytes()) == ("The talk, whole", WEBM)
    assert MediaSource.objects.get(file_id=kept.file_id).state == "waiting"
    assert [(line.kind, line.course) for line in media_lines()] == [("video", "T-TALK")]


def test_forms_of_what_an_event_shows_stay_and_those_of_old_recordings_are_made(attach, after):
    attach(WEBM)
    source = MediaSource.objects.get()
    form = files.put(b"small film", "video/mp4")
    rows.run("update learning_mediasource set state = 'made', ended_at = asked_at")
    Rendition.objects.create(source_id=source.file_id, name="240p", file_id=form.id)
    assert remove_unused(SWEEP, after + dt.timedelta(days=30)) == 0
    Rendition.objects.all().delete()
    MediaSource.objects.all().delete()  # as one that was attached before forms were made of them
    assert ask_missing(after) == 1
    assert MediaSource.objects.get().kind == "video"


def test_no_film_too_early_and_somebody_else(attach, cast, at):
    with pytest.raises(Refused, match="no film"):
        attach(b"GIF89a")
    with pytest.raises(Refused, match="begun"):
        attach(WEBM, at=at)
    with pytest.raises(NotFound):
        attach(WEBM, who=cast.learner)
    assert not GatheringRecording.objects.exists()
