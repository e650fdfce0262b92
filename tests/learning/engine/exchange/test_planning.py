"""A glance of the fuzzer at every reader, always the same inputs; the long run is `python -m bench.fuzz_formats`."""

from bench import fuzz_formats


def test_broken_files_are_understood_or_refused():
    tallies = fuzz_formats.run(inputs=200, seconds=20, seed=11)
    assert {name: one.crashes for name, one in tallies.items() if one.crashes} == {}
    assert sum(one.inputs for one in tallies.values()) == 200
    assert sum(one.refused for one in tallies.values()) > 20
    assert sum(one.understood for one in tallies.values()) > 20
