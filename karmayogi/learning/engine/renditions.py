"""Which lighter forms a file gets, how they are made, and which of them a learner is given. Pure.

A film gets a film of 240 lines and its sound alone; a recording its sound alone; a PDF and slides a picture and the
text of each page. A form that is not clearly smaller than the original is not kept: it would only cost a choice.
Figures: docs/benchmarks/media.md. Why plain files and byte ranges: decision 0028.
"""

import dataclasses
import enum
from typing import Annotated, Any

import msgspec

MOST_SECONDS = 3 * 3600
MOST_PIXELS = 3840 * 2160
MOST_PAGES = 300
# A lighter form must save at least a quarter.
WORTH = 0.75
SMALL_LINES = 240
SOUND, SMALL, FULL, PAGE = "audio", "240p", "full", "page"
LADDER = (SOUND, SMALL, FULL)  # lightest first
# Media type -> the one reader that may look at it: no probing, so a playlist in disguise is just a broken film.
DEMUXER = {
    "video/webm": "matroska", "audio/webm": "matroska", "video/mp4": "mov", "audio/mp4": "mov", "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
}  # fmt: skip
_DECODERS = (
    "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg4,aac,aac_latm,mp3,mp3float,opus,libopus,vorbis,"
    "flac,alac"
)


class Trouble(enum.StrEnum):
    """Why a file has no lighter forms. The words are the web's."""

    BROKEN = "broken"
    NO_PICTURE = "no_picture"
    NO_SOUND = "no_sound"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    TOO_HEAVY = "too_heavy"
    TOO_MANY_PAGES = "too_many_pages"
    LOCKED = "locked"
    MACROS = "macros"
    OUTSIDE = "outside"
    NO_FFMPEG = "no_ffmpeg"
    NO_OFFICE = "no_office"
    FAILED = "failed"


LACKING = (Trouble.NO_FFMPEG, Trouble.NO_OFFICE)


class MediaFault(Exception):
    """A file that cannot be made lighter, by its own fault or for want of a program."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(trouble, detail)
        self.trouble = trouble
        self.detail = detail[:200]


@dataclasses.dataclass(frozen=True, slots=True)
class Probed:
    """seconds: None where the file does not say. lines: of the picture, 0 without one."""

    seconds: float | None
    lines: int
    sound: bool


class _Stream(msgspec.Struct, frozen=True):
    codec_type: str = ""
    width: Annotated[int, msgspec.Meta(ge=0)] = 0
    height: Annotated[int, msgspec.Meta(ge=0)] = 0
    disposition: dict[str, Any] = {}
    tags: dict[str, Any] = {}


class _Format(msgspec.Struct, frozen=True):
    duration: str = ""


class _Told(msgspec.Struct, frozen=True):
    streams: list[_Stream] = []
    format: _Format = _Format()


def read_probe(told: bytes) -> Probed:
    """What ffprobe says in JSON. Raises MediaFault for what is beyond the limits."""
    try:
        read = msgspec.json.decode(told, type=_Told)
        seconds = float(read.format.duration) if read.format.duration else None
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise MediaFault(Trouble.BROKEN) from error
    if seconds is not None and not 0 <= seconds <= MOST_SECONDS:
        raise MediaFault(Trouble.TOO_LONG, f"{seconds:.0f}")
    pictures = [one for one in read.streams if one.codec_type == "video" and not one.disposition.get("attached_pic")]
    if any(one.width * one.height > MOST_PIXELS for one in pictures):
        raise MediaFault(Trouble.TOO_LARGE, f"{pictures[0].width} × {pictures[0].height}")
    return Probed(
        seconds or None,
        pictures[0].height if pictures else 0,
        any(one.codec_type == "audio" for one in read.streams),
    )


def check(kind: str, probed: Probed) -> None:
    """Raises MediaFault where a film has no picture or a recording no sound."""
    if kind == "video" and not probed.lines:
        raise MediaFault(Trouble.NO_PICTURE)
    if kind == "audio" and not probed.sound:
        raise MediaFault(Trouble.NO_SOUND)


def reading(media_type: str) -> list[str]:
    """Options before the input: one reader, one protocol, known decoders, nothing that a file refers to."""
    demuxer = DEMUXER[media_type]
    only = ["-protocol_whitelist", "file", "-codec_whitelist", _DECODERS, "-f", demuxer]
    return [*only, "-enable_drefs", "0", "-use_absolute_path", "0"] if demuxer == "mov" else only


_QUIET = ["-nostdin", "-hide_banner", "-v", "error", "-y"]
_PLAIN = ["-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-threads", "1", "-t", str(MOST_SECONDS)]
# One voice: 16 kbit/s of Opus are speech that tires nobody. Its index comes first, so that a jump costs one request.
_SOUND = [
    "-map", "0:a:0", "-vn", "-c:a", "libopus", "-b:a", "16k", "-ac", "1", "-application", "voip", "-f", "webm",
    "-cues_to_front", "1",
]  # fmt: skip
# Slides and talking heads: ten pictures a second are enough. Main profile and AAC play on any phone of ten years.
_SMALL = [
    "-map", "0:v:0", "-map", "0:a:0?", "-vf", f"fps=10,scale=-2:{SMALL_LINES}", "-c:v", "libx264", "-preset", "medium",
    "-profile:v", "main", "-level", "3.0", "-pix_fmt", "yuv420p", "-crf", "30", "-maxrate", "110k", "-bufsize", "220k",
    "-g", "50", "-c:a", "aac", "-b:a", "24k", "-ac", "1", "-ar", "24000", "-f", "mp4", "-movflags", "+faststart",
]  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Recipe:
    """name: of the form. arguments: of ffmpeg, between program and name of the result."""

    name: str
    media_type: str
    arguments: tuple[str, ...]


def recipes(kind: str, media_type: str, source: str, probed: Probed) -> list[Recipe]:
    """What to try for that film or recording, lightest first."""
    begin = [*_QUIET, *reading(media_type), "-i", f"file:{source}"]
    found = []
    if probed.sound:
        found.append(Recipe(SOUND, "audio/webm", (*begin, *_PLAIN, *_SOUND)))
    if kind == "video":
        found.append(Recipe(SMALL, "video/mp4", (*begin, *_PLAIN, *_SMALL)))
    return found


def worth(size: int, original: int) -> bool:
    return 0 < size <= original * WORTH


def cpu_limit(seconds: float | None) -> int:
    """Processor seconds that one form may take: as long as the film runs, and a minute."""
    return 60 + int(seconds if seconds is not None else MOST_SECONDS)


def chosen(there: list[str], wanted: str, saving: bool) -> str:
    """The form to give: the one that was chosen before; else, for somebody who saves data, the lightest with a
    picture; else the original. The nearest lighter one stands in for what is not there."""
    if wanted not in LADDER:
        wanted = SMALL if saving else FULL
    if wanted in there:
        return wanted
    lighter = [name for name in LADDER[: LADDER.index(wanted)] if name in there]
    # Sound alone is only given to somebody who asked for it, or where there is nothing else.
    return next((name for name in reversed(lighter) if name != SOUND), FULL)
