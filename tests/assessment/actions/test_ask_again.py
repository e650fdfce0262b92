import pytest

from karmayogi.assessment.actions.ask_again import ask_again, ask_for_time
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.models import AttemptRequest, Paper
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from tests.assessment.actions.test_start import begin


def exhaust(who, part):
    """Both attempts, without an answer."""
    for _attempt in range(2):
        submit(agent=who.actor, attempt=begin(who, part), at=who.at)


def test_asking_is_for_those_without_attempts_left(part, asha):
    with pytest.raises(Refused):
        ask_again(actor=asha.actor, part_uuid=part, why="", at=asha.at)
    assert AttemptRequest.objects.count() == 0


def test_asking_twice_asks_once(part, asha, cast):
    exhaust(asha, part)
    ask_again(actor=asha.actor, part_uuid=part, why=" I read parts 2 and 3 again. ", at=asha.at)
    ask_again(actor=asha.actor, part_uuid=part, why="again", at=asha.at)
    row = AttemptRequest.objects.get()
    assert (row.why, row.organisation_path) == ("I read parts 2 and 3 again.", cast.section.path)
    assert AuditEntry.objects.get(tag="assessment:request:create").concerns_id == asha.player.person_id


def test_nobody_asks_for_a_course_she_is_not_in(part, outsider):
    with pytest.raises(NotFound):
        ask_again(actor=outsider.actor, part_uuid=part, why="", at=outsider.at)


def asked():
    return list(AttemptRequest.objects.order_by("id").values_list("extra_percent", flat=True))


def test_another_attempt_is_asked_for_while_more_time_is(part, asha):
    ask_for_time(actor=asha.actor, part_uuid=part, extra_percent=25, why="I read slowly.", at=asha.at)
    ask_for_time(actor=asha.actor, part_uuid=part, extra_percent=50, why="Very slowly.", at=asha.at)
    exhaust(asha, part)
    ask_again(actor=asha.actor, part_uuid=part, why="", at=asha.at)
    assert asked() == [25, None]
    assert AuditEntry.objects.filter(tag="assessment:request:create").count() == 2


def test_more_time_is_asked_for_while_another_attempt_is(part, asha):
    exhaust(asha, part)
    ask_again(actor=asha.actor, part_uuid=part, why="", at=asha.at)
    Paper.objects.update(attempts=3)
    ask_for_time(actor=asha.actor, part_uuid=part, extra_percent=25, why="I read slowly.", at=asha.at)
    assert asked() == [None, 25]
