"""Files of a form: whatever their size and kind, all of them arrives."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import RequestFactory

from karmayogi.kernel.access import Refused
from karmayogi.learning.engine.media import MB, MOST
from karmayogi.learning.web.authoring.uploads import upload_of


def sent(file):
    request = RequestFactory().post("/")
    request.FILES["file"] = file
    return request


@pytest.mark.parametrize("kind", sorted(MOST))
def test_a_small_file_arrives_whole(kind):
    found = upload_of(sent(SimpleUploadedFile("a.bin", b"x" * 1000)), "file", kind)
    assert found is not None
    assert (found.name, found.size, found.whole) == ("a.bin", 1000, b"x" * 1000)


@pytest.mark.parametrize("kind", ["package", "video", "audio"])
def test_a_large_one_stays_where_it_lies(kind):
    with TemporaryUploadedFile("a.bin", "video/webm", 3, None) as file:
        file.write(b"abc")
        file.seek(0)
        found = upload_of(sent(file), "file", kind)
        assert found is not None
        assert found.content == b"" and isinstance(found.whole, Path)
        assert found.whole.read_bytes() == b"abc"


def test_what_is_empty_or_too_large_is_refused_before_it_is_read():
    assert upload_of(RequestFactory().post("/"), "file", "pdf") is None
    with pytest.raises(Refused, match="is empty"):
        upload_of(sent(SimpleUploadedFile("a.pdf", b"")), "file", "pdf")
    large = SimpleUploadedFile("a.vtt", b"x")
    large.size = MOST["captions"] + 1
    with pytest.raises(Refused, match=f"larger than {MOST['captions'] // MB} MB"):
        upload_of(sent(large), "file", "captions")
