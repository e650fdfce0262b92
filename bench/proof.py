"""Evidence by the million, the recompute of a ministry, and how many levels the engine works out a second.

`python -m bench.proof [--officers N] [--ministry N]` does it on a cluster of its own; the pieces are functions that the
benchmark of the whole calls on its own data.
"""

import argparse
import dataclasses
import datetime as dt
import resource
import sys
import time
from typing import Any

from bench.place import Place, prepared
from bench.scale import Scale
from bench.sql import Timer, Writer

EACH = 20  # rows of evidence for an officer
PAIRS = 14  # competencies they are spread over


@dataclasses.dataclass(frozen=True, slots=True)
class Recomputed:
    """A recompute of levels: what it did, how long it took, the most memory this process ever held (bytes)."""

    persons: int
    pairs: int
    seconds: float
    peak: int


def evidence(w: Writer, *, each: int = EACH, at: dt.datetime) -> dict[str, int]:
    """`each` rows for everybody, person by person, by one statement; indexes and foreign keys come back afterwards."""
    competencies = [row[0] for row in w.rows("select id from competencies_competency order by id")]
    terms = {"each": each, "pairs": PAIRS, "all": competencies, "n": len(competencies), "at": at}
    with w.bare("competencies.Evidence"):
        w.insert(
            "competencies.Evidence",
            {
                "person_id": "p.id",
                "competency_id": "(%(all)s::bigint[])[1 + (p.id + (k %% %(pairs)s) * 5) %% %(n)s]",
                "level": "1 + (p.id * 7 + k * 3) %% 5",
                "source": "(array['self', 'course_test', 'supervisor', 'peer', 'independent_test', 'observation',"
                " 'work_product', 'subordinate', 'prior_learning', 'external_certificate'])[1 + (p.id + k * 7) %% 10]",
                "instrument": "'Bench'",
                "ref_kind": "'bench'",
                "ref_uuid": "gen_random_uuid()",
                "contested_at": "case when (p.id + k) %% 5000 = 0 then %(at)s::timestamptz end",
                "observed_at": "%(at)s::timestamptz - make_interval(days => ((p.id * 31 + k * 97) %% 2500)::int)",
            },
            "from people_person p cross join generate_series(0, %(each)s - 1) k order by p.id, k",
            terms,
        )
    w.move_sequence("competencies.Evidence")
    w.run("analyze competencies_evidence")
    return {"evidence": w.one("select count(*) from competencies_evidence")}


def recompute(path: str, *, at: dt.datetime) -> Recomputed:
    """The run that a published policy starts, in this process, over everybody at `path` and below ("" is all)."""
    from karmayogi.competencies.actions.proof import run_levels
    from karmayogi.competencies.models import LevelPolicy, LevelRun

    policy = LevelPolicy.objects.filter(published_at__isnull=False).latest("number")
    run = run_levels.begin("recompute", policy_id=policy.pk, scope_path=path, asked_by=None, at=at)
    started = time.monotonic()
    while run_levels.step(run, at=at):
        pass
    seconds = time.monotonic() - started
    done = LevelRun.objects.get(uuid=run)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Recomputed(done.persons_done, done.pairs_done, seconds, peak)


def engine_rate(pairs: int = 400_000, runs: int = 5) -> float:
    """Median of (person, competency) pairs a second of one core, two rows of evidence each, sorted as fetched."""
    import numpy as np

    from karmayogi.competencies.engine.levels import FIRST
    from karmayogi.competencies.engine.levels_many import Facts, day_number, levels_many

    today, dice = dt.date(2026, 11, 20), np.random.default_rng(1)
    person, competency = np.repeat(np.arange(pairs) // PAIRS, 2), np.repeat(np.arange(pairs) % PAIRS, 2)
    facts = Facts(
        person, competency, dice.integers(0, 10, 2 * pairs), dice.integers(1, 6, 2 * pairs),
        day_number(today) - dice.integers(0, 3000, 2 * pairs),
    )  # fmt: skip
    levels_many(facts, today, FIRST)
    rates = []
    for _ in range(runs):
        started = time.process_time()
        levels_many(facts, today, FIRST)
        rates.append(pairs / (time.process_time() - started))
    return sorted(rates)[runs // 2]


def largest_office(w: Writer, persons: int) -> tuple[str, int]:
    """The path below which about so many people hold a post, and how many they are."""
    return w.rows(
        "select o.path, count(*) from orgs_organisation o join orgs_incumbency i"
        " on i.organisation_path >= o.path and i.organisation_path < o.path || '~' and i.valid_to is null"
        " group by o.path order by abs(count(*) - %s), length(o.path) limit 1",
        [persons],
    )[0]


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench.proof", description=__doc__)
    arguments.add_argument("--officers", type=int, default=10_000)
    arguments.add_argument("--ministry", type=int, default=1_000, help="persons whose levels are worked out anew")
    options = arguments.parse_args()
    with prepared("proof") as place:
        return _measure(place, options.officers, options.ministry)


def _measure(place: Place, officers: int, ministry: int) -> int:
    from bench import load
    from karmayogi.kernel import clock

    at, timer, writer = clock.now(), Timer(), Writer(place.postgres.url())
    scale = Scale("proof", officers=officers, enrolments=0, progress=0)
    with timer.step("officers with posts"):
        load._officers(writer, scale, at)
    with timer.step("evidence"):
        counts: dict[str, Any] = evidence(writer, at=at)
    path, persons = largest_office(writer, ministry)
    first = recompute(path, at=at)  # enters the levels
    again = recompute(path, at=clock.now())  # changes them in place, as a new policy does
    for name, found in (("levels entered", first), ("levels worked out anew", again)):
        rate = found.pairs / found.seconds
        print(
            f"  {name}: {found.persons:,} of {persons:,} officers, {found.pairs:,} pairs in {found.seconds:.1f} s"
            f" ({rate:,.0f} a second), at most {found.peak / 2**20:,.0f} MB"
        )
    print(f"  evidence rows: {counts['evidence']:,}")
    print(f"  engine: {engine_rate():,.0f} pairs a second of one core")
    writer.close()
    from bench.__main__ import _close_own_connections

    _close_own_connections()
    return 0


if __name__ == "__main__":
    sys.exit(main())
