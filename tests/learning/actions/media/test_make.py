"""Real ffmpeg where it is installed; a machine without it is played by an empty PATH."""

import shutil
import subprocess
from pathlib import Path

import pytest

from karmayogi.kernel import files, rows
from karmayogi.learning.actions.media import make
from karmayogi.learning.queries.media import forms_of

needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")


def film(folder: Path, *options: str, name: str = "film.mp4", seconds: int = 4) -> bytes:
    """Colour bars with a tone, heavy enough to be worth making lighter."""
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc2=s=640x480:r=25:d={seconds}", "-f", "lavfi", "-i",
         f"sine=440:d={seconds}", "-shortest", "-preset", "ultrafast", *options, str(folder / name)],
        check=True,
    )  # fmt: skip
    return (folder / name).read_bytes()


def made(content: bytes, media_type: str, kind: str, at):
    stored = files.put(content, media_type)
    make.ask(stored.id, kind, at)
    assert make.make_waiting(lambda: at) == 1
    return forms_of(stored.sha256)[stored.sha256]


@needs_ffmpeg
def test_a_film_gets_a_small_film_and_its_sound(db, at, tmp_path):
    content = film(tmp_path)
    found = made(content, "video/mp4", "video", at)
    assert (found.state, found.names, found.seconds, found.height) == ("made", ["audio", "240p", "full"], 4, 480)
    sound, small, full = (form.size for form in found.forms)
    assert sound < small < full == len(content)
    stored = files.path_of(found.form("240p").sha256).read_bytes()
    assert stored.index(b"moov") < stored.index(b"mdat"), "the index comes first: play begins with the first bytes"
    again = files.put(content, "video/mp4")
    make.ask(again.id, "video", at)
    assert make.make_waiting(lambda: at) == 0, "the same content is done"
    assert rows.scalar("select cpu_ms from learning_mediasource") > 0
