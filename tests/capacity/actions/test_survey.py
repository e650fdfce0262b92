"""A survey from its opening to the counts in the plan: officers answer, few are told together, answers do not stay."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from karmayogi.capacity import api as capacity
from karmayogi.capacity.actions import survey as surveys
from karmayogi.capacity.actions.decide_plan import agree_plan
from karmayogi.capacity.actions.remind import remind_due
from karmayogi.capacity.models import Plan, Survey, SurveyCount, SurveyHindrance, SurveyRating, SurveyReply, SurveyTold
from karmayogi.capacity.queries.needs import ranking_by_designation
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.ids import uuid7

DAY = dt.timedelta(days=1)


def opened(planning, at, days=10):
    plan = planning.counted()
    return plan, capacity.open_survey(**planning.said(plan), opens_on=at.date(), closes_on=at.date() + days * DAY)


def colleagues(cast, survey, at, count, designation, rating):
    """Answers of so many others of that designation, as the form writes them."""
    people = rows.fetch(
        int,
        "insert into people_person (uuid, name, name_native, native_language, honorific, employee_code,"
        ' external_system, external_code, "group", gender, category, mother_tongue, office_pin, tags)'
        " select gen_random_uuid(), 'C ' || n, '', '', '', 'S-' || %s || n, '', '', '', '', '', '', '', '{}'"
        " from generate_series(1, %s) as s (n)"
        " returning id",
        [f"{designation.id}-", count],
    )
    asked = rows.fetch(
        lambda *row: row,
        "select r.competency_id, r.level from competencies_profilerequirement r join competencies_profile p"
        " on p.id = r.profile_id where p.designation_id = %s order by 1",
        [designation.id],
    )
    row = Survey.objects.get(uuid=survey)
    for person in people:
        reply = SurveyReply.objects.create(
            survey=row, person_id=person, designation_id=designation.id, hinders="time", at=at
        )
        for competency, wanted in asked:
            SurveyRating.objects.create(reply=reply, competency_id=competency, rating=rating, wanted=wanted)


def test_officers_answer_change_and_take_back_their_own_until_it_closes(planning, cast, at, browse):
    plan, survey = opened(planning, at)
    codes = rows.fetch(str, "select code from competencies_competency order by code limit 2")
    page = reverse("capacity:answer", args=[survey])
    assert page in browse(cast.learner, reverse("portal:today")).content.decode()
    assert page in browse(cast.learner, reverse("competencies:asks")).content.decode()
    assert page not in browse(cast.admin, reverse("portal:today")).content.decode(), "nothing is asked of a Director"
    assert browse(cast.outsider, page).status_code == 404, "of another ministry"
    shown = browse(cast.learner, page)
    assert shown.content.decode().count('name="rating_') == 2
    assert len(shown.content) < 40_000
    assert browse(cast.learner, page, {f"rating_{codes[0]}": "2"}).status_code == 422, "what hinders is not said"
    assert browse(cast.learner, page, {f"rating_{codes[0]}": "9", "hinders": "time"}).status_code == 422
    assert browse(cast.learner, page, {"hinders": "time"}).status_code == 422
    assert browse(cast.learner, page, {f"rating_{codes[0]}": "2", "hinders": "time"}).status_code == 302
    assert page not in browse(cast.learner, reverse("portal:today")).content.decode()
    browse(cast.learner, page, {f"rating_{codes[0]}": "1", f"rating_{codes[1]}": "4", "hinders": "seat"})
    assert list(SurveyReply.objects.values_list("person_id", "designation_id", "hinders")) == [
        (cast.learner.person_id, cast.assistant.id, "seat")
    ]
    assert set(SurveyRating.objects.values_list("rating", "wanted")) == {(1, 3), (4, 2)}
    assert 'value="4" selected' in browse(cast.learner, page).content.decode(), "her own answer, to be changed"
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'capacity:survey:answer'") == 1
    browse(cast.learner, page, {"do": "back"})
    assert not SurveyReply.objects.exists()
    answer = {"ratings": {codes[0]: 2}, "hinders": "time"}
    late = at + 11 * DAY
    with pytest.raises(NotFound):
        surveys.answer_survey(actor=cast.learner.actor(late), survey=survey, **answer, at=late)
    with pytest.raises(NotFound):
        surveys.answer_survey(actor=cast.outsider.actor(at), survey=survey, **answer, at=at)
    with pytest.raises(Refused, match="at least one competency"):
        surveys.answer_survey(
            actor=cast.supervisor.actor(at), survey=survey, ratings={codes[1]: 2}, hinders="time", at=at
        )
    assert Plan.objects.get(uuid=plan).status == "draft"


def test_it_closes_by_its_date_into_counts_of_ten_and_more_and_no_answer_stays(planning, cast, at):
    plan, survey = opened(planning, at)
    row = Plan.objects.get(uuid=plan)
    before = capacity.ranking(row.pk)
    colleagues(cast, survey, at, 12, cast.assistant, rating=2)
    colleagues(cast, survey, at, 6, cast.section_officer, rating=1)
    colleagues(cast, survey, at, 5, cast.under_secretary, rating=1)  # of whom nothing is asked
    assert surveys.close_due(at + 10 * DAY) == 0, "its last day is a day on which it is answered"
    assert surveys.close_due(at + 11 * DAY) == 1
    assert surveys.close_due(at + 11 * DAY) == 0
    assert not SurveyReply.objects.exists()
    assert not SurveyRating.objects.exists()
    assert Survey.objects.get().replies == 23
    first, second = rows.fetch(int, "select id from competencies_competency order by code limit 2")
    found = SurveyCount.objects.values_list("designation_id", "competency_id", "answers", "asked")
    # Assistants need 3 and 2: whoever says 2 asked for the first only. Six section officers are too few, by themselves
    # and together with nobody else of whom it is asked.
    assert sorted(found) == [(cast.assistant.id, first, 12, 12), (cast.assistant.id, second, 12, 0)]
    hindered = list(SurveyHindrance.objects.values_list("designation_id", "hinders", "people"))
    assert sorted(hindered, key=str) == [(cast.assistant.id, "time", 12), (None, "time", 11)]
    after = {one.competency_id: one for one in capacity.ranking(row.pk)}
    assert [part.source for part in after[first].score.parts] == ["gap", "survey"]
    assert after[first].score.parts[1].value == 5.0
    assert len(before) == len(after)


def test_a_survey_that_cannot_be_closed_holds_up_no_other(planning, cast, at, monkeypatch, caplog):
    plan, survey = opened(planning, at)
    row = Survey.objects.get(uuid=survey)
    other = Plan.objects.get(uuid=plan)
    other.pk, other.uuid, other.year = None, uuid7(), other.year + 1
    other.save(force_insert=True)
    second = Survey.objects.create(
        plan=other, opens_on=row.opens_on, closes_on=row.closes_on, opened_by_id=row.opened_by_id
    )
    closing = surveys._close

    def broken(one, when):
        if one.pk == row.pk:
            raise RuntimeError("broken")
        closing(one, when)

    monkeypatch.setattr(surveys, "_close", broken)
    assert surveys.close_due(at + 11 * DAY) == 1
    assert "could not be closed" in caplog.text
    assert [Survey.objects.get(pk=pk).closed_at is None for pk in (row.pk, second.pk)] == [True, False]
    monkeypatch.undo()
    assert surveys.close_due(at + 12 * DAY) == 1, "tried again the next night"


def test_few_of_several_designations_count_together_for_the_whole_body_only(planning, cast, at):
    plan, survey = opened(planning, at)
    colleagues(cast, survey, at, 9, cast.assistant, rating=2)
    colleagues(cast, survey, at, 4, cast.section_officer, rating=1)
    capacity.close_survey(**planning.said(plan), survey=survey)
    capacity.close_survey(**planning.said(plan), survey=survey)
    first = rows.scalar("select id from competencies_competency order by code limit 1")
    assert list(SurveyCount.objects.values_list("designation_id", "competency_id", "answers", "asked")) == [
        (None, first, 13, 13)
    ]
    pk = Plan.objects.get(uuid=plan).pk
    whole = {one.competency_id: one.counted.answers for one in capacity.ranking(pk)}
    assert whole[first] == 13
    assert {one.counted.answers for one in ranking_by_designation(pk)} == {0}
    code = rows.scalar("select code from competencies_competency where id = %s", [first])
    content = f"designation,competency,answers,asked\nSection Officer,{code},30,20\n".encode()
    for _again in range(2):
        capacity.import_survey(**planning.said(plan), content=content)
    assert {one.competency_id: one.counted.answers for one in capacity.ranking(pk)}[first] == 43, "beside the survey"


def held(planning, cast, plan, at, asked: int, content: int, small: int = 0) -> None:
    """A survey in which so many assistants ask for what they need, so many do not, and a few section officers do."""
    survey = capacity.open_survey(**planning.said(plan), opens_on=at.date(), closes_on=at.date())
    for count, designation, rating in (
        (asked, cast.assistant, 1), (content, cast.assistant, 5), (small, cast.section_officer, 1),
    ):  # fmt: skip
        rows.run("update people_person set employee_code = '' where employee_code like 'S-%%'")
        colleagues(cast, survey, at, count, designation, rating)
    capacity.close_survey(**planning.said(plan), survey=survey)


def counted(plan) -> dict[tuple[int | None, int], tuple[int, int]]:
    found = SurveyCount.objects.filter(plan__uuid=plan).values_list(
        "designation_id", "competency_id", "answers", "asked"
    )
    return {(designation, competency): (answers, asked) for designation, competency, answers, asked in found}


def test_two_surveys_do_not_tell_the_answer_of_one_by_their_difference(planning, cast, at, browse):
    """The same twelve answer again, and one more who asks for nothing: 13 − 12 answers would be hers, and 8 − 8 what
    she said. Of what hinders likewise. A plan that is discarded takes nothing back that was read."""
    plan = planning.counted()
    first = rows.scalar("select id from competencies_competency order by code limit 1")
    held(planning, cast, plan, at, asked=8, content=4)
    page = reverse("capacity:survey", args=[plan])
    told = [counted(plan)]
    assert told[0][cast.assistant.id, first] == (12, 8)
    held(planning, cast, plan, at, asked=8, content=5)
    told.append(counted(plan))
    # The attacker's arithmetic: of every two figures of a group that were ever shown, what is left are ten or nobody.
    for one, other in ((told[0], told[1]), (told[1], told[0])):
        for key, (answers, _asked) in one.items():
            assert key not in other or abs(answers - other[key][0]) >= 10 or one[key] == other[key]
    assert told[1] == told[0], "what was told stays"
    assert list(SurveyHindrance.objects.values_list("people", flat=True)) == [12], "and nothing is added to it"
    assert "so that no difference tells of a few" in browse(cast.admin, page).content.decode()
    # Nine section officers and four others before, counted as one: nor does one of them by itself give the others away.
    held(planning, cast, plan, at, asked=20, content=3)
    assert counted(plan)[cast.assistant.id, first] == (23, 20), "eleven more than before, and than thirteen never told"

    SurveyCount.objects.filter(plan__uuid=plan).delete()
    Survey.objects.filter(plan__uuid=plan).delete()
    held(planning, cast, plan, at, asked=21, content=3)
    assert counted(plan)[cast.assistant.id, first] == (23, 20), "as it was read before the draft was discarded"


def test_nor_does_one_of_several_that_were_counted_together(planning, cast, at):
    plan = planning.counted()
    first = rows.scalar("select id from competencies_competency order by code limit 1")
    held(planning, cast, plan, at, asked=9, content=0, small=4)
    assert counted(plan)[None, first] == (13, 13)
    held(planning, cast, plan, at, asked=10, content=0, small=4)
    assert (cast.assistant.id, first) not in counted(plan), "13 − 10 would be three section officers and one"
    held(planning, cast, plan, at, asked=23, content=0, small=4)
    assert counted(plan)[cast.assistant.id, first] == (23, 23)


def test_nor_do_two_by_themselves_that_were_counted_together(planning, cast, at):
    """Nine and nine are told as eighteen; later twelve and eight, of whom together two are new."""
    plan = planning.counted()
    first = rows.scalar("select id from competencies_competency order by code limit 1")
    held(planning, cast, plan, at, asked=9, content=0, small=9)
    assert counted(plan)[None, first] == (18, 18)
    held(planning, cast, plan, at, asked=28, content=0, small=29)
    both = counted(plan)
    assert both[cast.assistant.id, first] == (28, 28), "ten more than the eighteen"
    assert (cast.section_officer.id, first) in both, "fifty-seven of both: thirty-nine are new"
    SurveyCount.objects.filter(plan__uuid=plan).delete()
    SurveyTold.objects.exclude(designation=None).delete()
    SurveyTold.objects.filter(designation=None).update(answers=50)
    held(planning, cast, plan, at, asked=28, content=0, small=29)
    after = counted(plan)
    assert ((cast.assistant.id, first) in after) + ((cast.section_officer.id, first) in after) == 1, "57 − 50 are seven"


def test_a_plan_waits_for_its_survey_and_what_cannot_be_is_refused(planning, cast, at):
    plan = planning.whole()
    said = planning.said(plan)
    with pytest.raises(Refused, match="today or later"):
        capacity.open_survey(**said, opens_on=at.date() - DAY, closes_on=at.date())
    with pytest.raises(Refused, match="three months"):
        capacity.open_survey(**said, opens_on=at.date(), closes_on=at.date() - DAY)
    survey = capacity.open_survey(**said, opens_on=at.date(), closes_on=at.date())
    with pytest.raises(Refused, match="open already"):
        capacity.open_survey(**planning.said(plan), opens_on=at.date(), closes_on=at.date())
    with pytest.raises(Refused, match="A survey is open until"):
        agree_plan(actor=cast.supervisor.actor(at), plan=plan, revision=planning.revision(plan), at=at)
    with pytest.raises(NotFound):
        capacity.close_survey(**planning.said(plan, cast.other_admin), survey=survey)
    capacity.close_survey(**planning.said(plan), survey=survey)
    agree_plan(actor=cast.supervisor.actor(at), plan=plan, revision=planning.revision(plan), at=at)


def test_whoever_has_not_answered_is_reminded_once_two_days_before(planning, cast, at, run_jobs):
    _plan, survey = opened(planning, at)
    mail.outbox.clear()
    for days in (0, 7):
        with clock.frozen(at + days * DAY):
            assert remind_due(clock.now()) == 0
    code = rows.scalar("select code from competencies_competency order by code limit 1")
    capacity.answer_survey(actor=cast.supervisor.actor(at), survey=survey, ratings={code: 2}, hinders="time", at=at)
    for days, due in ((8, 1), (9, 0)):
        with clock.frozen(at + days * DAY):
            assert remind_due(clock.now()) == due
            run_jobs()
    assert [one.to for one in mail.outbox] == [[cast.learner.email]]
    assert "short survey" in mail.outbox[0].subject
    assert "Ministry of Personnel" in mail.outbox[0].body
