"""Papers of other packages: set by typst with the fonts of the certificates, then signed (PAdES B-B).

The caller brings a typst file and data. All that anybody wrote goes in as data and is only ever shown as text.
"""

import datetime as dt
import functools
import io
import json
import threading
from pathlib import Path
from typing import Any

import segno
import typst

from karmayogi.credentials.engine.wording import printable, script_language

_FONTS = Path(__file__).resolve().parent.parent / "fonts"
_ONE_AT_A_TIME = threading.Lock()  # a compiler is shared by the threads of a process


def print_paper(source: Path, data: dict[str, Any], *, reason: str, at: dt.datetime) -> bytes:
    """The signed PDF. source: a typst file that reads `sys.inputs.data` as JSON and prints in English and Hindi.

    reason: shown by readers of PDF beside the signature. Raises signing.KeyMissing without the private key.
    """
    # The library that signs takes 16 MB and a third of a second: only a process that prints has it.
    from karmayogi.credentials.actions.sign_pdf import sign_pdf

    text = json.dumps(data, ensure_ascii=False)
    with _ONE_AT_A_TIME:
        made = _compiler(source).compile(
            format="pdf", sys_inputs={"data": text}, pdf_standards=["ua-1"], timestamp=int(at.timestamp())
        )
    assert isinstance(made, bytes)
    return sign_pdf(made, reason, at)


def paper_text(text: str) -> dict[str, str]:
    """A text as the typst file takes it: what the fonts can print, and the language whose font it needs."""
    return {"text": printable(text) or "–", "lang": script_language(text)}


def paper_qr(link: str) -> str:
    """The QR code of a link as SVG."""
    drawing = io.BytesIO()
    segno.make_qr(link, error="m").save(drawing, kind="svg", border=0, dark="#101a4d", xmldecl=False)
    return drawing.getvalue().decode()


@functools.cache
def _compiler(source: Path) -> typst.Compiler:
    return typst.Compiler(
        input=str(source), root=str(source.parent), font_paths=[str(_FONTS)], ignore_system_fonts=True
    )
