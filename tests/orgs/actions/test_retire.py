"""Devi retires: what she holds ends on the day by itself."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency, Retirement
from tests.cast import SET_UP, Cast

TODAY = dt.date(2026, 11, 20)
DECEMBER = dt.date(2026, 12, 1)


def retire(cast, at, on=DECEMBER, part="admin", reason="Superannuation"):
    orgs.retire(agent=cast.everyone[part].actor(at), person_id=cast.supervisor.person_id, on=on, reason=reason, at=at)


def test_postings_and_roles_end_on_the_day(cast, at):
    orgs.grant_authority(
        agent=cast.admin.actor(at), person_id=cast.supervisor.person_id, role=Role.MDO_ADMIN,
        organisation_id=cast.section.id, valid_from=at, at=at,
    )  # fmt: skip
    for _ in range(2):
        retire(cast, at)
    assert orgs.current_post(cast.supervisor.person_id, DECEMBER - dt.timedelta(days=1))
    assert orgs.current_post(cast.supervisor.person_id, DECEMBER) is None
    midnight = dt.datetime(2026, 11, 30, 18, 30, tzinfo=dt.UTC)
    assert orgs.authorities_of(cast.supervisor.person_id, midnight - dt.timedelta(seconds=1))
    assert orgs.authorities_of(cast.supervisor.person_id, midnight) == ()
    assert orgs.strength(cast.section.path, DECEMBER).vacant == 1


def test_nothing_is_given_beyond_the_day_and_another_day_moves_it(cast, at):
    retire(cast, at)
    charge = orgs.appoint(
        agent=cast.admin.actor(at), person_id=cast.supervisor.person_id, post_id=cast.learner.post_id,
        kind="additional", valid_from=TODAY, at=at,
    )  # fmt: skip
    assert charge
    assert len(orgs.posts_of(cast.supervisor.person_id, TODAY)) == 2
    assert orgs.posts_of(cast.supervisor.person_id, DECEMBER) == []
    with pytest.raises(Refused, match="retirement is before"):
        orgs.appoint(
            agent=cast.admin.actor(at), person_id=cast.supervisor.person_id, post_id=cast.learner.post_id,
            kind="officiating", valid_from=DECEMBER, at=at,
        )  # fmt: skip
    retire(cast, at, on=dt.date(2027, 1, 1))
    assert len(orgs.posts_of(cast.supervisor.person_id, DECEMBER)) == 2
    assert Retirement.objects.get().on == dt.date(2027, 1, 1)


def test_who_may_not_and_what_cannot_be(cast, at):
    for part in ("learner", "other_admin", "platform"):
        with pytest.raises(NotFound):
            retire(cast, at, part=part)
    with pytest.raises(Refused, match="reason"):
        retire(cast, at, reason=" ")
    with pytest.raises(Refused, match="post was taken"):
        retire(cast, at, on=dt.date(2024, 4, 1))
    assert not Retirement.objects.exists()


def test_an_appointment_at_the_same_time_ends_with_service_too(committed_db, at):
    cast = Cast(at)
    charge = orgs.create_post(
        agent=SET_UP, organisation_id=cast.section.id, designation_id=cast.assistant.id,
        valid_from=dt.date(2024, 4, 1), at=at,
    )  # fmt: skip
    written, go = threading.Event(), threading.Event()

    def appoint():
        try:
            with transaction.atomic():
                orgs.appoint(
                    agent=SET_UP, person_id=cast.supervisor.person_id, post_id=charge.id, kind="additional",
                    valid_from=TODAY, at=at,
                )  # fmt: skip
                written.set()
                go.wait(60)
        finally:
            connection.close()

    def leave():
        try:
            retire(cast, at)
        finally:
            connection.close()

    first, second = threading.Thread(target=appoint), threading.Thread(target=leave)
    first.start()
    assert written.wait(60)
    second.start()
    second.join(1)
    go.set()
    first.join(60)
    second.join(60)
    ends = Incumbency.objects.filter(person_id=cast.supervisor.person_id).values_list("kind", "valid_to")
    assert set(ends) == {("substantive", DECEMBER), ("additional", DECEMBER)}
