"""Pictures made for the tests: small, large, and such as somebody would send who means harm."""

import io
import random
import struct
import zlib

from PIL import Image

from karmayogi.learning.actions.draft import CourseDraft, DraftFile, DraftPart, DraftPicture, DraftVariant
from karmayogi.learning.actions.publish import publish
from karmayogi.learning.engine.pictures import TYPE, drawn
from karmayogi.learning.types import QuizSpec
from tests.learning.conftest import SETUP


def png(width: int = 40, height: int = 30, colour: str = "navy", mode: str = "RGB") -> bytes:
    return saved(Image.new(mode, (width, height), colour), "PNG")


def noisy(width: int = 500, height: int = 400, kind: str = "JPEG", **more: object) -> bytes:
    """A picture that no format makes small."""
    return saved(Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3)), kind, **more)  # noqa: S311


def saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    into = io.BytesIO()
    picture.save(into, kind, **more)
    return into.getvalue()


def located() -> bytes:
    """A photograph that says where it was taken, and that it is to be turned."""
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif[0x0112] = 6
    return noisy(60, 40, exif=exif)


def bomb(side: int = 60_000) -> bytes:
    """A PNG that says it has 3,600,000,000 dots, in a few bytes."""

    def piece(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(bytes(1000))) + piece(b"IEND", b"")
    )


HTML = b"<html><script>alert(document.cookie)</script><img src=x>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def pictured(at, contents: dict[str, bytes], code: str = "PIC"):
    """A published course of one page; contents: the description of each of its pictures, and the picture."""
    made = {alt: drawn(content) for alt, content in contents.items()}
    html = "<p>Look.</p>" + "".join(f'<p><img src="picture:{one.name}" alt="{alt}"></p>' for alt, one in made.items())
    pictures = tuple(
        DraftPicture(one.name, DraftFile(one.content, TYPE), one.width, one.height) for one in made.values()
    )
    page = DraftPart("page", "page", 1, 0, {"en": DraftVariant("Pictures", html, pictures=pictures)})
    draft = CourseDraft(
        code,
        "Test Courseware",
        "online",
        "",
        {"en": "Pictures"},
        {},
        [],
        [page],
        QuizSpec(0, 0, 0, 0),
        code.ljust(64, "0"),
    )
    return publish(agent=SETUP, draft=draft, at=at), made
