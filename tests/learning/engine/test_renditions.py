import json

import pytest

from karmayogi.learning.engine import renditions
from karmayogi.learning.engine.renditions import MediaFault, Probed, Trouble, chosen


def told(*streams: dict[str, object], duration: str = "60.0") -> bytes:
    return json.dumps({"streams": streams, "format": {"duration": duration, "size": "1"}}).encode()


PICTURE = {"codec_type": "video", "width": 1280, "height": 720}
SOUND = {"codec_type": "audio"}


def test_what_a_film_says_of_itself():
    assert renditions.read_probe(told(PICTURE, SOUND)) == Probed(60.0, 720, True)
    cover = PICTURE | {"disposition": {"attached_pic": 1}}
    assert renditions.read_probe(told(cover, SOUND, duration="")) == Probed(None, 0, True), "a cover is no film"


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        (told(PICTURE, duration="10801"), Trouble.TOO_LONG),
        (told(PICTURE, duration="-1"), Trouble.TOO_LONG),
        (told(PICTURE, duration="nan"), Trouble.TOO_LONG),
        (told(PICTURE | {"width": 20_000, "height": 20_000}), Trouble.TOO_LARGE),
        (b"{", Trouble.BROKEN),
    ],
)
def test_what_is_beyond_the_limits(said, trouble):
    with pytest.raises(MediaFault) as raised:
        renditions.read_probe(said)
    assert raised.value.trouble is trouble


def test_a_film_needs_a_picture_and_a_recording_a_sound():
    for kind, probed, trouble in (
        ("video", Probed(1, 0, True), Trouble.NO_PICTURE),
        ("audio", Probed(1, 0, False), Trouble.NO_SOUND),
    ):
        with pytest.raises(MediaFault) as raised:
            renditions.check(kind, probed)
        assert raised.value.trouble is trouble


def test_one_reader_and_one_protocol_whatever_the_file_says():
    for media_type in renditions.DEMUXER:
        for recipe in renditions.recipes("video", media_type, "/x", Probed(1, 720, True)):
            given = " ".join(recipe.arguments)
            before = given.partition(" -i ")[0]
            assert f"-f {renditions.DEMUXER[media_type]}" in before
            assert "-protocol_whitelist file" in before and "-codec_whitelist" in before
            assert " -t " in given and "-nostdin" in given
    assert "-enable_drefs 0" in " ".join(renditions.reading("video/mp4"))
    silent = renditions.recipes("video", "video/mp4", "/x", Probed(1, 720, False))
    assert [recipe.name for recipe in silent] == ["240p"]


ALL = ["audio", "240p", "full"]


@pytest.mark.parametrize(
    ("there", "wanted", "saving", "given"),
    [
        (ALL, "", False, "full"),
        (ALL, "", True, "240p"),
        (ALL, "full", True, "full"),
        (ALL, "audio", False, "audio"),
        (["audio", "full"], "240p", False, "full"),
        (["audio", "full"], "", True, "full"),
        (["240p", "full"], "audio", True, "full"),
        (["full"], "audio", True, "full"),
        (ALL, "nonsense", False, "full"),
    ],
)
def test_which_form_is_given(there, wanted, saving, given):
    assert chosen(there, wanted, saving) == given


def test_a_form_that_saves_little_is_no_choice():
    assert renditions.worth(75, 100) and not renditions.worth(76, 100) and not renditions.worth(0, 100)
