"""Searching a catalogue of 10,000 courses: `python -m bench.search [--courses N]` → docs/benchmarks/search.md.

Titles are made of the ten subjects of the small set and of the 3,203 designations of the master data, in English, Hindi
and Urdu, so that the vocabulary is as large as that of a real catalogue.
"""

import argparse
import statistics
import sys
import time

from bench.place import Place, prepared
from bench.sql import Timer, Writer

RUNS = 15
ASKED = (
    "right to information", "suchna ka adhikar", "soochana adhikaar", "सूचना का अधिकार", "حق معلومات", "rti",
    "righ to infomation", "noting draftng", "tippan", "gfr", "section officer", "panchayat sachiv",
    "land records patwari", "cyber", "cyber hygeine in practice", "shikayat nivaran", "disaster response engineer",
    "sarvajanik kharid", "nurse", "no such thing as this xyzzy",
)  # fmt: skip
METHOD = """
Time by the clock of the question that the catalogue page asks (hits, counts of every facet, mending of typos), called
in process on a machine with nothing else to do: each question 15 times after one unmeasured call, by its median; of
these medians the middle one and the highest. The rows are written by one statement from titles that Python has made.
""".strip()


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    arguments.add_argument("--courses", type=int, default=10_000)
    options = arguments.parse_args()
    with prepared("search") as place:
        return _measure(place, options.courses)


def _measure(place: Place, courses: int) -> int:
    from bench import report
    from bench.__main__ import _close_own_connections
    from bench.catalogue import publish_courses
    from karmayogi.kernel import clock
    from karmayogi.learning.queries.catalogue import Search, search

    at, timer, w = clock.now(), Timer(), Writer(place.postgres.url())
    with timer.step("courses"):
        publish_courses(100, at=at)
        _multiply(w, courses)
        w.run("vacuum (analyze)")
    words = w.one("select count(*) from learning_catalogueword")
    shapes = [(q, Search(q=q)) for q in ("", *ASKED)]
    shapes += [(f"{q}, narrowed", Search(q=q, languages=("hi",), bands=("60",))) for q in ("right to information", "")]
    medians, lines = {}, []
    for name, asked in shapes:
        search(asked)
        taken = []
        for _ in range(RUNS):
            started = time.perf_counter()
            found = search(asked)
            taken.append((time.perf_counter() - started) * 1000)
        medians[name] = statistics.median(taken)
        lines.append([f"“{name}”: {found.total:,} hits", f"{medians[name]:.1f} ms", "", None])
    middle, highest = statistics.median(medians.values()), max(medians.values())
    lines = [
        ["The middle question", f"{middle:.1f} ms", "≤ 50 ms", middle <= 50],
        ["The slowest question", f"{highest:.1f} ms", "≤ 50 ms", highest <= 50],
        *lines,
    ]
    w.close()
    _close_own_connections()
    data = [f"{courses:,} courses in three languages, {words:,} words of the vocabulary."]
    print("\n" + report.write_figures("search", "searching the catalogue", data, lines, METHOD))
    return 0


def _multiply(w: Writer, count: int) -> None:
    """Further courses, each like one that is published, under a title of its own."""
    from karmayogi.kernel import search_key

    names = w.rows("select name, name_hi, name_ur from orgs_designation where merged_into_id is null order by id")
    like = w.rows(
        "select course_id, title_en, title_hi, title_ur from learning_catalogueentry"
        " where code like 'BENCH-%%' order by code"
    )
    first = w.next_id("learning.Course")
    made = []
    for number in range(count - len(like)):
        source = like[number % len(like)]
        name = names[number * 7 % len(names)]
        titles = [f"{title} · {part or name[0]}" for title, part in zip(source[1:], name, strict=True)]
        made.append((first + number, source[0], *titles, search_key.key(" ".join(titles))))
    values = {key: [row[place] for row in made] for place, key in enumerate(("id", "like", "en", "hi", "ur", "words"))}
    x = (
        "unnest(%(id)s::bigint[], %(like)s::bigint[], %(en)s::text[], %(hi)s::text[], %(ur)s::text[],"
        " %(words)s::text[]) as x (id, alike, en, hi, ur, words)"
    )
    w.run(
        "insert into learning_course (id, uuid, code, slug, provider_id, provider, mode, licence, status,"
        " current_version_id)"
        " select x.id, uuidv7(), 'MANY-' || x.id, 'many', c.provider_id, '', c.mode, c.licence,"
        " c.status, c.current_version_id"
        f" from {x} join learning_course c on c.id = x.alike",
        values,
    )
    w.run(
        "insert into learning_catalogueentry (course_id, uuid, code, title_en, title_hi, title_ur, summary_en,"
        " summary_hi, summary_ur, provider, mode, minutes, bytes, languages, competency_ids, published_at, words)"
        " select x.id, c.uuid, c.code, x.en, x.hi, x.ur, e.summary_en, e.summary_hi, e.summary_ur, e.provider, e.mode,"
        " e.minutes, e.bytes, e.languages, e.competency_ids, e.published_at,"
        " setweight(to_tsvector('simple', x.words), 'A') || setweight(to_tsvector('simple', e.title_en), 'C')"
        f" from {x} join learning_course c on c.id = x.id join learning_catalogueentry e on e.course_id = x.alike",
        values,
    )
    w.run(
        "insert into learning_catalogueword (word) select distinct unnest(string_to_array(words, ' '))"
        " from unnest(%(words)s::text[]) as words on conflict do nothing",
        values,
    )


if __name__ == "__main__":
    sys.exit(main())
