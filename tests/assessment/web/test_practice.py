"""Practice: the answer at once, as often as wanted, never in a test, proof of nothing; also without network."""

import json

import pytest
from django.urls import reverse

from karmayogi.assessment.actions.import_questions import import_questions
from karmayogi.assessment.actions.start import start
from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.exchange import qti, qti_write, templates
from karmayogi.assessment.models import Attempt, AttemptItem, Item, Paper, PaperItem, Practice, PracticeItem
from karmayogi.assessment.queries.exchange.pool import pool_of
from karmayogi.competencies.models import Evidence
from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused
from karmayogi.learning.actions.offline.give_pack import give_pack, stamp_for
from karmayogi.learning.actions.offline.receive import receive
from karmayogi.learning.models import Enrolment, OfflineLine, Part, PartProgress
from karmayogi.learning.queries.lesson import lesson
from karmayogi.learning.types import QuizSpec
from tests.assessment.conftest import POOL, question
from tests.assessment.engine.exchange.test_qti_write import unpacked
from tests.assessment.kinds import MATCH, NUMERIC
from tests.learning.phone import Phone

ALL = QuizSpec(draw=len(POOL), minutes=10, attempts=2, pass_percent=60)
PRACTICE = [
    question(90, practice=True), question(91, "multiple", practice=True), MATCH | {"practice": True},
    NUMERIC | {"practice": True},
]  # fmt: skip


@pytest.fixture
def practised(part):
    """The uuid of the test, with four questions for practice beside its pool."""
    import_questions(Paper.objects.get().part_id, [*POOL, *PRACTICE], ALL)
    return part


def test_no_test_ever_draws_one(practised, asha):
    assert (PaperItem.objects.count(), PracticeItem.objects.count()) == (12, 4)
    opened = start(actor=asha.actor, part_uuid=practised, language="en", at=asha.at)
    assert AttemptItem.objects.filter(attempt__uuid=opened).count() == 12
    assert not AttemptItem.objects.filter(item__practice=True).exists()
    assert not PaperItem.objects.filter(item__practice=True).exists()
    # A question that becomes one for practice is another wording: tests that had the old one keep it.
    first = POOL[0] | {"practice": True}
    import_questions(Paper.objects.get().part_id, [first, *POOL[1:]], QuizSpec(11, 10, 2, 60))
    assert set(Item.objects.filter(key=first["key"]).values_list("version", "practice")) == {(1, False), (2, True)}
    with pytest.raises(Refused, match="draws 12 questions, but the pool has 11"):
        import_questions(Paper.objects.get().part_id, [first, *POOL[1:]], ALL)
    with pytest.raises(Refused, match="marked by a person"):
        short = {"key": "s", "kind": "short", "text": {"en": "Why?"}, "practice": True,
                 "body": {"rubric": [{"key": "a", "text": {"en": "Says why"}, "points": 2}]}}  # fmt: skip
        import_questions(Paper.objects.get().part_id, [*POOL, short], ALL)


def test_what_is_right_is_shown_at_once_and_counts_for_nothing(practised, asha, outsider):
    here = reverse("assessment:practice", args=[practised])
    assert outsider.get(here).status_code == 404
    assert "What about 90?" in asha.get(here).content.decode(), "the first that was never tried"
    refused = asha.post(here, {"n": "1"})
    assert refused.status_code == 422 and Practice.objects.count() == 0
    wrong = asha.post(here, {"n": "1", "answer": "1"}).content.decode()
    assert "Wrong" in wrong and "Reason-90" in wrong and "right answer" in wrong
    right = asha.post(here, {"n": "1", "answer": "2"}).content.decode()
    assert "1 of 4 right at the last try" in right
    row = Practice.objects.get()
    assert (row.tries, row.right_tries, row.last_right) == (2, 1, True)
    assert "What about 91?" in asha.get(here).content.decode()
    assert asha.post(here, {"n": "2", "answer": ["1", "3"]}).content.decode().count("your answer") == 2
    numeric = asha.post(here, {"n": "4", "f1": "1,23,456.2"}).content.decode()
    assert "3 of 4 right at the last try" in numeric
    for body in ({"n": "9", "answer": "1"}, {"n": "0", "answer": "1"}):
        assert asha.post(here, body).status_code == 404
    assert asha.post(here, {"n": "1", "answer": "77"}).status_code == 422
    assert not Attempt.objects.exists() and not PartProgress.objects.exists() and not Evidence.objects.exists()
    page = asha.get(reverse("assessment:start", args=[practised])).content.decode()
    assert "There are 4 questions to practise" in page
    part = asha.get(reverse("learning:part", args=[Enrolment.objects.get().uuid, "test"])).content.decode()
    assert "right at the last try: 3 of 4" in part


def test_a_test_without_any_has_no_page_for_them(part, asha):
    assert asha.get(reverse("assessment:practice", args=[part])).status_code == 404
    assert "to practise" not in asha.get(reverse("assessment:start", args=[part])).content.decode()


@pytest.mark.parametrize("version", ["2.1", "3.0"])
def test_they_go_out_and_come_in(practised, version):
    pool, spec = pool_of(Paper.objects.get().part_id)
    assert [one["key"] for one in pool if one.get("practice")] == [one["key"] for one in PRACTICE]
    [made] = qti.read(unpacked(qti_write.package(pool, spec, "Test", "test", version))).parts
    assert {one["key"] for one in made.questions if one.get("practice")} == {one["key"] for one in PRACTICE}
    assert len(made.questions) == 16 and made.quiz.draw == 12
    assert {one.practice for one in question_file.read(pool)} == {True, False}


def test_a_column_of_the_templates_says_it():
    head = "QuestionNo,QuestionType,Question,QuestionTagging,Practice,Option1,isOption1Correct,Option2,isOption2Correct"
    rows_ = "1,MCQ-SCA,Who?,Easy,Yes,A,TRUE,B,FALSE\n2,MCQ-SCA,When?,Easy,,A,TRUE,B,FALSE"
    plan = templates.read({"MCQ_template.csv": f"{head}\n{rows_}\n".encode()})
    assert [one.get("practice", False) for one in plan.parts[0].questions] == [True, False]
    assert plan.parts[0].quiz.draw == 1


@pytest.fixture
def kept(practised, asha):
    """(phone with the course kept, enrolment)"""
    enrolment = Enrolment.objects.get().uuid
    page, phone = lesson(asha.actor, enrolment), Phone(asha.actor, asha.at)
    pack, files = give_pack(actor=asha.actor, page=page, device_uuid=phone.uuid, form="text", key="", at=asha.at)
    phone.pack, phone.stamp = pack.uuid, stamp_for(asha.actor.person_id, phone.uuid, asha.at)
    assert Part.objects.get(key="test").id in files
    return phone, enrolment


def test_without_network_the_answers_are_in_the_page_and_the_tries_arrive(kept, practised, asha):
    phone, enrolment = kept
    page = asha.get(reverse("learning:kept_part", args=[enrolment, phone.pack, "test"]))
    html = page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert "What about 90?" in html and "Reason-90" in html and json.dumps(["2"]).replace('"', "&#34;") in html
    assert not any(one["text"]["en"] in html for one in POOL), "questions that are asked stay on the server"
    asha.later(hours=1)
    sent = [
        phone.says(practised, "practice", 0, 60, position=1, post={"answer": ["2"]}),
        phone.says(practised, "practice", 0, 90, position=1, post={"answer": ["1"]}),
        phone.says(practised, "practice", 0, 95, position=2, post={"answer": ["9"]}),
        phone.says(Part.objects.get(key="page").uuid, "practice", 0, 96, position=1, post={"answer": ["1"]}),
        phone.says(practised, "done", 600, 600),
    ]  # fmt: skip
    receipts = receive(agent=asha.actor, person_id=asha.actor.person_id, sent=sent, at=asha.at)
    assert [(one.outcome, one.reason) for one in receipts] == [
        ("counted", ""), ("counted", ""), ("refused", "answer"), ("refused", "part"), ("refused", "part"),
    ]  # fmt: skip
    receive(agent=asha.actor, person_id=asha.actor.person_id, sent=sent, at=asha.at)
    row = Practice.objects.get()
    assert (row.tries, row.right_tries, row.last_right) == (2, 1, False)
    assert row.last_at == OfflineLine.objects.get(seq=2).happened_at
    assert not PartProgress.objects.exists() and rows.scalar("select sum(credited) from learning_offlineline") == 0
