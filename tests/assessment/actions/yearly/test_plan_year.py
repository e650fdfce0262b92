import dataclasses
import datetime as dt
import uuid

import pytest

from karmayogi.assessment.actions.check_door import door_in_words
from karmayogi.assessment.actions.start import start
from karmayogi.assessment.actions.yearly.plan_year import Plan, plan_year
from karmayogi.assessment.models import AttemptItem, Item, ItemWithdrawal, Paper, PaperItem, YearlyTest
from karmayogi.assessment.queries.withdrawals import left_in_pool
from karmayogi.assessment.queries.yearly.tests import my_yearly_tests, planned, told_from
from karmayogi.credentials import api as credentials
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning import api as learning
from karmayogi.learning.models import Course, Enrolment
from karmayogi.orgs.models import Organisation
from karmayogi.ui.api import when
from tests.assessment.alone import pass_it, stand_alone
from tests.assessment.conftest import COURSE, POOL, SETUP, as_toml
from tests.assessment.honest import complete


@pytest.fixture
def second(course, at, tmp_path):
    folder = tmp_path / "T-OTHER"
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "01.md").write_text("Rules.\n")
    (folder / "course.toml").write_text(COURSE.replace("T-TEST", "T-OTHER"))
    (folder / "questions.toml").write_text(as_toml(POOL))
    return learning.import_course(agent=SETUP, folder=folder, at=at)


@pytest.fixture
def plan(cast, second, at) -> Plan:
    return Plan(
        office=cast.ministry.code, year=2026, titles={"en": "Test of the year", "hi": "वर्ष की परीक्षा"},
        courses={"t-test": 3, "T-OTHER": 2}, needed=1, minutes=20, attempts=2, pass_percent=60,
        opens_at=at, closes_at=at + dt.timedelta(days=30),
    )  # fmt: skip


def test_the_courses_of_the_plan_open_it_and_lend_their_questions(part, plan, cast, asha, outsider, at):
    admin = cast.admin.actor(at)
    test = plan_year(actor=admin, plan=plan, at=at)
    assert plan_year(actor=admin, plan=plan, at=at).id == test.id
    assert YearlyTest.objects.count() == 1
    assert PaperItem.objects.filter(paper=test.paper).count() == 2 * len(POOL)
    who = asha.player.person_id
    (row,) = my_yearly_tests(who, at)
    assert (row.done, row.needed, row.state.value, [one.done for one in row.courses]) == (0, 1, "courses", [False] * 2)
    assert door_in_words(person_id=who, paper_id=test.paper_id, at=at) == "0 of 2 done, 1 more opens it."
    assert my_yearly_tests(outsider.player.person_id, at) == []
    with pytest.raises(NotFound):
        learning.enrol(actor=outsider.actor, course_uuid=row.course_uuid, language="en", at=at)
    learning.enrol(actor=asha.actor, course_uuid=row.course_uuid, language="en", at=at)
    with pytest.raises(Refused, match="1 more opens"):
        start(actor=asha.actor, part_uuid=row.part_uuid, language="en", at=at)
    complete(asha, part)
    attempt = start(actor=asha.actor, part_uuid=row.part_uuid, language="en", at=asha.at)
    drawn = AttemptItem.objects.filter(attempt__uuid=attempt).values_list("item__course__code", flat=True)
    assert sorted(drawn) == ["T-OTHER"] * 2 + ["T-TEST"] * 3
    assert pass_it(asha, attempt).passed
    enrolment = Enrolment.objects.get(course__uuid=row.course_uuid)
    certificate = credentials.certificate_for(enrolment.uuid)
    assert (certificate.grade, certificate.title_hi) == ("E2", "वर्ष की परीक्षा")
    assert [(one.sat, one.passed) for one in planned(admin, q="year")] == [(None, None)]
    assert [(one.sat, one.passed) for one in planned(admin, of=test.uuid)] == [(1, 1)]
    assert planned(cast.other_admin.actor(at), of=test.uuid) == []
    assert planned(cast.other_admin.actor(at)) == []


def test_its_days_and_its_pool_stay(part, plan, cast, asha, at):
    early = dataclasses.replace(plan, opens_at=at + dt.timedelta(days=1), needed=1)
    test = plan_year(actor=cast.admin.actor(at), plan=early, at=at)
    complete(asha, part)
    who = asha.player.person_id
    assert door_in_words(person_id=who, paper_id=test.paper_id, at=asha.at) == f"It opens on {when(early.opens_at)}."
    open_at = at + dt.timedelta(days=2)
    assert door_in_words(person_id=who, paper_id=test.paper_id, at=open_at) == ""
    assert "ended" in door_in_words(person_id=who, paper_id=test.paper_id, at=at + dt.timedelta(days=31))
    # Completed before the last year began: it counts for no test of this year.
    Enrolment.objects.filter(status="completed").update(completed_at=dt.datetime(2025, 3, 30, tzinfo=dt.UTC))
    assert "0 of 2" in door_in_words(person_id=who, paper_id=test.paper_id, at=open_at)
    sittings_only = dataclasses.replace(plan, titles={"en": "At a desk"}, at_sittings=True)
    other = plan_year(actor=cast.admin.actor(at), plan=sittings_only, at=at)
    Enrolment.objects.filter(status="completed").update(completed_at=at)
    assert "no seat" in door_in_words(person_id=who, paper_id=other.paper_id, at=asha.at)


def test_answers_wait_for_whoever_began_in_the_last_minute(part, plan, cast, asha, at):
    complete(asha, part)
    test = plan_year(
        actor=cast.admin.actor(at), plan=dataclasses.replace(plan, closes_at=asha.at + dt.timedelta(minutes=5)),
        at=at,
    )  # fmt: skip
    (row,) = my_yearly_tests(asha.player.person_id, asha.at)
    learning.enrol(actor=asha.actor, course_uuid=row.course_uuid, language="en", at=asha.at)
    attempt = start(actor=asha.actor, part_uuid=row.part_uuid, language="en", at=asha.at)
    asha.later(minutes=6)
    assert told_from(test.paper_id, asha.at) == asha.at + dt.timedelta(minutes=14)
    pass_it(asha, attempt)
    assert told_from(test.paper_id, asha.at) is None


def test_questions_that_prove_wrong_make_a_shorter_paper_and_close_no_test(part, plan, cast, asha, at):
    test = plan_year(actor=cast.admin.actor(at), plan=dataclasses.replace(plan, courses={"T-TEST": 10}), at=at)
    complete(asha, part)
    (row,) = my_yearly_tests(asha.player.person_id, asha.at)
    items = list(Item.objects.order_by("id")[: len(POOL)])
    assert {one.course.code for one in items} == {"T-TEST"}
    own = Paper.objects.get(part__uuid=part)
    for one in items[:3]:
        ItemWithdrawal.objects.create(item=one, reason="Wrong.", act_uuid=uuid.uuid4(), at=at)
    PaperItem.objects.filter(paper=test.paper, item__in=items[3:5]).delete()  # the year was planned with fewer
    assert left_in_pool(own.part_id, items[5].id, at) == 6  # of the year; 8 of its own test
    assert left_in_pool(own.part_id, items[5].id, test.closes_at) == 8
    learning.enrol(actor=asha.actor, course_uuid=row.course_uuid, language="en", at=asha.at)
    attempt = start(actor=asha.actor, part_uuid=row.part_uuid, language="en", at=asha.at)
    assert AttemptItem.objects.filter(attempt__uuid=attempt).count() == 7
    assert pass_it(asha, attempt).score == 100


def test_codes_of_offices_with_long_codes_are_their_own(plan, cast, at):
    admin = cast.admin.actor(at)
    codes = []
    for office, code in ((cast.ministry, "RURAL-DEVELOPMENT-MINISTRY-0NO"),
                         (cast.other_ministry, "RURAL-DEVELOPMENT-MINISTRY-0SO")):  # fmt: skip
        Organisation.objects.filter(id=office.id).update(code=code)
        actor = admin if office is cast.ministry else cast.other_admin.actor(at)
        test = plan_year(actor=actor, plan=dataclasses.replace(plan, office=code), at=at)
        codes.append(test.paper.part.version.course.code)
        assert test.paper.part.version.number == 1
    assert len(set(codes)) == 2
    # Whatever has the next code of the office is left as it is.
    taken = Course.objects.get(code=codes[0])
    stand_alone(at, code=codes[0].removesuffix("1") + "2")
    plan = dataclasses.replace(plan, office="RURAL-DEVELOPMENT-MINISTRY-0NO", titles={"en": "Second"})
    assert plan_year(actor=admin, plan=plan, at=at).paper.part.version.course.code.endswith("-3")
    assert taken.current_version.number == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"office": "NOWHERE"}, "no organisation"),
        ({"courses": {"NONE": 2}}, "No course"),
        ({"courses": {"T-TEST": 99}}, "at most 10"),
        ({"courses": {"T-TEST": 0}}, "lend 1 to"),
        ({"needed": 3}, "between 1 and all"),
        ({"year": 2019}, "financial year"),
        ({"titles": {"en": " "}}, "title in English"),
        ({"closes_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "end after"),
    ],
)
def test_plans_that_cannot_be_carried_out_are_refused_in_words(plan, cast, at, change, words):
    with pytest.raises(Refused, match=words):
        plan_year(actor=cast.admin.actor(at), plan=dataclasses.replace(plan, **change), at=at)
    with pytest.raises(Refused, match="no organisation"):
        plan_year(actor=cast.other_admin.actor(at), plan=plan, at=at)
    with pytest.raises(NotFound):
        plan_year(actor=cast.learner.actor(at), plan=plan, at=at)
    assert not YearlyTest.objects.exists() and Paper.objects.count() == 2 and Item.objects.count() == 2 * len(POOL)
    assert not Course.objects.filter(kind="assessment").exists()
