import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from karmayogi.kernel import files, rows
from karmayogi.kernel.access import System
from karmayogi.learning.actions.authoring.review import discard
from karmayogi.learning.actions.authoring.write_part import Upload
from karmayogi.learning.actions.media import make
from karmayogi.learning.actions.media.sweep import ask_missing, remove_unused
from karmayogi.learning.models import Rendition

WEBM = b"\x1aE\xdf\xa3\x01\x00B\x82\x84webm" + b"x" * 100
SWEEP = System("sweep")


def form_of(file_id: int, content: bytes) -> str:
    """A form of that file, as if made; its hash."""
    made = files.put(content, "video/mp4")
    rows.run("update learning_mediasource set state = 'made', ended_at = asked_at where file_id = %s", [file_id])
    Rendition.objects.create(source_id=file_id, name="240p", file_id=made.id)
    return made.sha256


@pytest.fixture
def film(studio):
    """A draft with a film whose small form is made: (draft, id of the film, hash of the form)."""
    draft = studio.begin()
    part = studio.part(draft, "video", "Film")
    studio.write(draft, part, file=Upload("f.webm", WEBM))
    file_id = rows.scalar("select file_id from learning_mediasource where state = 'waiting'")
    return draft, file_id, form_of(file_id, b"small film")


def test_forms_of_a_discarded_draft_go_after_a_week_with_their_content(
    studio, film, at, django_capture_on_commit_callbacks
):
    draft, file_id, sha256 = film
    assert remove_unused(SWEEP, at + dt.timedelta(days=30)) == 0, "the draft is open"
    discard(actor=studio.author.actor(at), draft=draft, at=at)
    assert remove_unused(SWEEP, at + dt.timedelta(days=6)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_unused(SWEEP, at + dt.timedelta(days=8)) == 1
    assert not files.path_of(sha256).exists()
    assert rows.scalar("select count(*) from kernel_storedfile where sha256 = %s", [sha256]) == 0
    assert rows.scalar("select count(*) from kernel_storedfile where id = %s", [file_id]) == 1, "the draft can be read"
    assert remove_unused(SWEEP, at + dt.timedelta(days=9)) == 0


def test_content_that_something_else_needs_stays(studio, film, at, django_capture_on_commit_callbacks):
    draft, _file, sha256 = film
    other = studio.begin("Another")
    part = studio.part(other, "video", "Film")
    rows.run(
        "update learning_draftedvariant set file_id = (select id from kernel_storedfile where sha256 = %s)"
        " where part_id = (select id from learning_draftedpart where uuid = %s)",
        [sha256, part],
    )
    discard(actor=studio.author.actor(at), draft=draft, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_unused(SWEEP, at + dt.timedelta(days=8)) == 1
    assert files.path_of(sha256).exists(), "another draft shows the same content as its own film"


def test_what_is_published_is_frozen(course, at):
    stored = files.put(WEBM, "video/webm")
    part = rows.scalar("select id from learning_part where key = 'one' limit 1")
    rows.run("set local session_replication_role = replica")
    rows.run("update learning_partvariant set file_id = %s where part_id = %s", [stored.id, part])
    rows.run("update learning_part set kind = 'video' where id = %s", [part])
    rows.run("set local session_replication_role = origin")
    assert ask_missing(at) == 1, "nobody asked for it: it came with a folder"
    assert ask_missing(at) == 0
    form_of(stored.id, b"small")
    assert remove_unused(SWEEP, at + dt.timedelta(days=99)) == 0
    for change in ("delete from learning_rendition", "update learning_rendition set name = 'audio'"):
        with pytest.raises(DatabaseError, match="published"), transaction.atomic():
            rows.run(change)


def test_what_waited_for_a_program_is_made_once_it_is_there(db, at, monkeypatch):
    monkeypatch.setattr("karmayogi.learning.actions.media.film.tool", lambda name: "")
    make.ask(files.put(b"film", "video/mp4").id, "video", at)
    make.make_waiting(lambda: at)
    monkeypatch.setattr("karmayogi.learning.actions.media.sweep.tool", lambda name: "")
    assert ask_missing(at) == 0
    monkeypatch.setattr("karmayogi.learning.actions.media.sweep.tool", lambda name: f"/usr/bin/{name}")
    assert ask_missing(at) == 1
    assert rows.scalar("select state from learning_mediasource") == "waiting"
    assert rows.scalar("select count(*) from learning_missingtool where found_at is null") == 0
