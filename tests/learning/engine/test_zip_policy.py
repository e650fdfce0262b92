import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.learning.engine import zip_policy
from karmayogi.learning.engine.zip_policy import Fault, PackageFault


def zipped(*entries: tuple[str, bytes], mode: int = 0) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            info = zipfile.ZipInfo("placeholder")
            info.filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = mode << 16
            archive.writestr(info, content)
    return into.getvalue()


def fault_of(content: bytes) -> Fault | None:
    """The fault met on the way from the bytes to the last file; None when all is well."""
    try:
        with zip_policy.open_zip(io.BytesIO(content)) as archive:
            for member in zip_policy.members(archive):
                for _chunk in zip_policy.chunks(archive, member):
                    pass
    except PackageFault as fault:
        return fault.fault
    return None


@pytest.mark.parametrize(
    "name",
    [
        "../x", "a/../../x", "/etc/passwd", "C:/x", "C:\\x", "..\\x", "a//b", "./a", "a/./b", "a/..", "a\nb", "a. ",
        "con:/a", "a/b.", "\\\\server\\x",
    ],
)  # fmt: skip
def test_names_that_lead_out_are_refused(name):
    assert fault_of(zipped((name, b"x"))) is Fault.BAD_PATH


@pytest.mark.parametrize("name", ["x" * 241, "a/" * 120 + "x", "क" * 86 + ".html"])
def test_names_that_no_file_system_takes_are_refused(name):
    assert fault_of(zipped((name, b"x"))) is Fault.LONG_NAME


def test_links_are_refused():
    assert fault_of(zipped(("a", b"/etc/passwd"), mode=stat.S_IFLNK | 0o777)) is Fault.LINK
    assert fault_of(zipped(("a", b""), mode=stat.S_IFIFO | 0o644)) is Fault.LINK


def test_bombs_are_refused_before_unpacking():
    assert fault_of(zipped(("a", b"\0" * 50_000_000))) is Fault.BOMB


def test_a_size_that_lies_is_found_while_unpacking():
    content = bytearray(zipped(("a", b"x" * 100_000)))
    place = content.rindex(b"PK\x01\x02") + 24  # uncompressed size in the directory
    content[place : place + 4] = struct.pack("<I", 10)
    assert fault_of(bytes(content)) in (Fault.DAMAGED, Fault.BOMB)


def test_too_many_files():
    assert fault_of(zipped(*[(f"{n}", b"") for n in range(5001)])) is Fault.TOO_MANY_FILES


def test_too_big_in_all(monkeypatch):
    monkeypatch.setattr(zip_policy, "MAX_TOTAL", 1000)
    assert fault_of(zipped(("a", bytes(range(256)) * 3), ("b", bytes(range(256)) * 3))) is Fault.TOO_BIG


def test_the_same_name_twice_and_a_file_that_is_a_folder():
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = zipped(("a", b"1"), ("a", b"2"))
    assert fault_of(twice) is Fault.TWICE
    assert fault_of(zipped(("a", b"1"), ("a/b", b"2"))) is Fault.TWICE


def test_encrypted_is_named():
    content = bytearray(zipped(("a", b"x")))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert fault_of(bytes(content)) is Fault.ENCRYPTED


def test_nested_archives_and_litter_are_left_out():
    content = zipped(("a.html", b"1"), ("inner.zip", b"2"), ("__MACOSX/a", b"3"), ("sub/.DS_Store", b"4"))
    with zip_policy.open_zip(io.BytesIO(content)) as archive:
        assert [member.path for member in zip_policy.members(archive)] == ["a.html"]


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"\0" * 1000])
def test_what_is_no_zip(content):
    assert fault_of(content) is Fault.NOT_A_ZIP


GOOD = zipped(("imsmanifest.xml", b"<m/>" * 50), ("a/b.html", b"hello" * 100))


@given(st.data())
def test_a_zip_broken_anywhere_gives_a_fault_or_the_same_content(data):
    broken = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(broken) - 1))
        broken[place] = data.draw(st.integers(0, 255))
    broken = broken[: data.draw(st.integers(0, len(broken)))] if data.draw(st.booleans()) else broken
    fault_of(bytes(broken))  # anything but a PackageFault would come out here


@given(st.binary(max_size=400))
def test_no_bytes_do_more_than_a_fault(content):
    fault_of(content)


@given(st.text(min_size=1, max_size=60))
def test_a_clean_path_stays_inside(name):
    try:
        path = zip_policy.clean_path(name)
    except PackageFault:
        return
    assert not path.startswith("/")
    assert ".." not in path.split("/")
    assert "\\" not in path
    assert "\0" not in path
