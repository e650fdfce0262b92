"""Mandates over a country of officers: `python -m bench.plans [--officers N] [--offices N]` → docs/benchmarks/plans.md.

The officers, offices and posts of the spine; half of the officers have completed the course that the mandate asks for.
With fewer officers than a million the figures are printed and nothing is written.
"""

import datetime as dt
import functools
import random
import statistics
import sys

from bench.country import Country, Lines, arguments, bare_course, bare_provider, measure, once, usual
from bench.sql import Writer

LIVE = 50
LISTS = 200
WEIGHED = 4
METHOD = """
Rehearsal: whom the mandate reaches by ministry, who has done it, is late, is asked by another order already, beside
everybody; the statements of the job, without the job. Then with rates of the country and fifty ministries, twenty spans
of peak duty and a limit for a month; then with other orders in force, each worked out for everybody beside it.
Publishing: the product's action, with its trail and event; then the job that tells everybody. Own list: the query of
the page for officers drawn at random with 50 mandates in force that reach each of them, with facts, rules, dates and
reliefs, without making HTML. A fact: from the commit of a completion until the list says so and the discharge is kept.
Figures are medians of five runs, of lists over 200 officers.
""".strip()


def main() -> int:
    parser = arguments("plans", __doc__, officers=1_000_000, offices=100_000)
    return measure(parser, _measure, "mandates and obligations", METHOD)


def _measure(made: Country) -> tuple[str, Lines]:
    made.people()
    options = made.options
    with made.timer.step("completions"):
        courses = _courses(made.w, made.at)
    made.ready()
    lines = _figures(made, courses)
    return f"{options.officers:,} officers on as many posts in {options.offices:,} offices.", lines


def _courses(w: Writer, at: dt.datetime) -> list[int]:
    """Two courses; the first completed by every other officer, a third of them before the mandate begins."""
    bare_provider(w)
    made = []
    for number in range(2):
        course, version = bare_course(w, number)
        made.append(course)
        if number == 0:
            with w.bare("learning.Enrolment"):
                w.run(
                    "insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path,"
                    " language, status, enrolled_at, last_at, completed_at) select gen_random_uuid(), person_id,"
                    " %(course)s, %(version)s, organisation_path, 'en', 'completed', day, day, day from ("
                    " select person_id, organisation_path,"
                    " %(at)s::timestamptz - make_interval(days => (person_id %% 600)::int) as day"
                    " from orgs_incumbency where valid_to is null and person_id %% 2 = 0) x",
                    {"course": course, "version": version, "at": at},
                )
    return made


def _figures(made: Country, courses: list[int]) -> Lines:
    from karmayogi.kernel import clock
    from karmayogi.kernel.access import Actor, Authority, Role
    from karmayogi.kernel.ids import uuid7
    from karmayogi.plans.actions.add_up_headcounts import add_up_headcounts
    from karmayogi.plans.actions.decide_mandate import publish_mandate
    from karmayogi.plans.actions.keep_discharges import keep_discharges
    from karmayogi.plans.actions.tell_people import tell
    from karmayogi.plans.queries.audience import count
    from karmayogi.plans.queries.mandates import mandate as engine_mandate
    from karmayogi.plans.queries.mine import list_of
    from karmayogi.plans.queries.rehearsals import figures

    w, at, officers, whole = made.w, made.at, made.options.officers, made.is_whole
    on = clock.day(at)
    country, path = w.rows("select id, path from orgs_organisation where parent_id is null")[0]
    account, person, person_uuid = w.rows(
        "select a.id, p.id, p.uuid from people_account a join people_person p on p.id = a.person_id order by 1 limit 1"
    )[0]
    actor = Actor(account, uuid7(), person, person_uuid, "Bench", "en", "", (Authority(Role.MDO_ADMIN, path, country),))
    wanted = [_mandate(w, country, courses[0] if n % 2 == 0 else courses[1], n, on) for n in range(LIVE)]
    rehearsal = usual(lambda: figures(wanted[0], on))
    _burdens(w, country, on)
    weighed = usual(lambda: figures(wanted[0], on))

    def publish(ids: list[int]) -> None:
        for one in ids:
            w.run("update plans_mandate set status = 'approved' where id = %s", [one])
            publish_mandate(actor=actor, mandate=w.one("select uuid from plans_mandate where id = %s", [one]), at=at)

    publish(wanted[1 : WEIGHED + 1])
    beside = once(lambda: figures(wanted[0], on))
    publish(wanted[WEIGHED + 1 :])
    w.run("update plans_mandate set status = 'approved' where id = %s", [wanted[0]])
    first = w.one("select uuid from plans_mandate where id = %s", [wanted[0]])
    publishing = once(lambda: publish_mandate(actor=actor, mandate=first, at=at))
    run = w.one("select max(id) from plans_noticerun")
    telling = once(lambda: tell.call(run=run))
    assert w.one("select count(*) from plans_notice") == officers, "everybody was told"
    w.run("vacuum (analyze)")
    dice = random.Random(1)  # noqa: S311 (officers of a benchmark)
    people = [
        row[0]
        for row in w.rows("select person_id from orgs_incumbency where valid_to is null order by id limit 100000")
    ]
    drawn = [dice.choice(people) for _ in range(LISTS)]
    assert len(list_of(drawn[0], on)) == LIVE, "every one of them reaches her"
    lists = [once(functools.partial(list_of, who, on)) for who in drawn]
    late = next(who for who in people if who % 2)
    assert list_of(late, on)[0].obligation.done_on is None
    w.run(
        "insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language, status,"
        " enrolled_at, last_at, completed_at) select gen_random_uuid(), %s, course_id, id, '', 'en', 'completed', %s,"
        " %s, %s from learning_courseversion where course_id = %s",
        [late, at, at, at, courses[0]],
    )
    fact = once(lambda: keep_discharges(late, at))
    assert any(line.obligation.done_on for line in list_of(late, on))
    add_up_headcounts(on)
    counting = usual(lambda: count(engine_mandate(wanted[0]), on))
    return [
        [
            f"Rehearsal of a mandate for {officers:,}", f"{rehearsal:.1f} s", "≤ 15 s",
            rehearsal <= 15 if whole else None,
        ],
        [
            "… with cost, peak duty and the load of each", f"{weighed:.1f} s", "≤ 15 s",
            weighed <= 15 if whole else None,
        ],
        [f"… and {WEIGHED} other orders in force that each of them has to meet", f"{beside:.1f} s", "", None],
        ["Publishing it", f"{publishing:.2f} s", "≤ 30 s", publishing <= 30 if whole else None],
        ["… telling everybody of it, in chunks", f"{telling:.1f} s", "≤ 30 s", telling <= 30 if whole else None],
        [f"Own list, {LIVE} mandates in force, median", f"{statistics.median(lists) * 1000:.0f} ms", "≤ 50 ms",
         statistics.median(lists) <= 0.05],
        ["… the slowest of twenty", f"{statistics.quantiles(lists, n=20)[-1] * 1000:.0f} ms", "", None],
        ["A fact discharges", f"{fact * 1000:.0f} ms", "≤ 1 s", fact <= 1],
        [f"Audience of {officers:,} counted", f"{counting:.2f} s",
         "≤ 5 s for 30,000,000: audience.md", None],
    ]  # fmt: skip


def _burdens(w: Writer, country: int, on: dt.date) -> None:
    """Rates and a limit of the country, rates of each ministry, peak duty of twenty of them."""
    w.run(
        "insert into plans_rate (organisation_id, kind, paise, seats, from_on, source) select o.id, k, 50000,"
        " case when k = 'venue' then 40 end, '2020-01-01', '' from orgs_organisation o,"
        " unnest(array['fee', 'venue', 'travel', 'daily']) k where o.id = %s or o.kind = 'ministry'",
        [country],
    )
    w.run(
        "insert into plans_loadlimit (organisation_id, per, minutes, from_on) values (%s, 'month', 100, '2020-01-01')",
        [country],
    )
    w.run(
        "insert into plans_peak (uuid, organisation_id, kind, name_en, name_hi, name_ur, from_on, until_on)"
        " select gen_random_uuid(), id, 'budget', 'P', '', '', %s, %s from orgs_organisation where kind = 'ministry'"
        " order by id limit 20",
        [on, on + dt.timedelta(days=60)],
    )


def _mandate(w: Writer, country: int, course: int, number: int, on: dt.date) -> int:
    """Everybody in Group B of the country, with another date for each."""
    made = w.one(
        "insert into plans_mandate (uuid, organisation_id, status, title_en, title_hi, title_ur, number, clause,"
        " issuer, why, for_appraisal, starts_on, wants, needed, counts, anchor, amount, unit, round_to, repeat_basis,"
        " repeat_months, repeat_window, revision, changed_at, retired_reason) values (gen_random_uuid(), %s, 'draft',"
        " 'M', '', '', %s, '', 'I', 'W', false, %s, 'items', 1, 'ever', %s, %s, 'days', '', %s, %s, %s, 1, now(), '')"
        " returning id",
        [country, f"B-{number}", on - dt.timedelta(days=300), "posting" if number % 2 else "start", number + 10,
         *(("due", 12, 12) if number % 3 == 0 else ("", None, None))],
    )  # fmt: skip
    w.run(
        "insert into plans_mandateitem (mandate_id, place, course_id, equivalent) values (%s, 1, %s, false)",
        [made, course],
    )
    rule = w.one(
        "insert into plans_mandaterule (mandate_id, number, excludes) values (%s, 1, false) returning id", [made]
    )
    if number % 2:
        w.run("insert into plans_mandatecondition (rule_id, attribute, text) values (%s, 'group', 'Group B')", [rule])
    return int(made)


if __name__ == "__main__":
    sys.exit(main())
