import datetime as dt
import threading

import pytest
from django.db import connection

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning import api
from karmayogi.learning.actions.gatherings.register import cancel, register
from karmayogi.learning.models import GatheringPlace
from karmayogi.learning.queries.gatherings.gathering import gathering_page
from karmayogi.learning.types import GatheringTimes
from tests.cast import Cast
from tests.learning.actions.gatherings.conftest import HOUR
from tests.learning.conftest import SETUP


def states():
    return list(GatheringPlace.objects.order_by("id").values_list("state", flat=True))


def test_seats_then_the_waiting_list_then_who_waited_longest(cast, talk, at):
    course = talk(seats=1).uuid
    first, second, third = (who.actor(at) for who in (cast.learner, cast.supervisor, cast.head))
    assert [register(actor=first, course=course, at=at) for _ in range(2)] == ["registered"] * 2
    assert register(actor=second, course=course, at=at) == "waiting"
    assert register(actor=third, course=course, at=at + dt.timedelta(minutes=1)) == "waiting"
    assert gathering_page(course, third.person_id, at.date()).ahead == 1
    for _ in range(2):
        cancel(actor=first, course=course, at=at)
    assert states() == ["cancelled", "registered", "waiting"]
    assert register(actor=first, course=course, at=at + HOUR) == "waiting"
    page = gathering_page(course, first.person_id, at.date())
    assert (page.taken, page.waiting, page.ahead, page.free) == (1, 2, 1, 0)


def test_a_version_with_more_seats_gives_them_to_who_has_waited_longest(cast, talk, at):
    course = talk(seats=1).uuid
    people = [who.actor(at) for who in (cast.learner, cast.supervisor, cast.head)]
    for actor in people:
        register(actor=actor, course=course, at=at)
    talk(seats=2)
    assert states() == ["registered", "registered", "waiting"]
    talk(seats=2, ends_at=at + 26 * HOUR)  # another time, as many seats
    assert states() == ["registered", "registered", "waiting"]
    notes = AuditEntry.objects.filter(tag="learning:place:registered", concerns_id=people[1].person_id)
    assert [one.agent_label for one in notes] == ["waiting list"]
    talk(seats=None)
    assert states() == ["registered"] * 3


def test_over_unknown_and_not_hers(cast, talk, at):
    course = talk().uuid
    asha = cast.learner.actor(at)
    with pytest.raises(NotFound):
        cancel(actor=asha, course=course, at=at)
    with pytest.raises(Refused, match="over"):
        register(actor=asha, course=course, at=at + 25 * HOUR)
    with pytest.raises(NotFound):
        api.enrol(actor=asha, course_uuid=course, language="en", at=at)
    assert states() == []


@pytest.mark.usefixtures("committed_db")
def test_the_last_seat_is_given_once(at):
    made = api.publish_event(
        agent=SETUP, code="T-TALK", provider="X", titles={"en": "A talk"}, summaries={}, competencies=[],
        gathering=GatheringTimes(at + HOUR, at + 2 * HOUR, seats=1), at=at,
    )  # fmt: skip
    cast = Cast(at)
    actors = [who.actor(at) for who in (cast.learner, cast.supervisor, cast.head)]
    together = threading.Barrier(3)

    def press(actor):
        together.wait()
        register(actor=actor, course=made.uuid, at=at)
        connection.close()

    presses = [threading.Thread(target=press, args=(actor,)) for actor in actors]
    for one in presses:
        one.start()
    for one in presses:
        one.join(20)
    assert sorted(states()) == ["registered", "waiting", "waiting"]
