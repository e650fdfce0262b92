"""`python -m bench.adaptive`: simulated examinees through calibration and the adaptive test, into docs/measurement/.

The truth is known, so that bias and error can be read off. Nobody real is in it.
"""

import random
import time
from collections.abc import Callable, Sequence

import numpy as np

from bench.place import ROOT
from karmayogi.assessment.engine import scoring
from karmayogi.assessment.engine.kinds import Asked, Choice
from karmayogi.assessment.engine.measurement import adaptive
from karmayogi.assessment.engine.measurement.adaptive import Bank, State, Terms
from karmayogi.assessment.engine.measurement.calibration import calibrate, estimate, probability

INTO = ROOT / "docs" / "measurement"
SEED = 2026
POOL, CALIBRATORS, EACH, MOST_SEEN = 300, 3000, 60, 0.25
POINTS = np.linspace(-3, 3, 13)
PER_POINT, FIXED = 60, 30
TERMS = Terms(shares=(0.4, 0.35, 0.25), least=8, most=30, enough=0.32)


def pool(size: int, dice: np.random.Generator) -> Bank:
    areas = dice.choice(3, size, p=TERMS.shares)
    return Bank(np.exp(dice.normal(0.2, 0.25, size)), dice.normal(0, 1.2, size), areas, np.ones(size))


def calibrated(truth: Bank, dice: np.random.Generator) -> tuple[Bank, dict[str, float]]:
    """The bank as calibration sees it: each person had EACH questions, as papers are drawn."""
    ability = dice.normal(size=CALIBRATORS)
    answers = (dice.random((CALIBRATORS, len(truth))) < probability(truth.a, truth.b, ability)).astype(float)
    for row in answers:
        row[dice.permutation(len(truth))[EACH:]] = np.nan
    before = time.perf_counter()
    model = calibrate(answers, fewest=100)
    spent = time.perf_counter() - before
    found = Bank(model.a, model.b, truth.area, np.ones(len(truth)))
    return found, {
        "rounds": model.rounds,
        "seconds": spent,
        "rmse_b": float(np.sqrt(np.mean((model.b - truth.b) ** 2))),
        "bias_b": float(np.mean(model.b - truth.b)),
        "rmse_a": float(np.sqrt(np.mean((model.a - truth.a) ** 2))),
        "inside": float(np.mean(np.abs(model.b - truth.b) < 1.96 * model.se_b)),
    }


def sit(known: Bank, truth: Bank, theta: float, dice: random.Random) -> State:
    """Chosen and estimated by what calibration found; answered by the truth."""
    state = State()
    while not adaptive.is_over(known, TERMS, state):
        item, state = adaptive.choose(known, TERMS, state, dice)
        state = adaptive.answered(known, state, item, _right(truth, item, theta, dice))
    return state


def _right(truth: Bank, item: int, theta: float, dice: random.Random) -> bool:
    return dice.random() < 1 / (1 + np.exp(-truth.a[item] * (theta - truth.b[item])))


def fixed_form(known: Bank) -> list[int]:
    """The same length for all: by area, those that tell most about the middle of the scale."""
    worth = sum(adaptive.information(known.a, known.b, theta) for theta in (-1.0, 0.0, 1.0))
    form: list[int] = []
    for area, share in enumerate(TERMS.shares):
        inside = np.flatnonzero(known.area == area)
        form += inside[np.argsort(-worth[inside])][: round(share * FIXED)].tolist()
    return form


def main() -> None:
    dice, coin = np.random.default_rng(SEED), random.Random(SEED)  # noqa: S311 (a simulation)
    truth = pool(POOL, dice)
    known, model = calibrated(truth, dice)
    held = adaptive.hold_back(known, TERMS, MOST_SEEN, dice.normal(size=300).tolist(), SEED)
    runs = {
        "adaptive": [[sit(known, truth, t, coin) for _n in range(PER_POINT)] for t in POINTS],
        "adaptive, held back": [[sit(held, truth, t, coin) for _n in range(PER_POINT)] for t in POINTS],
    }
    form = fixed_form(known)
    flat = [
        [estimate(known.a[form], known.b[form], np.array([_right(truth, i, t, coin) for i in form]))
         for _n in range(PER_POINT)] for t in POINTS
    ]  # fmt: skip
    thetas = {name: [[s.theta for s in states] for states in run] for name, run in runs.items()}
    thetas[f"fixed, {len(form)} questions"] = [[theta for theta, _error in found] for found in flat]
    people = [dice.normal() for _n in range(400)]
    normal = {
        "adaptive": [sit(known, truth, t, coin) for t in people],
        "adaptive, held back": [sit(held, truth, t, coin) for t in people],
    }
    lengths = {name: [[len(s.asked) for s in states] for states in run] for name, run in runs.items()}
    lengths[f"fixed, {len(form)} questions"] = [[len(form)] for _t in POINTS]
    INTO.mkdir(parents=True, exist_ok=True)
    off = {name: [np.array(found) - t for found, t in zip(run, POINTS, strict=True)] for name, run in thetas.items()}
    charts: dict[str, tuple[str, Callable[[str, int], float]]] = {
        "bias": ("Mean error of the estimate, by true ability", lambda name, at: float(np.mean(off[name][at]))),
        "rmse": (
            "Root mean square error, by true ability",
            lambda name, at: float(np.sqrt(np.mean(off[name][at] ** 2))),
        ),
        "length": ("Questions asked, by true ability", lambda name, at: float(np.mean(lengths[name][at]))),
    }
    for chart, (title, value) in charts.items():
        series = {name: [value(name, at) for at in range(len(POINTS))] for name in off}
        (INTO / f"{chart}.svg").write_text(svg(title, POINTS.tolist(), series))
    (INTO / "README.md").write_text(report(model, off, lengths, normal, people, speeds(coin)))
    print(f"written to {INTO}")


def speeds(coin: random.Random) -> dict[str, float]:
    """Milliseconds for the next question of 5,000, median and worst of 60; attempts of 25 questions scored a second."""
    big, state, spent = pool(5_000, np.random.default_rng(1)), State(), []
    for _n in range(60):
        before = time.perf_counter()
        item, state = adaptive.choose(big, TERMS, state, coin)
        state = adaptive.answered(big, state, item, coin.random() < 0.5)
        spent.append(1000 * (time.perf_counter() - before))
    options = tuple(Choice(letter, letter == "b") for letter in "abcd")
    key = scoring.key([Asked("single", options)] * 300)
    dice = np.random.default_rng(2)
    items, chosen = dice.integers(0, 300, (200_000, 25)), 1 << dice.integers(0, 4, (200_000, 25))
    before = time.perf_counter()
    scoring.scores(key, items, chosen, 25)
    rate = len(items) / (time.perf_counter() - before)
    return {"median": sorted(spent)[30], "worst": max(spent), "rate": rate}


def report(
    model: dict[str, float], off: dict[str, list[np.ndarray]], lengths: dict[str, list[list[int]]],
    normal: dict[str, list[State]], people: Sequence[float], speed: dict[str, float],
) -> str:  # fmt: skip
    middle = [at for at, t in enumerate(POINTS) if abs(t) <= 2]
    table = "\n".join(
        f"| {name} | {np.mean([np.mean(off[name][at]) for at in middle]):+.3f} "
        f"| {np.sqrt(np.mean([np.mean(off[name][at] ** 2) for at in middle])):.3f} "
        f"| {np.mean([np.mean(lengths[name][at]) for at in middle]):.1f} |"
        for name in off
    )
    wear = "\n".join(
        f"| {name} | {adaptive.exposure(states, POOL).max():.2f} | {(adaptive.exposure(states, POOL) > 0).mean():.0%} "
        f"| {np.sqrt(np.mean([(s.theta - t) ** 2 for s, t in zip(states, people, strict=True)])):.3f} "
        f"| {np.mean([len(s.asked) for s in states]):.1f} |"
        for name, states in normal.items()
    )
    return f"""# What the measurement is worth
Written by `python -m bench.adaptive` (seed {SEED}). Everybody in it is simulated: the truth is known, so error can be
read off. It says how the method does under its own model, and nothing about any question or officer.

## Calibration
{POOL} questions in three areas, {CALIBRATORS:,} persons with {EACH} questions each, two-parameter model, EM with
{model["rounds"]:.0f} rounds in {model["seconds"]:.1f} s.

| | |
|---|---|
| difficulty b: root mean square error | {model["rmse_b"]:.3f} |
| difficulty b: mean error | {model["bias_b"]:+.3f} |
| slope a: root mean square error | {model["rmse_a"]:.3f} |
| true b inside ±1.96 standard errors | {model["inside"]:.0%} |

## Adaptive against fixed
Chosen and estimated by the *calibrated* figures, answered by the true ones. {PER_POINT} persons at each of
{len(POINTS)} abilities; the table is over −2 to 2. It stops at an error of {TERMS.enough} or {TERMS.most} questions,
not before {TERMS.least}; shares of the areas {", ".join(f"{share:.0%}" for share in TERMS.shares)}. The fixed form
has the questions that tell most around the middle.

| | mean error | root mean square error | questions |
|---|---|---|---|
{table}

![bias](bias.svg)
![error](rmse.svg)
![length](length.svg)

Estimates are drawn to the middle at the ends of the scale, as expected a posteriori estimates are: a short test says
less about the very able and the very weak, and its standard error says so.

## Wear
{len(people)} persons from a normal population. Held back: Sympson–Hetter, aimed at {MOST_SEEN:.0%}.

| | most often asked question | questions used | root mean square error | questions |
|---|---|---|---|---|
{wear}

## Speed
On the machine that wrote this: the next question from 5,000 with the estimate before it takes {speed["median"]:.1f} ms
(median; worst {speed["worst"]:.1f} ms) against a target of 20 ms. In bulk {speed["rate"]:,.0f} attempts of 25 questions
are scored a second on one core, against a target of 20,000.
"""


COLOURS = ("#1a56b0", "#b4470f", "#4b7a1e")


def svg(title: str, xs: list[float], series: dict[str, list[float]]) -> str:
    """A line chart with its figures readable without colour: each line has its own dashes."""
    low = min(0.0, *(min(ys) for ys in series.values()))
    high = max(max(ys) for ys in series.values())
    step = next(size for size in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10) if (high - low) / size <= 8)
    low, high = step * np.floor(low / step), step * np.ceil(high / step)

    def place(x: float, y: float) -> str:
        return f"{60 + 560 * (x - xs[0]) / (xs[-1] - xs[0]):.1f},{300 - 250 * (y - low) / (high - low):.1f}"

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" role="img" font-family="sans-serif" '
        f'font-size="12"><title>{title}</title><rect width="640" height="400" fill="#fff"/>',
        f'<text x="60" y="28" font-size="15" font-weight="bold">{title}</text>',
    ]
    for number in range(round((high - low) / step) + 1):
        y = low + number * step
        left, right = place(xs[0], y).split(","), place(xs[-1], y).split(",")
        parts.append(f'<path d="M{",".join(left)} L{",".join(right)}" stroke="#ddd"/>')
        parts.append(f'<text x="52" y="{float(left[1]) + 4}" text-anchor="end">{y:g}</text>')
    parts += [f'<text x="{place(x, low).split(",")[0]}" y="318" text-anchor="middle">{x:g}</text>' for x in xs[::2]]
    for number, (name, ys) in enumerate(series.items()):
        points = " ".join(place(x, y) for x, y in zip(xs, ys, strict=True))
        look = f'stroke="{COLOURS[number]}" stroke-width="2.5" stroke-dasharray="{("", "8 4", "2 4")[number]}"'
        parts.append(f'<polyline points="{points}" fill="none" {look}/>')
        parts.append(f'<path d="M60,{342 + 18 * number} h40" {look}/>')
        parts.append(f'<text x="108" y="{346 + 18 * number}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    main()
