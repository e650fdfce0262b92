"""Certificates for many: nobody whose rule is not met, nobody twice, seen first, taken back and issued again."""

import csv
import datetime as dt
import uuid as uuids

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from karmayogi.credentials import api as credentials
from karmayogi.credentials.actions.save_template import Design, save_template
from karmayogi.credentials.models import Certificate
from karmayogi.credentials.types import Standing
from karmayogi.kernel import bulk, clock, rows
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.web import downloads
from karmayogi.learning import api
from karmayogi.learning.actions.certificates.many import issue_many
from karmayogi.learning.actions.records.check import check_records
from karmayogi.learning.models import Enrolment, PartProgress, ProgrammeEnrolment
from karmayogi.learning.queries.collections import done
from karmayogi.learning.queries.onthejob.points import points_of
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency
from tests.cast import SET_UP
from tests.learning.actions.collections.conftest import *  # noqa: F403 (three courses and a programme of them)

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def admin(cast):
    """Devi looks after the certificates of her department and below."""
    cast.grant(cast.supervisor, Role.CERTIFICATE_ADMIN, cast.department)
    return cast.supervisor


@pytest.fixture
def many(admin, cast, at, run_jobs):
    """Plans an act and applies it."""

    def run(code="T-A", *, approve=True, **asked):
        when = at + 3 * HOUR
        actor = admin.actor(when)
        with clock.frozen(when):
            deed = issue_many(actor=actor, office=cast.department.uuid, code=code, at=when, **asked)
            run_jobs()
            if approve and bulk.access_act(actor, deed).to_apply:
                bulk.approve(actor=actor, uuid=deed, at=when)
                run_jobs()
        return bulk.access_act(actor, deed)

    return run


@pytest.fixture
def undo(admin, at, run_jobs):
    def run(act):
        with clock.frozen(at + 4 * HOUR):
            bulk.undo(actor=admin.actor(at + 4 * HOUR), uuid=act.uuid, at=at + 4 * HOUR)
            run_jobs()
        return bulk.access_act(admin.actor(at), act.uuid)

    return run


@pytest.fixture
def lost(run_jobs):
    """Takes certificates away as if they had never been issued; who had one."""

    def run(**of):
        run_jobs()
        one = Certificate.objects.get(**of)
        Certificate.objects.filter(**of).delete()
        return one

    return run


def lines(act):
    return [
        (one.outcome, one.message or " ".join(told for _field, told in one.messages)) for one in bulk.rows_of(act.id)
    ]


def mine(cast):
    """Of Asha, oldest first: standing or the reason why not."""
    found = credentials.certificates_of(cast.learner.person_id)
    return [one.revoked_reason or "stands" for one in reversed(found)]


@pytest.mark.parametrize("kind", ["course", "programme"])
def test_who_fulfilled_the_rule_gets_what_was_missing_once(cast, complete, programme, many, undo, lost, at, kind):
    code = "T-P" if kind == "programme" else "T-A"
    if kind == "programme":
        api.join_programme(actor=cast.learner.actor(at), programme=programme().uuid, language="en", at=at)
    complete(cast.learner.actor(at), "T-A")
    if kind == "programme":
        complete(cast.learner.actor(at), "T-B")
        assert ProgrammeEnrolment.objects.get().status == "completed"
    of = {"ref_kind": "programme"} if kind == "programme" else {"course_code": "T-A"}
    was = lost(**of)
    said = (was.name, was.grade, was.minutes, was.score, was.title_en)
    first = many(code)
    assert (first.new_rows, first.applied_rows, first.failed_rows) == (1, 1, 0), lines(first)
    made = Certificate.objects.get(**of)
    assert (made.name, made.grade, made.minutes, made.score, made.title_en) == said
    again = many(code)
    assert lines(again) == [("unchanged", made.code)]
    # Taken back, it is revoked, what it proved stays, and nobody but another act issues it again.
    soon = at + dt.timedelta(days=1)
    points = points_of([cast.learner.person_id], soon)
    assert undo(first).undone_rows == 1
    assert points and points_of([cast.learner.person_id], soon) == points
    assert credentials.verify(made.code, at + 5 * HOUR).standing is Standing.REVOKED
    check_records(at=at + 5 * HOUR)
    assert Certificate.objects.filter(**of).count() == 1
    assert many(code).applied_rows == 1
    assert sorted(one.revoked_reason for one in Certificate.objects.filter(**of)) == ["", "undone"]


def test_a_programme_of_many_is_planned_by_few_statements_and_not_for_who_left(
    cast, complete, programme, many, at, monkeypatch
):
    """Whoever completed it and serves elsewhere by now is no row without a name; nobody is asked about one by one."""
    whole = programme()
    for who in (cast.learner, cast.supervisor):
        api.join_programme(actor=who.actor(at), programme=whole.uuid, language="en", at=at)
        complete(who.actor(at), "T-A")
        complete(who.actor(at), "T-B")
    asked: list[int] = []
    fetch = rows.fetch
    monkeypatch.setattr(
        rows, "fetch", lambda into, sql, *given: asked.append(sql == done._DONE) or fetch(into, sql, *given)
    )
    assert [one[0] for one in lines(many("T-P"))] == ["unchanged", "unchanged"]
    assert sum(asked) == 1
    Incumbency.objects.filter(person_id=cast.learner.person_id).update(valid_to=clock.day(at))
    Incumbency.objects.filter(person_id=cast.supervisor.person_id).update(organisation_path=cast.department.path)
    elsewhere = Incumbency.objects.get(person_id=cast.learner.person_id)
    elsewhere.pk, elsewhere.uuid, elsewhere.valid_from, elsewhere.valid_to = None, uuids.uuid4(), clock.day(at), None
    elsewhere.organisation_path = cast.other_department.path
    elsewhere.save()
    assert [one[0] for one in lines(many("T-P"))] == ["unchanged"]


def test_each_who_gets_none_is_told_why(cast, complete, many, at):
    complete(cast.learner.actor(at), "T-A")
    one = credentials.certificates_of(cast.learner.person_id)[0]
    sheet = "Who\nasha@personnel.example.in\nASHA@personnel.example.in\nesther@example.in\nnobody@example.in\n"
    act = many(sheet=sheet.encode(), filename="people.csv")
    unknown = ("error", "Nobody of this office and below is known by this.")
    assert lines(act) == [("unchanged", one.code), ("unchanged", "Named twice."), unknown, unknown]
    assert lines(many(sheet=b"nobody@example.in\nasha@personnel.example.in\n", filename="people.csv")) == [
        unknown, ("unchanged", one.code),
    ], "no heading, and nobody is passed over"  # fmt: skip
    # Known, and of another ministry: the same words as for nobody.
    stranger = next(who for who in cast.everyone.values() if who.person_id == cast.other_admin.person_id)
    assert lines(many(named=[stranger.email])) == [unknown]
    assert lines(many(named=["devi@personnel.example.in"])) == [("error", "Never began it.")]
    credentials.revoke(actor=cast.platform.actor(at), certificate_uuid=one.uuid, reason="unfair_means", at=at)
    assert lines(many(named=["asha@personnel.example.in"])) == [("error", "This certificate is revoked already.")]
    assert lines(many("T-B", named=["asha@personnel.example.in"])) == [("error", "Never began it.")]
    assert mine(cast) == ["unfair_means"]


def test_the_rule_is_asked_when_it_is_planned_and_when_it_is_applied(cast, complete, many, admin, lost, at, run_jobs):
    complete(cast.learner.actor(at), "T-A")
    lost()
    act = many(approve=False)
    assert act.new_rows == 1
    # What proved it is gone meanwhile, as after a question that was withdrawn.
    PartProgress.objects.filter(part__kind="quiz").update(state="opened", completed_at=None)
    when = at + 4 * HOUR
    with clock.frozen(when):
        bulk.approve(actor=admin.actor(when), uuid=act.uuid, at=when)
        run_jobs()
    ended = bulk.access_act(admin.actor(at), act.uuid)
    reason = "The rule is not met. Parts done: 2 of 3. Tests passed: 0 of 1."
    assert (ended.applied_rows, ended.failed_rows, lines(ended)) == (0, 1, [("new", reason)])
    assert lines(many()) == [("error", reason)] and not Certificate.objects.exists()
    # Recorded as met, and never completed: it is now, by the rule itself.
    PartProgress.objects.filter(part__kind="quiz").update(state="done", completed_at=at)
    Enrolment.objects.update(status="active", completed_at=None)
    assert many(named=["asha@personnel.example.in"]).applied_rows == 1
    assert Enrolment.objects.get().status == "completed" and mine(cast) == ["stands"]


def test_of_a_programme_who_is_refused_reads_how_many_courses_are_missing(cast, complete, programme, many, at):
    whole = programme()
    api.join_programme(actor=cast.learner.actor(at), programme=whole.uuid, language="en", at=at)
    complete(cast.learner.actor(at), "T-B")
    reason = "The rule is not met. Courses completed: 1 of 2."
    assert lines(many("T-P", named=["asha@personnel.example.in"])) == [("error", reason)]


def test_a_look_that_came_later_is_given_anew_and_the_one_before_comes_back(cast, complete, many, undo, at):
    complete(cast.learner.actor(at), "T-A")
    assert lines(many(restyle=True)) == [("unchanged", Certificate.objects.get().code)]
    later = at + 2 * HOUR
    design = Design(line_en="In the year of learning", signatory="B. Subramaniam", signatory_title="Director")
    save_template(actor=cast.admin.actor(later), organisation_uuid=cast.ministry.uuid, design=design, at=later)
    assert lines(many()) == [("unchanged", Certificate.objects.get().code)], "not asked for"
    act = many(restyle=True)
    assert (act.changed_rows, act.applied_rows) == (1, 1)
    [row] = bulk.rows_of(act.id)
    assert row.diff["Look of certificates"] == [
        "without a look of its own",
        f"Ministry of Personnel, {clock.day(later)}",
    ]
    first, second = Certificate.objects.order_by("id")
    assert mine(cast) == ["replaced", "stands"] and second.replaces_id == first.id
    assert "In the year of learning" in second.credential and second.score == first.score
    assert many(restyle=True).changed_rows == 0
    assert undo(act).undone_rows == 1
    third = Certificate.objects.latest("id")
    assert mine(cast) == ["replaced", "replaced", "stands"] and third.template_id is None


def test_of_all_who_completed_a_programme_who_moved_on_is_no_row(cast, complete, programme, many, at, run_jobs):
    api.join_programme(actor=cast.learner.actor(at), programme=programme().uuid, language="en", at=at)
    for code in ("T-A", "T-B"):
        complete(cast.learner.actor(at), code)
    run_jobs()
    assert many("T-P").unchanged_rows == 1
    away = orgs.create_post(
        agent=SET_UP, organisation_id=cast.other_department.id, designation_id=cast.assistant.id,
        valid_from=dt.date(2024, 1, 1), at=at,
    )  # fmt: skip
    served = Incumbency.objects.get(person_id=cast.learner.person_id)
    orgs.relieve(agent=SET_UP, incumbency_uuid=served.uuid, valid_to=clock.day(at), at=at)
    orgs.appoint(
        agent=SET_UP, person_id=cast.learner.person_id, post_id=away.id, kind="substantive", valid_from=clock.day(at),
        at=at,
    )  # fmt: skip
    act = many("T-P")
    assert (act.status, act.problem, lines(act)) == (
        "failed", "Nobody of this office and below has completed it.", []
    )  # fmt: skip


def test_only_who_looks_after_certificates_there(cast, three, admin, many, at):
    for who, office in ((cast.learner, cast.department), (cast.admin, cast.ministry), (admin, cast.ministry)):
        with pytest.raises(NotFound):
            issue_many(actor=who.actor(at), office=office.uuid, code="T-A", at=at)
    with pytest.raises(Refused, match="No course"):
        many("T-NONE")
    act = many()
    assert act.status == "failed" and "Nobody" in act.problem


def test_on_its_pages(cast, complete, admin, browse, lost, run_jobs, at):
    complete(cast.learner.actor(at), "T-A")
    lost()
    address = reverse("learning:certificates")
    assert browse(cast.learner, address).status_code == 404
    assert "Department of Personnel" in browse(admin, address).content.decode()
    given = {"office": str(cast.department.uuid), "code": "T-A", "people": ""}
    refused = browse(admin, address, given | {"code": "T-NONE"})
    assert refused.status_code == 422 and "has this code" in refused.content.decode()
    file = SimpleUploadedFile("people.csv", b"Who\nasha@personnel.example.in\nx@y.example\n")
    act = browse(admin, address, given | {"file": file})
    assert act.status_code == 302
    run_jobs()
    page = browse(admin, act["Location"]).content.decode()
    assert "To fix (1)" in page and "Nobody of this office and below is known by this." in page
    assert browse(cast.learner, act["Location"]).status_code == 404
    assert browse(cast.learner, f"{act['Location']}?file=csv").status_code == 404
    browse(admin, act["Location"], {"do": "approve"})
    run_jobs()
    assert f"{act['Location']}?file=csv" in browse(admin, act["Location"]).content.decode()
    listed = b"".join(browse(admin, f"{act['Location']}?file=csv").streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(listed.splitlines()))
    assert lines[0] == ["Row", "Name", "What happens", "Result", "Change", "Remarks"]
    assert [(line[2], line[3]) for line in lines[1:]] == [("New", "applied"), ("To fix", "")]
    assert "Nobody of this office and below is known by this." in lines[2][5]
    book = browse(admin, f"{act['Location']}?file=xlsx")
    assert book["Content-Type"] == downloads.XLSX and book.content.startswith(b"PK")
    assert "1 row applied, 0 not applied." in browse(admin, act["Location"]).content.decode()
    assert "T-A · people.csv" in browse(admin, address).content.decode()
