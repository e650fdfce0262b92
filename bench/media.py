"""What lighter forms cost and weigh: `.venv/bin/python bench/media.py`, into docs/benchmarks/media-table.md.

Films: those of the demonstration courses as they are shipped, and one made here: moving colour bars with noise, the
worst for any encoder, in H.264 as a phone gives it.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from karmayogi.learning.actions.media import film, paper  # noqa: E402

COURSES = ROOT / "karmayogi" / "demo" / "courses"


def made(folder: Path, name: str, picture: str, seconds: int, *options: str) -> Path:
    target = folder / name
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", f"sine=300:d={seconds}", "-t",
         str(seconds), "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k",
         *options, str(target)],
        check=True,
    )  # fmt: skip
    return target


def row(name: str, media_type: str, source: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        result = film.make("video", media_type, source, Path(folder))
        minutes = (result.seconds or 1) / 60
        sizes = {one.name: one.path.stat().st_size for one in result.made if one.path}
    full = source.stat().st_size

    def told(size: int | None) -> str:
        return "not kept" if size is None else f"{size / 1000:.0f} ({size / minutes / 1000:.0f} a minute)"

    told_row = (
        f"| {name} | {result.seconds} s | {full / 1000:.0f} | {told(sizes.get('240p'))} | {told(sizes.get('audio'))} |"
        f" {result.cpu_ms / 1000 / minutes:.1f} |"
    )
    print(told_row, flush=True)
    return told_row


def main() -> None:
    lines = [
        "| film | length | original, kB | 240p, kB | sound, kB | CPU seconds a minute of film |",
        "|---|---|---|---|---|---|",
    ]
    if not shutil.which("ffmpeg"):
        raise SystemExit("bench: ffmpeg is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for course in ("cyber-hygiene", "rti-responsiveness"):
            source = COURSES / course / "media" / "video.en.webm"
            lines.append(row(f"{course} (360p slides, VP9)", "video/webm", source))
        bars = "testsrc2=s=1280x720:r=25,noise=alls=8:allf=t"
        lines.append(row("moving bars with noise (720p, H.264)", "video/mp4", made(folder, "bars.mp4", bars, 30)))
    lines += ["", "| PDF | pages | original, kB | a page, kB | CPU seconds a page |", "|---|---|---|---|---|"]
    import typst

    for course in ("cyber-hygiene", "rti-responsiveness"):
        source = COURSES / course / "media" / "card.en.typ"
        pdf = bytes(typst.compile(str(source), root=str(source.parent), format="pdf"))
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "x.pdf").write_bytes(pdf)
            result = paper.make(Path(name) / "x.pdf", Path(name))
            sizes = [one.path.stat().st_size for one in result.made if one.path]
        pages = len(sizes)
        lines.append(
            f"| {course}, reference card | {pages} | {len(pdf) / 1000:.0f} | {sum(sizes) / pages / 1000:.0f} |"
            f" {result.cpu_ms / 1000 / pages:.2f} |"
        )
    (ROOT / "docs" / "benchmarks" / "media-table.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
