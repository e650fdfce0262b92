"""By invitation: for whoever is not let in, the course is not there, wherever they look."""

import datetime as dt
import uuid

import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning import api
from karmayogi.learning.actions.audience import invite
from karmayogi.learning.actions.not_for_me import put_aside
from karmayogi.learning.models import Admission, Enrolment
from karmayogi.learning.queries.admitted import check_finds
from karmayogi.learning.queries.catalogue import Search, search
from karmayogi.learning.queries.course import course_page
from tests.learning.conftest import SETUP

DAY = dt.timedelta(days=1)


@pytest.fixture
def boss(cast, licensed, at):
    return cast.publisher.actor(at)


@pytest.fixture
def course(course, licensed):
    return course


@pytest.fixture
def secret(course, boss, at):
    """The course, by invitation from now on."""
    invite.set_audience(actor=boss, course=course.uuid, audience="invited", at=at)
    return course


def finds(who, course, at):
    """Everywhere or nowhere: catalogue, its counts, the page."""
    actor = who.actor(at) if who else None
    asked = Search(q="information", person_id=actor.person_id if actor else None, on=at.date())
    found = search(asked)
    listed = course.id in [card.id for card in found.cards]
    assert found.total == int(listed)
    assert sum(count.count for count in found.facets.get("kind", [])) == int(listed)
    try:
        course_page(course.uuid, actor.person_id if actor else None, at.date())
    except NotFound:
        assert not listed
        return False
    assert listed
    return True


def test_nobody_finds_it_and_nobody_begins_it(cast, secret, at):
    for who in (None, cast.learner, cast.outsider, cast.admin):
        assert not finds(who, secret, at)
    asha = cast.learner.actor(at)
    with pytest.raises(NotFound):
        api.enrol(actor=asha, course_uuid=secret.uuid, language="en", at=at)
    with pytest.raises(NotFound):
        put_aside(actor=asha, course=secret.uuid, at=at)
    with pytest.raises(NotFound):
        check_finds(asha, secret.uuid, at.date())
    assert api.all_courses() == [] and api.course_by_uuid(secret.uuid) is None
    taught = rows.fetch(int, "select competency_id from learning_coursecompetency")
    assert api.courses_for_competency(taught, 5, person_id=asha.person_id, on=at.date()) == {}
    assert Enrolment.objects.count() == 0


def test_the_named_find_it_by_any_of_their_names(cast, secret, boss, at):
    rows.run("update people_person set employee_code = 'EMP-7' where id = %s", [cast.head.person_id])
    text = f"{cast.learner.mobile[3:]}\n{cast.supervisor.email.upper()}, EMP-7\nnobody@example.in"
    done = invite.name_people(actor=boss, course=secret.uuid, text=text, at=at)
    assert (done.added, done.known, done.unknown) == (3, 0, ("nobody@example.in",))
    assert invite.name_people(actor=boss, course=secret.uuid, text=text, at=at).added == 0
    for who in (cast.learner, cast.supervisor, cast.head):
        assert finds(who, secret, at)
    assert not finds(cast.outsider, secret, at)
    assert api.enrol(actor=cast.learner.actor(at), course_uuid=secret.uuid, language="en", at=at)
    others = api.active_enrolments(cast.learner.person_id, 5, for_others=True)
    assert others == [] and len(api.active_enrolments(cast.learner.person_id, 5)) == 1


def test_an_office_with_all_below_it(cast, secret, boss, at):
    for _ in range(2):
        invite.invite_office(actor=boss, course=secret.uuid, code="T-MOP", at=at)
    assert finds(cast.learner, secret, at) and finds(cast.admin, secret, at)
    assert not finds(cast.outsider, secret, at) and not finds(cast.other_admin, secret, at)
    with pytest.raises(Refused, match="no organisation"):
        invite.invite_office(actor=boss, course=secret.uuid, code="T-NONE", at=at)


def test_taking_an_invitation_back_leaves_whoever_has_begun(cast, secret, boss, at):
    text = f"{cast.learner.email}\n{cast.supervisor.email}"
    invite.name_people(actor=boss, course=secret.uuid, text=text, at=at)
    one = api.enrol(actor=cast.learner.actor(at), course_uuid=secret.uuid, language="en", at=at)
    for who in (cast.learner, cast.supervisor):
        for _ in range(2):
            invite.take_out(actor=boss, course=secret.uuid, person=who.person_uuid, office=None, at=at)
    assert finds(cast.learner, secret, at) and not finds(cast.supervisor, secret, at)
    assert api.lesson(cast.learner.actor(at), one)


def test_a_link_lets_in_until_its_limit(cast, secret, boss, at):
    code = invite.open_link(actor=boss, course=secret.uuid, most=1, ends_on=at.date() + DAY, at=at)
    for _ in range(2):
        assert invite.come_by_link(actor=cast.learner.actor(at), code=code, at=at) == secret.uuid
    assert rows.scalar("select used from learning_audiencelink") == 1
    with pytest.raises(NotFound):
        invite.come_by_link(actor=cast.outsider.actor(at), code=code, at=at)
    assert list(Admission.objects.values_list("person_id", flat=True)) == [cast.learner.person_id]
    assert code not in str(rows.fetch(lambda *row: row, "select * from learning_audiencelink"))


def test_a_link_that_is_over_or_closed_lets_nobody_in(cast, secret, boss, at):
    code = invite.open_link(actor=boss, course=secret.uuid, most=9, ends_on=at.date() + DAY, at=at)
    with pytest.raises(NotFound):
        invite.come_by_link(actor=cast.learner.actor(at), code=code, at=at + 2 * DAY)
    link = rows.scalar("select uuid from learning_audiencelink")
    invite.close_link(actor=boss, course=secret.uuid, link=link, at=at)
    for tried in (code, "guess"):
        with pytest.raises(NotFound):
            invite.come_by_link(actor=cast.learner.actor(at), code=tried, at=at)


def test_only_who_publishes_for_its_provider_sets_the_audience(cast, course, at):
    for who in (cast.learner, cast.admin, cast.outsider):
        with pytest.raises(NotFound):
            invite.set_audience(actor=who.actor(at), course=course.uuid, audience="invited", at=at)
        with pytest.raises(NotFound):
            invite.name_people(actor=who.actor(at), course=course.uuid, text="x", at=at)
    with pytest.raises(NotFound):
        invite.set_audience(actor=cast.publisher.actor(at), course=uuid.uuid4(), audience="invited", at=at)
    assert finds(None, course, at)


def test_a_newer_version_stays_hidden(cast, secret, write_course, at):
    api.import_course(agent=SETUP, folder=write_course(words=400), at=at)
    assert not finds(cast.learner, secret, at)
