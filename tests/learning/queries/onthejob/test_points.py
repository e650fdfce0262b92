"""Points by one published rule set: any order, one by one or all at once, the same; taken back exactly."""

import collections
import datetime as dt
import random
import tomllib
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock, rows
from karmayogi.kernel.clock import IST
from karmayogi.learning.engine.onthejob.points import Rule, RuleSet, read
from karmayogi.learning.models import Course, CourseRating, Enrolment, JobEntry
from karmayogi.learning.queries.onthejob.points import (
    FILE,
    lines_sql,
    points_ledger,
    points_of,
    rule_sets,
    rule_terms,
)

NAMES = {"en": "x", "hi": "x", "ur": "x"}
SECOND = dt.date(2026, 7, 13)
RULES = (
    RuleSet(
        1, dt.date(2026, 4, 1), SECOND,
        (Rule("once", 5, NAMES, {}, once=1), Rule("month", 3, NAMES, {}, month=2), Rule("free", 2, NAMES, {}),
         Rule("streak", 10, NAMES, {}, weeks=2, rest=1)),
    ),
    RuleSet(2, SECOND, None, (Rule("month", 4, NAMES, {}, month=1), Rule("streak", 7, NAMES, {}, weeks=3, rest=0))),
)  # fmt: skip
HAPPENED = """
select * from unnest(%(person)s::bigint[], %(code)s::text[], %(at)s::timestamptz[], %(ref)s::uuid[],
  %(course)s::bigint[], %(back)s::timestamptz[])
"""
DAYS = "select distinct * from unnest(%(day_person)s::bigint[], %(day)s::date[])"

moments = st.builds(
    lambda day, hour: dt.datetime(2026, 3, 20, tzinfo=IST) + dt.timedelta(days=day, hours=hour),
    st.integers(0, 180), st.integers(0, 23),
)  # fmt: skip
happenings = st.lists(
    st.tuples(
        st.integers(1, 3), st.sampled_from(["once", "month", "free", "unknown"]), moments, st.uuids(),
        st.one_of(st.none(), st.integers(0, 40)),
    ),
    max_size=14, unique_by=lambda one: one[3],
)  # fmt: skip
# Some of them close together, so that weeks have more than one.
learned = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.one_of(st.integers(0, 180), st.integers(20, 50)).map(
            lambda day: dt.date(2026, 3, 20) + dt.timedelta(days=day)
        ),
    ),
    max_size=24,
)


def by_sql(happened, days):
    given = rule_terms(RULES) | {
        "person": [one[0] for one in happened],
        "code": [one[1] for one in happened],
        "at": [one[2] for one in happened],
        "ref": [one[3] for one in happened],
        "course": [None for _one in happened],
        "back": [one[2] + dt.timedelta(days=one[4]) if one[4] is not None else None for one in happened],
        "day_person": [one[0] for one in days],
        "day": [one[1] for one in days],
    }
    found = rows.fetch(lambda *row: row[:5] + row[6:], lines_sql(HAPPENED, DAYS), given)
    return sorted(
        (person, code, clock.day(at), number, points, back) for person, code, at, number, points, back in found
    )


def by_hand(happened, days):
    """The same, read off the rules one event after the other."""
    lines, of_all, of_month = [], collections.Counter(), collections.Counter()

    def version(day):
        return next((one for one in RULES if one.since <= day and (one.until is None or day < one.until)), None)

    for person, code, at, _ref, back in sorted(happened, key=lambda one: (one[2], one[3])):
        day = clock.day(at)
        of_all[person, code] += 1
        of_month[person, code, day.year, day.month] += 1
        rules = version(day)
        rule = next((one for one in rules.rules if one.code == code), None) if rules else None
        if rule is None or of_all[person, code] > (rule.once or 10**6):
            continue
        if of_month[person, code, day.year, day.month] > (rule.month or 10**6):
            continue
        lines.append((person, code, day, rules.number, rule.points, False))
        if back is not None:
            lines.append((person, code, clock.day(at + dt.timedelta(days=back)), rules.number, -rule.points, True))
    for rules in RULES:
        streak = next(one for one in rules.rules if one.code == "streak")
        for person in {one for one, _day in days}:
            weeks = {}
            for day in sorted(day for one, day in days if one == person and version(day) is rules):
                weeks.setdefault(day - dt.timedelta(days=day.weekday()), day)
            place, before = 0, None
            for week, first in sorted(weeks.items()):
                place = place + 1 if before is not None and (week - before).days <= 7 * (streak.rest + 1) else 1
                before = week
                if place % streak.weeks == 0:
                    lines.append((person, "streak", first, rules.number, streak.points, False))
    return sorted(lines)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings, learned, moments.map(clock.day), st.randoms(use_true_random=False))
def test_from_nothing_in_any_order_and_person_by_person_it_is_the_same(db, happened, days, then, dice: random.Random):
    whole = by_sql(happened, days)
    # Whoever looks back sees what stood there on that day: what is learned later moves nothing.
    assert by_sql([], [one for one in days if one[1] <= then]) == [one for one in by_sql([], days) if one[2] <= then]
    assert whole == by_hand(happened, days)
    shuffled = dice.sample(happened, len(happened))
    assert by_sql(shuffled, dice.sample(days, len(days))) == whole
    apart = [
        line
        for person in (1, 2, 3)
        for line in by_sql([one for one in happened if one[0] == person], [one for one in days if one[0] == person])
    ]
    assert sorted(apart) == whole
    kept = [one for one in happened if one[4] is not None]
    assert sum(line[4] for line in by_sql(kept, [])) == 0, "what is taken back takes exactly what it gave"


def test_the_published_rules_are_whole():
    sets = rule_sets()
    assert [one.number for one in sets] == [1]
    assert {rule.code for rule in sets[0].rules} >= {"completed", "streak", "at_work"}
    given = tomllib.loads(FILE.read_text())
    later = given["version"][0] | {"number": 2, "from": dt.date(2027, 4, 1)}
    assert [one.until for one in read({"version": [given["version"][0], later]})] == [dt.date(2027, 4, 1), None]
    for wrong in ({"number": 3}, {"from": dt.date(2026, 4, 1)}, {"event": later["event"][:1] * 2}):
        with pytest.raises(ValueError, match="points"):
            read({"version": [given["version"][0], later | wrong]})


def test_a_ledger_tells_what_was_given_and_taken_back(cast, short_course, at):
    asha = cast.learner.person_id
    course = Course.objects.get(pk=short_course.id)
    then = at - dt.timedelta(days=3)
    enrolment = Enrolment.objects.create(
        person_id=asha, course=course, version_id=course.current_version_id, language="en", status="completed",
        enrolled_at=then, last_at=then, completed_at=then, organisation_path="",
    )  # fmt: skip
    CourseRating.objects.create(course=course, person_id=asha, stars=4, given_at=then, changed_at=then)
    assert points_of([asha], at) == {asha: 12}
    assert points_of([asha], then - dt.timedelta(hours=1)) == {}
    CourseRating.objects.update(hidden_at=at, hidden_reason="x")
    Enrolment.objects.filter(pk=enrolment.pk).update(status="withdrawn", completed_at=None, last_at=at)
    assert points_of([asha, cast.outsider.person_id], at) == {asha: 0}
    lines = [(line.code, line.points, line.back) for line in points_ledger(asha, at)]
    assert sorted(lines) == [
        ("first_enrolment", -5, True), ("first_enrolment", 5, False), ("rated", -2, True), ("rated", 2, False),
    ]  # fmt: skip
    assert points_ledger(asha, at)[0].title_en == "Short course"
    assert all(one.at >= other.at for one, other in pairwise(points_ledger(asha, at)))


def test_a_week_was_learned_also_where_its_entry_is_taken_back_later(cast, kcm, at):
    asha = cast.learner.person_id
    competency = competencies.by_codes(["FUN-087"])["FUN-087"].id
    for week in range(4):
        then = at - dt.timedelta(weeks=week)
        JobEntry.objects.create(
            person_id=asha, witness_id=cast.supervisor.person_id, competency_id=competency, kind="project",
            begun_on=clock.day(then), ended_on=clock.day(then), minutes=60, words="x", sent_at=then, decided_at=then,
            state="confirmed", confirmed_minutes=60,
        )  # fmt: skip
    streak = [line.points for line in points_ledger(asha, at) if line.code == "streak"]
    assert streak == [10]
    JobEntry.objects.filter(ended_on=clock.day(at - dt.timedelta(weeks=1))).update(state="withdrawn", withdrawn_at=at)
    JobEntry.objects.filter(ended_on=clock.day(at - dt.timedelta(weeks=2))).update(state="withdrawn", withdrawn_at=at)
    assert [line.points for line in points_ledger(asha, at) if line.code == "streak"] == streak
