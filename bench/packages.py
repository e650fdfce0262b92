"""What a package of 500 MB costs in memory on its whole way: `python -m bench.packages` → docs/benchmarks/packages.md.

A zip of films, pictures, pages, tables and a PDF is made, sent over HTTP to both pages that take packages, and followed
until it is published. The most memory of every process that touches it is what the kernel kept of it.
"""

import argparse
import dataclasses
import gzip
import http.client
import random
import sys
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.meter import Peaks
from bench.place import PRODUCT_PORT, Place, prepared
from bench.servers import Servers

if TYPE_CHECKING:  # the product is set up later
    from bench.world import Officer

MB = 1_000_000
MOST = 200 * MB
METHOD = """
The zip holds films (incompressible, half of them deflated), pictures, a PDF, long tables and pages of text, with a
manifest of SCORM 1.2; it is sent by one client over a plain connection, as a browser sends a form. Peaks are the
resident memory that the kernel kept of each process (VmHWM, set back before each step), pages of the program that
workers share counted in each; "grown by" is that of the process that grew most over what it held when the step began.
What the import needs is what web and worker grew by, and the whole of the child process that looks into the zip. The
limit of the child is of addresses (RLIMIT_AS), so that it is the kernel that keeps it. While it is sent, a form lies in
a file of the folder for temporary files; where that folder is memory (tmpfs), set TMPDIR to a disk.
""".strip()


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    name: str
    seconds: float
    peaks: Peaks

    @property
    def needed(self) -> int:
        children = [found for name, found in self.peaks.most.items() if name.endswith(" child")]
        return sum(self.peaks.grown.values()) + max(children, default=0)


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench.packages", description=__doc__)
    arguments.add_argument("--megabytes", type=int, default=500)
    options = arguments.parse_args()
    with prepared("packages") as place:
        return _measure(place, options.megabytes)


def make_zip(target: Path, megabytes: int) -> int:
    """Writes it and returns how many files it holds."""
    dice = random.Random(1)  # noqa: S311
    words = [bytes(dice.choices(b"abcdefghijklmnopqrstuvwxyz", k=dice.randint(2, 11))) for _ in range(4000)]

    def text(size: int) -> bytes:
        return b" ".join(dice.choices(words, k=size // 7))[:size]

    pages = [f"page{number}.html" for number in range(200)]
    files = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:

        def add(name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
            nonlocal files
            archive.writestr(name, content, how)
            files += 1

        add("imsmanifest.xml", _manifest(pages))
        for name in pages:
            add(name, b"<!doctype html><title>Page</title><p>" + text(20_000))
        add("handbook.pdf", b"%PDF-1.7\n" + dice.randbytes(20 * MB))
        add("data/table.csv", text(30 * MB))
        add("data/long.xml", b"<a>" + text(20 * MB) + b"</a>")
        for number in range(1500):
            add(f"pictures/{number}.jpg", b"\xff\xd8\xff" + dice.randbytes(60_000), zipfile.ZIP_STORED)
        number = 0
        while target.stat().st_size < (megabytes - 9) * MB:
            how = zipfile.ZIP_STORED if number % 2 else zipfile.ZIP_DEFLATED
            add(f"films/{number}.mp4", b"\0\0\0\x20ftypisom" + dice.randbytes(8 * MB), how)
            number += 1
        left = megabytes * MB - target.stat().st_size
        if left > 0:
            add("films/last.mp4", b"\0\0\0\x20ftypisom" + dice.randbytes(left), zipfile.ZIP_STORED)
    return files


def _manifest(pages: list[str]) -> bytes:
    items = "".join(
        f'<item identifier="i{n}" identifierref="r{n}"><title>Page {n}</title></item>' for n in range(len(pages))
    )
    resources = "".join(
        f'<resource identifier="r{n}" type="webcontent" adlcp:scormtype="sco" href="{page}"/>'
        for n, page in enumerate(pages)
    )
    return (
        '<manifest identifier="m" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
        ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schema>ADL SCORM</schema>'
        "<schemaversion>1.2</schemaversion></metadata>"
        f'<organizations default="o"><organization identifier="o"><title>A large package</title>{items}</organization>'
        f"</organizations><resources>{resources}</resources></manifest>"
    ).encode()


class Browser:
    """One person who sends forms."""

    def __init__(self, officer: "Officer") -> None:
        self.officer = officer

    def send(self, path: str, fields: dict[str, str], file: Path | None = None) -> str:
        """Where the answer leads."""
        from bench.world import CSRF

        mark = uuid.uuid4().hex
        head = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in ({"csrfmiddlewaretoken": CSRF} | fields).items()
        )
        tail = f"--{mark}--\r\n".encode()
        if file is not None:
            head += (
                f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="large.zip"\r\n'
                "Content-Type: application/zip\r\n\r\n"
            ).encode()
            tail = b"\r\n" + tail
        size = len(head) + (file.stat().st_size if file else 0) + len(tail)
        connection = http.client.HTTPConnection("127.0.0.1", PRODUCT_PORT, timeout=900)
        connection.request(
            "POST", path, body=_pieces(head, file, tail),
            headers=self.officer.headers(
                {"Content-Type": f"multipart/form-data; boundary={mark}", "Content-Length": str(size)}
            ),
        )  # fmt: skip
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status not in (302, 303):
            told = gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body
            raise SystemExit(f"bench: {path} answered {answer.status}: {told.decode()}")
        return str(answer.headers["Location"])


def _pieces(head: bytes, file: Path | None, tail: bytes) -> Iterator[bytes]:
    yield head
    if file is not None:
        with file.open("rb") as source:
            while chunk := source.read(256 * 1024):
                yield chunk
    yield tail


def _measure(place: Place, megabytes: int) -> int:
    from bench import report
    from bench.__main__ import _close_own_connections
    from bench.few import person
    from karmayogi.kernel import clock
    from karmayogi.kernel.access import Role
    from karmayogi.learning.actions import unpack
    from karmayogi.learning.actions.authoring import providers

    at = clock.now()
    first, applicant = person("Devi Prasad", at, Role.CONTENT_PUBLISHER, Role.CONTENT_CREATOR)
    second, _actor = person("Imran Khan", at, Role.CONTENT_PUBLISHER)
    _third, platform = person("Gita Nair", at, Role.SPV_ADMIN)
    provider = providers.apply(actor=applicant, name="Institute", kind="institute", about="Packages", at=at)
    providers.license_provider(
        actor=platform, provider=provider, valid_from=clock.day(at), valid_to=None, most_live=None, reason="x", at=at
    )
    for name, role in (
        ("devi.prasad", Role.CONTENT_CREATOR),
        ("devi.prasad", Role.CONTENT_PUBLISHER),
        ("imran.khan", Role.CONTENT_PUBLISHER),
    ):
        providers.add_member(actor=platform, provider=provider, email=f"{name}@bench.example", role=role, at=at)
    _close_own_connections()
    packed = place.home / "large.zip"
    print("Making the zip ...", flush=True)
    files = make_zip(packed, megabytes)
    steps: list[Step] = []
    with Servers(place) as servers:
        # Both workers have answered before, so that what a first request loads is not taken for the package's.
        for _turn in range(20):
            connection = http.client.HTTPConnection("127.0.0.1", PRODUCT_PORT, timeout=60)
            connection.request("GET", "/learning/packages/", headers=first.headers())
            connection.getresponse().read()
            connection.close()

        def step(name: str, work: Callable[[], str]) -> str:
            print(f"  {name} ...", flush=True)
            begun = time.monotonic()
            with Peaks(web=servers.pid("web"), worker=servers.pid("worker")) as peaks:
                found = work()
                time.sleep(2)  # what it left to the background worker
            steps.append(Step(name, time.monotonic() - begun - 2, peaks))
            return found

        devi, imran = Browser(first), Browser(second)
        fields = {"provider": str(provider), "minutes": "20", "level": "1", "competency": ""}
        step("Packages: upload, check, unpack, draft", lambda: devi.send("/learning/packages/", fields, packed))
        with zipfile.ZipFile(packed, "a") as archive:
            archive.comment = b"another one"  # so that nothing of the first is there already
        brought = step("Bring a course: upload, check, read", lambda: devi.send("/learning/brought/", {}, packed))
        draft = {"code": "LARGE-1", "title": "Large", "provider": "Institute", "competency": "", "level": "1"}
        step("Bring a course: keep as a draft, unpack", lambda: devi.send(brought, draft))
        step("Bring a course: a second person publishes", lambda: imran.send(f"{brought}publish/", {}))
        if "Traceback" in servers.log("web"):
            raise SystemExit(servers.log("web")[-3000:])
    rows: list[list[Any]] = []
    for one in steps:
        told = ", ".join(f"{name} {found / MB:.0f}" for name, found in sorted(one.peaks.most.items()))
        grown = ", ".join(f"{name} {found / MB:.0f}" for name, found in sorted(one.peaks.grown.items()))
        rows.append(
            [f"{one.name} (peaks, MB: {told}; grown by: {grown}; {one.seconds:.0f} s)", f"{one.needed / MB:.0f} MB",
             f"≤ {MOST // MB} MB", one.needed <= MOST]
        )  # fmt: skip
    data = [
        f"One zip of {packed.stat().st_size / MB:.0f} MB with {files:,} files. The child may take "
        f"{unpack.MEMORY / MB:.0f} MB of addresses for a package."
    ]
    print("\n" + report.write_figures("packages", "a package of 500 MB", data, rows, METHOD))
    return 0


if __name__ == "__main__":
    sys.exit(main())
