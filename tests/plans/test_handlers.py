"""What is done below is kept once, however often it is told; a transfer changes the list at once."""

import datetime as dt

from karmayogi.kernel.access import System
from karmayogi.learning.events import Completed
from karmayogi.orgs import api as orgs
from karmayogi.plans import api as plans
from karmayogi.plans.handlers import on_completed
from karmayogi.plans.models import Discharge
from karmayogi.plans.queries.mine import discharges_of

ON = dt.date(2026, 11, 20)


def test_a_discharge_is_kept_once_and_outlives_a_transfer(desk, cast, at):
    course = desk.course()
    desk.live(of=cast.department, course=course)
    [line] = plans.list_of(cast.learner.person_id, ON)
    desk.complete(cast.learner.person_id, course, ON)
    told = Completed(cast.learner.person_id, 1, line.mandate.uuid, 45, at)
    for _twice in range(2):
        on_completed(told)
    assert Discharge.objects.count() == 1
    assert [one.done_on for one in discharges_of(cast.learner.person_id)] == [ON]

    seat = orgs.create_post(
        agent=System("set-up"), organisation_id=cast.other_department.id, designation_id=cast.assistant.id,
        reports_to_id=None, valid_from=ON, at=at,
    )  # fmt: skip
    orgs.transfer(
        agent=System("set-up"), person_id=cast.learner.person_id, to_post_id=seat.id, on=ON, order_number="T-1",
        at=at,
    )  # fmt: skip
    assert plans.list_of(cast.learner.person_id, ON) == [], "the order of the old office binds her no more"
    assert len(discharges_of(cast.learner.person_id)) == 1
