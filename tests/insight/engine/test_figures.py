from karmayogi.insight.engine.figures import figure
from karmayogi.insight.types import State, Unit


def made(**changes):
    values = {"numerator": 5, "denominator": 20, "people": 20, "about_people": True, "hidden": False} | changes
    return figure("m", Unit.SHARE, **values)


def test_what_is_not_shown_carries_no_numbers():
    for one in (made(people=9), made(people=0), made(hidden=True), made(denominator=0)):
        assert one.value is None
        assert (one.numerator, one.denominator) == (None, None)


def test_states():
    assert made().state is State.SHOWN
    assert made(people=9).state is State.FEW
    assert made(people=9, hidden=True).state is State.FEW
    assert made(hidden=True).state is State.WITHHELD
    assert made(people=0).state is State.EMPTY
    assert made(denominator=0).state is State.EMPTY


def test_posts_are_public():
    assert made(people=3, hidden=True, about_people=False).state is State.SHOWN


def test_values():
    assert made(numerator=1, denominator=3).value == 33.3
    hours = figure("m", Unit.HOURS, numerator=90, denominator=0, people=10, about_people=True, hidden=False)
    assert (hours.value, hours.denominator) == (1.5, None)
    each = figure("m", Unit.HOURS_EACH, numerator=600, denominator=20, people=20, about_people=True, hidden=False)
    assert each.value == 0.5
