import datetime as dt

import pytest

from karmayogi.kernel import dates

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("2016-04-01", dt.date(2016, 4, 1)),
        ("2026-11-22", TODAY),
        ("2026-11-23", TODAY),
        ("1900-01-01", TODAY),
        ("1 April", TODAY),
        ("", TODAY),
        (None, TODAY),
    ],
)
def test_as_on_answers_for_a_day_that_has_been(asked: str | None, day: dt.date) -> None:
    assert dates.as_on(asked, TODAY) == day


def test_the_financial_year_begins_in_april() -> None:
    assert dates.financial_year_label(dt.date(2026, 3, 31)) == "2025-26"
    assert dates.financial_year_label(dt.date(2026, 4, 1)) == "2026-27"
