import pytest

from karmayogi.assessment.actions.integrity.ask_rechecks import ask_rechecks
from karmayogi.assessment.actions.integrity.find_signals import find_signals
from karmayogi.assessment.models import AttemptItem, Item, PaperItem, Recheck, RecheckQuestion
from karmayogi.kernel import rows
from karmayogi.kernel.models import AuditEntry
from tests.assessment.honest import POLICY, asked, complete


def test_three_questions_that_the_person_has_not_had(part, asha):
    recheck = asked(asha, part)
    drawn = set(RecheckQuestion.objects.filter(recheck=recheck).values_list("item_id", flat=True))
    had = set(AttemptItem.objects.values_list("item_id", flat=True))
    assert len(drawn) == 3
    assert not drawn & had
    assert "truefalse" not in Item.objects.filter(pk__in=drawn).values_list("kind", flat=True)
    entry = AuditEntry.objects.get(tag="assessment:recheck:ask")
    assert (entry.concerns_id, entry.agent_label) == (asha.player.person_id, "rules of honest completion")
    assert recheck.state == "open"


def test_one_completion_is_asked_about_once(part, asha):
    asked(asha, part)
    assert ask_rechecks(at=asha.at, policy=POLICY) == (0, 0)
    assert Recheck.objects.count() == 1


def test_what_was_never_asked_is_given_up_after_some_nights(part, asha):
    complete(asha, part, seconds=1)
    find_signals(at=asha.at, policy=POLICY)
    asha.later(days=14, seconds=1)
    assert ask_rechecks(at=asha.at, policy=POLICY) == (0, 0)


def test_a_weak_signal_asks_nothing(part, asha):
    complete(asha, part, seconds=15)
    find_signals(at=asha.at, policy=POLICY)
    assert ask_rechecks(at=asha.at, policy=POLICY) == (0, 0)


def test_without_three_fresh_questions_nobody_is_asked(part, asha):
    complete(asha, part, seconds=1)
    had = AttemptItem.objects.values_list("item_id", flat=True)
    keep = Item.objects.exclude(pk__in=had).values_list("pk", flat=True)[:2]
    rows.run("delete from assessment_paperitem where item_id <> all(%s::bigint[])", [[*had, *keep]])
    assert PaperItem.objects.count() == 7
    find_signals(at=asha.at, policy=POLICY)
    assert ask_rechecks(at=asha.at, policy=POLICY) == (0, 1)
    assert not Recheck.objects.exists()


@pytest.mark.parametrize(
    "fault",
    [
        "insert into assessment_itemwithdrawal (uuid, item_id, reason, act_uuid, at)"
        " select gen_random_uuid(), i, 'x', gen_random_uuid(), now() from unnest(%s::bigint[]) i",
        "update learning_course set status = 'withdrawn' where %s::bigint[] is not null",
    ],
    ids=["questions", "course"],
)
def test_what_is_withdrawn_is_not_asked(part, asha, fault):
    complete(asha, part, seconds=1)
    had = list(AttemptItem.objects.values_list("item_id", flat=True))
    others = list(Item.objects.exclude(pk__in=had).values_list("pk", flat=True))
    rows.run(fault, [others])
    find_signals(at=asha.at, policy=POLICY)
    assert ask_rechecks(at=asha.at, policy=POLICY) == (0, 1)
