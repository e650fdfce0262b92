"""Against arithmetic by hand, and against studies whose effect is known because it was put there."""

import math

import numpy as np
import pytest

from karmayogi.evaluation.engine import lots
from karmayogi.evaluation.engine.estimates import balance, difference_in_differences, holm, means, stepped_wedge
from karmayogi.evaluation.types import Design, Seen

STRATA = {state: [f"{state}{n}" for n in range(15)] for state in ("AP", "AS", "GJ", "OD")}
LOTTERY = lots.turns("seed", STRATA, Design.LOTTERY, seats=30, steps=1)
WEDGE = lots.turns("seed", STRATA, Design.WEDGE, seats=0, steps=3)


def simulated(dice: np.random.Generator, turns: dict[str, int], waves: int, effect: float) -> list[Seen]:
    """Units differ, waves differ, and being treated adds `effect`; noise of a half."""
    found = []
    for unit, turn in turns.items():
        own = dice.normal(0, 1)
        for wave in range(waves):
            value = own + 0.3 * wave + effect * (0 < turn <= wave) + dice.normal(0, 0.5)
            found.append(Seen(unit, unit[:2], turn, wave, value))
    return found


def test_two_waves_are_the_difference_of_the_mean_changes_with_the_error_by_hand():
    dice = np.random.default_rng(7)
    seen = simulated(dice, LOTTERY, 2, 0.4)
    got = difference_in_differences(seen, 0, 1)
    value = {(one.unit, one.wave): one.value for one in seen}
    change = {turn: np.array([value[u, 1] - value[u, 0] for u, t in LOTTERY.items() if t == turn]) for turn in (0, 1)}
    assert got.estimate == pytest.approx(change[1].mean() - change[0].mean(), abs=1e-12)
    # Ordinary least squares with its cluster-robust error, written out in matrices.
    units = list(LOTTERY)
    rows = [(u, w) for u in units for w in (0, 1)]
    x = np.array([[LOTTERY[u] * w, w] for u, w in rows], dtype=float)
    y = np.array([value[row] for row in rows])
    for part in (x, y):
        part -= np.repeat(part.reshape(len(units), 2, -1).mean(axis=1), 2, axis=0).reshape(part.shape)
    bread = np.linalg.inv(x.T @ x)
    left = y - x @ (bread @ x.T @ y)
    meat = sum(np.outer(s, s) for s in ((x[i : i + 2].T @ left[i : i + 2]) for i in range(0, len(rows), 2)))
    n, g = len(rows), len(units)
    error = math.sqrt((bread @ meat @ bread)[0, 0] * g / (g - 1) * (n - 1) / (n - 2))
    assert got.error == pytest.approx(error, rel=1e-9)
    assert got.high - got.estimate == pytest.approx(2.0009953 * error, rel=1e-6), "t with 59 degrees of freedom"
    assert (got.units, got.seen) == (60, 120)


@pytest.mark.parametrize(
    ("turns", "waves", "work"),
    [
        (LOTTERY, 2, lambda seen: difference_in_differences(seen, 0, 1)),
        (WEDGE, 4, stepped_wedge),
        ({unit: turn for unit, turn in WEDGE.items() if unit[:2] in ("AP", "AS")}, 4, stepped_wedge),
    ],
)
def test_estimates_are_right_on_average_and_intervals_hold_what_they_say(turns, waves, work):
    dice, times, effect = np.random.default_rng(11), 400, 0.4
    got = [work(simulated(dice, turns, waves, effect)) for _ in range(times)]
    found = np.array([one.estimate for one in got])
    off = found.std(ddof=1) / math.sqrt(times)
    assert abs(found.mean() - effect) < 3 * off
    covered = np.mean([one.low <= effect <= one.high for one in got])
    assert abs(covered - 0.95) < 3 * math.sqrt(0.95 * 0.05 / times)
    assert np.mean([one.error for one in got]) == pytest.approx(found.std(ddof=1), rel=0.12)


def test_the_lot_itself_is_a_judge():
    dice = np.random.default_rng(3)

    def redraw(number: int) -> dict[str, int]:
        return lots.turns(f"again:{number}", STRATA, Design.LOTTERY, seats=30, steps=1)

    nothing = difference_in_differences(simulated(dice, LOTTERY, 2, 0.0), 0, 1, redraw)
    great = difference_in_differences(simulated(dice, LOTTERY, 2, 1.5), 0, 1, redraw)
    assert great.lot == 0.001
    assert nothing.lot == pytest.approx(nothing.p, abs=0.08)


def test_what_is_missing_is_left_out_and_too_little_is_refused():
    seen = simulated(np.random.default_rng(5), LOTTERY, 2, 0.4)
    lost = set(list(LOTTERY)[:6])
    without = difference_in_differences([one for one in seen if one.wave == 0 or one.unit not in lost], 0, 1)
    assert without.units == 54
    whole = [one for one in seen if one.unit not in lost]
    assert without.estimate == pytest.approx(difference_in_differences(whole, 0, 1).estimate)
    alone = [one for one in seen if one.turn == 0 or one.unit == next(unit for unit in LOTTERY if LOTTERY[unit])]
    for few in ([], alone, seen[:4], [one for one in seen if one.wave == 0], [one for one in seen if one.turn == 0]):
        with pytest.raises(ValueError, match=r"few|nobody"):
            difference_in_differences(few, 0, 1)


@pytest.mark.parametrize("step", [0.0, 0.1])
def test_where_nothing_varies_nothing_is_found(step):
    """All at 100 % in both waves, or all better by the same: no noughts divided by noughts, no chance of a sign."""
    seen = [Seen(unit, unit[:2], turn, wave, 99.9 + wave * step) for unit, turn in LOTTERY.items() for wave in (0, 1)]
    got = difference_in_differences(seen, 0, 1, lambda _number: LOTTERY)
    assert (got.estimate, got.error, got.low, got.high, got.p, got.lot) == (0, 0, 0, 0, 1, 1)


def test_balance_means_and_holm():
    seen = [Seen(f"u{n}", "", int(n < 4), 0, float(n)) for n in range(8)]
    got = balance("x", seen, 0)
    assert got is not None
    assert (got.treated, got.comparison) == (1.5, 5.5)
    assert got.difference == pytest.approx(-4 / math.sqrt((5 / 3 + 5 / 3) / 2))
    assert balance("x", [one for one in seen if one.turn], 0) is None
    first = means(seen)[0]
    assert (first.mean, first.units) == (1.5, 4)
    assert first.high - 1.5 == pytest.approx(3.182446 * math.sqrt(5 / 3) / 2, rel=1e-6)
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})
