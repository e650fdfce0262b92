"""Content on disk and its rows agree, whatever is cut off between the two."""

import datetime as dt
import os
import threading

import pytest
from django.db import connections, transaction

from karmayogi.kernel import files, rows
from karmayogi.kernel.models import StoredFile

WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


def aged(path, at):
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def test_the_sweep_takes_what_no_row_names_and_is_old(db, at, folder):
    named, orphan, young = (files.put(text, files.UNCHECKED) for text in (b"named", b"orphan", b"young"))
    StoredFile.objects.filter(id__in=[orphan.id, young.id]).delete()
    half = files.path_of(orphan.sha256).parent / "tmpabc"
    half.write_bytes(b"ha")
    for path in (half, files.path_of(named.sha256), files.path_of(orphan.sha256)):
        aged(path, at - 2 * WEEK)
    aged(files.path_of(young.sha256), at)
    package = folder / "packages" / "ab"
    package.parent.mkdir()
    aged(package.parent, at - 2 * WEEK)
    package.write_bytes(b"of others")
    aged(package, at - 2 * WEEK)
    assert files.sweep(at - WEEK) == 2
    kept = sorted(path.name for path in folder.rglob("*") if path.is_file())
    assert kept == sorted([named.sha256, young.sha256, "ab"])
    assert files.sweep(at - WEEK) == 0 and StoredFile.objects.count() == 1


def test_who_stores_the_same_content_while_it_is_swept_has_it(committed_db, at, monkeypatch):
    """The one who stores waits for the sweep, finds the content gone and writes it again."""
    stored = files.put(b"the same", files.UNCHECKED)
    StoredFile.objects.all().delete()
    aged(files.path_of(stored.sha256), at - 2 * WEEK)
    done, run = threading.Event(), rows.run

    def again():
        try:
            files.put(b"the same", files.UNCHECKED)
        finally:
            done.set()
            connections.close_all()

    other = threading.Thread(target=again)

    def between(sql, *given):
        # The content is gone and the row that was held not yet.
        if "delete from kernel_storedfile" in sql:
            other.start()
            assert not done.wait(0.3)
        return run(sql, *given)

    with monkeypatch.context() as patched:
        patched.setattr(rows, "run", between)
        assert files.sweep(at) == 1
        other.join(30)
    assert files.read(stored.sha256) == b"the same" and StoredFile.objects.count() == 1


def test_forgotten_content_goes_only_with_its_row(committed_db):
    stored = files.put(b"once", files.UNCHECKED)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert files.forget(stored.id)
        raise ZeroDivisionError
    assert files.read(stored.sha256) == b"once"
    assert files.forget(stored.id) and not files.path_of(stored.sha256).exists()
    # Whoever stored it between the commit and the removal keeps it.
    again = files.put(b"once", files.UNCHECKED)
    assert not files._clear(again.sha256) and files.read(again.sha256) == b"once"
