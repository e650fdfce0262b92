"""Which .tar.gz archives may be unpacked: the rules of zip_policy for a format that has no directory to look at first.

A member is looked at as it comes and written at once, so a refused archive leaves a part behind: the caller unpacks
into a folder that it throws away then.
"""

import gzip
import tarfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from karmayogi.learning.engine.zip_policy import (
    LEFT_OUT,
    MAX_FILES,
    MAX_RATIO,
    MAX_TOTAL,
    RATIO_COUNTS_FROM,
    Fault,
    PackageFault,
    clean_path,
)

GZIP = b"\x1f\x8b"
_DAMAGED = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, IndexError, OverflowError, UnicodeError)


class _Counted:
    """Reads on, and stops where the stream grew out of proportion to what was packed."""

    def __init__(self, stream: gzip.GzipFile, packed: BinaryIO) -> None:
        self.stream = stream
        self.packed = packed
        self.read_so_far = 0

    def read(self, size: int) -> bytes:
        chunk = self.stream.read(size)
        self.read_so_far += len(chunk)
        # Headers and padding of a tar count too: they are where a bomb would hide from the sizes of its members.
        if self.read_so_far > MAX_TOTAL + MAX_FILES * 4096:
            raise PackageFault(Fault.TOO_BIG)
        if self.read_so_far > 4 * RATIO_COUNTS_FROM and self.read_so_far > MAX_RATIO * max(1, self.packed.tell()):
            raise PackageFault(Fault.BOMB)
        return chunk


def unpack_tar(packed: BinaryIO, write: Callable[[str, Iterator[bytes]], None]) -> list[str]:
    """Hands every file to `write` as (clean relative path, its content) and returns the paths. Raises PackageFault."""
    found: set[str] = set()
    folders: set[str] = set()
    total = members = 0
    try:
        with (
            gzip.GzipFile(fileobj=packed, mode="rb") as stream,
            tarfile.open(fileobj=_Counted(stream, packed), mode="r|", bufsize=65536, stream=True) as archive,  # type: ignore[call-overload]
        ):
            for member in archive:
                members += 1
                if members > 2 * MAX_FILES:  # folders have members of their own
                    raise PackageFault(Fault.TOO_MANY_FILES)
                if member.isdir():
                    if member.name.strip("./"):
                        clean_path(_relative(member.name).rstrip("/"))
                    continue
                if not member.isreg() or member.issparse():
                    raise PackageFault(Fault.LINK, member.name)
                path = clean_path(_relative(member.name))
                total += member.size
                if total > MAX_TOTAL:
                    raise PackageFault(Fault.TOO_BIG)
                if path.rpartition("/")[2] in LEFT_OUT or path.rpartition("/")[2].startswith("._"):
                    continue
                if path in found:
                    raise PackageFault(Fault.TWICE, path)
                found.add(path)
                folders.update(path[:i] for i, character in enumerate(path) if character == "/")
                if len(found) > MAX_FILES:
                    raise PackageFault(Fault.TOO_MANY_FILES)
                write(path, _chunks(archive, member))
    except PackageFault:
        raise
    except _DAMAGED as error:
        raise PackageFault(Fault.DAMAGED) from error
    for path in folders & found:
        raise PackageFault(Fault.TWICE, path)
    if not found:
        raise PackageFault(Fault.DAMAGED)
    return sorted(found)


def _relative(name: str) -> str:
    """tar writes "./course/x" for what was packed from "."; nothing else is forgiven."""
    return name[2:] if name.startswith("./") else name


def _chunks(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
    stream = archive.extractfile(member)
    assert stream is not None
    left = member.size
    while left:
        chunk = stream.read(min(left, 1024 * 1024))
        if not chunk:
            raise PackageFault(Fault.DAMAGED, member.name)
        left -= len(chunk)
        yield chunk
