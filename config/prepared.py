"""A mark that a cluster was brought up to date by just these files: a later start need not look again.

The mark lies in the cluster's own home and goes with it. A database of the operator's own (DATABASE_URL) has none:
what others may have done to it in between is not ours to guess.
"""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

from config.env import ROOT, Env

READ = ("karmayogi", "config", "locale", "requirements.lock", "manage.py")  # whatever set-up can read


def state(env: Env, *, root: Path = ROOT) -> str:
    """Digest of names, sizes and times of change of those files, and of the settings that set-up asks."""
    content = Path(env.demo_content_dir)
    found = hashlib.sha256(repr((sys.version, env.mode, env.demo, str(content), content.is_dir())).encode())
    for name in READ:
        for file in _files(root / name):
            seen = file.stat()
            found.update(f"{file.relative_to(root)}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return found.hexdigest()


def _files(place: Path) -> Iterable[Path]:
    if place.is_file():
        return [place]
    return sorted(
        folder / name
        for folder, below, names in place.walk()
        for name in names
        if "__pycache__" not in folder.parts and not name.endswith(".mo")
    )


def is_prepared(home: Path, env: Env, *, root: Path = ROOT) -> bool:
    """False also when the collected static files are gone."""
    mark = home / "prepared"
    collected = Path(env.var_dir) / "static" / ".state"
    return mark.exists() and collected.exists() and mark.read_text() == state(env, root=root)


def remember(home: Path, found: str) -> None:
    """`found` is the state from before set-up began: a file changed meanwhile is looked at by the next start."""
    (home / "prepared").write_text(found)
