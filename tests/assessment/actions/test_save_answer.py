import pytest

from karmayogi.assessment.actions.save_answer import Saved, keep_place, save_answer
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.models import AttemptItem, LateAnswer
from karmayogi.assessment.queries import attempts
from tests.assessment.actions.test_start import begin


@pytest.fixture
def row(part, asha):
    return begin(asha, part)


def stored(row, position=1):
    return AttemptItem.objects.get(attempt_id=row.id, position=position)


def test_places_become_keys(row, asha):
    assert save_answer(attempt=row, position=1, picked=[2], at=asha.at) is Saved.SAVED
    item = stored(row)
    assert (item.chosen, item.saved_at, item.correct) == ([item.shown[1]], asha.at, None)


def test_the_last_save_wins_and_an_empty_one_clears(row, asha):
    save_answer(attempt=row, position=1, picked=[1], at=asha.at)
    save_answer(attempt=row, position=1, picked=[2], at=asha.at)
    assert stored(row).chosen == [stored(row).shown[1]]
    save_answer(attempt=row, position=1, picked=[], at=asha.at)
    assert stored(row).chosen == []


def test_two_answers_fit_only_a_question_for_several(row, asha):
    for position in range(1, 6):
        several = AttemptItem.objects.select_related("item").get(attempt_id=row.id, position=position)
        saved = save_answer(attempt=row, position=position, picked=[1, 2], at=asha.at)
        assert saved is (Saved.SAVED if several.item.kind == "multiple" else Saved.REFUSED)


@pytest.mark.parametrize("position", [0, 6, 99999999999])
def test_there_is_no_such_question(row, asha, position):
    assert save_answer(attempt=row, position=position, picked=[1], at=asha.at) is Saved.REFUSED


def test_a_place_that_is_not_there_chooses_nothing(row, asha):
    assert save_answer(attempt=row, position=1, picked=[9], at=asha.at) is Saved.SAVED
    assert stored(row).chosen == []


def test_grace_counts_and_what_comes_later_is_kept_apart(row, asha):
    asha.later(minutes=12)
    assert save_answer(attempt=row, position=1, picked=[1], at=asha.at) is Saved.SAVED
    asha.later(seconds=1)
    assert save_answer(attempt=row, position=1, picked=[2], at=asha.at) is Saved.LATE
    item = stored(row)
    assert item.chosen == [item.shown[0]]
    late = LateAnswer.objects.get()
    assert (late.position, late.chosen, late.at) == (1, [item.shown[1]], asha.at)


def test_late_answers_are_kept_after_the_server_closed_it_too(row, asha):
    asha.later(minutes=13)
    submit(agent=asha.actor, attempt=row, at=asha.at)
    assert save_answer(attempt=row, position=2, picked=[1], at=asha.at) is Saved.LATE
    assert LateAnswer.objects.count() == 1


def test_nothing_is_saved_after_she_submitted(row, asha):
    submit(agent=asha.actor, attempt=row, at=asha.at)
    assert save_answer(attempt=row, position=1, picked=[1], at=asha.at) is Saved.CLOSED
    asha.later(minutes=20)
    assert save_answer(attempt=row, position=1, picked=[1], at=asha.at) is Saved.CLOSED
    assert (stored(row).chosen, LateAnswer.objects.count()) == ([], 0)


def test_the_place_is_kept_for_the_next_device(row, asha):
    keep_place(attempt=row, position=4, language="hi")
    again = attempts.access_attempt(asha.actor, row.uuid)
    assert (again.position, again.language) == (4, "hi")


def test_saving_is_one_statement(row, asha, django_assert_num_queries):
    with django_assert_num_queries(1):
        save_answer(attempt=row, position=1, picked=[1], at=asha.at)
