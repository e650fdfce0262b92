"""Lighter forms of films and recordings, by ffmpeg."""

import dataclasses
from pathlib import Path

from karmayogi.learning.actions.media.run import run, tool
from karmayogi.learning.engine import renditions
from karmayogi.learning.engine.media import MB
from karmayogi.learning.engine.renditions import MediaFault, Probed, Trouble

_MEMORY = 2_000 * MB


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """One form in a file of the folder; path None where it only has a text. place: number of a page, else 0."""

    name: str
    path: Path | None
    media_type: str
    place: int = 0
    text: str = ""
    width: int | None = None
    height: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """seconds and height as measured; cpu_ms over all programs that ran."""

    made: list[Made]
    cpu_ms: int
    seconds: int | None = None
    height: int | None = None
    pages: int | None = None
    trouble: Trouble | None = None  # what could only be done in part: the reason


def make(kind: str, media_type: str, source: Path, folder: Path) -> Result:
    """Raises MediaFault."""
    ffmpeg, ffprobe = tool("ffmpeg"), tool("ffprobe")
    if not ffmpeg or not ffprobe:
        raise MediaFault(Trouble.NO_FFMPEG)
    if media_type not in renditions.DEMUXER:
        raise MediaFault(Trouble.BROKEN, media_type)
    probed, cpu = _probe(ffprobe, media_type, source, folder)
    renditions.check(kind, probed)
    original, made, seconds = source.stat().st_size, [], probed.seconds
    for recipe in renditions.recipes(kind, media_type, str(source), probed):
        result = folder / f"{recipe.name}.result"
        ran = run(
            [ffmpeg, *recipe.arguments, f"file:{result}"], folder,
            cpu=renditions.cpu_limit(probed.seconds), memory=_MEMORY, most=max(original, MB),
        )  # fmt: skip
        cpu += ran.cpu_ms
        if ran.code or not result.exists():
            raise MediaFault(Trouble.BROKEN, _last_line(ran.errors))
        if seconds is None:  # a recording that was never closed properly does not say how long it is
            again, more = _probe(ffprobe, recipe.media_type, result, folder)
            seconds, cpu = again.seconds, cpu + more
        if renditions.worth(result.stat().st_size, original):
            lines = renditions.SMALL_LINES if recipe.name == renditions.SMALL else None
            made.append(Made(recipe.name, result, recipe.media_type, height=lines))
    return Result(made, cpu, round(seconds) if seconds else None, probed.lines or None)


def _probe(ffprobe: str, media_type: str, path: Path, folder: Path) -> tuple[Probed, int]:
    options = ["-v", "error", *renditions.reading(media_type), "-show_format", "-show_streams", "-of", "json"]
    ran = run([ffprobe, *options, "-i", f"file:{path}"], folder, cpu=30, memory=_MEMORY, most=10 * MB)
    if ran.code:
        raise MediaFault(Trouble.BROKEN, _last_line(ran.errors))
    return renditions.read_probe(ran.out), ran.cpu_ms


def _last_line(errors: str) -> str:
    """What ffmpeg said last, without our paths."""
    lines = [line for line in errors.splitlines() if line.strip()]
    return lines[-1].rpartition("/")[2] if lines else ""
