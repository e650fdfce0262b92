"""Asha goes to another section, or to another ministry."""

import datetime as dt

import pytest

from karmayogi.kernel import events
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.orgs import api as orgs
from karmayogi.orgs.events import Appointed, PostingChanged, Relieved

NOVEMBER = dt.date(2026, 11, 20)


@pytest.fixture
def vacant(cast, at):
    def make(office=None):
        return orgs.create_post(
            agent=cast.platform.actor(at), organisation_id=(office or cast.department).id,
            designation_id=cast.assistant.id, reports_to_id=cast.head.post_id, valid_from=dt.date(2024, 4, 1), at=at,
        ).id  # fmt: skip

    return make


def move(cast, at, post_id, part="admin", on=NOVEMBER, **more):
    return orgs.transfer(
        agent=cast.everyone[part].actor(at), person_id=cast.learner.person_id, to_post_id=post_id, on=on,
        **{"order_number": "O.O. 44", "at": at, **more},
    )  # fmt: skip


def test_on_one_day_from_one_post_to_the_other(cast, at, vacant, monkeypatch):
    announced = []
    monkeypatch.setattr(events, "announce", announced.append)
    post = vacant()
    assert move(cast, at, post) == move(cast, at, post)
    assert orgs.current_post(cast.learner.person_id, NOVEMBER - dt.timedelta(days=1)).id == cast.learner.post_id
    assert [held.id for held in orgs.posts_of(cast.learner.person_id, NOVEMBER)] == [post]
    assert orgs.team_of(cast.supervisor.person_id, NOVEMBER) == []
    assert "Asha Verma" in [one.name for one in orgs.team_of(cast.head.person_id, NOVEMBER)]
    assert [type(event) for event in announced] == [Relieved, Appointed, PostingChanged]
    assert announced[2] == PostingChanged(cast.learner.person_id, cast.learner.post_id, post, NOVEMBER, at)


def test_a_role_held_for_the_post_ends_with_it(cast, at, vacant):
    for post_id in (cast.learner.post_id, None):
        orgs.grant_authority(
            agent=cast.admin.actor(at), person_id=cast.learner.person_id, role=Role.MENTOR,
            organisation_id=cast.section.id, valid_from=at, while_on_post_id=post_id, at=at,
        )  # fmt: skip
    assert len(cast.learner.actor(at).authorities) == 2
    move(cast, at, vacant())
    assert len(cast.learner.actor(at).authorities) == 1


def test_a_transfer_ahead_is_told_again_on_its_day(cast, at, vacant, run_jobs, monkeypatch):
    from karmayogi.kernel import clock

    run_jobs()
    day = NOVEMBER + dt.timedelta(days=10)
    move(cast, at, vacant(), on=day)
    told = []
    with clock.frozen(at):
        run_jobs()
    from karmayogi.orgs.actions.posting import hold
    from karmayogi.orgs.models import Incumbency

    monkeypatch.setattr(events, "announce", told.append)
    left, took = Incumbency.objects.filter(person_id=cast.learner.person_id).order_by("id")
    with clock.frozen(at + dt.timedelta(days=10)):
        hold.posting_day.call(left_id=left.id, took_id=took.id, on=day.isoformat())
    assert [type(event) for event in told] == [Relieved, Appointed, PostingChanged]
    assert orgs.current_post(cast.learner.person_id, NOVEMBER).id == cast.learner.post_id


@pytest.mark.parametrize(
    ("part", "office"), [("admin", "other_department"), ("other_admin", "other_department"), ("learner", "department")]
)
def test_both_posts_must_be_hers_to_staff(cast, at, vacant, part, office):
    with pytest.raises(NotFound):
        move(cast, at, vacant(getattr(cast, office)), part=part)
    assert orgs.current_post(cast.learner.person_id, NOVEMBER).id == cast.learner.post_id


def test_what_cannot_be(cast, at, vacant):
    for post, more, why in (
        (cast.supervisor.post_id, {}, "Somebody fills this post"),
        (vacant(), {"order_number": " "}, "number of the order"),
        (vacant(), {"on": dt.date(2024, 4, 1)}, "that day or later"),
        (vacant(), {"kind": "additional"}, "not by a transfer"),
        (cast.learner.post_id, {}, "already"),
    ):
        with pytest.raises(Refused, match=why):
            move(cast, at, post, **more)
    assert orgs.current_post(cast.learner.person_id, NOVEMBER).id == cast.learner.post_id
    assert orgs.team_of(cast.supervisor.person_id, NOVEMBER)[0].since == dt.date(2024, 4, 1)
