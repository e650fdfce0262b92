"""What benchmarks over a country of officers share: their options, the cluster, the people, and what becomes of the
figures. With fewer officers than the whole they are printed, nothing is written.
"""

import argparse
import dataclasses
import datetime as dt
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench.place import prepared
from bench.scale import Scale
from bench.sql import Timer, Writer

RUNS = 5
Lines = list[list[Any]]


@dataclasses.dataclass(frozen=True, slots=True)
class Country:
    options: argparse.Namespace
    w: Writer
    timer: Timer
    at: dt.datetime

    @property
    def is_whole(self) -> bool:
        return bool(self.options.officers >= self.options.whole)

    def tree(self) -> list[tuple[int, str]]:
        """Its offices: (id, path)."""
        from bench import spine

        with self.timer.step("organisations"):
            return spine._tree(self.w, self.options.offices)

    def people(self, officers: int | None = None) -> dict[str, int]:
        """As many officers as asked for, on as many posts in its offices; how many of what was made."""
        from bench import load

        units = self.tree()
        with self.timer.step("officers, posts, incumbencies"):
            scale = Scale("country", officers=officers or self.options.officers, enrolments=0, progress=0)
            return load._officers(self.w, scale, self.at, units)

    def ready(self) -> None:
        with self.timer.step("vacuum and statistics"):
            self.w.run("vacuum (analyze)")


def arguments(name: str, about: str | None, *, officers: int, offices: int) -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog=f"python -m bench.{name}", description=about)
    found.add_argument("--officers", type=int, default=officers)
    found.add_argument("--offices", type=int, default=offices)
    found.add_argument("--keep", action="store_true", help="leave the loaded cluster on disk, stopped")
    found.set_defaults(name=name, whole=officers)
    return found


def measure(
    parser: argparse.ArgumentParser, work: Callable[[Country], tuple[str, Lines]], title: str, method: str
) -> int:
    """work: makes the rest of the data and gives a sentence on them and the figures."""
    options = parser.parse_args()
    with prepared(options.name, keep=options.keep) as place:
        from bench import report
        from bench.__main__ import _close_own_connections
        from karmayogi.kernel import clock

        country = Country(options, Writer(place.postgres.url()), Timer(), clock.now())
        made, lines = work(country)
        country.w.close()
        _close_own_connections()
        took = ", ".join(f"{name} {seconds:,.0f} s" for name, seconds in country.timer.seconds.items())
        data = [made, "", f"Generating: {took}."]
        if country.is_whole:
            print("\n" + report.write_figures(options.name, title, data, lines, method))
        else:
            print("\n".join([*data, *(" | ".join(map(str, line)) for line in lines)]))
    return 0


def once(work: Callable[[], object]) -> float:
    """Seconds by the clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def usual(work: Callable[[], object]) -> float:
    """The median of several."""
    return statistics.median(once(work) for _ in range(RUNS))


def bare_provider(w: Writer) -> None:
    """Of the courses below."""
    w.run(
        "insert into learning_provider (uuid, code, name_en, name_hi, name_ur, kind, about, status, licensed_from,"
        " reason) values (gen_random_uuid(), 'BENCH', 'B', '', '', 'company', '', 'licensed', '2020-01-01', '')"
    )


def bare_course(w: Writer, number: int) -> tuple[int, int]:
    """A course that can be asked for and completed, without anything to learn in it: its id and its version's."""
    course = w.one(
        "insert into learning_course (uuid, kind, code, slug, provider_id, provider, mode, licence, status)"
        " select gen_random_uuid(), 'course', %s, '', id, '', 'online', '', 'published' from learning_provider"
        " where code = 'BENCH' returning id",
        [f"BENCH-{number}"],
    )
    version = w.one(
        "insert into learning_courseversion (course_id, number, minutes, bytes, parts_needed, pass_percent,"
        " source_sha256, published_at) values (%s, 1, 45, 1, 1, 60, '', now()) returning id",
        [course],
    )
    w.run(
        "insert into learning_catalogueentry (course_id, uuid, code, title_en, title_hi, title_ur, summary_en,"
        " summary_hi, summary_ur, kind, provider, mode, minutes, bytes, languages, competency_ids, published_at,"
        " words) select id, uuid, code, code, '', '', '', '', '', kind, '', 'online', 45, 1, '{en}', '{}', now(),"
        " '' from learning_course where id = %s",
        [course],
    )
    return int(course), int(version)
