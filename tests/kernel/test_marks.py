"""Ids are done with when nobody who may still bring a lower one is left."""

from hypothesis import given
from hypothesis import strategies as st

from karmayogi.kernel.marks import STEP, Mark, Moment, advance, until, went_back


def test_a_mark_waits_for_everybody_who_wrote_when_it_was_seen():
    mark = Mark(0, 0, 0)
    mark = advance(mark, 10, Moment(oldest=5, own=8))
    assert mark == Mark(0, 10, 8)
    for oldest in (5, 8):  # somebody of then still runs, or the reading itself
        assert advance(mark, 30, Moment(oldest, 20)) == mark
    mark = advance(mark, 30, Moment(9, 21))
    assert mark == Mark(10, 30, 21)
    mark = advance(mark, 30, Moment(22, 22))
    assert mark == Mark(30, 30, 21)
    assert advance(mark, 30, Moment(40, 40)) == mark, "nothing new leaves the mark alone"


def test_after_an_absence_it_goes_by_steps():
    mark, top, turns = Mark(0, 0, 0), 5 * STEP // 2, 0
    while mark.settled < top:
        turns += 1
        assert until(mark, top) - mark.settled <= STEP
        mark = advance(mark, top, Moment(turns * 10, turns * 10))
    assert turns == 4


def test_a_database_of_before_is_noticed():
    marks = {"audit": Mark(3, 3, 100)}
    assert went_back(marks, Moment(90, 99))
    assert not went_back(marks, Moment(90, 101))


@given(st.data())
def test_whatever_the_order_of_commits_every_row_is_read(data):
    """Writers take ids and numbers of transactions in one order and commit in another; readings come in between."""
    running: dict[int, int] = {}  # transaction -> its id
    committed: set[int] = set()
    read: set[int] = set()
    mark, transaction, identity = Mark(0, 0, 0), 1, 0

    def reading() -> None:
        nonlocal mark, transaction
        own, transaction = transaction, transaction + 1
        top = max(committed, default=0)
        read.update(one for one in committed if mark.settled < one <= until(mark, top))
        mark = advance(mark, top, Moment(min([*running, own]), own))

    for act in data.draw(st.lists(st.sampled_from("wwcr"), max_size=60)):
        if act == "w":
            identity += 1
            running[transaction], transaction = identity, transaction + 1
        elif act == "c" and running:
            committed.add(running.pop(data.draw(st.sampled_from(sorted(running)))))
        elif act == "r":
            reading()
        assert all(one in read for one in committed if one <= mark.settled)
    committed.update(running.values())
    running.clear()
    for _ in range(3):
        reading()
    assert read == committed
    assert mark.settled == max(committed, default=0)
