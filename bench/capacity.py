"""The annual plan of a ministry: `python -m bench.capacity [--officers N]` → docs/benchmarks/capacity.md.

The officers, offices, posts and role profiles of the spine; everybody has shown something of what her post asks. With
fewer officers the figures are printed and nothing is written.
"""

import datetime as dt
import sys

from bench.country import Country, Lines, arguments, measure, once, usual
from bench.sql import Writer

METHOD = """
Needs: the job that counts every designation and competency out of posts, profiles and levels and keeps them with the
plan, as it runs after the button. Ranking: the query of the page, with its arithmetic, by competency and by
designation. Whole plan: all sections of paper and workbook. Figures are medians of five runs, of the job one run.
""".strip()


def main() -> int:
    parser = arguments("capacity", __doc__, officers=100_000, offices=10_000)
    return measure(parser, _measure, "the annual plan of a ministry", METHOD)


def _measure(made: Country) -> tuple[str, Lines]:
    made.people()
    w, options = made.w, made.options
    with made.timer.step("levels"):
        w.run(
            "insert into competencies_level (person_id, competency_id, level, confidence, engine, computed_at)"
            " select i.person_id, r.competency_id, 1 + (i.person_id * 7 + r.competency_id) %% 5, 0.7, '1', %s"
            " from orgs_incumbency i join orgs_post p on p.id = i.post_id"
            " join competencies_profile f on f.designation_id = p.designation_id and f.in_force"
            " join competencies_profilerequirement r on r.profile_id = f.id"
            " where i.valid_to is null and (i.person_id + r.competency_id) %% 3 > 0",
            [made.at],
        )
    made.ready()
    lines = _figures(w, made.at, options.officers)
    needs, designations = w.rows("select count(*), count(distinct designation_id) from capacity_need")[0]
    data = f"{options.officers:,} officers on as many posts in {options.offices:,} offices; {needs:,} needs of"
    return f"{data} {designations} designations.", lines


def _figures(w: Writer, at: dt.datetime, officers: int) -> Lines:
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
    statement = usual(lambda: competencies.needs_by_designation(path, on))
    job = once(lambda: count.func(plan=str(plan.uuid)))
    assert Need.objects.filter(plan=plan).exists()
    whole = orgs.organisations([country])[country]
    return [
        [f"Needs of {officers:,} officers, the job", f"{job:.1f} s", "≤ 10 s", job <= 10],
        ["… its statement", f"{statement:.2f} s", "", None],
        ["Ranking by competency", f"{usual(lambda: ranking(plan.pk)) * 1000:.0f} ms", "", None],
        ["Ranking by designation", f"{usual(lambda: ranking_by_designation(plan.pk)) * 1000:.0f} ms", "", None],
        ["All sections of the workbook", f"{usual(lambda: sections(plan, whole, on=on, whole=True)) * 1000:.0f} ms",
         "", None],
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
