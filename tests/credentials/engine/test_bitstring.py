"""Bit lists: the published example, and the arithmetic."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as some

from karmayogi.credentials.engine import bitstring

# W3C Bitstring Status List v1.0, example of an encodedList: 131,072 places, none set.
PUBLISHED_EMPTY = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
EMPTY = bytes(bitstring.LENGTH // 8)


def test_the_published_list_is_read():
    assert bitstring.decode(PUBLISHED_EMPTY) == EMPTY
    assert bitstring.decode(bitstring.encode(EMPTY)) == EMPTY


def test_the_first_place_is_the_highest_bit():
    assert bitstring.with_set(EMPTY, 0)[0] == 0b1000_0000
    assert bitstring.with_set(EMPTY, 7)[0] == 0b0000_0001
    assert bitstring.with_set(EMPTY, bitstring.LENGTH - 1)[-1] == 1


@given(some.sets(some.integers(0, bitstring.LENGTH - 1), max_size=20), some.integers(0, bitstring.LENGTH - 1))
def test_exactly_the_set_places_are_set(places, asked):
    bits = EMPTY
    for index in places:
        bits = bitstring.with_set(bits, index)
    bits = bitstring.decode(bitstring.encode(bits))
    assert bitstring.is_set(bits, asked) == (asked in places)
    assert sum(byte.bit_count() for byte in bits) == len(places)


@given(some.integers(0, 10**9))
def test_every_number_has_a_place_of_its_own(number):
    which, index = bitstring.place(number)
    assert which * bitstring.LENGTH + index == number and 0 <= index < bitstring.LENGTH


def test_outside_the_list_is_an_error():
    with pytest.raises(IndexError):
        bitstring.with_set(EMPTY, bitstring.LENGTH)


@pytest.mark.parametrize("text", ["", "H4sI", "uAAAA", bitstring.encode(bytes(bitstring.LENGTH))])
def test_no_list_or_one_too_long_is_refused(text):
    with pytest.raises(ValueError):
        bitstring.decode(text)


def test_the_same_bits_give_the_same_text():
    assert bitstring.encode(EMPTY) == bitstring.encode(EMPTY)
    assert gzip.compress(EMPTY, mtime=0)[4:8] == bytes(4)  # no time of packing inside
