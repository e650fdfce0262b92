import datetime as dt

from karmayogi.kernel import clock
from karmayogi.learning import api
from karmayogi.learning.jobs import follow_postings
from karmayogi.learning.models import Enrolment
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency
from tests.cast import SET_UP


def test_an_order_recorded_before_its_day_moves_the_copy_when_the_day_comes(cast, course, at, run_jobs):
    api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    leaves_on = clock.day(at) + dt.timedelta(days=3)
    incumbency = Incumbency.objects.get(person_id=cast.learner.person_id).uuid
    orgs.relieve(agent=SET_UP, incumbency_uuid=incumbency, valid_to=leaves_on, at=at)
    with clock.frozen(at):
        run_jobs()
        follow_postings()
    assert Enrolment.objects.get().organisation_path == cast.section.path
    for days in (3, 4):
        with clock.frozen(at + dt.timedelta(days=days)):
            follow_postings()
        assert Enrolment.objects.get().organisation_path == ""
