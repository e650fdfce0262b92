"""Files by content: written once under their SHA-256, never changed, safe to cache for ever."""

import dataclasses
import hashlib
import io
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

from karmayogi.kernel.models import StoredFile


@dataclasses.dataclass(frozen=True, slots=True)
class FileRef:
    """id: of the StoredFile row. size: bytes."""

    id: int
    sha256: str
    size: int
    media_type: str


def put(content: bytes | Path, media_type: str) -> FileRef:
    """Stores the content (once) and returns its reference. Same content, same reference.

    content: the bytes, or a file that is copied piece by piece.
    """
    with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        size = source.tell()
        path = path_of(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written beside and renamed, so that a reader never meets half a file.
            handle, temporary = tempfile.mkstemp(dir=path.parent)
            source.seek(0)
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(source, file)
            Path(temporary).rename(path)
    row, _ = StoredFile.objects.get_or_create(sha256=digest, defaults={"size": size, "media_type": media_type})
    return FileRef(row.id, row.sha256, row.size, row.media_type)


def path_of(sha256: str) -> Path:
    """Where the content lies on disk."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def read(sha256: str) -> bytes:
    return path_of(sha256).read_bytes()
