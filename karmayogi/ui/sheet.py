"""One style sheet out of small files: joined and shrunk once, when the process starts. Knows nothing of Django.

Three forms of the same sheet:
- `INLINE` goes into the page of a first visit (one round trip less is worth more than any minifier on a slow line). It
  names no web font, so a first visit downloads none;
- `FULL` is linked from the second page on and adds the fonts;
- `LEAN`, linked when the reader's browser asks to save data, is INLINE as a file.
"""

import base64
import hashlib
import re
from pathlib import Path

HERE = Path(__file__).parent
FILES = ("tokens", "base", "shell", "controls", "parts", "charts", "media")
STATIC_URL = "/static/"

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_DARK = re.compile(r"@dark\{(.*?)\}", re.S)
_FONT = re.compile(r"url\(fonts/([^)]+)\)")


def shrink(css: str) -> str:
    """Takes comments and needless blanks out. Strings with blanks must be written in double quotes."""
    strings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        strings.append(match[0])
        return f"\x00{len(strings) - 1}\x00"

    css = re.sub(r'"[^"]*"', keep, _COMMENT.sub("", css))
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>~])\s*", r"\1", css)
    css = re.sub(r"([a-z0-9-])\s*:\s+", r"\1:", css)
    css = css.replace(";}", "}").strip()
    return re.sub(r"\x00(\d+)\x00", lambda match: strings[int(match[1])], css)


def dark(css: str) -> str:
    """`@dark{declarations}` becomes the two rules of dark colours: chosen by hand, or asked for by the device."""

    def both(match: re.Match[str]) -> str:
        return (
            f"@media screen{{:root[data-theme=dark]{{{match[1]}}}}}"
            f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{match[1]}}}}}"
        )

    return _DARK.sub(both, css)


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]


def _font_address(match: re.Match[str]) -> str:
    file = HERE / "static" / "ui" / "fonts" / match[1]
    return f"url({STATIC_URL}ui/fonts/{match[1]}?v={fingerprint(file.read_bytes())})"


def _read(name: str) -> str:
    return (HERE / "css" / f"{name}.css").read_text()


INLINE = shrink(dark("".join(map(_read, FILES))))
FULL = shrink(_FONT.sub(_font_address, _read("fonts"))) + INLINE
LEAN = INLINE
VERSION = fingerprint(FULL.encode())
CSP_HASH = "'sha256-" + base64.b64encode(hashlib.sha256(INLINE.encode()).digest()).decode() + "'"
