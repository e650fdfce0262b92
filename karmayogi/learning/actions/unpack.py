"""Unpacking a package of any standard in a process of its own: what a zip holds was made by strangers.

The child sets limits to itself before it looks at the zip (memory, processor time, size of files, open files, no other
processes). It has no environment, so no addresses or keys of ours, and no connection to the database. It decides by
`engine/zip_policy.py` and the reader of its standard in `engine`, writes into the folder that it is given and
answers in JSON. This file is both sides: `unpack` is ours, `child` the other; nothing here may import Django.
"""

import dataclasses
import resource
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import BinaryIO

import msgspec

from karmayogi.kernel.markup import TooDeep
from karmayogi.learning.engine import h5p_package, zip_policy
from karmayogi.learning.engine import manifest as manifests
from karmayogi.learning.engine.cmi5 import structure as structures
from karmayogi.learning.engine.cmi5 import tincan
from karmayogi.learning.engine.cmi5.structure import Structure
from karmayogi.learning.engine.manifest import Manifest
from karmayogi.learning.engine.zip_policy import Fault, PackageFault

SECONDS = 120  # by the clock on the wall
MEMORY = 200 * 1024 * 1024  # of addresses: whatever lies in the zip, it is unpacked piece by piece
_LIMITS = (
    (resource.RLIMIT_CPU, 60),
    (resource.RLIMIT_FSIZE, zip_policy.MAX_TOTAL),
    (resource.RLIMIT_NOFILE, 64),
    (resource.RLIMIT_NPROC, 0),
    (resource.RLIMIT_CORE, 0),
)
_ROOT = Path(__file__).resolve().parents[3]
# -I: no path and no variable of whoever starts it. The path comes in as an argument instead.
_START = "import importlib, sys; sys.path.insert(0, sys.argv[1]); importlib.import_module(sys.argv[3]).child()"


@dataclasses.dataclass(frozen=True, slots=True)
class Unpacked:
    """What lies in the folder now: files and their bytes. manifest: of SCORM; structure: of cmi5 and xAPI packages."""

    manifest: Manifest | None
    files: int
    bytes: int
    structure: Structure | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _Answer:
    """Of the child: either `unpacked` or a fault."""

    unpacked: Unpacked | None
    fault: Fault | None = None
    detail: str = ""


def unpack(content: bytes | Path, folder: Path) -> Unpacked:
    """Checks the zip and unpacks it into the empty folder. Raises PackageFault; a part of it may lie there then."""
    with _opened(content, folder.parent) as packed:
        answer = msgspec.json.decode(in_child("karmayogi.learning.actions.unpack", packed, folder), type=_Answer)
    if answer.unpacked is None:
        raise PackageFault(answer.fault or Fault.DAMAGED, answer.detail)
    return answer.unpacked


def _opened(content: bytes | Path, folder: Path) -> BinaryIO:
    if isinstance(content, Path):
        return content.open("rb")
    packed = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (the caller closes it)
    packed.write(content)
    packed.seek(0)
    return packed


def in_child(module: str, packed: BinaryIO, folder: Path, *more: str) -> bytes:
    """What `child()` of that module writes to its standard output: `packed` is its input, `folder` and `more` follow.

    Raises PackageFault where it was ended for taking too much, RuntimeError where it failed.
    """
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and code; the paths are ours)
            [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_ROOT), str(folder), module, *more],
            stdin=packed,
            capture_output=True,
            env={},
            cwd=folder,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PackageFault(Fault.TOO_HEAVY) from error
    if done.returncode < 0:  # ended by the kernel: the processor time was used up
        raise PackageFault(Fault.TOO_HEAVY)
    if done.returncode:
        raise RuntimeError(f"unpacking failed: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def limit_myself(memory: int = MEMORY) -> None:
    """First thing in a child."""
    for limit, most in ((resource.RLIMIT_AS, memory), *_LIMITS):
        resource.setrlimit(limit, (most, most))


def child() -> None:
    """The other side. Standard input is the zip, the second argument the folder."""
    limit_myself()
    try:
        answer = _Answer(into_folder(sys.stdin.buffer, Path(sys.argv[2])))
    except PackageFault as fault:
        answer = _Answer(None, fault.fault, fault.detail)
    except (MemoryError, TooDeep):
        answer = _Answer(None, Fault.TOO_HEAVY)
    sys.stdout.buffer.write(msgspec.json.encode(answer))


def into_folder(packed: BinaryIO, folder: Path) -> Unpacked:
    """The work itself. Raises PackageFault."""
    if zip_policy.is_xml(packed):
        content = packed.read(manifests.MAX_BYTES + 1)
        structure = structures.parse(content, None)
        (folder / structures.NAME).write_bytes(content)
        return Unpacked(None, 1, len(content), structure)
    with zip_policy.open_zip(packed) as archive:
        members = zip_policy.members(archive)
        unpacked = _understood(archive, {member.path: member for member in members})
        write_out(archive, members, folder)
    return dataclasses.replace(unpacked, files=len(members), bytes=sum(member.size for member in members))


def _understood(archive: zipfile.ZipFile, paths: dict[str, zip_policy.Member]) -> Unpacked:
    """By what lies at the top; where several kinds do, the one that says most of the course."""

    def content(name: str) -> bytes:
        if paths[name].size > manifests.MAX_BYTES:
            raise PackageFault(Fault.BAD_MANIFEST if name == manifests.NAME else Fault.BAD_STRUCTURE, name)
        return b"".join(zip_policy.chunks(archive, paths[name]))

    def told(path: str) -> bytes:
        if paths[path].size > h5p_package.MAX_JSON:
            raise PackageFault(Fault.H5P_BROKEN, path)
        return b"".join(zip_policy.chunks(archive, paths[path]))

    files = frozenset(paths)
    if structures.NAME in files:
        return Unpacked(None, 0, 0, structures.parse(content(structures.NAME), files))
    if manifests.NAME in files:
        return Unpacked(manifests.parse(content(manifests.NAME), files), 0, 0)
    if tincan.NAME in files:
        return Unpacked(None, 0, 0, tincan.parse(content(tincan.NAME), files))
    if h5p_package.ABOUT in files:
        return Unpacked(h5p_package.manifest(told, paths.keys()), 0, 0)
    names = (manifests.NAME, structures.NAME, tincan.NAME)
    inside = next((path for path in paths if path.rpartition("/")[2] in names), "")
    raise PackageFault(Fault.NO_MANIFEST, inside)


def write_out(archive: zipfile.ZipFile, members: list[zip_policy.Member], folder: Path) -> None:
    """Raises PackageFault."""
    for member in members:
        path = folder / member.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                for chunk in zip_policy.chunks(archive, member):
                    file.write(chunk)
        except (FileExistsError, NotADirectoryError) as error:
            raise PackageFault(Fault.TWICE) from error  # a file system that knows no upper and lower case
