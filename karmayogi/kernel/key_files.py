"""Private halves of keys: files of KEYS_ROOT, readable by the owner only, never in the database. Written before the row
that names them, so that no row is ever without one; several web machines share the folder."""

import os
from pathlib import Path

from django.conf import settings


def write(name: str, content: bytes) -> None:
    """A new file, on the disk when this returns. Raises FileExistsError: a key is never written over."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def path_of(name: str, root: str = "") -> Path:
    """root: another folder than the present KEYS_ROOT."""
    return Path(root or settings.KEYS_ROOT) / name
