"""The text of a PDF, page by page, by pdfium in a process of its own. Both sides, as in `paper`: no Django."""

import sys
import tempfile
from pathlib import Path

import msgspec

from karmayogi.learning.actions.media.paper import child_of
from karmayogi.learning.actions.media.run import run
from karmayogi.learning.engine.media import MB
from karmayogi.learning.engine.renditions import MediaFault, Trouble

_MEMORY = 800 * MB
_CPU = 30  # somebody waits for the page
MOST_PAGES = 400
MOST_TEXT = 20_000  # characters of a page


class _Answer(msgspec.Struct, frozen=True):
    pages: list[str] = []
    trouble: Trouble | None = None


def text_of_pdf(content: bytes) -> tuple[list[str], str]:
    """(the text of each page, ""), or ([], what is wrong with the file: broken, locked, too_heavy, too_many_pages)."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        source = folder / "paper.pdf"
        source.write_bytes(content)
        try:
            ran = run(child_of(__name__, source), folder, cpu=_CPU, memory=_MEMORY, most=20 * MB)
        except MediaFault as fault:
            return [], fault.trouble
    if ran.code:
        return [], Trouble.TOO_HEAVY if "MemoryError" in ran.errors else Trouble.BROKEN
    answer = msgspec.json.decode(ran.out, type=_Answer)
    return ([], answer.trouble) if answer.trouble else (answer.pages, "")


def child() -> None:
    """The other side; its arguments are root, this module and the PDF."""
    try:
        answer = _read(Path(sys.argv[3]))
    except MemoryError:
        answer = _Answer(trouble=Trouble.TOO_HEAVY)
    sys.stdout.buffer.write(msgspec.json.encode(answer))


def _read(path: Path) -> _Answer:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (4, 5)  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
        return _Answer(trouble=Trouble.LOCKED if locked else Trouble.BROKEN)
    if not 1 <= len(document) <= MOST_PAGES:
        return _Answer(trouble=Trouble.TOO_MANY_PAGES if len(document) else Trouble.BROKEN)
    pages = []
    for number in range(len(document)):
        text = document[number].get_textpage().get_text_bounded()
        # What a database and a page can hold; lines stay lines.
        plain = "\n".join(
            " ".join("".join(sign for sign in line if sign >= " " and sign != "\ufffe").split())
            for line in text.splitlines()
        )
        pages.append(plain.encode("utf-8", "ignore").decode()[:MOST_TEXT].strip())
    return _Answer(pages=pages)
