"""A contest that nobody decided by its day goes up, office by office, and never rests without a day."""

import datetime as dt

import pytest

from karmayogi.competencies.actions.contest_evidence import contest_evidence
from karmayogi.competencies.actions.proof.decide_contest import decide_contest
from karmayogi.competencies.actions.proof.raise_contests import raise_contests
from karmayogi.competencies.models import Contest, Evidence
from karmayogi.competencies.queries.proof.contests import contests_to_decide
from karmayogi.kernel.access import Role
from karmayogi.kernel.models import AuditEntry
from karmayogi.orgs import api as orgs
from tests.competencies.actions.test_record_evidence import passed


@pytest.fixture
def contest(cast, masters, at):
    passed(cast, masters["FUN-087"], at)
    contest_evidence(actor=cast.learner.actor(at), evidence=Evidence.objects.get().uuid, reason="not my test", at=at)
    return Contest.objects.get()


def trail():
    entries = AuditEntry.objects.filter(tag="competencies:contest:raise").order_by("id")
    return [(one.concerns_id, one.agent_label, one.detail["to"]) for one in entries]


def test_it_goes_up_step_by_step_as_far_as_the_country(cast, contest, at):
    day = dt.timedelta(days=1)
    assert raise_contests(at=at + 15 * day) == 0  # its last day
    late, steps = at + 16 * day, []
    for number, unit in enumerate((cast.department, cast.ministry, cast.country), start=1):
        assert raise_contests(at=late) == 1
        assert raise_contests(at=late) == 0  # the job ran twice
        contest.refresh_from_db()
        assert (contest.raised, contest.due_on) == (number, late.date() + 7 * day)
        steps.append((cast.learner.person_id, "contests", unit.name_en))
        late += 8 * day
    assert raise_contests(at=late) == 0  # nobody above the country
    assert trail() == steps


def test_when_her_office_goes_to_another_ministry_the_contest_goes_up_there(cast, contest, run_jobs, at):
    late = at + dt.timedelta(days=16)
    raise_contests(at=late)
    orgs.reorganise(
        agent=cast.platform.actor(at), organisation_id=cast.section.id, parent_id=cast.other_department.id,
        on=at.date(), order_number="O.M. 12/2026", at=at,
    )  # fmt: skip
    run_jobs()
    cast.grant(cast.analyst, Role.FRAC_COMPETENCY_REVIEWER, cast.other_ministry)
    assert [one.raised_en for one in contests_to_decide(cast.analyst.actor(late))] == [cast.other_department.name_en]
    assert raise_contests(at=late + dt.timedelta(days=8)) == 1
    assert [to for _who, _agent, to in trail()] == [cast.department.name_en, cast.other_ministry.name_en]


def test_the_office_above_decides_and_then_it_rests(cast, contest, at):
    reviewer = cast.player("Uma Rao", "uma@personnel.example.in", None, None)
    cast.grant(reviewer, Role.FRAC_COMPETENCY_REVIEWER, cast.department)
    late = at + dt.timedelta(days=16)
    raise_contests(at=late)
    assert [one.raised_en for one in contests_to_decide(reviewer.actor(late))] == [cast.department.name_en]
    decide_contest(
        actor=reviewer.actor(late), contest=contest.uuid, upheld=False, decision="It is hers.", declared=True, at=late
    )
    assert raise_contests(at=late + dt.timedelta(days=60)) == 0
    assert len(trail()) == 1
    assert Evidence.objects.get().contested_at is None


def test_what_came_up_stands_first(cast, contest, masters, at):
    late = at + dt.timedelta(days=16)
    raise_contests(at=late)
    passed(cast, masters["FUN-085"], at)
    fresh = Evidence.objects.get(competency_id=masters["FUN-085"])
    contest_evidence(actor=cast.learner.actor(at), evidence=fresh.uuid, reason="nor this", at=at)
    assert [one.raised_en != "" for one in contests_to_decide(cast.admin.actor(late))] == [True, False]
