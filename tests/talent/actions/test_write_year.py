"""Closing a year and deciding or contesting a figure of it, at the same moment, over two connections."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused
from karmayogi.talent import api as talent
from karmayogi.talent.actions.write_year import close_year
from karmayogi.talent.models import Allowance, AppraisalYear, Contest
from tests.cast import Cast

DAY = dt.timedelta(days=1)


def at_once(first, second) -> list[str]:
    """`first` in a transaction that is still open when `second` begins on another connection; what second was told."""
    told: list[str] = []

    def other() -> None:
        try:
            second()
            told.append("done")
        except Refused as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(1)
        assert thread.is_alive(), "it waits for the year"
    thread.join(30)
    assert not thread.is_alive()
    return told


@pytest.fixture
def ended(committed_db, at):
    """A year that is over tomorrow, of a ministry where everybody can be asked by name."""
    cast = Cast(at)
    bala = cast.admin.actor(at)
    order = talent.enter_order(
        actor=bala, organisation=cast.ministry.uuid, at=at,
        terms=talent.OrderTerms("O-1", at.date(), "Under Secretary", "Half.", 2025, needs_test=False),
    )  # fmt: skip
    first, last = dt.date(2026, 4, 1), at.date() - 1 * DAY
    terms = talent.YearTerms(order, first, last, last, first)
    year = talent.draft_year(actor=bala, organisation=cast.ministry.uuid, year=2026, terms=terms, at=at)
    talent.open_year(actor=bala, appraisal=year, revision=1, at=at)
    return cast, year


def test_closing_and_contesting_at_once_leaves_no_contest_in_a_closed_year(ended, at):
    cast, year = ended
    bala, asha = cast.admin.actor(at), cast.learner.actor(at)
    contest = {"actor": asha, "about": "days", "words": "I was on duty.", "at": at}
    told = at_once(lambda: close_year(actor=bala, appraisal=year, at=at), lambda: talent.contest(**contest))
    assert told == ["The year is closed."]
    assert not Contest.objects.exists()
    AppraisalYear.objects.update(state="open", closed_at=None)
    told = at_once(lambda: talent.contest(**contest), lambda: close_year(actor=bala, appraisal=year, at=at))
    assert told == ["Somebody contests a figure: decide it first."]

    # Deciding holds the year: whoever closes waits, and the decision is in before the year is over.
    waiting = Contest.objects.get()
    decide = {"actor": bala, "contest": waiting.uuid, "uphold": True, "reason": "The register says so.", "at": at}
    told = at_once(
        lambda: talent.decide_contest(**decide), lambda: close_year(actor=cast.admin.actor(at), appraisal=year, at=at)
    )
    assert told == ["done"]
    assert [Contest.objects.get().state, AppraisalYear.objects.get().state] == ["upheld", "closed"]


def test_in_a_closed_year_nothing_is_upheld_any_more(ended, at):
    """One that slipped in before the lock was there can be refused, so that her line is not frozen for ever."""
    cast, _year = ended
    talent.contest(actor=cast.learner.actor(at), about="days", words="I was on duty.", at=at)
    AppraisalYear.objects.update(state="closed", closed_at=at)
    decide = {"actor": cast.admin.actor(at), "contest": Contest.objects.get().uuid, "reason": "Late.", "at": at}
    with pytest.raises(Refused, match="The year is closed"):
        talent.decide_contest(**decide, uphold=True)
    assert (Contest.objects.get().state, Allowance.objects.exists()) == ("waiting", False)
    talent.decide_contest(**decide, uphold=False)
    assert rows.scalar("select state from talent_contest") == "refused"
