import datetime as dt

import pytest

from karmayogi.kernel import bulk, clock
from karmayogi.learning import api
from karmayogi.learning.actions.cascades.keep import TierPlan, begin_cascade
from karmayogi.learning.actions.gatherings import attendance
from karmayogi.learning.queries.authoring.drafts import access_course
from karmayogi.learning.types import GatheringTimes
from tests.learning.conftest import SETUP

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def begun(course, cast, licensed, at):
    """Begins a cascade of the ministry with three tiers, the first with this test; its uuid."""

    def make(test="", name="Serve well"):
        due = at.date() + dt.timedelta(days=100)
        return begin_cascade(
            agent=cast.admin.actor(at), organisation="T-MOP", course=course.code, name_en=name, name_hi="सेवा", at=at,
            tiers=[
                TierPlan("Master trainers", "मुख्य प्रशिक्षक", 20, due, test=test), TierPlan("State", "राज्य", 400, due),
                TierPlan("District", "ज़िला", 8000, due),
            ],
        )  # fmt: skip

    return make


@pytest.fixture
def event(kcm, licensed, at):
    """Publishes an event of an hour, so many hours from now; its row."""

    def make(code, hours):
        return api.publish_event(
            agent=SETUP, code=code, provider="Test Courseware", titles={"en": f"Training {code}"},
            summaries={"en": "A day."}, competencies=[],
            gathering=GatheringTimes(at + hours * HOUR, at + (hours + 1) * HOUR, "Hall", "", "Prof. T", 500), at=at,
        )  # fmt: skip

    return make


@pytest.fixture
def attend(cast, run_jobs):
    """Records who was there, at that moment; what undoes it."""

    def record(event, when, *people, minutes=None):
        boss = cast.publisher.actor(when)
        with clock.frozen(when):
            ticks = {str(one.person_uuid): minutes for one in people}
            uuid = attendance.record_attendance(actor=boss, course=event.uuid, minutes=ticks, at=when)
            run_jobs()
            lent = attendance.lent(boss, access_course(boss, event.uuid, "publish"))
            bulk.approve(actor=lent, uuid=uuid, at=when)
            run_jobs()

        def undo():
            with clock.frozen(when):
                bulk.undo(actor=lent, uuid=uuid, at=when)
                run_jobs()

        return undo

    return record
