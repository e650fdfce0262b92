"""What the database itself refuses, whoever asks."""

import datetime as dt
import importlib
import pkgutil
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, System
from karmayogi.orgs import api as orgs
from karmayogi.orgs import migrations
from karmayogi.orgs.models import Incumbency, OrganisationSpell

APRIL = dt.date(2026, 4, 1)


def hold(cast, person_id, post_id, kind="substantive", start=APRIL, end=None):
    with transaction.atomic():
        return Incumbency.objects.create(
            person_id=person_id, post_id=post_id, organisation_path=cast.section.path, kind=kind, valid_from=start,
            valid_to=end,
        )  # fmt: skip


def test_two_substantive_incumbents_of_one_seat(cast):
    with pytest.raises(IntegrityError, match="post_filled_once"):
        hold(cast, cast.analyst.person_id, cast.learner.post_id)


def test_two_substantive_posts_of_one_person(cast, at):
    free = orgs.create_post(
        agent=cast.platform.actor(at), organisation_id=cast.section.id, designation_id=cast.assistant.id,
        valid_from=APRIL, at=at,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="person_fills_one_post"):
        hold(cast, cast.learner.person_id, free.id)
    assert hold(cast, cast.learner.person_id, free.id, kind="additional")


@pytest.fixture
def seat(cast, at):
    def make():
        return orgs.create_post(
            agent=cast.platform.actor(at), organisation_id=cast.section.id, designation_id=cast.assistant.id,
            valid_from=APRIL, at=at,
        ).id  # fmt: skip

    return make


FILLING = ("substantive", "deputation", "contract", "elected")


@pytest.mark.parametrize("kind", FILLING[1:])
def test_a_seat_is_filled_by_one_of_whatever_kind(cast, at, seat, kind):
    with pytest.raises(Refused, match="Somebody fills this post"):
        orgs.appoint(
            agent=System("t"), person_id=cast.analyst.person_id, post_id=cast.learner.post_id, kind=kind,
            valid_from=APRIL, at=at,
        )  # fmt: skip
    free = seat()
    hold(cast, cast.analyst.person_id, free, kind)
    for other in FILLING:
        with pytest.raises(IntegrityError, match="post_filled_once"):
            hold(cast, cast.platform.person_id, free, other)
    assert hold(cast, cast.platform.person_id, free, "officiating")


@pytest.mark.parametrize("kind", FILLING[1:])
def test_a_person_fills_one_seat_of_whatever_kind(cast, at, seat, kind):
    with pytest.raises(Refused, match="fills a post in that period"):
        orgs.appoint(
            agent=System("t"), person_id=cast.learner.person_id, post_id=seat(), kind=kind, valid_from=APRIL, at=at
        )
    hold(cast, cast.analyst.person_id, seat(), kind)
    for other in FILLING:
        with pytest.raises(IntegrityError, match="person_fills_one_post"):
            hold(cast, cast.analyst.person_id, seat(), other)


@pytest.mark.parametrize("kind", ["additional", "officiating"])
def test_nobody_has_the_additional_charge_of_the_own_post(cast, at, kind):
    with pytest.raises(Refused, match="holds this post in that period already"):
        orgs.appoint(
            agent=System("t"), person_id=cast.learner.person_id, post_id=cast.learner.post_id, kind=kind,
            valid_from=APRIL, at=at,
        )  # fmt: skip


def test_an_old_database_whose_postings_contradict_is_told_which(cast, seat):
    (name,) = [one.name for one in pkgutil.iter_modules(migrations.__path__) if one.name.endswith("one_holder")]
    check = importlib.import_module(f"karmayogi.orgs.migrations.{name}").refuse_contradictions
    editor = SimpleNamespace(connection=connection)
    check(None, editor)
    rows.run("set constraints all immediate")
    for constraint in ("post_filled_once", "person_fills_one_post", "person_once_on_a_post"):
        rows.run(f"alter table orgs_incumbency drop constraint {constraint}")
    lien = hold(cast, cast.learner.person_id, seat(), "deputation")
    with pytest.raises(RuntimeError, match=f"one person who fills two posts: 1 times, e.g. the postings {lien.uuid}"):
        check(None, editor)
    second = hold(cast, cast.analyst.person_id, cast.learner.post_id, "contract")
    with pytest.raises(RuntimeError, match=f"two who fill one post: 1 times, e.g. the postings {second.uuid}"):
        check(None, editor)
    charge = hold(cast, cast.supervisor.person_id, cast.supervisor.post_id, "additional")
    with pytest.raises(RuntimeError, match=f"twice on one post: 1 times, e.g. the postings {charge.uuid}"):
        check(None, editor)


def test_the_day_of_leaving_is_free_for_the_next(cast):
    Incumbency.objects.filter(person_id=cast.learner.person_id).update(valid_to=APRIL)
    assert hold(cast, cast.analyst.person_id, cast.learner.post_id)
    with pytest.raises(IntegrityError):
        hold(cast, cast.platform.person_id, cast.learner.post_id, start=APRIL, end=APRIL + dt.timedelta(days=1))


def test_an_appointment_that_ends_before_it_begins(cast):
    with pytest.raises(IntegrityError, match="incumbency_days"):
        hold(cast, cast.analyst.person_id, cast.learner.post_id, kind="contract", start=APRIL, end=APRIL)


def test_two_names_of_one_organisation_at_a_time(cast):
    with pytest.raises(IntegrityError, match="organisation_one_spell_at_a_time"), transaction.atomic():
        OrganisationSpell.objects.create(
            organisation_id=cast.section.id, name_en="Another", kind="office", valid_from=APRIL
        )


def test_the_refusal_reaches_the_reader_in_words_and_changes_nothing(cast, at):
    before = list(Incumbency.objects.order_by("id").values())
    with pytest.raises(Refused, match="Somebody fills this post"):
        orgs.appoint(
            agent=System("t"), person_id=cast.analyst.person_id, post_id=cast.learner.post_id,
            valid_from=APRIL, at=at,
        )  # fmt: skip
    assert list(Incumbency.objects.order_by("id").values()) == before


def test_relieving_and_appointing_the_next(cast, at):
    asha = Incumbency.objects.get(person_id=cast.learner.person_id)
    for _ in range(2):
        orgs.relieve(agent=cast.admin.actor(at), incumbency_uuid=asha.uuid, valid_to=APRIL, at=at)
    assert orgs.current_post(cast.learner.person_id, APRIL) is None
    assert orgs.reporting_line(cast.learner.post_id, APRIL)[0].person_name == "Devi Prasad"
    with pytest.raises(Refused):
        orgs.relieve(agent=cast.admin.actor(at), incumbency_uuid=asha.uuid, valid_to=dt.date(2026, 5, 1), at=at)
    with pytest.raises(NotFound):
        orgs.relieve(agent=cast.other_admin.actor(at), incumbency_uuid=asha.uuid, valid_to=APRIL, at=at)
    with pytest.raises(NotFound):
        orgs.appoint(
            agent=cast.other_admin.actor(at), person_id=cast.outsider.person_id, post_id=cast.learner.post_id,
            valid_from=APRIL, at=at,
        )  # fmt: skip
