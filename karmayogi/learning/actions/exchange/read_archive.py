"""Unpacking an archive and understanding it as a course, both in the child process of `unpack`.

The readers are given as names of modules, because the child knows nothing of Django or of slots. Each looks at the
files of the archive; the first that recognises them reads them.
"""

import dataclasses
import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from karmayogi.kernel.markup import MAX_XML, TooDeep, writable
from karmayogi.learning.actions.unpack import in_child, limit_myself, write_out
from karmayogi.learning.engine import media, tar_policy, zip_policy
from karmayogi.learning.engine.exchange.cmi5 import ALONE
from karmayogi.learning.engine.zip_policy import Fault, PackageFault
from karmayogi.learning.types import CourseFault, CoursePlan, Why

READERS = tuple(
    f"karmayogi.learning.engine.exchange.{name}"
    for name in ("own_form", "cmi5", "olx", "moodle", "h5p", "cartridge", "scorm", "tincan", "markdown_quiz")
)
MEMORY = 512 * 1024 * 1024  # of addresses: texts and questions of a whole course become a plan at once
MAX_PLAN = 64 * 1024 * 1024
MOST_WHOLE = 32 * 1024 * 1024  # of a file that a reader takes whole: no text, table or XML of a course is longer


@dataclasses.dataclass(frozen=True, slots=True)
class _Answer:
    """Of the child: a plan, or why not."""

    plan: CoursePlan | None
    fault: Fault | None = None
    why: Why | None = None
    detail: str = ""


class Folder(Mapping[str, bytes]):
    """The unpacked files by their path in the archive, read when asked for."""

    def __init__(self, root: Path, names: Sequence[str]) -> None:
        self.root = root
        self.names = frozenset(names)

    def __getitem__(self, name: str) -> bytes:
        if name not in self.names:
            raise KeyError(name)
        path = self.root / name
        if path.stat().st_size > MOST_WHOLE:
            raise CourseFault(Why.BROKEN, name)
        return path.read_bytes()

    def head(self, name: str, size: int = media.HEAD) -> bytes:
        """The first bytes: neither a film nor a long table is read to see that it is one."""
        with (self.root / name).open("rb") as file:
            return file.read(size)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.names))

    def __len__(self) -> int:
        return len(self.names)


def read_archive(packed: Path, folder: Path, readers: Sequence[str]) -> CoursePlan:
    """Unpacks a .zip or .tar.gz into the empty folder. Raises PackageFault, CourseFault; a part may lie there then."""
    with packed.open("rb") as file:
        written = in_child(__name__, file, folder, *readers)
    answer = msgspec.json.decode(written, type=_Answer)
    if answer.plan is not None:
        return answer.plan
    if answer.why is not None:
        raise CourseFault(answer.why, answer.detail)
    raise PackageFault(answer.fault or Fault.DAMAGED, answer.detail)


def child() -> None:
    """The other side: standard input is the archive, the arguments are root, folder, this module and the readers."""
    limit_myself(MEMORY)
    folder = Path(sys.argv[2])
    try:
        answer = _Answer(understand(into_folder(sys.stdin.buffer, folder), sys.argv[4:]))
    except PackageFault as fault:
        answer = _Answer(None, fault=fault.fault, detail=fault.detail)
    except CourseFault as fault:
        answer = _Answer(None, why=fault.why, detail=fault.detail)
    except TooDeep:
        answer = _Answer(None, why=Why.DEEP)
    except (MemoryError, RecursionError):
        answer = _Answer(None, fault=Fault.TOO_HEAVY)
    told = encoded(answer)
    if len(told) > MAX_PLAN:  # whoever waits for us holds it in memory
        told = encoded(_Answer(None, fault=Fault.TOO_BIG))
    sys.stdout.buffer.write(told)


def encoded(answer: _Answer) -> bytes:
    """JSON that a jsonb column can hold."""

    def clean(value: object) -> object:
        if isinstance(value, str):
            return writable(value)
        if isinstance(value, list | tuple):
            return [clean(one) for one in value]
        if isinstance(value, dict):
            return {writable(key) if isinstance(key, str) else key: clean(one) for key, one in value.items()}
        return value

    return msgspec.json.encode(clean(msgspec.to_builtins(answer)))


def into_folder(packed: BinaryIO, folder: Path) -> Folder:
    """Raises PackageFault."""
    if zip_policy.is_xml(packed):  # a course structure that came alone; that it does is said in its mark
        return Folder(folder, [_bare(packed, folder)])
    magic = packed.read(2)
    packed.seek(0)
    if magic == tar_policy.GZIP:
        return Folder(folder, tar_policy.unpack_tar(packed, lambda path, chunks: _write(folder / path, chunks)))
    with zip_policy.open_zip(packed) as archive:
        members = zip_policy.members(archive)
        write_out(archive, members, folder)
    return Folder(folder, [member.path for member in members])


def _bare(packed: BinaryIO, folder: Path) -> str:
    content = packed.read(MAX_XML + 1)
    if len(content) > MAX_XML:
        raise PackageFault(Fault.TOO_BIG)
    (folder / ALONE).write_bytes(content)
    return ALONE


def _write(path: Path, chunks: Iterator[bytes]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
    except (FileExistsError, NotADirectoryError) as error:
        raise PackageFault(Fault.TWICE) from error


def understand(files: Mapping[str, bytes], readers: Sequence[str]) -> CoursePlan:
    """The course by the first reader that recognises the files. Raises CourseFault."""
    for name in readers:
        reader = importlib.import_module(name)
        if reader.recognise(files):
            plan: CoursePlan = reader.read(files)
            return plan
    raise CourseFault(Why.UNKNOWN_FORMAT)
