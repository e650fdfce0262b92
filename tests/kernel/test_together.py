"""Questions of several threads in one: each has its own answer, whoever is left out is told so, nobody is held up."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from karmayogi.kernel.together import Together
from karmayogi.kernel.web.crowd import Gate, Place, Rank


def several(ask, count, most=64):
    """What each of so many gets who come at the same moment: the first asks when all of them are there."""
    arrived = []

    def wait():
        while not arrived and len(together._waiting) < count:
            time.sleep(0.001)
        arrived.append(True)

    together = Together(ask, most=most, near=10_000, wait=wait)

    def come(number):
        try:
            return together(number)
        except LookupError:
            return "told"

    together._last = time.monotonic()  # as if somebody had come just now
    with ThreadPoolExecutor(count) as pool:
        found = list(pool.map(come, range(1, count + 1)))
    assert not together._led
    assert not together._waiting
    return found


def test_who_comes_alone_asks_alone():
    asked = []
    together = Together(asked.append, near=0)
    assert together(1) is None
    assert together(2) is None
    assert asked == []


def test_everybody_has_the_answer_to_her_own_question():
    sizes = []

    def ask(questions):
        sizes.append(len(questions))
        return [None if question == 7 else question * 10 for question in questions]

    found = several(ask, 8, most=4)
    assert found == [None if number == 7 else number * 10 for number in range(1, 9)]
    assert sizes == [4, 4]


def test_when_it_fails_one_is_told_and_the_others_ask_alone():
    def ask(questions):
        raise LookupError("no")

    assert sorted(map(str, several(ask, 4))) == ["None", "None", "None", "told"]


def test_who_waits_for_others_holds_no_place_and_who_asks_has_one():
    gate, given_back, seen = Gate(at_once=1), [], []

    def ask(questions):
        seen.append(("asks", gate.inside))
        return [None if question == 2 else question for question in questions]

    def wait():
        while len(together._waiting) < 2 or gate.inside:
            time.sleep(0.001)
        seen.append(("waits", gate.inside))

    together = Together(ask, near=10_000, wait=wait)
    together._last = time.monotonic()

    def come(number):
        gate.enter(Rank.REPORT)
        place = Place(gate, lambda: given_back.append(number))
        answer = together(number, place)
        if answer is None:
            seen.append(("alone", gate.inside))
        place.leave()
        place.leave()
        return answer

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(come, (1, 2))) == [1, None]
    assert [what for what in seen if what[0] != "alone"] == [("waits", 0), ("asks", 1)]
    assert ("alone", 1) in seen
    assert gate.inside == 0
    assert set(given_back) == {1, 2}


def test_when_its_place_cannot_be_had_nobody_waits_for_it():
    class Broken:
        def leave(self):
            pass

        def enter(self):
            raise ConnectionError("no place")

    class Closed(Broken):
        def leave(self):
            raise ConnectionError("not given back")

    together = Together(lambda asked: [one * 10 for one in asked], near=10_000, wait=lambda: None)
    for place in (Broken(), Closed()):
        together._last = time.monotonic()
        with pytest.raises(ConnectionError):
            together(1, place)
        assert not together._led and not together._waiting
    waiting = threading.Event()

    def wait():
        while not waiting.is_set() and len(together._waiting) < 2:
            time.sleep(0.001)
        waiting.set()

    together._wait = wait
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(together, 1, Broken())
        while not together._waiting:
            time.sleep(0.001)
        second = pool.submit(together, 2)  # leads when the first has failed, finds nobody else, and asks alone
        with pytest.raises(ConnectionError):
            first.result(30)
        assert second.result(30) is None
    assert not together._led and not together._waiting
