"""Files by content: written once under their SHA-256, never changed, safe to cache for ever."""

import dataclasses
import hashlib
import os
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


def put(content: bytes, media_type: str) -> FileRef:
    """Stores the content (once) and returns its reference. Same content, same reference."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and renamed, so that a reader never meets half a file.
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).rename(path)
    row, _ = StoredFile.objects.get_or_create(sha256=digest, defaults={"size": len(content), "media_type": media_type})
    return FileRef(row.id, row.sha256, row.size, row.media_type)


def path_of(sha256: str) -> Path:
    """Where the content lies on disk."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def read(sha256: str) -> bytes:
    return path_of(sha256).read_bytes()
