"""The libraries are loaded by the job that works alone; and what is promised is what happens."""

import ast
import math
from pathlib import Path

import numpy as np
import pytest

import karmayogi
from karmayogi.evaluation.engine.estimates import difference_in_differences, stepped_wedge
from karmayogi.evaluation.engine.power import power
from karmayogi.evaluation.types import Assumptions
from tests.evaluation.engine.test_estimates import LOTTERY, WEDGE, simulated

HEAVY = ("statsmodels", "scipy", "pandas", "pyarrow")


def test_no_module_loads_the_libraries_by_being_imported():
    files = list((Path(karmayogi.__file__).parent / "evaluation").rglob("*.py"))
    using = [path for path in files if any(name in path.read_text() for name in HEAVY)]
    assert using, "they are looked for where they are"
    for path in using:
        for node in ast.parse(path.read_text()).body:
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] in HEAVY for name in names), path


# Units vary by 1 and their waves by a half: of a unit's mean the variance is 1.25, four fifths of it stay.
@pytest.mark.parametrize(
    ("turns", "waves", "work"),
    [(LOTTERY, 2, lambda seen: difference_in_differences(seen, 0, 1)), (WEDGE, 4, stepped_wedge)],
)
def test_power_is_how_often_a_simulated_study_finds_the_effect(turns, waves, work):
    effect, times, dice = 0.4, 400, np.random.default_rng(2)
    said = power(turns, waves, Assumptions(effect / math.sqrt(1.25), 1, 0.0, 0.8))
    found = np.mean([work(simulated(dice, turns, waves, effect)).p < 0.05 for _ in range(times)])
    assert abs(found - said.power) < 3 * math.sqrt(said.power * (1 - said.power) / times) + 0.02


def test_power_against_the_book():
    """Two groups of 64 and an effect of half a standard deviation: 80 % (Cohen 1988, table 2.3.5)."""
    turns = {f"u{n}": int(n < 64) for n in range(128)}
    # With a correlation of a half the change varies as much as one value.
    got = power(turns, 2, Assumptions(0.5, 1, 0.0, 0.5))
    assert got.power == pytest.approx(0.80, abs=0.005)
    assert got.smallest == pytest.approx(0.5, abs=0.005)
    assert (got.treated, got.comparison, got.design_effect) == (64, 64, 1.0)
    many = power(turns, 2, Assumptions(0.5, 20, 0.1, 0.5))
    assert many.design_effect == pytest.approx(2.9)
    assert many.error == pytest.approx(got.error * math.sqrt(2.9 / 20))
    assert many.power > 0.99
    for turns in ({}, {"a": 1, "b": 1, "c": 1}, {"a": 0, "b": 0, "c": 0}):
        with pytest.raises(ValueError, match="nobody"):
            power(turns, 2, Assumptions(0.5, 1, 0.0, 0.5))
