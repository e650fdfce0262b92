import datetime as dt

import pytest

from karmayogi.plans.engine.days import easter


@pytest.mark.parametrize("day", [dt.date(2024, 3, 31), dt.date(2025, 4, 20), dt.date(2026, 4, 5), dt.date(2027, 3, 28)])
def test_easter(day):
    assert easter(day.year) == day
