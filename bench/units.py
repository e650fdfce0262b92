"""A course of 1,000 units: `python -m bench.units` → docs/benchmarks/units.md.

What opens it: the page of the course and the first page of the player, of a cmi5 package with 1,000 units in 100 blocks
and without any block, of SCORM packages with 1,000 pages or activities, and of a course of 1,000 lessons written here.
"""

import argparse
import dataclasses
import datetime as dt
import io
import statistics
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bench.client import Ask, Client
from bench.meter import Group, Meter
from bench.place import HELLO_PORT, PRODUCT_PORT, Place, prepared
from bench.servers import Servers
from bench.sql import Writer

if TYPE_CHECKING:  # the product is set up later
    from bench.world import Officer

UNITS, LEARNERS, TURNS = 1_000, 24, 5
MOST_MS, MOST_BYTES = 200, 15_000
METHOD = """
Time by the clock from sending a request to the last byte of its answer, of one client that asks for one page after the
other: each learner five times after one unmeasured round, by the median and the 95th of 100. "The first time" is each
learner's first page of the player, once, with what it writes. Cost is processor time of web server, worker and database
for a request, beside that of hello-world just before. Bytes are those of the compressed page, without styles and
scripts, which are kept; the budget of a page is 15,000.
""".strip()


@dataclasses.dataclass(frozen=True, slots=True)
class Course:
    name: str
    uuid: UUID
    enrolments: list[UUID]
    part: str


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench.units", description=__doc__)
    arguments.add_argument("--units", type=int, default=UNITS)
    options = arguments.parse_args()
    with prepared("units", PGAPPNAME="bench") as place:
        return _measure(place, options.units)


def _measure(place: Place, units: int) -> int:
    from bench import report
    from bench.__main__ import _backends, _close_own_connections
    from bench.few import person
    from karmayogi.kernel import clock

    at = clock.now()
    people = [person(f"Learner {number}", at) for number in range(LEARNERS)]
    officers = [officer for officer, _actor in people]
    courses = _courses(units, [actor for _officer, actor in people], at)
    writer = Writer(place.postgres.url())
    writer.run("vacuum (analyze)")
    _close_own_connections()
    place.restart()
    writer = Writer(place.postgres.url())
    rows: list[list[Any]] = []
    with Servers(place) as servers:
        database = Group(place.postmaster(), lambda: _backends(writer, "bench"))
        product = Meter({"web": Group(servers.pid("web")), "worker": Group(servers.pid("worker")), "db": database})
        hello = Meter({"web": Group(servers.pid("hello"))})
        _ask(HELLO_PORT, [Ask("/hello")] * 200)
        hello.start()
        _ask(HELLO_PORT, [Ask("/hello")] * 1000)
        alone = sum(hello.stop().values()) / 1000
        for course in courses:
            for name, asks, turns in _pages(course, officers, units):
                if turns > 1:
                    _ask(PRODUCT_PORT, asks)
                product.start()
                times, sizes = _ask(PRODUCT_PORT, list(asks) * turns)
                used = sum(product.stop().values()) / len(times)
                rows.append(_line(f"{course.name}: {name}", times, sizes, used, alone))
        if "Traceback" in servers.log("web"):
            raise SystemExit(servers.log("web")[-3000:])
    writer.close()
    data = [f"Five courses of {units:,} units or lessons each, {LEARNERS} learners enrolled in all of them."]
    print("\n" + report.write_figures("units", f"a course of {units:,} units", data, rows, METHOD))
    return 0


def _line(name: str, times: list[float], sizes: list[int], used: float, alone: float) -> list[Any]:
    times = sorted(times)
    half, slow, size = statistics.median(times), times[int(len(times) * 0.95)], max(sizes)
    return [
        name,
        f"{half:.0f} ms (95 of 100: {slow:.0f}), {used / 1e6:.1f} ms CPU, {used / alone:.1f} × hello, {size:,} bytes",
        f"≤ {MOST_MS} ms, ≤ {MOST_BYTES:,} bytes",
        half <= MOST_MS and size <= MOST_BYTES,
    ]


def _ask(port: int, asks: Sequence[Ask]) -> tuple[list[float], list[int]]:
    times, sizes = [], []
    with Client(port) as client:
        for ask in asks:
            begun = time.perf_counter()
            sizes.append(client.send(ask).size)
            times.append((time.perf_counter() - begun) * 1000)
    return times, sizes


def _pages(course: Course, officers: list["Officer"], units: int) -> Iterator[tuple[str, list[Ask], int]]:
    from django.urls import reverse

    def player(part: str, query: str = "") -> list[Ask]:
        return [
            Ask(reverse("learning:part", args=[enrolment, part]) + query, headers=officer.headers())
            for officer, enrolment in zip(officers, course.enrolments, strict=True)
        ]

    path = reverse("learning:course", args=[course.uuid])
    yield "page of the course", [Ask(path, headers=officer.headers()) for officer in officers], TURNS
    yield "player, the first time", player(course.part), 1
    yield "player", player(course.part), TURNS
    if course.part == "page-1":
        yield "player in the middle", player(f"page-{units // 2}"), TURNS


def _courses(units: int, actors: list[Any], at: dt.datetime) -> list[Course]:
    from django.db import transaction

    from bench.catalogue import AGENT, _draft
    from karmayogi.competencies import api as competencies
    from karmayogi.learning import api as learning
    from karmayogi.learning.actions.draft import DraftPart, DraftVariant
    from karmayogi.learning.actions.publish import publish

    blocks = [_block(n, range(n * units // 100, (n + 1) * units // 100)) for n in range(100)]
    packages = {
        "cmi5, units in 100 blocks": _cmi5("".join(blocks)),
        "cmi5, units without blocks": _cmi5("".join(_unit(n) for n in range(units))),
        "SCORM 1.2": _scorm(units),
        "SCORM 2004 in its own order": _in_order(units),
    }
    found = []
    for name, content in packages.items():
        made = learning.import_scorm(
            agent=AGENT, content=content, filename="p.zip", titles={"en": name}, competencies=[], at=at
        )
        found.append((name, made.uuid, "package"))
    draft = _draft(1, [row.code for row in competencies.every()])
    parts = [
        DraftPart(
            f"page-{n}", "page", 5, 60,
            {code: DraftVariant(f"{n}. {title}", f"<p>{title}</p>" * 40) for code, title in draft.titles.items()},
        )
        for n in range(1, units + 1)
    ]  # fmt: skip
    with transaction.atomic():
        made = publish(agent=AGENT, draft=dataclasses.replace(draft, code="LONG", parts=parts, sha256="1" * 64), at=at)
    found.append(("Lessons", made.uuid, "page-1"))
    return [
        Course(
            name, course, [learning.enrol(actor=actor, course_uuid=course, language="en", at=at) for actor in actors],
            part,
        )
        for name, course, part in found
    ]  # fmt: skip


def _in_order(pages: int) -> bytes:
    """Chapters that may be chosen, whose pages are skipped once they are passed."""
    from tests.learning.in_order import BOTH, item, package, rule, rules, text

    skipped = rules(rule("pre", "skip", "satisfied"))
    chapters = (item(f"c{c}", BOTH, *(item(f"p{c}-{n}", skipped) for n in range(pages // 100 - 1))) for c in range(100))
    return package(text(*chapters, rules=BOTH), "<!doctype html><title>page</title>")


def _zip(files: dict[str, str]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into.getvalue()


def _said(title: str) -> str:
    return "".join(f'<{name}><langstring lang="en">{title}</langstring></{name}>' for name in ("title", "description"))


def _unit(number: int) -> str:
    title = f"Unit {number}: answering a letter from a citizen"
    return f'<au id="https://bench.example/au/{number}" moveOn="Passed">{_said(title)}<url>a.html</url></au>'


def _block(number: int, units: range) -> str:
    inside = "".join(map(_unit, units))
    return f'<block id="https://bench.example/block/{number}">{_said(f"Chapter {number}")}{inside}</block>'


def _cmi5(inside: str) -> bytes:
    course = f'<course id="https://bench.example/course">{_said("Answering letters")}</course>'
    space = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
    structure = f'<?xml version="1.0"?><courseStructure xmlns="{space}">{course}{inside}</courseStructure>'
    return _zip({"cmi5.xml": structure, "a.html": "<!doctype html><title>unit</title>"})


def _scorm(pages: int) -> bytes:
    items = "".join(
        f'<item identifier="i{n}" identifierref="r"><title>Page {n}: answering a letter</title></item>'
        for n in range(pages)
    )
    manifest = (
        '<manifest identifier="m" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
        ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schema>ADL SCORM</schema>'
        '<schemaversion>1.2</schemaversion></metadata><organizations default="o"><organization identifier="o">'
        f"<title>Letters</title>{items}</organization></organizations><resources>"
        '<resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="a.html"/></resources></manifest>'
    )
    return _zip({"imsmanifest.xml": manifest, "a.html": "<!doctype html><title>page</title>"})


if __name__ == "__main__":
    sys.exit(main())
