"""The rate of an office tells of people who confirm each other, in pairs and in threes, and of nobody by name."""

import datetime as dt
import itertools

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound
from karmayogi.learning.models import JobEntry
from karmayogi.learning.queries.onthejob.office import offices_at_work


@pytest.fixture
def confirmed(cast, kcm, at):
    """Entries of (officer, witness), confirmed so many days ago."""
    competency = competencies.by_codes(["FUN-087"])["FUN-087"].id
    minutes = itertools.count(60)

    def enter(*pairs, days_ago=5):
        for officer, witness in pairs:
            on = clock.day(at)
            JobEntry.objects.create(
                person_id=officer.person_id, witness_id=witness.person_id, competency_id=competency, kind="project",
                begun_on=on, ended_on=on, minutes=next(minutes), words="x", organisation_path=cast.section.path,
                state="confirmed", sent_at=at, decided_at=at - dt.timedelta(days=days_ago), confirmed_minutes=60,
            )  # fmt: skip

    return enter


def test_pairs_and_threes_are_rings_and_a_chain_is_none(cast, confirmed, at):
    a, b, c, d = cast.learner, cast.supervisor, cast.head, cast.outsider
    bala = cast.admin.actor(at)
    confirmed((a, b), (b, a), *[(a, d)] * 20)
    (found,) = offices_at_work(bala, at)
    figures = found.entries, found.rate, found.experience, found.social
    assert figures == (None, None, None, None), "two officers, however much they enter"
    more = [
        cast.player(f"Officer {number}", f"o{number}@rural.example.in", cast.other_department, cast.director)
        for number in range(8)
    ]
    confirmed(*((one, d) for one in more))
    (found,) = offices_at_work(bala, at)
    assert (found.uuid, found.entries, found.rate, found.experience, found.social) == (
        cast.section.uuid, 30, pytest.approx(2 / 30), 1800, 0,
    )  # fmt: skip
    confirmed((b, c), (c, a))
    assert offices_at_work(bala, at)[0].rate == pytest.approx(4 / 32)
    confirmed((d, a), days_ago=400)
    assert offices_at_work(bala, at)[0].rate == pytest.approx(4 / 32), "a year ago is no ring"


def test_only_whoever_looks_after_the_office_sees_it(cast, confirmed, at):
    confirmed((cast.learner, cast.supervisor))
    assert offices_at_work(cast.other_admin.actor(at), at) == []
    with pytest.raises(NotFound):
        offices_at_work(cast.learner.actor(at), at)
