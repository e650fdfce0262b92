import pytest

from karmayogi.assessment.actions.ask_again import ask_again
from karmayogi.assessment.actions.decide_request import decide_request
from karmayogi.assessment.models import AttemptRequest
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.models import AuditEntry
from tests.assessment.actions.test_ask_again import exhaust
from tests.assessment.actions.test_start import begin


@pytest.fixture
def asked(part, asha):
    exhaust(asha, part)
    ask_again(actor=asha.actor, part_uuid=part, why="", at=asha.at)
    return AttemptRequest.objects.get().uuid


def test_the_training_admin_allows_one_more_and_only_one(asked, part, asha, cast, at):
    decide_request(actor=cast.admin.actor(at), request_uuid=asked, granted=True, note="", at=at)
    third = begin(asha, part)
    assert third.number == 3
    entry = AuditEntry.objects.get(tag="assessment:request:grant")
    assert (entry.concerns_id, entry.agent_label) == (asha.player.person_id, cast.admin.name)
    with pytest.raises(Refused, match="already"):
        decide_request(actor=cast.admin.actor(at), request_uuid=asked, granted=True, note="", at=at)


def test_declining_needs_a_reason(asked, part, asha, cast, at):
    with pytest.raises(Refused, match="why"):
        decide_request(actor=cast.admin.actor(at), request_uuid=asked, granted=False, note=" ", at=at)
    assert AttemptRequest.objects.get().decided_at is None
    decide_request(actor=cast.admin.actor(at), request_uuid=asked, granted=False, note="Take the class first.", at=at)
    with pytest.raises(Refused, match="all your attempts"):
        begin(asha, part)


@pytest.mark.parametrize(
    "who", ["other_admin", "outsider", "supervisor", "platform", "analyst", "publisher", "learner"]
)
def test_for_everybody_else_it_is_not_there(asked, cast, at, who):
    with pytest.raises(NotFound):
        decide_request(actor=cast.everyone[who].actor(at), request_uuid=asked, granted=True, note="x", at=at)
    assert AttemptRequest.objects.get().decided_at is None


def test_nobody_decides_for_herself(asked, cast, at):
    cast.grant(cast.learner, Role.MDO_ADMIN, cast.ministry)
    with pytest.raises(NotFound):
        decide_request(actor=cast.learner.actor(at), request_uuid=asked, granted=True, note="", at=at)


def test_without_a_post_the_platform_decides(asked, cast, at):
    AttemptRequest.objects.update(organisation_path="")
    with pytest.raises(NotFound):
        decide_request(actor=cast.admin.actor(at), request_uuid=asked, granted=True, note="", at=at)
    decide_request(actor=cast.platform.actor(at), request_uuid=asked, granted=True, note="", at=at)
    assert AttemptRequest.objects.get().granted
