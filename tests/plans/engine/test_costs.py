"""What training costs: what nobody entered is not known; the nearest, narrowest, latest rate counts."""

import datetime as dt

from karmayogi.plans.engine.costs import Priced, RateOf, days_of, rate_for, terms_of

ON = dt.date(2026, 11, 20)
APRIL = dt.date(2026, 4, 1)
COURSE = Priced(course_id=10, provider_id=3, days=2)


def rate(kind: str, paise: int, *, at: str = "A", since: dt.date = APRIL, course=None, provider=None, seats=None):
    return RateOf(at, kind, course, provider, paise, seats, since)


def test_the_arithmetic_of_an_office():
    rates = [rate("fee", 50_000), rate("daily", 100_000), rate("venue", 1_000_000, seats=2)]
    found = {one.kind: one for one in terms_of([COURSE], 3, "AB", rates, ON)}
    assert (found["fee"].total, found["daily"].total) == (3 * 50_000, 3 * 2 * 100_000)
    assert (found["venue"].units, found["venue"].total) == (4, 4_000_000), "two rooms for two days"
    assert (found["travel"].paise, found["travel"].total) == (None, None), "not known is not nothing"
    at_the_desk = Priced(10, 3, 0)
    assert [one.kind for one in terms_of([at_the_desk], 3, "AB", [], ON)] == ["fee"]
    assert next(terms_of([at_the_desk], 3, "AB", [rate("fee", 0)], ON)).total == 0, "free, which somebody entered"


def test_which_rate_counts():
    rates = [
        rate("fee", 1), rate("fee", 2, provider=3), rate("fee", 3, course=10), rate("fee", 4, course=11),
        rate("fee", 5, course=10, since=dt.date(2026, 12, 1)), rate("fee", 6, course=10, since=dt.date(2026, 1, 1)),
    ]  # fmt: skip
    assert rate_for(rates, "fee", COURSE, "AB", ON).paise == 3
    assert rate_for(rates, "fee", COURSE, "AB", dt.date(2026, 12, 1)).paise == 5
    assert rate_for(rates, "fee", Priced(12, 3, 0), "AB", ON).paise == 2
    assert rate_for(rates, "fee", Priced(12, 4, 0), "AB", ON).paise == 1
    assert rate_for([*rates, rate("fee", 9, at="AB")], "fee", COURSE, "ABC", ON).paise == 9, "of the nearer office"
    assert rate_for(rates, "fee", COURSE, "B", ON) is None, "another ministry's"
    assert rate_for(rates, "fee", COURSE, "AB", dt.date(2025, 1, 1)) is None, "before any"


def test_days_of_hours():
    assert [days_of(minutes) for minutes in (1, 360, 361, 0)] == [1, 1, 2, 1]
