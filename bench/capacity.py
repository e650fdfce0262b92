"""The annual plan of a ministry: `python -m bench.capacity [--officers N]` → docs/benchmarks/capacity.md.

The officers, offices, posts and role profiles of the spine; everybody has shown something of what her post asks. With
fewer officers the figures are printed and nothing is written.
"""

import argparse
import datetime as dt
import sys
from typing import Any

from bench.place import Place, prepared
from bench.plans import _once, _times
from bench.scale import Scale
from bench.sql import Timer, Writer

METHOD = """
Needs: the job that counts every designation and competency out of posts, profiles and levels and keeps them with the
plan, as it runs after the button. Ranking: the query of the page, with its arithmetic, by competency and by
designation. Whole plan: all sections of paper and workbook. Figures are medians of five runs, of the job one run.
""".strip()


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench.capacity", description=__doc__)
    arguments.add_argument("--officers", type=int, default=100_000)
    arguments.add_argument("--offices", type=int, default=10_000)
    arguments.add_argument("--keep", action="store_true")
    options = arguments.parse_args()
    with prepared("capacity", keep=options.keep) as place:
        return _measure(place, options)


def _measure(place: Place, options: argparse.Namespace) -> int:
    from bench import load, report, spine
    from bench.__main__ import _close_own_connections
    from karmayogi.kernel import clock

    at, timer, w = clock.now(), Timer(), Writer(place.postgres.url())
    with timer.step("organisations"):
        units = spine._tree(w, options.offices)
    with timer.step("officers, posts, incumbencies"):
        load._officers(w, Scale("capacity", officers=options.officers, enrolments=0, progress=0), at, units)
    with timer.step("levels"):
        w.run(
            "insert into competencies_level (person_id, competency_id, level, confidence, engine, computed_at)"
            " select i.person_id, r.competency_id, 1 + (i.person_id * 7 + r.competency_id) %% 5, 0.7, '1', %s"
            " from orgs_incumbency i join orgs_post p on p.id = i.post_id"
            " join competencies_profile f on f.designation_id = p.designation_id and f.in_force"
            " join competencies_profilerequirement r on r.profile_id = f.id"
            " where i.valid_to is null and (i.person_id + r.competency_id) %% 3 > 0",
            [at],
        )
    with timer.step("vacuum and statistics"):
        w.run("vacuum (analyze)")
    lines = _figures(w, at, options.officers)
    counts = w.rows("select count(*), count(distinct designation_id), sum(people) from capacity_need")[0]
    w.close()
    _close_own_connections()
    data = [
        f"{options.officers:,} officers on as many posts in {options.offices:,} offices; {counts[0]:,} needs of"
        f" {counts[1]} designations."
    ]
    data += ["", "Generating: " + ", ".join(f"{name} {took:,.0f} s" for name, took in timer.seconds.items()) + "."]
    if options.officers >= 100_000:
        print("\n" + report.write_figures("capacity", "the annual plan of a ministry", data, lines, METHOD))
    else:
        print("\n".join(data))
        for line in lines:
            print(" | ".join(str(cell) for cell in line))
    return 0


def _figures(w: Writer, at: dt.datetime, officers: int) -> list[list[Any]]:
    from karmayogi.capacity.actions.count_needs import count
    from karmayogi.capacity.models import Need, Plan
    from karmayogi.capacity.queries.needs import ranking, ranking_by_designation
    from karmayogi.capacity.queries.sections import sections
    from karmayogi.competencies import api as competencies
    from karmayogi.kernel import clock
    from karmayogi.orgs import api as orgs

    on = clock.day(at)
    country, path = w.rows("select id, path from orgs_organisation where parent_id is null")[0]
    plan = Plan.objects.create(
        organisation_id=country, year=2026, shape="ministry", title_en="Bench", changed_at=at, needs_state="waiting",
        needs_on=on,
    )  # fmt: skip
    statement = _times(lambda: competencies.needs_by_designation(path, on))
    job = _once(lambda: count.func(plan=str(plan.uuid)))
    assert Need.objects.filter(plan=plan).exists()
    whole = orgs.organisations([country])[country]
    return [
        [f"Needs of {officers:,} officers, the job", f"{job:.1f} s", "≤ 10 s", job <= 10],
        ["… its statement", f"{statement:.2f} s", "", None],
        ["Ranking by competency", f"{_times(lambda: ranking(plan.pk)) * 1000:.0f} ms", "", None],
        ["Ranking by designation", f"{_times(lambda: ranking_by_designation(plan.pk)) * 1000:.0f} ms", "", None],
        ["All sections of the workbook", f"{_times(lambda: sections(plan, whole, on=on, whole=True)) * 1000:.0f} ms",
         "", None],
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
