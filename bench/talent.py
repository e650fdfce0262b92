"""The appraisal year of 100,000 officers of one organisation: `python -m bench.talent [--officers N] [--offices N]` →
docs/benchmarks/talent.md.

The officers, offices and posts of the spine. With fewer officers the figures are printed and nothing is written.
"""

import datetime as dt
import statistics
import sys
import tracemalloc
from collections.abc import Callable

from bench.country import Country, Lines, arguments, bare_course, bare_provider, measure, once, usual
from bench.sql import Writer

COURSES = 10
METHOD = """
Ten courses are prescribed: six to everybody, two to Group B, two to one designation; each officer has done about half
of them, and half have passed the test; every tenth was on leave, every two hundredth contests a figure. Everybody who
holds the first post of an office is above the others of it. Statement: what an officer's own page reads, its queries
without making HTML, over officers drawn evenly. Page of the office: fifty officers of all as the page asks for them,
by name at once, by standing when everybody was worked out. File: every officer as CSV. Gathering: what the job
does before the first batch, when nothing has changed, and when one officer in a hundred has done a course since.
Digests: the job on a day of reminders for everybody, and a fortnight later when nobody has moved and all of them are
told to their supervisors; then those leave by mail. Statements are medians of a hundred officers,
pages by name of five runs, all else is one run.
""".strip()
DONE = (
    "insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language, status,"
    " enrolled_at, last_at, completed_at) select gen_random_uuid(), i.person_id, v.course_id, v.id,"
    " i.organisation_path, 'en', 'completed', d.day, d.day, d.day"
    " from orgs_incumbency i cross join learning_courseversion v cross join lateral (select"
    " %(first)s::timestamptz + make_interval(days => ((i.person_id * 13 + v.course_id * 7) %% 200)::int) as day) d"
    " where i.valid_to is null and (i.person_id * 31 + v.course_id * 17) %% 2 = 0 and v.course_id = any(%(courses)s)"
)


def main() -> int:
    parser = arguments("talent", __doc__, officers=100_000, offices=5_000)
    return measure(parser, _measure, "the appraisal year", METHOD)


def _measure(made: Country) -> tuple[str, Lines]:
    made.people()
    w, at = made.w, made.at
    with made.timer.step("courses, orders, what was done"):
        year = _year(w, at)
    made.ready()
    lines = _figures(made, year)
    return f"{made.options.officers:,} officers on as many posts in {made.options.offices:,} offices.", lines


def _year(w: Writer, at: dt.datetime) -> int:
    """The year of the whole organisation, in force, with everything that standings are worked out from; its id."""
    from karmayogi.kernel import clock
    from karmayogi.kernel.dates import financial_year

    today = clock.day(at)  # in India: late in the evening of UTC it is another day
    now = financial_year(today)
    first, last = dt.date(now, 4, 1), dt.date(now + 1, 3, 31)
    top = w.one("select id from orgs_organisation where parent_id is null")
    w.run(
        "update orgs_post p set reports_to_id = s.first from (select organisation_id, min(id) as first from orgs_post"
        " group by 1) s where s.organisation_id = p.organisation_id and s.first <> p.id"
    )
    w.run("update people_account set email_verified_at = now() where email is not null and email_verified_at is null")
    bare_provider(w)
    courses = [bare_course(w, number)[0] for number in range(COURSES + 1)]
    some = w.one("select designation_id from orgs_post group by 1 order by count(*) desc, 1 limit 1")
    for number, (place, attribute, value) in enumerate(
        ((slice(0, 6), None, None), (slice(6, 8), "group", "Group B"), (slice(8, 10), "designation", some))
    ):
        _mandate(w, top, number, courses[place], attribute, value, first, last)
    with w.bare("learning.Enrolment"):
        w.run(DONE, {"first": dt.datetime(now, 4, 2, tzinfo=dt.UTC), "courses": courses})
    order = w.one(
        "insert into talent_appraisalorder (uuid, organisation_id, number, dated_on, issuer, words, from_year, share,"
        " needs_test, least_days, prorata, counts_earlier, away, entered_at) values (gen_random_uuid(), %s, 'O',"
        " '2025-07-04', 'I', 'W', 2020, 50, true, 90, true, false, '{leave,study}', now()) returning id",
        [top],
    )
    year = w.one(
        "insert into talent_appraisalyear (uuid, organisation_id, service_id, year, order_id, test_id, state,"
        " starts_on, assigned_by, done_by, feeds_from, reminders, escalate_days, revision, changed_at) values"
        " (gen_random_uuid(), %s, null, %s, %s, %s, 'open', %s, %s, %s, %s, %s, 14, 1, now()) returning id",
        [top, now, order, courses[-1], first, last, last, first, [(last - today).days]],
    )
    w.run(
        "insert into talent_absence (uuid, person_id, kind, from_on, until_on, order_number, entered_at)"
        " select gen_random_uuid(), id, 'leave', %s, %s::date + (id %% 120)::int, 'L', now() from people_person"
        " where id %% 10 = 0",
        [first, first],
    )
    w.run(
        "insert into talent_contest (uuid, year_id, person_id, about, words, organisation_path, standing, prescribed,"
        " done, needed, days, asked_at, state, reason) select gen_random_uuid(), %s, i.person_id, 'days', 'W',"
        " i.organisation_path, 'open', 8, 1, 4, 365, now(), 'waiting', '' from orgs_incumbency i"
        " where i.valid_to is null and i.person_id %% 200 = 7",
        [year],
    )
    return int(year)


def _mandate(
    w: Writer, top: int, number: int, courses: list[int], attribute: str | None, value: object, first: dt.date,
    last: dt.date,
) -> None:  # fmt: skip
    made = w.one(
        "insert into plans_mandate (uuid, organisation_id, status, title_en, title_hi, title_ur, number, clause,"
        " issuer, why, for_appraisal, starts_on, wants, needed, counts, anchor, fixed_on, amount, unit, round_to,"
        " repeat_basis, revision, changed_at, retired_reason, published_at) values (gen_random_uuid(), %s, 'live', 'M',"
        " '', '', %s, '', 'I', 'W', true, %s, 'items', %s, 'ever', 'fixed', %s, 0, 'days', '', '', 1, now(), '', now())"
        " returning id",
        [top, f"M-{number}", first, len(courses), last],
    )
    for place, course in enumerate(courses, 1):
        w.run(
            "insert into plans_mandateitem (mandate_id, place, course_id, equivalent) values (%s, %s, %s, false)",
            [made, place, course],
        )
    w.run("insert into plans_mandatereach (mandate_id, organisation_id) values (%s, %s)", [made, top])
    rule = w.one(
        "insert into plans_mandaterule (mandate_id, number, excludes) values (%s, 1, false) returning id", [made]
    )
    if attribute == "group":
        w.run("insert into plans_mandatecondition (rule_id, attribute, text) values (%s, 'group', %s)", [rule, value])
    elif attribute == "designation":
        w.run(
            "insert into plans_mandatecondition (rule_id, attribute, text, designation_id)"
            " values (%s, 'designation', '', %s)",
            [rule, value],
        )


def _figures(made: Country, year: int) -> Lines:
    from karmayogi.credentials import api as credentials
    from karmayogi.kernel import clock
    from karmayogi.talent.actions.deliver_digests import deliver_digests
    from karmayogi.talent.actions.gather_lines import gather_lines
    from karmayogi.talent.actions.send_feed import make_batch
    from karmayogi.talent.actions.write_digests import write_digests
    from karmayogi.talent.models import AppraisalYear, Feed
    from karmayogi.talent.queries.officers import every_officer, officers_and_figures, officers_by_name
    from karmayogi.talent.queries.standing import standings
    from karmayogi.talent.queries.years import asked_of, year_of_person
    from karmayogi.talent.web.mine import whole

    w, at, officers, full = made.w, made.at, made.options.officers, made.is_whole
    on = clock.day(at)
    row = AppraisalYear.objects.select_related("order", "test", "service").get(pk=year)
    asked = asked_of(row)
    drawn = [
        one[0]
        for one in w.rows(
            "select person_id from orgs_incumbency where valid_to is null and mod(person_id, 499) = 3 limit 100"
        )
    ]

    def statement(person: int) -> None:
        found = year_of_person(person, on)
        assert found is not None
        whole(found, standings(asked_of(found), on, [person])[person], person, on)

    hers = statistics.median(once(lambda one=one: statement(one)) for one in drawn)  # type: ignore[misc]
    found, counted = officers_and_figures(asked, on, limit=51)
    assert (
        found == officers_by_name(asked, on, limit=51)
        and len(found) == 51
        and sum(v for k, v in counted.items() if k != "contested") == officers
    ), counted

    def page(**more: object) -> float:
        return once(lambda: officers_and_figures(asked, on, limit=51, **more))  # type: ignore[arg-type]

    last = found[49].standing.person_id
    name, later, searched = (
        usual(lambda more=more: officers_by_name(asked, on, limit=51, **more))  # type: ignore[misc]
        for more in ({}, {"after": last}, {"q": "kumari"})
    )
    missing, shown = page(sort="missing"), page(show="eligible")
    tracemalloc.start()
    file = once(lambda: sum(1 for _one in every_officer(asked, on)))
    held = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    file = min(file, once(lambda: sum(1 for _one in every_officer(asked, on))))

    top = w.one("select id from orgs_organisation where parent_id is null")
    feed = Feed.objects.create(
        organisation_id=top, name="F", url="", public_key="A" * 43, next_at=at, added_by="B", added_at=at
    )
    gathered: list[int] = []
    first = once(lambda: gathered.append(gather_lines(feed, at)))
    assert gathered == [officers]
    credentials.sign_token(b"{}", typ="bench", at=at)  # the key is made once
    batch = once(lambda: make_batch(feed, at))
    w.run("update talent_feedline set state = 'taken' where state = 'waiting'")
    w.run("vacuum (analyze) talent_feedline")
    same = once(lambda: gathered.append(gather_lines(feed, at)))
    w.run(
        "insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language, status,"
        " enrolled_at, last_at, completed_at) select gen_random_uuid(), i.person_id, v.course_id, v.id, '', 'en',"
        " 'completed', %(at)s, %(at)s, %(at)s from orgs_incumbency i cross join (select * from learning_courseversion"
        " order by course_id limit 1) v where i.valid_to is null and i.person_id %% 100 = 12 and not exists (select"
        " from learning_enrolment e where e.person_id = i.person_id and e.course_id = v.course_id)",
        {"at": at},
    )
    again = once(lambda: gathered.append(gather_lines(feed, at)))
    told: list[int] = []
    digests = once(lambda: told.append(write_digests(at)))
    w.run("vacuum (analyze) talent_digest, talent_reminded")
    night = once(lambda: told.append(write_digests(at + dt.timedelta(days=1))))
    upwards = once(lambda: told.append(write_digests(at + dt.timedelta(days=14))))
    w.run("vacuum (analyze) talent_digest, talent_reminded")
    w.run("update talent_digest set delivered_at = now() where delivered_at is null and due_on is not null")
    morning = (at + dt.timedelta(days=14)).astimezone(clock.IST).replace(hour=10, minute=5)
    leaving = once(lambda: told.append(deliver_digests(morning)))

    def of(label: str, seconds: float, most: float, unit: Callable[[float], str]) -> list[object]:
        return [label, unit(seconds), f"≤ {unit(most)}", seconds <= most if full else None]

    def ms(seconds: float) -> str:
        return f"{seconds * 1000:,.0f} ms"

    def s(seconds: float) -> str:
        return f"{seconds:,.1f} s"

    return [
        of("Statement of one officer, what her page reads", hers, 0.3, ms),
        of(f"Page of the office, 50 of {officers:,} by name", name, 0.3, ms),
        of("… the second page of it", later, 0.3, ms),
        of("… found by a part of their name", searched, 0.3, ms),
        ["… with how all of them stand, when somebody asks; most missing first", s(missing), "", None],
        ["… those who are eligible, counted likewise", s(shown), "", None],
        of(f"File of {officers:,} officers as CSV", file, 5.0, s),
        ["… most memory that it holds", f"{held:,.0f} MB", "≤ 50 MB", held <= 50 if full else None],
        of(f"Gathering {gathered[0]:,} lines for a feed", first, 60.0, s),
        of("… when nothing has changed", same, 60.0, s),
        of(f"… when {gathered[2]:,} lines have", again, 60.0, s),
        of("A batch of 500 lines, signed", batch, 60.0, ms),
        of(f"Writing {told[0]:,} digests", digests, 60.0, s),
        of(f"… on a day without a reminder ({told[1]:,} written)", night, 60.0, s),
        of(f"… a fortnight later, {told[2]:,} to supervisors", upwards, 60.0, s),
        of(f"Digests that leave in an hour ({told[3]:,} by mail)", leaving, 600.0, s),
    ]


if __name__ == "__main__":
    sys.exit(main())
