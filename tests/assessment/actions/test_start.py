import datetime as dt
import uuid

import pytest

from karmayogi.assessment.actions.start import _seed, start
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.models import Attempt, AttemptItem
from karmayogi.assessment.queries import attempts
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry


def begin(who, part, language="en"):
    return attempts.access_attempt(who.actor, start(actor=who.actor, part_uuid=part, language=language, at=who.at))


def test_the_server_draws_and_starts_the_clock(part, asha):
    row = begin(asha, part)
    assert row.opened_at == asha.at
    assert row.due_at == asha.at + dt.timedelta(minutes=10)
    assert (row.number, row.questions, row.position, row.pass_percent) == (1, 5, 1, 60)
    drawn = AttemptItem.objects.filter(attempt_id=row.id)
    assert [item.position for item in drawn.order_by("position")] == [1, 2, 3, 4, 5]
    assert {tuple(item.chosen) for item in drawn} == {()}
    entry = AuditEntry.objects.get(tag="assessment:attempt:open")
    assert (entry.subject_uuid, entry.concerns_id) == (row.uuid, asha.player.person_id)


def test_the_draw_needs_the_secret_of_the_server(settings):
    """The uuid is in the address; with the seed one could undo the shuffling of the options."""
    attempt = uuid.uuid4()
    seed = _seed(attempt)
    assert seed == _seed(attempt) != attempt
    settings.SECRET_KEY = "another"
    assert _seed(attempt) != seed


def test_an_open_attempt_is_handed_back(part, asha):
    first = begin(asha, part)
    asha.later(minutes=3)
    assert begin(asha, part) == first
    assert Attempt.objects.count() == 1


def test_a_language_that_the_pool_lacks_becomes_english(part, asha):
    assert begin(asha, part, "ur").language == "en"


def test_without_enrolment_there_is_no_test(part, outsider):
    with pytest.raises(NotFound):
        begin(outsider, part)
    assert Attempt.objects.count() == 0


def test_attempts_are_limited_and_the_second_brings_other_questions(part, asha):
    first = begin(asha, part)
    submit(agent=asha.actor, attempt=first, at=asha.at)
    second = begin(asha, part)
    assert second.number == 2
    drawn = [
        set(AttemptItem.objects.filter(attempt_id=row.id).values_list("item_id", flat=True)) for row in (first, second)
    ]
    assert not drawn[0] & drawn[1]  # 12 in the pool, 5 drawn: no need to repeat
    submit(agent=asha.actor, attempt=second, at=asha.at)
    with pytest.raises(Refused, match="all your attempts"):
        begin(asha, part)
    assert Attempt.objects.count() == 2


def test_an_attempt_left_open_is_closed_before_the_next_is_opened(part, asha):
    first = begin(asha, part)
    asha.later(minutes=30)
    second = begin(asha, part)
    closed = attempts.access_attempt(asha.actor, first.uuid)
    assert (closed.closing, closed.score, closed.passed) == ("time", 0, False)
    assert second.number == 2
