"""Certificates for those who were there: seen before they are issued, issued once each, taken back by revoking."""

import json
import uuid
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from karmayogi.credentials import api as credentials
from karmayogi.credentials.types import Standing
from karmayogi.kernel import bulk, clock, rows
from karmayogi.kernel.access import NotFound
from karmayogi.learning.actions.gatherings import attendance, certify
from karmayogi.learning.models import GatheringPlace
from karmayogi.learning.queries.authoring.drafts import access_course
from tests.learning.actions.gatherings.conftest import HOUR


@pytest.fixture
def after(at):
    return at + 26 * HOUR


@pytest.fixture
def boss(cast, after):
    return cast.publisher.actor(after)


@pytest.fixture
def done(boss, after, run_jobs):
    """Plans an act and applies it; the act, and who may undo it."""

    def run(course, ask, approve=True):
        lent = attendance.lent(boss, access_course(boss, course, "publish"))
        with clock.frozen(after):
            deed = ask()
            run_jobs()
            if approve and bulk.access_act(lent, deed).to_apply:
                bulk.approve(actor=lent, uuid=deed, at=after)
                run_jobs()
        return bulk.access_act(lent, deed), lent

    return run


@pytest.fixture
def attended(cast, talk, done, boss, after):
    course = talk().uuid
    who = {cast.learner.email: 45, cast.supervisor.email: None}
    done(course, lambda: attendance.record_attendance(actor=boss, course=course, minutes=who, at=after))
    return course


def certificates(cast):
    return [one for who in (cast.learner, cast.supervisor) for one in credentials.certificates_of(who.person_id)]


def test_seen_first_then_issued_once_each_with_the_witnessed_grade(cast, attended, done, boss, after):
    def ask():
        return certify.certify(actor=boss, course=attended, at=after)

    planned, _lent = done(attended, ask, approve=False)
    assert (planned.new_rows, planned.unchanged_rows) == (2, 0) and certificates(cast) == []
    act, _lent = done(attended, ask)
    assert (act.applied_rows, act.failed_rows) == (2, 0)
    assert {(one.grade, one.minutes) for one in certificates(cast)} == {("E3", 45), ("E3", 60)}
    again, _lent = done(attended, ask)
    assert (again.new_rows, again.unchanged_rows, len(certificates(cast))) == (0, 2, 2)


def test_who_is_no_longer_recorded_as_present_gets_none(cast, attended, done, boss, after, run_jobs):
    planned, lent = done(attended, lambda: certify.certify(actor=boss, course=attended, at=after), approve=False)
    GatheringPlace.objects.filter(person_id=cast.learner.person_id).update(attended_at=None, attended_minutes=None)
    with clock.frozen(after):
        bulk.approve(actor=lent, uuid=planned.uuid, at=after)
        run_jobs()
    act = bulk.access_act(lent, planned.uuid)
    assert (act.applied_rows, act.failed_rows) == (1, 1)
    [left] = certificates(cast)
    assert left.person_id == cast.supervisor.person_id


def test_undone_is_revoked(cast, attended, done, boss, after, run_jobs):
    act, lent = done(attended, lambda: certify.certify(actor=boss, course=attended, at=after))
    kept, gone = certificates(cast)
    credentials.revoke(actor=cast.platform.actor(after), certificate_uuid=kept.uuid, reason="unfair_means", at=after)
    with clock.frozen(after):
        bulk.undo(actor=lent, uuid=act.uuid, at=after)
        run_jobs()
    ended = bulk.access_act(lent, act.uuid)
    assert ended.undone_rows == 1
    assert credentials.verify(gone.code, after).standing is Standing.REVOKED
    assert {one.revoked_reason for one in certificates(cast)} == {"unfair_means", "error"}


def test_after_an_undo_the_right_minutes_are_certified_and_what_was_revoked_otherwise_stays_so(
    cast, attended, done, boss, after, run_jobs
):
    def ask():
        return certify.certify(actor=boss, course=attended, at=after)

    act, lent = done(attended, ask)
    with clock.frozen(after):
        bulk.undo(actor=lent, uuid=act.uuid, at=after)
        run_jobs()
    GatheringPlace.objects.filter(person_id=cast.learner.person_id).update(attended_minutes=50)
    again, _lent = done(attended, ask)
    assert (again.new_rows, again.applied_rows, again.failed_rows) == (2, 2, 0)
    stand = [one for one in certificates(cast) if one.revoked_at is None]
    assert [one.minutes for one in stand] == [50, 60] and len(certificates(cast)) == 4
    for one in stand:
        assert credentials.verify(one.code, after).standing is Standing.GENUINE
    revoked = {"certificate_uuid": stand[0].uuid, "reason": "unfair_means", "at": after}
    credentials.revoke(actor=cast.platform.actor(after), **revoked)
    planned, _lent = done(attended, ask, approve=False)
    assert (planned.new_rows, planned.unchanged_rows, planned.error_rows) == (0, 1, 1)
    [wrong] = [row for row in bulk.rows_of(planned.id) if row.outcome == "error"]
    assert stand[0].code in wrong.messages[0][0] and "revoked" in wrong.messages[0][1]


def test_of_two_acts_planned_at_once_the_second_issues_none_and_its_undo_takes_none(
    cast, attended, done, boss, after, run_jobs
):
    def ask():
        return certify.certify(actor=boss, course=attended, at=after)

    late, lent = done(attended, ask, approve=False)
    done(attended, ask)
    with clock.frozen(after):
        bulk.approve(actor=lent, uuid=late.uuid, at=after)
        run_jobs()
        ended = bulk.access_act(lent, late.uuid)
        assert (ended.applied_rows, ended.failed_rows) == (0, 2)
        assert {row.message for row in bulk.rows_of(late.id)} == {"It was changed since."}
        bulk.undo(actor=lent, uuid=late.uuid, at=after)
        run_jobs()
    assert [one.revoked_at for one in certificates(cast)] == [None, None]


@pytest.fixture
def asked():
    """How often the certificates issued are asked for by what they were issued for."""

    def count(run):
        with CaptureQueriesContext(connection) as ran:
            found = run()
        return found, sum("where c.ref_uuid" in one["sql"] for one in ran.captured_queries)

    return count


def test_one_question_for_everybody(cast, attended, done, boss, after, asked):
    planned, _lent = done(attended, lambda: certify.certify(actor=boss, course=attended, at=after), approve=False)
    found, times = asked(lambda: list(certify.plan(planned, after)))
    assert (len(found), times) == (2, 1)
    chunk = bulk.Chunk(planned, bulk.rows_of(planned.id), after)
    assert [one.problem for one in certify.apply_chunk(chunk)] == ["", ""]
    found, times = asked(lambda: certify.apply_chunk(chunk))
    assert ([bool(one.problem) for one in found], times, len(certificates(cast))) == ([True, True], 1, 2)


def test_the_list_is_undone_for_whoever_has_no_certificate_of_it(cast, attended, done, boss, after, run_jobs):
    lent = attendance.lent(boss, access_course(boss, attended, "publish"))
    [listed] = bulk.acts_within(attendance.path_of(access_course(boss, attended, "publish")), attendance.KIND)
    act, _lent = done(attended, lambda: certify.certify(actor=boss, course=attended, at=after))
    chunk = bulk.Chunk(listed, [SimpleNamespace(number=one.number, undo=one.undo) for one in _applied(listed)], after)
    assert [one.problem for one in attendance.undo_chunk(chunk)] == ["It was changed since."] * 2
    assert GatheringPlace.objects.filter(attended_at__isnull=False).count() == 2
    with clock.frozen(after):
        bulk.undo(actor=lent, uuid=act.uuid, at=after)
        run_jobs()
    assert [one.problem for one in attendance.undo_chunk(chunk)] == ["", ""]
    assert not GatheringPlace.objects.filter(attended_at__isnull=False).exists()


def _applied(listed):
    return rows.fetch(
        lambda number, undo: SimpleNamespace(number=number, undo=json.loads(undo)),
        "select number, undo from kernel_bulkrow where act_id = %s order by number", [listed.id],
    )  # fmt: skip


def test_only_whoever_looks_after_the_event_may_ask(cast, attended, after):
    for course in (attended, uuid.uuid4()):
        with pytest.raises(NotFound):
            certify.certify(actor=cast.learner.actor(after), course=course, at=after)
        with pytest.raises(NotFound):
            certify.certify(actor=cast.other_admin.actor(after), course=course, at=after)


def test_on_the_page(cast, client, attended, boss, after, run_jobs, settings):
    with clock.frozen(after):
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.publisher.cookie(after)
        asked = client.post(f"/learning/events/{attended}/certificates/")
        assert asked.status_code == 302
        run_jobs()
        page = client.get(asked["Location"]).content.decode()
        assert "To be issued: 2" in page and "Asha Verma" in page
        assert "<title>Certificates · " in page
        listed = client.get(f"/learning/events/{attended}/attendance/").content.decode()
        assert 0 < listed.index(asked["Location"]) < listed.index(f"/attendance/{_first_act()}/")
        client.post(asked["Location"], {"act": "approve"})
        run_jobs()
        assert "revoked as issued by mistake" in client.get(asked["Location"]).content.decode()
    said = [json.loads(credentials_text) for credentials_text in _texts()]
    assert {one["evidence"][0]["genre"] for one in said} == {"E3"}


def _first_act():
    return rows.scalar("select uuid from kernel_bulkact order by id limit 1")


def _texts():
    return rows.fetch(str, "select credential from credentials_certificate")
