"""Quarters of the financial year, across the turn of the calendar year and in leap years."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from karmayogi.capacity.engine.year import first_day, label, last_day, quarter, quarter_of


def test_the_quarters_of_a_year_follow_each_other():
    spans = [quarter(2027, n) for n in range(1, 5)]
    assert [one.first for one in spans] == [
        dt.date(2027, 4, 1), dt.date(2027, 7, 1), dt.date(2027, 10, 1), dt.date(2028, 1, 1),
    ]  # fmt: skip
    assert [one.last for one in spans] == [
        dt.date(2027, 6, 30), dt.date(2027, 9, 30), dt.date(2027, 12, 31), dt.date(2028, 3, 31),
    ]  # fmt: skip
    assert label(2099) == "2099-00"


@given(st.dates(dt.date(2020, 4, 1), dt.date(2100, 3, 31)))
def test_every_day_lies_in_one_quarter_of_its_year(day):
    year = day.year if day.month > 3 else day.year - 1
    number = quarter_of(year, day)
    assert number is not None
    assert first_day(year) <= quarter(year, number).first <= day <= quarter(year, number).last <= last_day(year)
    assert quarter_of(year + 1, day) is None
