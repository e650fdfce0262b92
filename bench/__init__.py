"""Measurements: what a page costs, how long it takes under load, how much memory stays taken. See docs/benchmarks/."""
