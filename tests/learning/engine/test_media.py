import pytest

from karmayogi.learning.engine.authoring.weight import seconds_on_2g
from karmayogi.learning.engine.media import ODP, PPTX, fits, kept_as, length_by_captions, means, media_type, pdf_pages


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"\x1aE\xdf\xa3\x01\x00B\x82\x84webm", "video/webm"),
        (b"\x1aE\xdf\xa3\x01\x00B\x82\x88matroska", ""),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"OggS\x00", "audio/ogg"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\xef\xbb\xbfWEBVTT\n", "text/vtt"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"<html>", ""),
        (b"MZ\x90", ""),
        (b"", ""),
    ],
)
def test_a_file_is_what_its_bytes_say(head, found):
    assert media_type(head) == found


def test_what_may_stand_where():
    assert fits("audio", "video/webm") and fits("video", "video/mp4") and fits("captions", "text/vtt")
    assert not fits("video", "audio/ogg") and not fits("pdf", "") and not fits("nothing", "text/vtt")


def test_lengths_pages_and_seconds():
    assert length_by_captions("WEBVTT\n\n00:01.000 --> 00:04.500\nA\n\n01:00:00.000 --> 01:00:02.000\nB") == 3603
    assert length_by_captions("WEBVTT") is None
    assert pdf_pages(b"/Type /Page\n/Type /Pages /Type/Page ") == 2
    assert (seconds_on_2g(0), seconds_on_2g(10), seconds_on_2g(1_000_000)) == (0, 1, 32)


def test_the_other_kinds_and_what_a_source_says_of_a_file():
    zip_of = b"PK\x03\x04" + b"\0" * 26
    assert media_type(zip_of + b"mimetypeapplication/vnd.oasis.opendocument.presentation") == ODP
    assert media_type(zip_of + b"mimetypeapplication/vnd.oasis.opendocument.text") == ""
    assert media_type(zip_of + b"[Content_Types].xml") == PPTX
    assert media_type(zip_of + b"imsmanifest.xml") == ""
    assert media_type(b"\x89PNG\r\n\x1a\n") == "image/png" and media_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    webm, mp4 = b"\x1aE\xdf\xa3\x01\x00B\x82\x84webm", b"\x00\x00\x00\x18ftypisom"
    assert means(webm, "audio/webm") and means(webm, "video/webm") and means(mp4, "audio/mp4")
    assert not means(webm, "video/mp4") and not means(b"#EXTM3U\n", "video/mp4") and not means(b"", "")


@pytest.mark.parametrize(
    ("field", "found", "kept"),
    [
        ("audio", "video/webm", "audio/webm"),
        ("video", "video/webm", "video/webm"),
        ("audio", "audio/ogg", "audio/ogg"),
        ("poster", "image/webp", "image/webp"),
    ],
)
def test_a_webm_is_a_recording_where_one_is_asked_for(field, found, kept):
    assert kept_as(field, found) == kept
