import datetime as dt

import pytest

from karmayogi.kernel import clock, files
from karmayogi.learning.web import files_door, signed

CONTENT = bytes(range(256)) * 1000


@pytest.fixture
def url(db, at):
    return signed.file_url(files.put(CONTENT, "video/webm").sha256, "video/webm", at)


def get(path, at, method="GET", **headers):
    said = {}
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path} | headers
    with clock.frozen(at):
        parts = files_door.serve(environ, lambda status, headers: said.update(status=status, headers=dict(headers)))
        body = b"".join(parts)
    return said["status"][:3], said["headers"], body


def test_the_whole_file(url, at):
    status, headers, body = get(url, at)
    assert (status, body) == ("200", CONTENT)
    assert headers["Content-Type"] == "video/webm"
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert get(url, at, "HEAD")[2] == b""


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=255990-", 255990, 255999),
        ("bytes=-10", 255990, 255999),
        ("bytes=5-9999999", 5, 255999),
    ],
)
def test_a_range(url, at, asked, first, last):
    status, headers, body = get(url, at, HTTP_RANGE=asked)
    assert status == "206"
    assert headers["Content-Range"] == f"bytes {first}-{last}/256000"
    assert body == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=1-2,5-6", "bytes=-", "lines=1-2", "bytes=a-b", "bytes=0-" + "9" * 5000])
def test_odd_ranges_give_the_whole(url, at, asked):
    assert get(url, at, HTTP_RANGE=asked)[0] == "200"


def test_a_range_behind_the_end(url, at):
    assert get(url, at, HTTP_RANGE="bytes=256000-")[0] == "416"
    assert get(url, at, HTTP_RANGE="bytes=9-3")[0] == "416"


def test_kept_copies_are_not_sent_again(url, at):
    etag = get(url, at)[1]["ETag"]
    assert get(url, at, HTTP_IF_NONE_MATCH=etag)[0] == "304"
    assert get(url, at, HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE='"other"')[0] == "200"


def test_addresses_end_and_cannot_be_made(url, at):
    assert get(url, at + dt.timedelta(hours=25))[0] == "404"
    assert get(url.replace(".webm", ".pdf"), at)[0] == "404"
    parts = url.split("/")
    parts[3] = str(int(parts[3]) + 1)
    assert get("/".join(parts), at)[0] == "404"
    for odd in (
        "/learning/files/",
        "/learning/files/a/b/c",
        "/learning/files/1/2/../../x",
        "/learning/files/1/2/x.webm",
        "/learning/files/1/\xe9/x.webm",
    ):
        assert get(odd, at)[0] == "404"
    assert get(url, at, "POST")[0] == "405"


def test_within_half_a_day_the_address_stays_the_same(url, at):
    sha = url.rpartition("/")[2].partition(".")[0]
    assert signed.file_url(sha, "video/webm", at + dt.timedelta(minutes=5)) == url
