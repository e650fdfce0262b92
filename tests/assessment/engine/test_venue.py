import datetime as dt
import uuid

import pytest

from karmayogi.assessment.engine import venue
from karmayogi.assessment.engine.venue import Settled, Window, judge

NOON = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
SITTING, PAPER = uuid.UUID(int=1), uuid.UUID(int=2)


def at(minutes: int | None) -> dt.datetime | None:
    return None if minutes is None else NOON + dt.timedelta(minutes=minutes)


def test_a_code_sees_a_wrong_digit_and_nearly_every_two_that_changed_places():
    code = venue.start_code(b"secret", SITTING)
    assert venue.is_whole(code, 16) and not venue.is_whole(code, 12) and not venue.is_whole("", 16)
    assert code != venue.start_code(b"other", SITTING) and code != venue.start_code(b"secret", PAPER)
    for place, digit in enumerate(code):
        for other in set("0123456789") - {digit}:
            assert not venue.is_whole(code[:place] + other + code[place + 1 :], 16)
    swapped = [
        code[:one] + code[one + 1] + code[one] + code[one + 2 :]
        for one in range(15)
        if code[one] != code[one + 1] and {code[one], code[one + 1]} != {"0", "9"}
    ]
    assert swapped and not any(venue.is_whole(one, 16) for one in swapped)


def test_the_code_of_a_hand_in_is_of_its_lines_and_paper():
    code = venue.hand_in_code("ab" * 32, PAPER)
    assert venue.is_whole(code, 12)
    assert len({code, venue.hand_in_code("ac" * 32, PAPER), venue.hand_in_code("ab" * 32, SITTING)}) == 3


def test_what_is_no_point_on_the_curve_is_refused():
    named = {"code": "1", "paper": PAPER, "sitting": SITTING, "device": PAPER}
    for wrong in (b"", b"\4" + b"\1" * 64, b"\0" * 65):
        with pytest.raises(ValueError):
            venue.wrap(b"k" * 32, phone=wrong, **named)


@pytest.mark.parametrize(
    ("began", "handed", "arrived", "found"),
    [
        (2, 50, 9000, Settled.WITNESSED),
        (-10, 50, 9000, Settled.WITNESSED),
        (-11, 50, 9000, Settled.EARLY),
        (-11, None, 20, Settled.EARLY),
        (25, 50, 9000, Settled.WITNESSED),
        (26, 50, 9000, Settled.LATE),
        (None, 50, 9000, Settled.WITNESSED),
        (None, None, 9000, Settled.LATE),
        (2, 62, 9000, Settled.WITNESSED),
        (2, 63, 9000, Settled.LATE),
        (2, -11, 9000, Settled.LATE),
        (2, None, 32, Settled.IN_TIME),
        (2, None, 33, Settled.LATE),
    ],
)
def test_the_bounds(began, handed, arrived, found):
    """From noon for an hour, fifteen minutes to come in, thirty minutes of hers, two of grace."""
    window = Window(NOON, at(15), at(60), None)
    given = {"began": at(began), "handed": at(handed), "arrived": at(arrived), "due": at(30)}
    assert judge(window, grace=dt.timedelta(minutes=2), **given) is found


def test_the_entry_of_the_code_by_a_proctor_is_the_start():
    window = Window(NOON, at(15), at(60), at(14))
    given = {"handed": at(50), "arrived": at(900), "due": at(30), "grace": dt.timedelta()}
    assert judge(window, began=at(3), **given) is Settled.EARLY
    assert judge(window, began=at(4), **given) is Settled.WITNESSED
