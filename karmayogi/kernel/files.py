"""Files by content: written once under their SHA-256, never changed, safe to cache for ever."""

import dataclasses
import datetime as dt
import hashlib
import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction

from karmayogi.kernel import rows
from karmayogi.kernel.models import StoredFile

_HOLD = """
insert into kernel_storedfile (sha256, size, media_type) values (%s, 0, '') on conflict (sha256) do nothing returning id
"""
_NAMED = "select sha256 from kernel_storedfile where sha256 = any(%s)"
UNCHECKED = "application/octet-stream"  # of content whose kind nobody looked at: never shown, only handed out


@dataclasses.dataclass(frozen=True, slots=True)
class FileRef:
    """id: of the StoredFile row. size: bytes."""

    id: int
    sha256: str
    size: int
    media_type: str


def put(content: bytes | Path, media_type: str) -> FileRef:
    """Stores the content (once) and returns its reference. Same content, same reference.

    content: the bytes, or a file that is copied piece by piece. media_type: as it was found by looking at the content;
    what somebody merely says is no type (UNCHECKED), or a file that is two things at once would be shown as the other.
    """
    with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        size = source.seek(0, os.SEEK_END)  # file_digest does not move in a buffer
        _write(source, path_of(digest))
        row, _ = StoredFile.objects.get_or_create(sha256=digest, defaults={"size": size, "media_type": media_type})
        checked = row.media_type if media_type == UNCHECKED else media_type
        if (row.size, row.media_type) != (size, checked):  # rows of an older release say 0 bytes
            row.size, row.media_type = size, checked
            row.save(update_fields=["size", "media_type"])
        _write(source, path_of(digest))  # whoever forgot the same content meanwhile took it away
    return FileRef(row.id, row.sha256, row.size, row.media_type)


def _write(source: BinaryIO, path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and renamed, so that a reader never meets half a file.
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    source.seek(0)
    with os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(source, file)
    Path(temporary).rename(path)


def forget(file_id: int) -> bool:
    """Removes content that no row of any table points to; False, and nothing changed, where one does.

    For what can be made again. The database decides: every foreign key is asked by the deletion itself.
    """
    try:
        with transaction.atomic():
            rows.run("set constraints all immediate")
            sha256 = rows.scalar("delete from kernel_storedfile where id = %s returning sha256", [file_id])
            rows.run("set constraints all deferred")
    except IntegrityError:
        return False
    if sha256:
        transaction.on_commit(lambda: _clear(sha256))
    return bool(sha256)


def sweep(before: dt.datetime) -> int:
    """Removes what lies on disk since before then and no row names: left by whoever was cut off between the two. How
    many files. Rows are never removed here: who may point to them only their makers know."""
    gone = 0
    for folder in sorted(Path(settings.FILES_ROOT).glob("[0-9a-f][0-9a-f]")):
        old = [one for one in sorted(folder.iterdir()) if one.stat().st_mtime < before.timestamp()]
        named = set(rows.fetch(str, _NAMED, [[one.name for one in old]]))
        for path in old:
            if len(path.name) != 64:
                path.unlink(missing_ok=True)  # half a file, of a process that ended
                gone += 1
            elif path.name not in named:
                gone += _clear(path.name)
    return gone


def _clear(sha256: str) -> bool:
    """Removes the content unless a row names it. Whoever stores the same meanwhile waits for the row that is made here,
    finds the content gone and writes it anew."""
    with transaction.atomic():
        mine = rows.scalar(_HOLD, [sha256])
        if mine is not None:
            path_of(sha256).unlink(missing_ok=True)
            rows.run("delete from kernel_storedfile where id = %s", [mine])
    return mine is not None


def path_of(sha256: str) -> Path:
    """Where the content lies on disk."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def read(sha256: str) -> bytes:
    return path_of(sha256).read_bytes()


_PAPERS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def paper_type(content: bytes) -> str | None:
    """The media type of a PDF, PNG or JPEG, by what it begins with and never by its name; None for anything else."""
    return next((media_type for sign, media_type in _PAPERS.items() if content.startswith(sign)), None)


def plain_name(name: str) -> str:
    """A name without folders, quotes and control characters: it goes into a header when somebody downloads it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable() and sign not in '"<>').strip()[:200] or "file"
