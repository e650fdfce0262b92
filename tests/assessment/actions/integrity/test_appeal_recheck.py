import datetime as dt

import pytest

from karmayogi.assessment.actions.integrity.appeal_recheck import appeal_recheck, call_off_recheck, decide_recheck
from karmayogi.assessment.actions.integrity.take_recheck import close_overdue_rechecks
from karmayogi.assessment.models import Recheck
from karmayogi.assessment.queries.integrity.rechecks import appeals
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.models import AuditEntry
from tests.assessment.actions.integrity.test_take_recheck import level
from tests.assessment.honest import asked


@pytest.fixture
def recheck(part, asha) -> Recheck:
    """Not taken in time."""
    row = asked(asha, part)
    asha.at = row.due_at + dt.timedelta(minutes=1)
    close_overdue_rechecks(at=asha.at)
    row.refresh_from_db()
    assert row.state == "unconfirmed"
    return row


@pytest.fixture
def appealed(recheck, asha) -> Recheck:
    appeal_recheck(actor=asha.actor, recheck=recheck.uuid, why="I was in hospital.", at=asha.at)
    recheck.refresh_from_db()
    return recheck


def test_an_appeal_upheld_restores_all(appealed, asha, cast):
    bala = cast.admin.actor(asha.at)
    assert [row.appeal for row in appeals(bala, asha.at.date())] == ["I was in hospital."]
    assert level(asha) == 0
    decide_recheck(actor=bala, recheck=appealed.uuid, upheld=True, decision="Shown the papers.", at=asha.at)
    appealed.refresh_from_db()
    assert (appealed.state, appealed.upheld) == ("restored", True)
    assert level(asha) == 2
    assert appeals(bala, asha.at.date()) == []
    entry = AuditEntry.objects.get(tag="assessment:recheck:restore")
    assert (entry.concerns_id, entry.why) == (asha.player.person_id, "Shown the papers.")


def test_dismissed_it_stays_out_and_is_decided_once(appealed, asha, cast):
    bala = cast.admin.actor(asha.at)
    decide_recheck(actor=bala, recheck=appealed.uuid, upheld=False, decision="No papers.", at=asha.at)
    appealed.refresh_from_db()
    assert (appealed.state, appealed.upheld, level(asha)) == ("unconfirmed", False, 0)
    with pytest.raises(Refused, match="decided on this already"):
        decide_recheck(actor=bala, recheck=appealed.uuid, upheld=True, decision="x", at=asha.at)


@pytest.mark.parametrize("who", ["learner", "supervisor", "other_admin", "outsider", "analyst", "platform"])
def test_who_may_not_decide_finds_nothing(appealed, asha, cast, who):
    """The platform, which runs the rules and may call cases off, decides on no appeal of an office."""
    with pytest.raises(NotFound):
        decide_recheck(
            actor=getattr(cast, who).actor(asha.at), recheck=appealed.uuid, upheld=True, decision="x", at=asha.at
        )


def test_nobody_decides_about_whom_they_report_to(appealed, asha, cast):
    below = cast.player("Zoya", "zoya@personnel.example.in", cast.section, cast.assistant, cast.learner)
    cast.grant(below, Role.MDO_ADMIN, cast.ministry)
    assert appeals(below.actor(asha.at), asha.at.date()) == []
    with pytest.raises(Refused, match="above you"):
        decide_recheck(actor=below.actor(asha.at), recheck=appealed.uuid, upheld=True, decision="x", at=asha.at)


def test_a_list_of_appeals_asks_once_about_the_reporting_line(appealed, asha, cast, django_assert_num_queries):
    bala = cast.admin.actor(asha.at)
    with django_assert_num_queries(2):
        assert len(appeals(bala, asha.at.date())) == 1
    # One who may not be decided on here takes no place from those who may.
    below = cast.player("Zoya", "zoya@personnel.example.in", cast.section, cast.assistant, cast.learner)
    cast.grant(below, Role.MDO_ADMIN, cast.ministry)
    assert appeals(below.actor(asha.at), asha.at.date(), limit=1) == []


def test_an_appeal_needs_words_and_comes_in_time_and_once(recheck, asha):
    with pytest.raises(Refused, match="own words"):
        appeal_recheck(actor=asha.actor, recheck=recheck.uuid, why=" ", at=asha.at)
    with pytest.raises(Refused, match="no longer"):
        appeal_recheck(actor=asha.actor, recheck=recheck.uuid, why="x", at=asha.at + dt.timedelta(days=31))
    appeal_recheck(actor=asha.actor, recheck=recheck.uuid, why="First", at=asha.at)
    appeal_recheck(actor=asha.actor, recheck=recheck.uuid, why="Second", at=asha.at)
    assert Recheck.objects.get().appeal == "First"


def test_the_platform_takes_a_case_back_and_everything_counts(recheck, asha, cast):
    gita = cast.platform.actor(asha.at)
    call_off_recheck(actor=gita, recheck=recheck.uuid, why="The rule was wrong.", at=asha.at)
    call_off_recheck(actor=gita, recheck=recheck.uuid, why="Again", at=asha.at)
    recheck.refresh_from_db()
    assert (recheck.state, recheck.decision, level(asha)) == ("called_off", "The rule was wrong.", 2)
    assert AuditEntry.objects.filter(tag="assessment:recheck:call_off").count() == 1
    with pytest.raises(NotFound):
        call_off_recheck(actor=cast.admin.actor(asha.at), recheck=recheck.uuid, why="x", at=asha.at)


def test_what_an_office_decided_stays_readable_when_the_case_is_taken_back(appealed, asha, cast):
    bala, gita = cast.admin.actor(asha.at), cast.platform.actor(asha.at)
    decide_recheck(actor=bala, recheck=appealed.uuid, upheld=False, decision="No papers.", at=asha.at)
    later = asha.at + dt.timedelta(days=1)
    call_off_recheck(actor=gita, recheck=appealed.uuid, why="The rule was wrong.", at=later)
    appealed.refresh_from_db()
    assert (appealed.state, appealed.decided_by_id, appealed.decided_at) == ("called_off", bala.account_id, asha.at)
    assert appealed.decision == "No papers.\nThe rule was wrong."
