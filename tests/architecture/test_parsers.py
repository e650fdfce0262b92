"""A glance of the fuzzer at every parser, always the same inputs; the long run is `python -m bench.fuzz_parsers`."""

import pytest

from bench import fuzz_parsers, fuzz_seeds

PARSERS = fuzz_seeds.parsers()


@pytest.mark.parametrize("name", PARSERS)
def test_broken_inputs_are_taken_or_refused(name):
    parser, tally = PARSERS[name], fuzz_parsers.Tally()
    for number in range(max(1, 300 // parser.share)):
        fuzz_parsers.once(parser, name, 20261122, number, tally)
    assert tally.crashes == []
    assert tally.taken >= 1


def test_what_is_no_refusal_is_a_crash():
    tally = fuzz_parsers.Tally()
    fuzz_parsers.once(fuzz_parsers.Parser((b"12",), int, (ZeroDivisionError,)), "int", 1, 1, tally)
    assert tally.inputs == 1 and tally.taken + len(tally.crashes) == 1
    broken = fuzz_parsers.Parser(("x",), lambda text: {}[text], (ValueError,))
    fuzz_parsers.once(broken, "broken", 1, 0, tally)
    assert "KeyError" in tally.crashes[-1]
