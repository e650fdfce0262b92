"""Slides (PPTX, ODP) as pages: their text from the file itself, their pictures by LibreOffice where it is installed.

The zip is looked at in a process of its own first (engine/deck.py): what has macros or refers to something elsewhere
never reaches LibreOffice. This file is both sides, as `paper`: nothing here may import Django.
"""

import dataclasses
import sys
from pathlib import Path

import msgspec

from karmayogi.learning.actions.media import paper
from karmayogi.learning.actions.media.film import Made, Result
from karmayogi.learning.actions.media.run import Ran, run, tool
from karmayogi.learning.engine import deck, zip_policy
from karmayogi.learning.engine.media import MB
from karmayogi.learning.engine.renditions import PAGE, MediaFault, Trouble
from karmayogi.learning.engine.zip_policy import Fault, PackageFault

_CPU = 240
_OFFICE_MEMORY = 6_000 * MB  # of addresses; most of them are only reserved
_RESTART = 81  # LibreOffice after it wrote its first profile
# No macros, nothing fetched from elsewhere, also where engine/deck.py overlooked something.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


class _Answer(msgspec.Struct, frozen=True):
    texts: list[str] = []
    trouble: Trouble | None = None
    detail: str = ""


def make(source: Path, folder: Path) -> Result:
    """Raises MediaFault. Without LibreOffice the pages have only their text, and the result says so."""
    texts, cpu = _texts(source, folder)
    office = tool("soffice")
    if not office:
        made = [Made(PAGE, None, "", place, text) for place, text in enumerate(texts, 1)]
        return Result(made, cpu, pages=len(made), trouble=Trouble.NO_OFFICE)
    pdf, more = _printed(Path(office).resolve().with_name("soffice.bin"), source, folder)
    pages = paper.make(pdf, folder)
    # The file's own text is better than what can be read off the drawing; a hidden slide is not drawn.
    same = len(pages.made) == len(texts)
    made = [dataclasses.replace(one, text=texts[one.place - 1]) if same else one for one in pages.made]
    return dataclasses.replace(pages, made=made, cpu_ms=pages.cpu_ms + cpu + more)


def _texts(source: Path, folder: Path) -> tuple[list[str], int]:
    ran = run(paper.child_of(__name__, source), folder, cpu=60, memory=1_000 * MB, most=20 * MB)
    if ran.code:
        raise MediaFault(Trouble.TOO_HEAVY if "MemoryError" in ran.errors else Trouble.BROKEN, ran.errors[-200:])
    answer = msgspec.json.decode(ran.out, type=_Answer)
    if answer.trouble:
        raise MediaFault(answer.trouble, answer.detail)
    return answer.texts, ran.cpu_ms


def _printed(office: Path, source: Path, folder: Path) -> tuple[Path, int]:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE)
    copy = folder / "slides"
    copy.write_bytes(source.read_bytes())
    cpu = 0
    for _attempt in range(2):
        ran: Ran = run(
            [str(office), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
             "--nodefault", "--convert-to", "pdf", "--outdir", str(folder), str(copy)],
            folder, cpu=_CPU, memory=_OFFICE_MEMORY, most=200 * MB,
        )  # fmt: skip
        cpu += ran.cpu_ms
        if ran.code != _RESTART:
            break
    pdf = folder / "slides.pdf"
    if ran.code or not pdf.exists():
        raise MediaFault(Trouble.BROKEN, ran.errors.strip().rpartition("\n")[2])
    return pdf, cpu


def child() -> None:
    """The other side; its arguments are root, this module and the file."""
    try:
        answer = _Answer(_read(Path(sys.argv[3])))
    except MediaFault as fault:
        answer = _Answer(trouble=fault.trouble, detail=fault.detail)
    except PackageFault as fault:
        heavy = fault.fault in (Fault.BOMB, Fault.TOO_BIG, Fault.TOO_MANY_FILES, Fault.TOO_HEAVY)
        locked = fault.fault is Fault.ENCRYPTED
        told = Trouble.TOO_HEAVY if heavy else Trouble.LOCKED if locked else Trouble.BROKEN
        answer = _Answer(trouble=told, detail=fault.detail or str(fault.fault))
    except MemoryError:
        answer = _Answer(trouble=Trouble.TOO_HEAVY)
    sys.stdout.buffer.write(msgspec.json.encode(answer))


def _read(path: Path) -> list[str]:
    with path.open("rb") as packed, zip_policy.open_zip(packed) as archive:
        members = {member.path: member for member in zip_policy.members(archive)}

        def read(name: str) -> bytes:
            return b"".join(zip_policy.chunks(archive, members[name]))

        deck.check(members, read)
        return deck.texts(members, read)
