"""Readiness on a day: ranked by what people, posts, profiles and proofs are on it."""

import datetime as dt

import pytest

from karmayogi.competencies.models import Profile
from karmayogi.competencies.queries.gaps.ready import ready
from karmayogi.competencies.queries.gaps.wanted import Want, wanted_then, wants
from karmayogi.kernel import clock, rows
from karmayogi.orgs import api as orgs
from tests.competencies.queries.gaps.test_heat import SET_UP, office, prove  # noqa: F401

MONTH = dt.timedelta(days=30)


@pytest.fixture
def wanted(framework):
    first, second = list(framework.values())[:2]
    return [Want(first, 2, 3), Want(second, 1, 3)]


def ranks(bench) -> list[tuple[int, int, int]]:
    return [(one.person_id, one.missing, one.met) for one in bench.lines]


def test_the_levels_of_a_day_rank_as_the_stored_ones_do_today(cast, office, wanted, at, monkeypatch):  # noqa: F811
    """The same question through both ways: what is stored, and worked out anew for a day on which it is the same."""
    on = clock.day(at)
    stored = ready(cast.ministry.path, wanted, on, on)
    worked_out = ready(cast.ministry.path, wanted, on + MONTH * 120, on)  # as if today were another day
    assert stored is not None and worked_out is not None
    assert (worked_out.people, worked_out.ready, ranks(worked_out)) == (stored.people, stored.ready, ranks(stored))
    first = ready(cast.ministry.path, wanted, on + MONTH * 120, on, limit=5)
    rest = ready(cast.ministry.path, wanted, on + MONTH * 120, on, after=first.more)
    assert ranks(first) + ranks(rest) == ranks(stored)
    monkeypatch.setattr("karmayogi.competencies.queries.gaps.ready.MOST", 5)
    assert ready(cast.ministry.path, wanted, on + MONTH, on) is None
    assert ready(cast.ministry.path, wanted, on, on) == stored


def test_a_later_day_ranks_by_what_will_have_faded(cast, office, wanted, at):  # noqa: F811
    """Who leads today with an old proof falls behind whoever proved it lately."""
    early, late = office[1], office[2]
    for person, seen in ((early, at - MONTH * 30), (late, at)):
        for want in wanted:
            prove(person, want.competency_id, 5 if person == early else want.level, seen)
    on = clock.day(at)
    assert {one.person_id for one in ready(cast.section.path, wanted, on, on).lines if not one.missing} >= {early, late}
    then = on + MONTH * 30
    later = ready(cast.section.path, wanted, on, then)
    found = {one.person_id: one for one in later.lines}
    assert (found[late].missing, found[early].missing, found[early].missing_today) == (0, 3, 0)
    assert later.lines[0].missing == 0 and later.lines.index(found[late]) < later.lines.index(found[early])


def test_a_past_day_knows_the_posts_and_proofs_of_that_day_only(cast, office, wanted, at):  # noqa: F811
    moved, proved = office[1], office[2]
    on, later = clock.day(at), at + MONTH
    for want in wanted:
        prove(proved, want.competency_id, 5, at + dt.timedelta(days=5))
    orgs.retire(agent=SET_UP, person_id=moved, on=clock.day(later), reason="x", at=later)
    today = clock.day(later)
    now = {one.person_id: one.missing for one in ready(cast.section.path, wanted, today, today).lines}
    assert moved not in now
    assert now[proved] == 0
    then = {one.person_id: one for one in ready(cast.section.path, wanted, today, on).lines}
    assert moved in then
    assert (then[proved].missing, then[proved].missing_today) == (3, 0)
    reached = ready(cast.section.path, wanted, today, on, seen=[cast.ministry.path])
    assert {one.person_id for one in reached.lines} == set(then) - {moved}
    assert reached.people == len(then) - 1


def test_whoever_comes_later_is_left_out_for_who_does_not_reach_them_today(cast, office, wanted, at):  # noqa: F811
    comes = cast.player("Farida Khan", "farida@health.example.in", cast.section, cast.assistant)
    today, later = clock.day(at), clock.day(at + MONTH)
    rows.run("update orgs_incumbency set valid_from = %s where person_id = %s", [later, comes.person_id])
    all_of_them = {one.person_id for one in ready(cast.section.path, wanted, today, later).lines}
    assert comes.person_id in all_of_them
    reached = ready(cast.section.path, wanted, today, later, seen=[cast.ministry.path])
    assert {one.person_id for one in reached.lines} == all_of_them - {comes.person_id}


def test_the_profile_of_a_past_day_is_the_version_that_held_then(cast, framework, at):
    on = clock.day(at)
    profile = Profile.objects.get(designation_id=cast.section_officer.id, in_force=True)
    assert set(wanted_then(profile.uuid, profile.published_on)) == set(wants(profile.uuid)) != set()
    assert wanted_then(profile.uuid, profile.published_on - dt.timedelta(days=1)) == []
    assert set(wanted_then(profile.uuid, on)) == set(wants(profile.uuid))
