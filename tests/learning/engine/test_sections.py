import pytest

from karmayogi.learning.engine.sections import SIZE, sections


@pytest.mark.parametrize("count", [0, 1, 2 * SIZE])
def test_a_short_list_is_one_section(count):
    found = sections([False] * count, 7)
    assert not found.several
    assert list(found.of(range(count))) == list(range(count))


@pytest.mark.parametrize("count", [2 * SIZE + 1, 999, 1000, 5000])
def test_every_entry_stands_in_one_section(count):
    number = len(sections([False] * count, None).all)
    shown = [one for place in range(number) for one in sections([False] * count, place + 1).of(range(count))]
    assert shown == list(range(count))
    assert max(one.last - one.first + 1 for one in sections([False] * count, None).all) == SIZE


def test_the_section_with_the_reader_is_shown_unless_another_is_asked_for():
    assert sections([False] * 1000, None, 120).here.number == 3
    assert sections([False] * 1000, 5, 120).here.number == 5
    for nowhere in (0, 21, 10**17):
        assert sections([False] * 1000, nowhere, 120).here.number == 3


def test_what_is_done_is_counted_in_each():
    found = sections([place < 60 for place in range(1000)], None)
    assert [one.done for one in found.all][:3] == [50, 10, 0]
    assert [one.here for one in found.all][:2] == [True, False]
