"""Which zips may be unpacked. Everything is decided from the directory of the zip before a byte is written."""

import dataclasses
import enum
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

MAX_FILES = 5_000
MAX_TOTAL = 1024 * 1024 * 1024
MAX_RATIO = 100
RATIO_COUNTS_FROM = 1024 * 1024  # below this size a high ratio is harmless: an empty style sheet, a spacer
MAX_NAME = 240  # characters of a whole path
MAX_SEGMENT = 255  # bytes of a file name: the file systems refuse more
LEFT_OUT = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_NESTED = (".zip", ".jar", ".7z", ".rar", ".tar", ".gz")


class Fault(enum.StrEnum):
    NOT_A_ZIP = "not_a_zip"
    ENCRYPTED = "encrypted"
    BAD_PATH = "bad_path"
    LONG_NAME = "long_name"
    LINK = "link"
    TWICE = "twice"
    TOO_MANY_FILES = "too_many_files"
    TOO_BIG = "too_big"
    TOO_HEAVY = "too_heavy"  # it took more memory or time to look at than any honest package
    BOMB = "bomb"
    METHOD = "method"
    DAMAGED = "damaged"
    NO_MANIFEST = "no_manifest"
    BAD_MANIFEST = "bad_manifest"
    DOCTYPE = "doctype"
    UNKNOWN_STANDARD = "unknown_standard"
    NO_ORGANISATION = "no_organisation"
    NO_LAUNCH = "no_launch"
    LAUNCH_MISSING = "launch_missing"
    LAUNCH_OUTSIDE = "launch_outside"
    H5P_BROKEN = "h5p_broken"
    H5P_LIBRARY = "h5p_library"
    H5P_FILE = "h5p_file"
    H5P_CORE = "h5p_core"
    BAD_STRUCTURE = "bad_structure"  # from here on: cmi5.xml and tincan.xml
    STRUCTURE_DOCTYPE = "structure_doctype"
    NO_UNIT = "no_unit"
    TOO_MANY_UNITS = "too_many_units"
    EMPTY_BLOCK = "empty_block"
    NO_TITLE = "no_title"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    RELATIVE_ALONE = "relative_alone"
    RESERVED_NAME = "reserved_name"
    UNIT_MISSING = "unit_missing"
    BAD_IRI = "bad_iri"
    ID_TWICE = "id_twice"
    BAD_REFERENCE = "bad_reference"
    BAD_SCORE = "bad_score"
    BAD_MOVE_ON = "bad_move_on"
    BAD_METHOD = "bad_method"


class PackageFault(Exception):
    """Why a package is refused. detail: the name inside the zip it is about, or ""."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault, detail)
        self.fault = fault
        self.detail = detail[:120]


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """A file to unpack: its clean relative path with "/", and where it is in the zip."""

    path: str
    size: int
    info: zipfile.ZipInfo


def clean_path(name: str) -> str:
    """The path inside the package. Raises PackageFault for anything that could leave it."""
    path = name.replace("\\", "/")
    segments = path.split("/")
    if (
        not path
        or path.startswith("/")
        or ":" in segments[0]
        or any(segment in ("", ".", "..") or segment != segment.rstrip(" .") for segment in segments)
        or any(ord(character) < 32 or ord(character) == 127 for character in path)
    ):
        raise PackageFault(Fault.BAD_PATH, name.encode("ascii", "replace").decode())
    if len(path) > MAX_NAME or any(len(segment.encode(errors="replace")) > MAX_SEGMENT for segment in segments):
        raise PackageFault(Fault.LONG_NAME, path)
    return path


def is_xml(packed: BinaryIO) -> bool:
    """Whether it is no archive but a bare XML file, as a course structure may come. Winds back to the beginning."""
    head = packed.read(256)
    packed.seek(0)
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def open_zip(packed: BinaryIO) -> zipfile.ZipFile:
    """packed: open for reading, can be wound to and fro. A zip behind something else (a PDF, a program) is none."""
    if packed.read(4) not in (b"PK\x03\x04", b"PK\x05\x06"):
        raise PackageFault(Fault.NOT_A_ZIP)
    packed.seek(0)
    try:
        return zipfile.ZipFile(packed)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, IndexError) as error:
        raise PackageFault(Fault.NOT_A_ZIP) from error


def members(archive: zipfile.ZipFile) -> list[Member]:
    """The files to unpack, none of which can leave the folder, be a link or be a bomb by its own declaration."""
    found: dict[str, Member] = {}
    folders: set[str] = set()
    total = 0
    infos = archive.infolist()
    if len(infos) > MAX_FILES:
        raise PackageFault(Fault.TOO_MANY_FILES)
    for info in infos:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise PackageFault(Fault.LINK, info.filename)
        if info.is_dir():
            clean_path(info.filename.rstrip("/\\") or info.filename)
            continue
        path = clean_path(info.filename)
        if info.flag_bits & 0x1:
            raise PackageFault(Fault.ENCRYPTED, path)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PackageFault(Fault.METHOD, path)
        total += info.file_size
        if total > MAX_TOTAL:
            raise PackageFault(Fault.TOO_BIG)
        if info.file_size > RATIO_COUNTS_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise PackageFault(Fault.BOMB, path)
        if path.startswith(LEFT_OUT[0]) or path.rpartition("/")[2] in LEFT_OUT:
            continue
        if path.lower().endswith(_NESTED):
            continue  # what is inside a nested archive is never looked at, so it is not kept either
        if path in found:
            raise PackageFault(Fault.TWICE, path)
        found[path] = Member(path, info.file_size, info)
        folders.update(path[:i] for i, character in enumerate(path) if character == "/")
    for path in folders & found.keys():
        raise PackageFault(Fault.TWICE, path)
    return list(found.values())


def chunks(archive: zipfile.ZipFile, member: Member) -> Iterator[bytes]:
    """The content of a member. Stops with a fault where the zip lied about the size or is damaged."""
    left = member.size
    try:
        with archive.open(member.info) as stream:
            while chunk := stream.read(1024 * 1024):
                left -= len(chunk)
                if left < 0:
                    raise PackageFault(Fault.BOMB, member.path)
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise PackageFault(Fault.DAMAGED, member.path) from error
    if left:
        raise PackageFault(Fault.DAMAGED, member.path)
