"""The new doors of a test, pressed by many at once."""

import datetime as dt
import re

import pytest
from django.core import mail

from karmayogi.assessment.actions.invited.begin import begin as begin_invited
from karmayogi.assessment.actions.invited.invite import invite
from karmayogi.assessment.actions.invited.plan_public import plan_public
from karmayogi.assessment.actions.invited.prove import ask_code, prove
from karmayogi.assessment.actions.proctored.enter import enter
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.models import Attempt, AttemptItem, Seat
from karmayogi.assessment.queries.attempts import by_id
from karmayogi.assessment.queries.invited.candidates import visitor_of
from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock, jobs
from karmayogi.kernel.access import Refused, System
from tests.assessment.alone import code_now, provided_by, sitting_of, stand_alone
from tests.assessment.test_actions import at_once, committed  # noqa: F401


@pytest.fixture
def alone(committed, cast, at):  # noqa: F811
    competencies.import_kcm(agent=System("test"), at=at)
    stand_alone(at)


def test_eight_entries_at_a_sitting_open_one_attempt_and_wrong_codes_are_counted_one_by_one(alone, cast, at):
    sitting = sitting_of(cast, at)
    later, actor = at + dt.timedelta(minutes=61), cast.learner.actor(at)
    code = code_now(sitting)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    found = at_once(8, lambda _n: enter(actor=actor, sitting=sitting, code=wrong, language="en", at=later))
    told = [str(one) for one in found]
    assert all(isinstance(one, Refused) for one in found)
    assert sum("not the code" in one for one in told) == 5 and sum("Too many" in one for one in told) == 3
    Seat.objects.update(paused_until=None, wrong_codes=0)
    found = at_once(8, lambda _n: enter(actor=actor, sitting=sitting, code=code, language="en", at=later))
    opened = {one for one in found if not isinstance(one, Refused)}
    assert len(opened) == 1 and Attempt.objects.count() == 1 and AttemptItem.objects.count() == 5
    assert Seat.objects.get().attempt.uuid == opened.pop()


def test_a_link_used_eight_times_at_once_lets_one_in_and_eight_starts_open_one(alone, cast, at):
    provided_by(cast.ministry)
    test = plan_public(
        actor=cast.admin.actor(at), office=cast.ministry.code, test="T-ALONE", opens_at=at,
        closes_at=at + dt.timedelta(days=2), at=at,
    )  # fmt: skip
    invite(actor=cast.admin.actor(at), test=test, text="meera@example.org", language="en", at=at)
    with clock.frozen(at):
        jobs.drain()
    token = re.search(r"/link/([^/\s]+)/", mail.outbox[-1].body)[1]
    ask_code(token=token, email="meera@example.org", at=at)
    with clock.frozen(at):
        jobs.drain()
    code = re.search(r"\d{6}", mail.outbox[-1].body)[0]
    keys = [one for one in at_once(8, lambda _n: prove(token=token, code=code, at=at)) if one]
    assert len(keys) == 1
    visitor = visitor_of(keys[0])
    for number in (1, 2):  # two attempts are allowed
        found = at_once(8, lambda _n: begin_invited(visitor=visitor, language="en", at=at))
        assert len(set(found)) == 1 and Attempt.objects.count() == number
        submit(agent=System("test"), attempt=by_id(Attempt.objects.latest("id").id), at=at)
    found = at_once(8, lambda _n: begin_invited(visitor=visitor, language="en", at=at))
    assert all(isinstance(one, Refused) for one in found) and Attempt.objects.count() == 2
