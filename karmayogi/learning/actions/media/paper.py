"""Pages of a PDF as light pictures with their text, by pdfium in a process of its own.

This file is both sides: `make` is ours, `child` the other; nothing here may import Django. The child gets the limits
from `run`, reads the PDF, writes `<number>.avif` beside it and tells the texts in JSON.
"""

import sys
from pathlib import Path
from typing import Any

import msgspec

from karmayogi.learning.actions.media.film import Made, Result
from karmayogi.learning.actions.media.run import run
from karmayogi.learning.engine.media import MB
from karmayogi.learning.engine.renditions import MOST_PAGES, PAGE, MediaFault, Trouble

_MEMORY = 1_500 * MB
_CPU = 600
# A phone of 360 points shows 720; what is written small is still read when it is widened.
WIDTH = 720
_TALLEST = 2_200
_QUALITY = 35
MOST_TEXT = 20_000
_ROOT = Path(__file__).resolve().parents[4]
_START = "import importlib, sys; sys.path[:0] = sys.argv[1].split(':'); importlib.import_module(sys.argv[2]).child()"


class _Page(msgspec.Struct, frozen=True):
    width: int
    height: int
    text: str


class _Answer(msgspec.Struct, frozen=True):
    pages: list[_Page] = []
    trouble: Trouble | None = None
    detail: str = ""


def child_of(module: str, source: Path) -> list[str]:
    """What to run so that `child()` of that module looks at the file."""
    return [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_ROOT), module, str(source)]


def make(source: Path, folder: Path) -> Result:
    """Raises MediaFault."""
    ran = run(child_of(__name__, source), folder, cpu=_CPU, memory=_MEMORY, most=20 * MB)
    if ran.code:
        broken = "MemoryError" in ran.errors
        raise MediaFault(Trouble.TOO_HEAVY if broken else Trouble.BROKEN, ran.errors.strip().rpartition("\n")[2])
    answer = msgspec.json.decode(ran.out, type=_Answer)
    if answer.trouble:
        raise MediaFault(answer.trouble, answer.detail)
    made = [
        Made(PAGE, folder / f"{place}.avif", "image/avif", place, page.text, page.width, page.height)
        for place, page in enumerate(answer.pages, 1)
    ]
    return Result(made, ran.cpu_ms, pages=len(made))


def child() -> None:
    """The other side; its arguments are root, this module and the PDF."""
    try:
        answer = _Answer(_pages(Path(sys.argv[3])))
    except MediaFault as fault:
        answer = _Answer(trouble=fault.trouble, detail=fault.detail)
    except MemoryError:
        answer = _Answer(trouble=Trouble.TOO_HEAVY)
    sys.stdout.buffer.write(msgspec.json.encode(answer))


def opened(path: Path, most: int) -> Any:
    """The document, of at most so many pages. Only ever called in a child. Raises MediaFault."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (4, 5)  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
        raise MediaFault(Trouble.LOCKED if locked else Trouble.BROKEN, str(error)) from error
    count = len(document)
    if not 1 <= count <= most:
        raise MediaFault(Trouble.TOO_MANY_PAGES if count else Trouble.BROKEN, str(count))
    return document


def _pages(path: Path) -> list[_Page]:
    document = opened(path, MOST_PAGES)
    found = []
    for place in range(len(document)):
        page = document[place]
        width, height = page.get_size()
        if width < 1 or height < 1:
            raise MediaFault(Trouble.BROKEN, f"{width} × {height}")
        # pdfium rounds up: half a dot less gives the width itself.
        picture = page.render(scale=min((WIDTH - 0.5) / width, _TALLEST / height)).to_pil().convert("RGB")
        picture.save(f"{place + 1}.avif", quality=_QUALITY, speed=7, max_threads=1)
        text = "\n".join(filter(None, lines_of(page)))
        found.append(_Page(picture.width, picture.height, text[:MOST_TEXT]))
        page.close()
    return found


def lines_of(page: Any) -> list[str]:
    """The text of a page as a database and a page of ours can hold it."""
    return [
        " ".join("".join(sign for sign in line if sign >= " " and sign != "\ufffe").split())
        .encode("utf-8", "ignore")
        .decode()
        for line in page.get_textpage().get_text_bounded().splitlines()
    ]
