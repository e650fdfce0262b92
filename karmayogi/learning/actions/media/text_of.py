"""The text of a PDF, page by page, by pdfium in a process of its own. Both sides, as in `paper`: no Django."""

import sys
import tempfile
from pathlib import Path

import msgspec

from karmayogi.learning.actions.media.paper import MOST_TEXT, child_of, lines_of, opened
from karmayogi.learning.actions.media.run import run
from karmayogi.learning.engine.media import MB
from karmayogi.learning.engine.renditions import MediaFault, Trouble

_MEMORY = 800 * MB
_CPU = 30  # somebody waits for the page
MOST_PAGES = 400


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
        document = opened(Path(sys.argv[3]), MOST_PAGES)
        answer = _Answer(["\n".join(lines_of(page))[:MOST_TEXT].strip() for page in document])
    except MediaFault as fault:
        answer = _Answer(trouble=fault.trouble)
    except MemoryError:
        answer = _Answer(trouble=Trouble.TOO_HEAVY)
    sys.stdout.buffer.write(msgspec.json.encode(answer))
