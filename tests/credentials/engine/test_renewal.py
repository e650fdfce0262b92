"""How long a certificate is good."""

import datetime as dt

import pytest

from karmayogi.credentials.engine import renewal
from karmayogi.kernel import clock

NOON = dt.datetime(2026, 11, 30, 6, 30, 5, 7, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "months, day",
    [(1, "2026-12-30"), (3, "2027-02-28"), (12, "2027-11-30"), (15, "2028-02-29"), (1200, "2126-11-30")],
)  # fmt: skip
def test_months_end_on_the_same_day_or_the_last(months, day):
    found = renewal.until(NOON, months)
    assert found.date().isoformat() == day and (found.hour, found.second, found.microsecond) == (6, 5, 0)


def test_months_are_those_of_the_day_in_india():
    early = dt.datetime(2026, 6, 30, 20, 0, tzinfo=dt.UTC)  # 1 July, half past one at night
    assert renewal.until(early, 1) == dt.datetime(2026, 7, 31, 20, 0, tzinfo=dt.UTC)
    assert clock.day(renewal.until(early, 1)) == dt.date(2026, 8, 1)


def test_for_ever():
    assert renewal.until(NOON, None) is None and renewal.state(None, NOON) == ""


@pytest.mark.parametrize("days, state", [(61, "good"), (60, "renew"), (1, "renew"), (0, "expired"), (-1, "expired")])
def test_the_last_sixty_days(days, state):
    assert renewal.state(NOON + dt.timedelta(days=days), NOON) == state
