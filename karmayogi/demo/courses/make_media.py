"""Make the short course videos: slides, a synthetic voice, captions, transcript, poster.

    python karmayogi/demo/courses/make_media.py                      # all courses, all languages
    python karmayogi/demo/courses/make_media.py rti-responsiveness   # one course
    python karmayogi/demo/courses/make_media.py --keep /tmp/look     # also leave the slides there, to look at

For each `<slug>/media/slides.toml` it writes beside it, per language: `video.<lang>.webm` (VP9 + Opus),
`video.<lang>.vtt` (one cue per sentence, timed by measuring the voice) and `video.<lang>.md` (transcript), and one
`poster.webp`. Needs chromium, ffmpeg and espeak-ng on the machine; fonts come from karmayogi/credentials/fonts.
Not part of the running product: the results are committed, and the machine that serves them needs none of this.

`slides.toml`: `checked_on` (day on which the facts were last checked), `sources` (list), `title` and
`subtitle` (per language), and `[[slides]]`. The first slide is the title slide and has only `say`. Every other slide
has, per language: `clause`, `head`, `points`, optional `big` (a large number before the head) and `mono` (a line in
fixed width), and `say`, a list of sentences: what the voice speaks and what the captions show.
"""

import argparse
import html
import shutil
import subprocess
import sys
import tempfile
import tomllib
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COURSES = Path(__file__).resolve().parent
FONTS = COURSES.parents[1] / "credentials" / "fonts"
WIDTH, HEIGHT, FPS = 640, 360, 10
PAUSE_SENTENCE, PAUSE_SLIDE, PAUSE_END = 0.28, 0.75, 1.2  # seconds
BYTES_AT_MOST = 500_000
CUE_CHARS = 42  # a caption line; longer cues break into two lines
CHROMIUM = [
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
]


@dataclass(frozen=True)
class Voice:
    espeak: list[str]
    credit: str
    transcript: str
    sources: str
    checked: str
    on_screen: str


VOICES = {
    "en": Voice(
        ["-v", "en-gb", "-s", "168", "-p", "42", "-g", "2"],
        "Synthetic voice (espeak-ng)",
        "Transcript",
        "Sources",
        "Facts last checked on",
        "On the slide",
    ),
    "hi": Voice(
        ["-v", "hi", "-s", "172", "-p", "42", "-g", "1"],
        "कृत्रिम आवाज़ (espeak-ng)",
        "प्रतिलेख",
        "स्रोत",
        "तथ्यों की पिछली जाँच",
        "स्लाइड पर",
    ),
}

CSS = f"""
@font-face {{ font-family: S; src: url({FONTS.as_uri()}/NotoSans-Regular.ttf); }}
@font-face {{ font-family: S; font-weight: 700; src: url({FONTS.as_uri()}/NotoSans-Bold.ttf); }}
@font-face {{ font-family: D; src: url({FONTS.as_uri()}/NotoSansDevanagari-Regular.ttf); }}
@font-face {{ font-family: D; font-weight: 700; src: url({FONTS.as_uri()}/NotoSansDevanagari-Bold.ttf); }}
* {{ margin: 0; box-sizing: border-box; }}
body {{ font: 26px/1.3 S, D, sans-serif; color: #1b1d2a; background: #fdfbf6; }}
section {{ width: {WIDTH}px; height: {HEIGHT}px; padding: 26px 36px 44px; position: relative; overflow: hidden;
  display: flex; flex-direction: column; background: #fdfbf6; border-left: 10px solid #24327a; }}
.clause {{ font-size: 19px; font-weight: 700; color: #a34a05; }}
h1 {{ font-size: 42px; line-height: 1.2; color: #24327a; }}
h2 {{ font-size: 35px; line-height: 1.25; color: #24327a; margin: 2px 0 12px; }}
h2.numbered {{ display: flex; align-items: center; gap: 18px; }}
.big {{ font-size: 92px; line-height: 1; }}
ul {{ list-style: none; padding: 0; }}
li {{ padding-left: 24px; position: relative; margin-bottom: 9px; }}
li::before {{ content: ""; position: absolute; left: 0; top: .45em; width: 11px; height: 11px; background: #a34a05;
  border-radius: 50%; }}
.mono {{ font: 21px/1.4 "Noto Sans Mono", monospace; background: #ebedf8; color: #24327a; padding: 5px 12px;
  margin-bottom: 14px; white-space: pre; }}
.title {{ justify-content: center; padding-bottom: 60px; }}
.title p {{ margin-top: 16px; font-size: 24px; color: #43465c; }}
footer {{ position: absolute; left: 36px; right: 26px; bottom: 13px; height: 20px; display: flex; gap: 5px;
  align-items: center; font-size: 14px; color: #5b5e73; }}
footer i {{ width: 20px; height: 5px; background: #d9dbe8; }}
footer i.on {{ background: #24327a; }}
footer span {{ margin-left: auto; }}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the short course videos from their slides.toml.")
    parser.add_argument("slug", nargs="*", help="courses to make; all when left out")
    parser.add_argument("--lang", choices=sorted(VOICES), action="append", help="only this language")
    parser.add_argument("--keep", type=Path, help="leave each video's slides as one tall PNG in this folder")
    options = parser.parse_args()
    missing = [name for name in ("chromium", "ffmpeg", "espeak-ng") if shutil.which(name) is None]
    if missing:
        print("not on this machine: " + ", ".join(missing), file=sys.stderr)
        return 2
    slugs = options.slug or sorted(p.parent.parent.name for p in COURSES.glob("*/media/slides.toml"))
    too_big = False
    for slug in slugs:
        media = COURSES / slug / "media"
        deck = tomllib.loads((media / "slides.toml").read_text(encoding="utf-8"))
        make_poster(deck, media / "poster.webp")
        for lang in options.lang or VOICES:
            seconds = make_video(deck, lang, media, options.keep and options.keep / f"{slug}.{lang}.png")
            size = (media / f"video.{lang}.webm").stat().st_size
            too_big |= size > BYTES_AT_MOST
            print(f"{slug} {lang}: {seconds:.0f} s, {size:,} bytes")
    return 1 if too_big else 0


def make_video(deck: dict[str, Any], lang: str, media: Path, keep: Path | None) -> float:
    """Write video, captions and transcript of one language; return the length in seconds."""
    slides = [slide[lang] for slide in deck["slides"]]
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        tall = work / "slides.png"
        screenshot(page(deck, lang, slides), tall, HEIGHT * len(slides))
        if keep:
            keep.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(tall, keep)
        cues, starts, seconds = speak(slides, lang, work / "voice.wav")
        assemble(tall, work / "voice.wav", [*starts[1:], seconds], media / f"video.{lang}.webm", work)
    (media / f"video.{lang}.vtt").write_text(captions(cues, lang), encoding="utf-8")
    (media / f"video.{lang}.md").write_text(transcript(deck, lang, slides, seconds), encoding="utf-8")
    return seconds


def page(deck: dict[str, Any], lang: str, slides: list[dict[str, Any]]) -> str:
    body = []
    for number, slide in enumerate(slides):
        dots = "".join(f'<i class="{"on" if n <= number else ""}"></i>' for n in range(len(slides)))
        last = number == len(slides) - 1
        footer = f"<footer>{dots}<span>{VOICES[lang].credit if number == 0 or last else ''}</span></footer>"
        body.append(title_slide(deck, lang, footer) if number == 0 else plain_slide(slide, footer))
    return f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><style>{CSS}</style>{"".join(body)}'


def title_slide(deck: dict[str, Any], lang: str, footer: str) -> str:
    return (
        f'<section class="title"><h1>{html.escape(deck["title"][lang])}</h1>'
        f"<p>{html.escape(deck['subtitle'][lang])}</p>{footer}</section>"
    )


def plain_slide(slide: dict[str, Any], footer: str) -> str:
    head = html.escape(slide["head"])
    if "big" in slide:
        head = f'<h2 class="numbered"><span class="big">{html.escape(slide["big"])}</span> {head}</h2>'
    else:
        head = f"<h2>{head}</h2>"
    mono = f'<div class="mono">{html.escape(slide["mono"])}</div>' if "mono" in slide else ""
    points = "".join(f"<li>{html.escape(point)}</li>" for point in slide["points"])
    return f'<section><div class="clause">{html.escape(slide["clause"])}</div>{head}{mono}<ul>{points}</ul>{footer}</section>'


def make_poster(deck: dict[str, Any], target: Path) -> None:
    """One still for both languages: the two titles under each other."""
    both = (
        f'<section class="title"><h1>{html.escape(deck["title"]["en"])}</h1>'
        f'<h1 lang="hi" style="margin-top:22px;color:#a34a05;font-size:36px">{html.escape(deck["title"]["hi"])}</h1></section>'
    )
    with tempfile.TemporaryDirectory() as scratch:
        shot = Path(scratch) / "poster.png"
        screenshot(f'<!doctype html><meta charset="utf-8"><style>{CSS}</style>{both}', shot, HEIGHT)
        ffmpeg("-i", shot, "-c:v", "libwebp", "-quality", "55", "-compression_level", "6", target)


def screenshot(markup: str, target: Path, height: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "page.html"
        source.write_text(markup, encoding="utf-8")
        run(
            *CHROMIUM,
            f"--user-data-dir={scratch}/profile",
            f"--window-size={WIDTH},{height}",
            f"--screenshot={target}",
            source.as_uri(),
        )


def speak(
    slides: list[dict[str, Any]], lang: str, target: Path
) -> tuple[list[tuple[float, float, str]], list[float], float]:
    """Speak every sentence into one wav; return cues (from, to, text), where slides start, and the length."""
    cues: list[tuple[float, float, str]] = []
    starts: list[float] = []
    sound = bytearray()
    rate = 0
    at = 0.0
    for number, slide in enumerate(slides):
        starts.append(at)
        for line, text in enumerate(slide["say"]):
            spoken, rate = sentence(text, lang)
            lasts = len(spoken) / 2 / rate
            cues.append((at, at + lasts, text))
            end_of_slide = line == len(slide["say"]) - 1
            end = end_of_slide and number == len(slides) - 1
            pause = PAUSE_END if end else PAUSE_SLIDE if end_of_slide else PAUSE_SENTENCE
            silence = bytes(2 * round(pause * rate))
            sound += spoken + silence
            at += lasts + len(silence) / 2 / rate
    with wave.open(str(target), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(bytes(sound))
    return cues, starts, at


def sentence(text: str, lang: str) -> tuple[bytes, int]:
    with tempfile.NamedTemporaryFile(suffix=".wav") as wav:
        run("espeak-ng", *VOICES[lang].espeak, "-z", "-w", wav.name, text)
        with wave.open(wav.name, "rb") as spoken:
            return spoken.readframes(spoken.getnframes()), spoken.getframerate()


def assemble(tall: Path, voice: Path, ends: list[float], target: Path, work: Path) -> None:
    """Cut the tall picture into slides, show each until its end, and add the voice."""
    listing = []
    begun = 0.0
    for number, end in enumerate(ends):
        still = work / f"{number}.png"
        ffmpeg("-i", tall, "-vf", f"crop={WIDTH}:{HEIGHT}:0:{number * HEIGHT}", still)
        listing.append(f"file '{still}'\nduration {end - begun:.3f}\n")
        begun = end
    listing.append(f"file '{work / f'{len(ends) - 1}.png'}'\n")  # the concat reader ignores the last duration
    (work / "list.txt").write_text("".join(listing))
    at_slides = ",".join(f"{end:.3f}" for end in ends[:-1])
    ffmpeg(
        *("-f", "concat", "-safe", "0", "-i", work / "list.txt", "-i", voice),
        *("-vf", f"fps={FPS},format=yuv420p", "-t", f"{ends[-1]:.3f}"),
        *("-c:v", "libvpx-vp9", "-b:v", "0", "-crf", "34", "-g", "9999", "-force_key_frames", at_slides),
        *("-tune-content", "screen", "-deadline", "good", "-cpu-used", "2", "-row-mt", "1", "-auto-alt-ref", "1"),
        *("-af", "loudnorm=I=-18:TP=-2:LRA=7,aresample=48000"),
        *("-c:a", "libopus", "-b:a", "16k", "-ac", "1", "-application", "voip"),
        *("-map_metadata", "-1", "-fflags", "+bitexact", "-cues_to_front", "1", target),
    )


def captions(cues: list[tuple[float, float, str]], lang: str) -> str:
    blocks = [f"WEBVTT\nLanguage: {lang}\n"]
    for number, (begin, end, text) in enumerate(cues, start=1):
        blocks.append(f"{number}\n{clock(begin)} --> {clock(end + 0.15)}\n{two_lines(text)}\n")
    return "\n".join(blocks)


def two_lines(text: str) -> str:
    if len(text) <= CUE_CHARS:
        return text
    gaps = [i for i, letter in enumerate(text) if letter == " "]
    middle = min(gaps, key=lambda i: abs(i - len(text) / 2))
    return text[:middle] + "\n" + text[middle + 1 :]


def clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"00:{int(minutes):02d}:{rest:06.3f}"


def transcript(deck: dict[str, Any], lang: str, slides: list[dict[str, Any]], seconds: float) -> str:
    voice = VOICES[lang]
    lines = [f"# {deck['title'][lang]}", "", deck["subtitle"][lang], ""]
    lines += [f"{voice.transcript}. {int(seconds) // 60}:{int(seconds) % 60:02d}. {voice.credit}.", ""]
    for slide in slides:
        if "head" in slide:
            head = f"{slide['big']} {slide['head']}" if "big" in slide else slide["head"]
            lines += [f"## {head} ({slide['clause']})", ""]
        lines += [" ".join(slide["say"]), ""]
        if "points" in slide:
            shown = [f"`{slide['mono']}`"] if "mono" in slide else []
            lines += [f"{voice.on_screen}:", "", *(f"- {point}" for point in [*shown, *slide["points"]]), ""]
    lines += [f"## {voice.sources}", "", *(f"- {source}" for source in deck["sources"]), ""]
    lines += [f"{voice.checked} {deck['checked_on']}.", ""]
    return "\n".join(lines)


def ffmpeg(*arguments: str | Path) -> None:
    run("ffmpeg", "-hide_banner", "-loglevel", "error", "-y", *map(str, arguments))


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr[-2000:]}")


if __name__ == "__main__":
    sys.exit(main())
