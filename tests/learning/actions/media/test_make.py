"""Real ffmpeg where it is installed; a machine without it is played by an empty PATH."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail

from karmayogi.kernel import files, rows
from karmayogi.kernel.jobs import drain
from karmayogi.kernel.search_key import skeleton
from karmayogi.learning.actions.media import make
from karmayogi.learning.actions.media.run import Interrupted
from karmayogi.learning.queries.catalogue import Search, search
from karmayogi.learning.queries.media import forms_of
from karmayogi.learning.queries.row import Row
from tests.learning.actions.media.test_paper import pdf

needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")


def film(folder: Path, *options: str, name: str = "film.mp4", seconds: int = 4) -> bytes:
    """Colour bars with a tone, heavy enough to be worth making lighter."""
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc2=s=640x480:r=25:d={seconds}", "-f", "lavfi", "-i",
         f"sine=440:d={seconds}", "-shortest", "-preset", "ultrafast", *options, str(folder / name)],
        check=True,
    )  # fmt: skip
    return (folder / name).read_bytes()


def made(content: bytes, media_type: str, kind: str, at):
    stored = files.put(content, media_type)
    make.ask(stored.id, kind, at)
    assert make.make_waiting(lambda: at) == 1
    return forms_of(stored.sha256)[stored.sha256]


@needs_ffmpeg
def test_a_film_gets_a_small_film_and_its_sound(db, at, tmp_path):
    content = film(tmp_path)
    found = made(content, "video/mp4", "video", at)
    assert (found.state, found.names, found.seconds, found.height) == ("made", ["audio", "240p", "full"], 4, 480)
    sound, small, full = (form.size for form in found.forms)
    assert sound < small < full == len(content)
    stored = files.path_of(found.form("240p").sha256).read_bytes()
    assert stored.index(b"moov") < stored.index(b"mdat"), "the index comes first: play begins with the first bytes"
    again = files.put(content, "video/mp4")
    make.ask(again.id, "video", at)
    assert make.make_waiting(lambda: at) == 0, "the same content is done"
    assert rows.scalar("select cpu_ms from learning_mediasource") > 0


@needs_ffmpeg
@pytest.mark.parametrize(
    "content",
    [
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"\x00\x00\x00\x18ftypisom" + b"\x00" * 500,
        b"",
    ],
    ids=["playlist", "list", "broken", "empty"],
)
def test_what_is_no_film_is_refused_with_a_reason_and_nothing_is_read(db, at, content):
    found = made(content, "video/mp4", "video", at)
    assert (found.state, found.trouble, found.names) == ("refused", "broken", ["full"])
    assert "passwd" not in found.detail


@needs_ffmpeg
def test_a_recording_and_a_film_that_is_light_already(db, at, tmp_path):
    recording = film(tmp_path, "-vn", "-b:a", "128k", name="talk.mp3", seconds=8)
    assert made(recording, "audio/mpeg", "audio", at).names == ["audio", "full"]
    light = film(tmp_path, "-an", "-s", "64x48", "-r", "2", "-crf", "40", name="light.mp4", seconds=2)
    found = made(light, "video/mp4", "video", at)
    assert (found.state, found.names) == ("made", ["full"]), "a form that saves nothing is no choice"


def test_without_ffmpeg_the_original_stands_alone_and_it_is_said_once(db, cast, at, monkeypatch):
    monkeypatch.setattr("karmayogi.learning.actions.media.film.tool", lambda name: "")
    for number in range(3):
        found = made(b"film %d" % number, "video/mp4", "video", at)
        assert (found.state, found.trouble, found.names) == ("lacking", "no_ffmpeg", ["full"])
    assert rows.scalar("select count(*) from learning_missingtool where found_at is null") == 1
    drain()
    assert [(letter.to, "ffmpeg" in letter.body) for letter in mail.outbox] == [([cast.platform.email], True)]
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'learning:tool:missed'") == 1


def test_a_fault_of_ours_is_tried_again_and_then_shown(db, at, monkeypatch):
    def broken(*_given):
        raise OSError("no space left")

    monkeypatch.setattr(make, "_make", broken)
    stored = files.put(b"film", "video/mp4")
    make.ask(stored.id, "video", at)
    for tries in (1, 2, 3):
        make.make_waiting(lambda: at)
        assert rows.scalar("select tries from learning_mediasource") == tries
    assert forms_of(stored.sha256)[stored.sha256].trouble == "failed"
    assert rows.scalar("select state from learning_mediasource") == "refused"


def test_a_worker_that_is_stopped_says_nothing_about_the_file(db, at, monkeypatch):
    def stopped(*_given):
        raise Interrupted

    monkeypatch.setattr(make, "_make", stopped)
    make.ask(files.put(b"film", "video/mp4").id, "video", at)
    make.make_waiting(lambda: at)
    assert rows.first(Row, "select state, tries from learning_mediasource") == ("waiting", 0)
    assert list(Path(settings.FILES_ROOT).glob("making-*")) == []


def test_a_pdf_can_be_found_by_the_words_on_its_pages(short_course, at):
    content = pdf()  # once: it says when it was made
    stored = files.put(content, "application/pdf")
    part = rows.scalar("select id from learning_part where key = 'one'")
    rows.run("set local session_replication_role = replica")  # what is published does not change otherwise
    rows.run("update learning_partvariant set file_id = %s where part_id = %s", [stored.id, part])
    rows.run("set local session_replication_role = origin")
    # A title of others has nearly such a word.
    rows.run("insert into learning_catalogueword (word) values (%s) on conflict do nothing", [skeleton("tartan")])
    asked = Search("thirty leaf")
    assert [card.uuid for card in search(asked).cards] == []
    assert made(content, "application/pdf", "pdf", at).pages == 2
    assert [card.uuid for card in search(asked).cards] == [short_course.uuid]
