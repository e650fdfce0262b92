"""A service that does not answer is left alone, for as long as one after the other found it so."""

import datetime as dt

import pytest

from karmayogi.kernel import breakers, rows
from karmayogi.kernel.breakers import LOOKING, note_answer, shut_until

MINUTE = dt.timedelta(minutes=1)
HOST = "push.example.in"


def test_many_that_waited_side_by_side_shut_it_for_a_minute_and_not_for_hours(db, at):
    for moment in range(12):  # all had gone ahead before the first of them came back
        note_answer(HOST, False, at + dt.timedelta(milliseconds=moment))
    until = shut_until(HOST, at + MINUTE / 2)
    assert at < until < at + 2 * MINUTE
    # One looks again, in vain: twice as long. Those of before who come back only now tell nothing new.
    looks = at + MINUTE * 2
    assert shut_until(HOST, looks) is None
    assert shut_until(HOST, looks) == looks + LOOKING
    for _ in range(5):
        note_answer(HOST, False, at + MINUTE / 3)
    note_answer(HOST, False, looks)
    assert shut_until(HOST, looks) == looks + 2 * MINUTE
    # One that was killed while it looked is followed by another.
    assert shut_until(HOST, looks + 3 * MINUTE) is None
    assert shut_until(HOST, looks + 4 * MINUTE) is None
    note_answer(HOST, True, looks + 4 * MINUTE)
    assert shut_until(HOST, looks) is None
    assert rows.scalar("select count(*) from kernel_breaker") == 0


def test_a_worker_that_ends_between_counting_and_shutting_leaves_it_to_the_next(db, at, monkeypatch):
    def killed(_failures: int) -> dt.timedelta:
        raise SystemExit

    for _ in range(2):
        note_answer(HOST, False, at)
    with monkeypatch.context() as there, pytest.raises(SystemExit):
        there.setattr(breakers, "pause", killed)
        note_answer(HOST, False, at)
    note_answer(HOST, False, at)
    assert shut_until(HOST, at) is not None
