import gzip
import io
import tarfile

import pytest

from karmayogi.learning.engine import tar_policy
from karmayogi.learning.engine.tar_policy import unpack_tar
from karmayogi.learning.engine.zip_policy import Fault, PackageFault


def tarred(*members: tuple[str, bytes] | tarfile.TarInfo) -> bytes:
    into = io.BytesIO()
    with tarfile.open(fileobj=into, mode="w") as archive:
        for one in members:
            if isinstance(one, tarfile.TarInfo):
                archive.addfile(one, io.BytesIO(b"\0" * one.size))
            else:
                info = tarfile.TarInfo(one[0])
                info.size = len(one[1])
                archive.addfile(info, io.BytesIO(one[1]))
    return gzip.compress(into.getvalue(), mtime=0)


def special(kind: bytes, name: str = "x", link: str = "/etc/passwd") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def unpack(content: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    names = unpack_tar(io.BytesIO(content), lambda path, chunks: found.update({path: b"".join(chunks)}))
    assert names == sorted(found)
    return found


def refused(content: bytes) -> Fault:
    with pytest.raises(PackageFault) as caught:
        unpack(content)
    return caught.value.fault


def test_files_come_out_under_clean_names():
    folder = special(tarfile.DIRTYPE, "./course")
    assert unpack(tarred(folder, ("./course/a.xml", b"1"), ("course/b.xml", b"2"), (".DS_Store", b"x"))) == {
        "course/a.xml": b"1",
        "course/b.xml": b"2",
    }


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.CONTTYPE]
)
def test_only_plain_files_come_out(kind):
    content = tarred(("a", b"1"), special(kind))
    if kind == tarfile.CONTTYPE:  # an old name for a plain file
        assert unpack(content)["x"] == b""
    else:
        assert refused(content) is Fault.LINK


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../../x", "C:x", "a//b", "a\\..\\..\\b", "a\nb", "./../x"])
def test_no_name_leads_out(name):
    assert refused(tarred((name, b"1"))) is Fault.BAD_PATH


def test_a_file_is_not_also_a_folder_and_not_twice():
    assert refused(tarred(("a", b"1"), ("a", b"2"))) is Fault.TWICE
    assert refused(tarred(("a", b"1"), ("a/b", b"2"))) is Fault.TWICE


def test_limits_hold_while_it_is_read(monkeypatch):
    monkeypatch.setattr(tar_policy, "MAX_FILES", 3)
    assert refused(tarred(*((f"f{n}", b"") for n in range(4)))) is Fault.TOO_MANY_FILES
    monkeypatch.setattr(tar_policy, "MAX_TOTAL", 1000)
    assert refused(tarred(("a", bytes(range(256)) * 4))) is Fault.TOO_BIG


def test_a_bomb_is_refused_before_it_is_written():
    written = 0

    def write(_path, chunks):
        nonlocal written
        for chunk in chunks:
            written += len(chunk)

    content = tarred(("a", b"\0" * 50_000_000))
    with pytest.raises(PackageFault) as caught:
        unpack_tar(io.BytesIO(content), write)
    assert caught.value.fault is Fault.BOMB
    assert written < 10_000_000


def test_headers_count_too(monkeypatch):
    """A bomb of headers alone: no member has a size worth a look."""
    monkeypatch.setattr(tar_policy, "MAX_FILES", 100)
    assert refused(tarred(*(special(tarfile.DIRTYPE, "d" * 90) for _ in range(300)))) is Fault.TOO_MANY_FILES


@pytest.mark.parametrize(
    "content",
    [b"\x1f\x8b", b"\x1f\x8bxxxxxxxxxxxxxxxx", gzip.compress(b"no tar" * 200, mtime=0), gzip.compress(b"", mtime=0)],
)
def test_what_is_no_archive_is_damaged(content):
    assert refused(content) is Fault.DAMAGED


def test_a_cut_archive_is_damaged():
    whole = tarred(("a", bytes(range(256)) * 100), ("b", b"2"))
    assert refused(whole[: len(whole) // 2]) is Fault.DAMAGED
