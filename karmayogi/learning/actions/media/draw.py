"""Pictures of texts drawn anew, in a process of its own: whoever made them is a stranger.

This file is both sides: `draw` is ours, `child` the other; nothing here may import Django. The child gets its limits
from `run`, draws what lies in its folder under `<number>` as `<number>.webp` and tells the sizes in JSON.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from karmayogi.learning.actions.media.paper import child_of
from karmayogi.learning.actions.media.run import run
from karmayogi.learning.engine import pictures
from karmayogi.learning.engine.media import MB, MOST
from karmayogi.learning.engine.pictures import Drawn, NotAPicture
from karmayogi.learning.engine.renditions import MediaFault

MEMORY = 900 * MB
CPU = 60  # seconds of the processor
ALONE = 20  # for one picture
TOGETHER = 40  # in one process; where that one dies, each by itself
MOST_CPU = 900  # of all pictures of a call: somebody waits for it, and the file is a stranger's


class _Size(msgspec.Struct, frozen=True):
    """Of what was drawn; 0 where it is no picture."""

    width: int = 0
    height: int = 0


def draw(sources: Sequence[Path], put: Callable[[int, Drawn], None]) -> None:
    """Calls `put` with the place of each of the files that is a picture, and the picture; the others are left out, and
    so is what comes after MOST_CPU."""
    left: float = MOST_CPU
    for begin in range(0, len(sources), TOGETHER):
        places = range(begin, min(begin + TOGETHER, len(sources)))
        if left <= 0:
            return
        whole, took = _drawn([(place, sources[place]) for place in places], put, CPU)
        left -= took
        for place in places if not whole and len(places) > 1 else ():
            if left <= 0:
                return
            left -= _drawn([(place, sources[place])], put, ALONE)[1]


def _drawn(sources: list[tuple[int, Path]], put: Callable[[int, Drawn], None], cpu: int) -> tuple[bool, float]:
    """Whether the process lived to its end, and how many seconds of the processor it took."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for number, source in sources:
            if source.stat().st_size <= MOST["picture"]:
                (folder / str(number)).symlink_to(source.resolve())
        try:
            ran = run(child_of(__name__, folder), folder, cpu=cpu, memory=MEMORY, most=2 * pictures.MOST_DRAWN)
        except MediaFault:
            return False, cpu
        if ran.code:
            return False, ran.cpu_ms / 1000
        for number, size in msgspec.json.decode(ran.out, type=dict[int, _Size]).items():
            if size.width:
                put(number, Drawn((folder / f"{number}.webp").read_bytes(), size.width, size.height))
        return True, ran.cpu_ms / 1000


def child() -> None:
    """The other side; its arguments are root, this module and the folder."""
    folder = Path(sys.argv[3])
    told: dict[int, _Size] = {}
    for source in sorted(one for one in folder.iterdir() if one.name.isdecimal()):
        try:
            made = pictures.drawn(source.read_bytes())
        except NotAPicture:
            told[int(source.name)] = _Size()
            continue
        (folder / f"{source.name}.webp").write_bytes(made.content)
        told[int(source.name)] = _Size(made.width, made.height)
    sys.stdout.buffer.write(msgspec.json.encode(told))
