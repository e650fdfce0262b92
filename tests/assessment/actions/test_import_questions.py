import pytest
from django.db import Error, transaction

from karmayogi.assessment.actions.import_questions import import_questions
from karmayogi.assessment.actions.start import start
from karmayogi.assessment.models import AttemptItem, Item, ItemText, Option, OptionText, Paper, PaperItem
from karmayogi.assessment.queries import attempts
from karmayogi.kernel.access import Refused
from karmayogi.learning.types import QuizSpec
from tests.assessment.conftest import POOL, SPEC, question


def counts():
    return [model.objects.count() for model in (Item, ItemText, Option, OptionText, Paper, PaperItem)]


def test_publishing_a_course_fills_the_pool(course):
    paper = Paper.objects.get()
    assert (paper.draw, paper.minutes, paper.attempts, paper.pass_percent) == (5, 10, 2, 60)
    assert PaperItem.objects.count() == len(POOL) == 12
    item = Item.objects.get(key="t-q02")
    assert (item.kind, item.difficulty, item.clause, item.version) == ("multiple", 3, "Clause-2", 1)
    assert item.competency_id is not None
    assert ItemText.objects.get(item=item, language="hi").why == "कारण-2"
    assert list(Option.objects.filter(item=item, correct=True).values_list("key", flat=True)) == ["a", "c"]


def test_the_same_again_changes_nothing(course):
    before, paper = counts(), Paper.objects.get()
    done = import_questions(paper.part_id, POOL, SPEC)
    assert (done.new, done.kept, done.dropped) == (0, 12, 0)
    assert counts() == before


def test_a_changed_question_is_a_new_version_and_the_attempt_keeps_the_old(course, part, asha):
    opened = start(actor=asha.actor, part_uuid=part, language="en", at=asha.at)
    row = attempts.access_attempt(asha.actor, opened)
    before = [attempts.question(row, position, "en") for position in range(1, 6)]
    drawn = list(AttemptItem.objects.order_by("position").values_list("item_id", "shown"))
    changed = [raw | {"text": {"en": "Quite another question"}} for raw in POOL]
    paper = Paper.objects.get()
    done = import_questions(paper.part_id, changed, QuizSpec(draw=4, minutes=5, attempts=1, pass_percent=90))
    assert (done.new, done.kept, done.dropped) == (12, 0, 12)
    assert set(Item.objects.filter(key="t-q01").values_list("version", flat=True)) == {1, 2}
    assert set(PaperItem.objects.values_list("item__version", flat=True)) == {2}
    again = attempts.access_attempt(asha.actor, opened)
    assert again == row
    assert [attempts.question(again, position, "en") for position in range(1, 6)] == before
    assert list(AttemptItem.objects.order_by("position").values_list("item_id", "shown")) == drawn


def test_going_back_to_an_old_wording_finds_its_version(course):
    paper = Paper.objects.get()
    import_questions(paper.part_id, [raw | {"clause": "x"} for raw in POOL], SPEC)
    done = import_questions(paper.part_id, POOL, SPEC)
    assert (done.new, done.kept) == (0, 12)
    assert set(PaperItem.objects.values_list("item__version", flat=True)) == {1}


@pytest.mark.parametrize(
    ("pool", "spec", "words"),
    [
        ([], SPEC, "no questions"),
        (POOL[:3], SPEC, "draws 5 questions, but the pool has 3"),
        (POOL, QuizSpec(draw=0, minutes=10, attempts=2, pass_percent=60), "at least one question"),
        (POOL, QuizSpec(draw=5, minutes=10, attempts=2, pass_percent=101), "pass mark"),
        ([question(1), question(1)], SPEC, "t-q01: the key is used twice"),
        ([question(n, competency="NO-1") for n in range(6)], SPEC, "NO-1"),
    ],
)
def test_a_pool_that_cannot_be_used_is_refused_whole(course, pool, spec, words):
    before, paper = counts(), Paper.objects.get()
    with pytest.raises(Refused, match=words):
        import_questions(paper.part_id, pool, spec)
    assert counts() == before
    assert Paper.objects.get().draw == 5


@pytest.mark.parametrize(
    ("model", "field"), [(Item, "clause"), (ItemText, "text"), (Option, "key"), (OptionText, "text")]
)
def test_the_database_keeps_a_wording(course, model, field):
    with pytest.raises(Error, match="never changed"), transaction.atomic():
        model.objects.update(**{field: "z"})
