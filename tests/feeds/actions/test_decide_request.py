"""Asha asks for corrections and for her transfer; offices decide; nothing is ever the end of it."""

import datetime as dt

import pytest

from karmayogi.feeds.actions.decide_request import approve_many, approve_request, return_request
from karmayogi.feeds.actions.send_request import ask_correction, ask_transfer, withdraw
from karmayogi.feeds.queries.officers import postings
from karmayogi.feeds.queries.requests import queue, requests_of, verification_of
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency, Post
from karmayogi.people.models import Person


@pytest.fixture
def asha(cast, at):
    return cast.learner.actor(at)


@pytest.fixture
def to_land(cast, at, asha):
    def send(**changes):
        fields = {
            "organisation_uuid": cast.other_department.uuid, "designation": "Section Officer",
            "effective_on": clock.day(at), "order_number": "A-1/2026", **changes,
        }  # fmt: skip
        return ask_transfer(actor=asha, at=at, **fields)

    return send


def states(cast, at):
    return {one.part: one.state for one in verification_of(cast.learner.person_id, clock.day(at))}


def test_a_correction_is_made_by_her_own_office(cast, at, asha):
    uuid = ask_correction(actor=asha, field="group", value="a", reason="Promoted", at=at)
    assert states(cast, at)["group"] == "waiting"
    with pytest.raises(Refused, match="waiting already"):
        ask_correction(actor=asha, field="group", value="C", at=at)
    with pytest.raises(NotFound):
        approve_request(actor=cast.other_admin.actor(at), request_uuid=uuid, at=at)
    with pytest.raises(NotFound):
        approve_request(actor=asha, request_uuid=uuid, at=at)
    approve_request(actor=cast.admin.actor(at), request_uuid=uuid, at=at)
    approve_request(actor=cast.admin.actor(at), request_uuid=uuid, at=at)
    assert Person.objects.get(pk=asha.person_id).group == "Group A"
    assert states(cast, at)["group"] == "verified"


def test_returned_is_not_the_end(cast, at, asha):
    for number in range(3):
        before = requests_of(asha.person_id)
        uuid = ask_correction(
            actor=asha, field="birth_on", value="1985-04-03", again_of=before[0].uuid if before else None, at=at
        )
        with pytest.raises(Refused, match="missing"):
            return_request(actor=cast.admin.actor(at), request_uuid=uuid, comment="", at=at)
        return_request(actor=cast.admin.actor(at), request_uuid=uuid, comment=f"Attach page {number}.", at=at)
    sent = requests_of(asha.person_id)
    assert [(one.status, one.answered) for one in sent] == [("returned", False), ("returned", True), ("returned", True)]
    assert sent[0].comment == "Attach page 2."
    uuid = ask_correction(actor=asha, field="birth_on", value="1985-04-03", at=at)
    withdraw(actor=asha, request_uuid=uuid, at=at)
    with pytest.raises(Refused, match="decided"):
        approve_request(actor=cast.admin.actor(at), request_uuid=uuid, at=at)


def test_a_transfer_is_decided_by_the_office_that_gains_her(cast, at, asha, to_land):
    uuid = to_land()
    assert states(cast, at) == {
        "group": "waiting", "designation": "waiting", "email": "verified", "mobile": "verified",
    }  # fmt: skip
    assert queue(cast.ministry.path) == []
    (waiting,) = queue(cast.other_ministry.path)
    assert waiting.uuid == uuid
    with pytest.raises(NotFound):
        approve_request(actor=cast.admin.actor(at), request_uuid=uuid, at=at)
    approve_request(actor=cast.other_admin.actor(at), request_uuid=uuid, at=at)
    today = clock.day(at)
    post = orgs.current_post(asha.person_id, today)
    assert (post.designation_en, post.organisation_id) == ("Section Officer", cast.other_department.id)
    assert orgs.current_post(asha.person_id, today - dt.timedelta(days=1)).id == cast.learner.post_id
    assert states(cast, at)["designation"] == "verified"
    # The same minute, her old admin no longer reaches her and the new one does.
    assert not orgs.may_see_person(cast.admin.actor(at), asha.person_id, today)
    assert orgs.may_see_person(cast.other_admin.actor(at), asha.person_id, today)


def test_a_day_that_would_overlap_is_refused_and_stays_open(cast, at, to_land):
    uuid = to_land(effective_on=clock.day(at) - dt.timedelta(days=360))
    approve_request(actor=cast.other_admin.actor(at), request_uuid=uuid, at=at)
    later = to_land(
        organisation_uuid=cast.section.uuid, effective_on=clock.day(at) - dt.timedelta(days=365),
        designation="Assistant Section Officer",
    )  # fmt: skip
    with pytest.raises(Refused, match="fills a post"):
        approve_request(actor=cast.admin.actor(at), request_uuid=later, at=at)
    assert requests_of(cast.learner.person_id)[0].status == "pending"


def test_an_upgrade_of_next_year_is_no_difference_of_today(cast, at):
    """What feeds and officers are compared with is the post as it is, not as it was ordered to be."""
    today, then = clock.day(at), dt.date(2027, 6, 1)
    before = postings([cast.learner.person_id], today)
    orgs.upgrade_post(
        agent=cast.admin.actor(at), post_uuid=Post.objects.get(pk=cast.learner.post_id).uuid,
        designation_id=cast.under_secretary.id, paper=orgs.OrderPaper("F. 12/2026", dt.date(2026, 11, 1), "x", b""),
        effective_on=then, at=at,
    )  # fmt: skip
    assert postings([cast.learner.person_id], today) == before
    assert postings([cast.learner.person_id], then)[cast.learner.person_id][2] == cast.under_secretary.id


def test_a_seat_that_becomes_one_next_year_is_offered_to_nobody_before(cast, at):
    """Whoever was put on it today would not hold what was asked for, and be put on it again every night."""
    today, then = clock.day(at), dt.date(2027, 6, 1)
    orgs.relieve(
        agent=cast.admin.actor(at), incumbency_uuid=Incumbency.objects.get(person_id=cast.learner.person_id).uuid,
        valid_to=today, at=at,
    )  # fmt: skip
    place = (cast.section.id, cast.director.id)
    orgs.upgrade_post(
        agent=cast.admin.actor(at), post_uuid=Post.objects.get(pk=cast.learner.post_id).uuid,
        designation_id=cast.director.id, paper=orgs.OrderPaper("F. 12/2026", dt.date(2026, 11, 1), "x", b""),
        effective_on=then, at=at,
    )  # fmt: skip
    assert orgs.vacant_seats([place[0]], [place[1]], today) == {}
    assert orgs.vacant_seats([place[0]], [place[1]], then) == {place: [cast.learner.post_id]}


def test_nobody_decides_about_herself(cast, at):
    bala = cast.admin.actor(at)
    uuid = ask_correction(actor=bala, field="group", value="A", at=at)
    with pytest.raises(Refused, match="own record"):
        approve_request(actor=bala, request_uuid=uuid, at=at)


def test_many_at_once_each_by_itself(cast, at, asha, to_land):
    good = ask_correction(actor=asha, field="group", value="C", at=at)
    bad = ask_correction(actor=cast.admin.actor(at), field="group", value="A", at=at)
    done, problems = approve_many(actor=cast.admin.actor(at), request_uuids=[good, bad, to_land()], at=at)
    assert done == 1
    assert [name for name, _native, _why in problems] == ["Bala Subramaniam"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "x@y.in"), ("group", "Z"), ("birth_on", "03-04-1985"), ("birth_on", "2020-01-01"), ("name", "jke flag"),
     ("designation", "Astronaut"), ("name", " "), ("name", "Asha Verma")],
)  # fmt: skip
def test_what_cannot_be_is_refused_before_it_is_sent(at, asha, field, value):
    with pytest.raises(Refused):
        ask_correction(actor=asha, field=field, value=value, at=at)
    assert requests_of(asha.person_id) == []
