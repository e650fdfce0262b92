import datetime as dt

import pytest
from django.urls import reverse

from karmayogi.assessment.actions.ask_again import ask_for_time
from karmayogi.assessment.actions.decide_request import decide_request
from karmayogi.assessment.actions.import_questions import import_questions
from karmayogi.assessment.actions.save_answer import Saved, save_answer
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.models import Attempt, AttemptItem, AttemptRequest, LateAnswer, Paper, PaperCell
from karmayogi.assessment.queries.exchange.pool import pool_of
from karmayogi.kernel.access import Refused
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning.types import DrawnLine, QuizSection, QuizSpec
from tests.assessment.actions.test_start import begin
from tests.assessment.conftest import POOL, Learner, right_values

LAW = QuizSection({"en": "The law", "hi": "क़ानून"}, (DrawnLine(2, "FUN-095", None, 1),), 4, 50)
PRACTICE = QuizSection({"en": "Practice"}, (DrawnLine(1, "", None, 2), DrawnLine(1)), 6)
SPEC = QuizSpec(4, 10, 3, 40, 50, (LAW, PRACTICE))


@pytest.fixture
def sections(part):
    import_questions(Paper.objects.get().part_id, POOL, SPEC)
    return part


def answer(who, row, right: dict[int, bool]):
    for position, truly in right.items():
        good = right_values(row.id, position)
        shown = AttemptItem.objects.get(attempt_id=row.id, position=position).shown
        bad = [place for place in range(1, len(shown) + 1) if place not in good][:1]
        save_answer(attempt=row, position=position, picked=good if truly else bad, at=who.at)


def test_the_terms_are_kept_and_go_out_as_they_came(sections):
    paper = Paper.objects.get()
    assert pool_of(paper.part_id)[1] == SPEC
    import_questions(paper.part_id, POOL, SPEC)
    assert PaperCell.objects.count() == 3


def test_each_form_has_enough_for_the_sections(part):
    """The easiest are all in form A: what form B has is enough by number, and not for the law."""
    forms = [one | {"form": "A" if one["difficulty"] == 1 else "B" if n > 6 else ""} for n, one in enumerate(POOL)]
    with pytest.raises(Refused, match="Form B: The pool is too thin"):
        import_questions(Paper.objects.get().part_id, forms, SPEC)
    import_questions(Paper.objects.get().part_id, [one | {"form": ""} for one in forms], SPEC)


@pytest.mark.parametrize(
    "changes",
    [
        {"draw": 5},
        {"minutes": 11},
        {"negative_percent": 101},
        {"sections": (QuizSection({"en": "x"}, (DrawnLine(4),), 10, 101),)},
        {"sections": (QuizSection({"hi": "x"}, (DrawnLine(4),)),)},
        {"sections": (QuizSection({"en": "x"}, ()), QuizSection({"en": "y"}, (DrawnLine(4),)))},
        {"sections": (QuizSection({"en": "x"}, (DrawnLine(2),), 10), QuizSection({"en": "y"}, (DrawnLine(2),)))},
    ],
)
def test_sections_that_do_not_agree_with_the_test_are_refused(sections, changes):
    terms = {name: getattr(SPEC, name) for name in QuizSpec.__dataclass_fields__} | changes
    with pytest.raises(Refused):
        import_questions(Paper.objects.get().part_id, POOL, QuizSpec(**terms))
    assert pool_of(Paper.objects.get().part_id)[1] == SPEC


def test_a_thin_pool_is_refused_with_the_reason(course):
    thin = QuizSpec(9, 10, 2, 60, sections=(QuizSection({"en": "x"}, (DrawnLine(9, "FUN-095", None, 1),)),))
    with pytest.raises(Refused, match=r"FUN-095, difficulty 1 it has 4 .* 9 are needed"):
        import_questions(Paper.objects.get().part_id, POOL, thin)


def test_wrong_answers_take_off_and_a_section_has_its_own_cut_off(sections, asha):
    first = begin(asha, sections)
    assert list(AttemptItem.objects.order_by("position").values_list("section", flat=True)) == [1, 1, 2, 2]
    answer(asha, first, {1: True, 2: False, 3: True, 4: True})
    submit(agent=asha.actor, attempt=first, at=asha.at)
    row = Attempt.objects.get(number=1)
    assert (row.right, row.score, row.passed) == (3, 63, False)  # 3 - 1/2 of 4; a quarter of the first section
    second = begin(asha, sections)
    answer(asha, second, {1: True, 3: True, 4: False})
    submit(agent=asha.actor, attempt=second, at=asha.at)
    row = Attempt.objects.get(number=2)
    assert (row.right, row.score, row.passed) == (2, 38, False)
    third = begin(asha, sections)
    answer(asha, third, {1: True, 3: True})  # what is not answered takes nothing off
    submit(agent=asha.actor, attempt=third, at=asha.at)
    assert Attempt.objects.get(number=3).passed


def test_the_time_of_a_section_ends_on_the_server_while_the_test_goes_on(sections, asha):
    row = begin(asha, sections)
    edge = asha.at + dt.timedelta(minutes=4) + GRACE
    assert save_answer(attempt=row, position=1, picked=[1], at=edge) is Saved.SAVED
    late = edge + dt.timedelta(microseconds=1)
    assert save_answer(attempt=row, position=2, picked=[1], at=late) is Saved.LATE
    assert save_answer(attempt=row, position=3, picked=[1], at=late) is Saved.SAVED
    assert LateAnswer.objects.get().position == 2
    asha.later(minutes=7)
    html = asha.post(
        reverse("assessment:question", args=[row.uuid, 1]), {"answer": [2], "go": "next", "seen": ""}
    ).content.decode()
    assert "came after the time" in html
    assert "The time of this section is over. Go on with the next question." in html
    assert "Submit now" not in html  # the rest of the test goes on
    assert Attempt.objects.get().submitted_at is None


def test_more_time_is_asked_for_approved_by_another_and_audited(sections, asha, cast, at):
    start = reverse("assessment:start", args=[sections])
    assert "The law" in asha.get(start).content.decode()
    for figure, why in (("24", "x"), ("50", " "), ("x", "x")):
        assert asha.post(reverse("assessment:ask", args=[sections]), {"extra": figure, "why": why}).status_code == 409
    page = asha.post(reverse("assessment:ask", args=[sections]), {"extra": "50", "why": "I read slowly."})
    assert "You asked for more time" in page.content.decode()
    request = AttemptRequest.objects.get()
    bala = Learner(cast.admin, at)
    assert "Asks for 50% more time" in bala.get(reverse("assessment:requests")).content.decode()
    decide_request(actor=bala.actor, request_uuid=request.uuid, granted=True, note="", at=at)
    assert AuditEntry.objects.get(tag="assessment:request:grant").detail == {"extra_percent": 50}
    assert "50% more for you" in asha.get(start).content.decode()
    row = begin(asha, sections)
    assert row.due_at - row.opened_at == dt.timedelta(minutes=15)
    ends = sorted(set(AttemptItem.objects.values_list("due_at", flat=True)))
    assert [end - row.opened_at for end in ends] == [dt.timedelta(minutes=6), dt.timedelta(minutes=15)]
    assert AuditEntry.objects.get(tag="assessment:attempt:open").detail["extra_percent"] == 50
    with pytest.raises(Refused):
        ask_for_time(actor=asha.actor, part_uuid=sections, extra_percent=50, why="x", at=at)


def test_a_request_for_time_is_no_attempt_more(sections, asha, cast, at):
    ask_for_time(actor=asha.actor, part_uuid=sections, extra_percent=25, why="x", at=at)
    request = AttemptRequest.objects.get()
    decide_request(actor=Learner(cast.admin, at).actor, request_uuid=request.uuid, granted=True, note="", at=at)
    assert "3 of 3" in asha.get(reverse("assessment:start", args=[sections])).content.decode()
