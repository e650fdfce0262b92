"""Pictures of texts: drawn anew, so that nothing but the picture is left of the file; which of them a page loads by
itself; and a page's HTML with the pictures in it. Pure; only ever called on strangers' files in a process with limits.
"""

import dataclasses
import hashlib
import io
import re
import struct
import warnings
from collections.abc import Collection, Mapping
from html import escape
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from karmayogi.kernel.markup import PICTURE
from karmayogi.learning.engine import prose

TYPE = "image/webp"
MOST_PIXELS = 40_000_000  # a phone's photograph has twelve to fifty million; JPEG is read in a smaller size at once
SIDE = 1_280  # pixels: what a lesson shows at most, on a dense screen
MOST_DRAWN = 1_000_000
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_QUALITY = 78
# What our own pictures consist of: these pieces and no other. Whatever else a WebP may hold (places, films, profiles)
# is a reason to draw it anew.
_OURS = ([b"VP8 "], [b"VP8L"], [b"VP8X", b"ALPH", b"VP8 "])
_ALPHA = 0x10
# A page loads by itself pictures up to this size, and together up to that; the others when they are asked for.
_FULL = re.compile(r"([0-9a-f]{64})-(\d{1,4})x(\d{1,4})-(\d{1,4})k\.webp")
SMALL = 30_000
TOGETHER = 120_000


class NotAPicture(ValueError):
    """It is of another kind, broken, or too large."""


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    content: bytes
    width: int
    height: int

    @property
    def name(self) -> str:
        """By which texts refer to it: the same picture has the same name everywhere."""
        return f"{hashlib.sha256(self.content).hexdigest()[:20]}.webp"

    @property
    def full_name(self) -> str:
        """By which a question refers to it: whatever is needed to show it, since questions are shown one by one, in
        many places. That it is a picture of the question's course is checked when that is published."""
        kilobytes = max(1, round(len(self.content) / 1000))
        return f"{hashlib.sha256(self.content).hexdigest()}-{self.width}x{self.height}-{kilobytes}k.webp"


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """One that a text may show. src: where it is had, "" where it is not at hand; size: bytes."""

    src: str
    width: int
    height: int
    size: int


def drawn(content: bytes) -> Drawn:
    """The picture as WebP, at most SIDE pixels wide and high, without whatever else the file held. One that we have
    drawn comes out as it is. Raises NotAPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(content)
    except (
        UnidentifiedImageError, Image.DecompressionBombWarning, Image.DecompressionBombError, OSError, ValueError,
        SyntaxError, KeyError, IndexError, OverflowError, MemoryError, struct.error,
    ) as error:  # fmt: skip
        raise NotAPicture(str(error)[:200]) from error


def _drawn(content: bytes) -> Drawn:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS or min(width, height) < 1:
            raise NotAPicture(f"{width} × {height}")
        if _is_ours(content) and max(width, height) <= SIDE and len(content) <= MOST_DRAWN:
            picture.load()
            return Drawn(content, width, height)
        plain = picture.format != "JPEG"
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))  # of JPEG alone: decoded small, not shrunk afterwards
        upright = _eight_bits(ImageOps.exif_transpose(picture))
        clear = "A" in upright.getbands() or "transparency" in upright.info
        shown = upright.convert("RGBA" if clear else "RGB")
    shown.thumbnail((SIDE, SIDE))
    made = [_written(shown, lossless=False), *([_written(shown, lossless=True)] if plain else [])]
    best = min(made, key=len)
    if len(best) > MOST_DRAWN:
        raise NotAPicture(f"{len(best)} bytes")
    return Drawn(best, shown.width, shown.height)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Shades of grey of sixteen bits as eight; Pillow would take whatever is above 255 for white."""
    return picture.point(lambda shade: shade / 256, "L") if picture.mode.startswith("I;16") else picture


def _written(shown: Image.Image, *, lossless: bool) -> bytes:
    out = io.BytesIO()
    shown.info.clear()
    shown.save(out, "WEBP", lossless=lossless, quality=60 if lossless else _QUALITY, method=3, exif=b"", xmp=b"")
    return out.getvalue()


def _is_ours(content: bytes) -> bool:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or struct.unpack("<I", content[4:8])[0] != len(content) - 8:
        return False
    names: list[bytes] = []
    at = 12
    while at + 8 <= len(content) and len(names) < 4:
        names.append(content[at : at + 4])
        if names[-1] == b"VP8X" and content[at + 8] & ~_ALPHA:
            return False
        size = struct.unpack("<I", content[at + 4 : at + 8])[0]
        at += 8 + size + size % 2
    return at == len(content) and names in _OURS


def pictures_named(question: Mapping[str, Any]) -> set[str]:
    """Names of the pictures anywhere in a question, as the question file has it. Each text is looked at as it is shown:
    written as JSON a description may be too long for a mark, and the picture would be missed."""
    named: set[str] = set()
    rest: list[Any] = [question]
    while rest:
        one = rest.pop()
        if isinstance(one, str):
            named.update(name for _alt, name in PICTURE.findall(one))
        elif isinstance(one, Mapping):
            rest += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            rest += one
    return named


def with_own(said: Any, own: Collection[str]) -> Any:
    """A question, or any piece of it, with descriptions in the place of pictures of other names. For drafts: what one
    names is checked when it is written and published, and older ones were written before it was."""
    if isinstance(said, Mapping):
        return {name: with_own(one, own) for name, one in said.items()}
    if isinstance(said, list | tuple):
        return [with_own(one, own) for one in said]
    if not isinstance(said, str):
        return said
    return PICTURE.sub(lambda found: found[0] if found[2] in own else f"[{found[1]}]", said)


def asked_picture(name: str) -> tuple[str, int, int, int] | None:
    """(SHA-256, width, height, kilobytes) of a picture of a question; None for a name of another kind."""
    found = _FULL.fullmatch(name)
    return (found[1], int(found[2]), int(found[3]), int(found[4])) if found else None


def by_itself(order: list[str], sizes: Mapping[str, int]) -> set[str]:
    """Names of the pictures that a page loads without being asked. order: as they stand in the text."""
    taken: set[str] = set()
    left = TOGETHER
    for name in dict.fromkeys(order):
        if sizes.get(name, SMALL + 1) <= SMALL and sizes[name] <= left:
            taken.add(name)
            left -= sizes[name]
    return taken


def shown(html: str, pictures: Mapping[str, Picture], asked: Collection[str] | None, offer: str, missing: str) -> str:
    """The HTML of a text with its pictures.

    asked: names of those that the reader asked for beside the small ones; None for all of them. offer: HTML of what
    stands for a large one, with {name}, {alt} and {size}; missing: of one that is not at hand, with {alt}.
    """
    sizes = {name: one.size for name, one in pictures.items()}
    loaded = sizes.keys() if asked is None else by_itself(prose.pictures_in(html), sizes) | set(asked)

    def put(name: str, alt: str) -> str:
        one = pictures.get(name)
        if one is None or not one.src:
            return missing.replace("{alt}", escape(alt)) if alt else ""
        if name not in loaded:
            size = f"{max(1, round(one.size / 1000))}"
            return offer.replace("{name}", escape(name)).replace("{size}", size).replace("{alt}", escape(alt))
        return (
            f'<img id="p-{escape(name)}" src="{escape(one.src)}" width="{one.width}" height="{one.height}"'
            f' alt="{escape(alt)}" loading="lazy" decoding="async">'
        )

    return prose.with_pictures(html, put)
