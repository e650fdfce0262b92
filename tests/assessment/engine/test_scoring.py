import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine import kinds, marking, scoring
from karmayogi.assessment.engine.kinds import Asked, Choice


@st.composite
def questions(draw):
    kind = draw(st.sampled_from(kinds.CHOICES))
    count = 2 if kind == "truefalse" else draw(st.integers(2, 10))
    keys = [chr(97 + n) for n in range(count)]
    if kind == "weighted":
        weights = draw(st.lists(st.integers(0, 40).map(Decimal), min_size=count, max_size=count).filter(any))
        return Asked(kind, tuple(Choice(k, w == max(weights), w) for k, w in zip(keys, weights, strict=True)))
    most = count - 1 if kind == "multiple" else 1
    right = draw(st.sets(st.sampled_from(keys), min_size=1, max_size=most))
    return Asked(kind, tuple(Choice(key, key in right) for key in keys))


@st.composite
def attempts(draw):
    bank = draw(st.lists(questions(), min_size=1, max_size=6))
    length = draw(st.integers(1, len(bank)))
    rows = []
    for _n in range(draw(st.integers(1, 5))):
        row = []
        for item in draw(st.permutations(range(len(bank))))[:length]:
            most = len(bank[item].options) if bank[item].kind == "multiple" else 1
            row.append((item, draw(st.sets(st.sampled_from([o.key for o in bank[item].options]), max_size=most))))
        rows.append(row)
    return bank, rows


def mask(question: Asked, chosen) -> int:
    return sum(1 << place for place, option in enumerate(question.options) if option.key in chosen)


def reference(bank, row, negative) -> tuple[int, int]:
    worth = [kinds.award(bank[item], sorted(chosen)) for item, chosen in row]
    gained = sum(
        (marking.gained(one, answered=bool(chosen), negative_percent=negative)
         for one, (_item, chosen) in zip(worth, row, strict=True)),
        Fraction(0),
    )  # fmt: skip
    return sum(one == 1 for one in worth), marking.per_cent(gained, len(row))


@given(attempts(), st.integers(0, 100))
def test_in_bulk_is_what_one_at_a_time_is(drawn, negative):
    bank, rows = drawn
    items = np.array([[item for item, _chosen in row] for row in rows])
    chosen = np.array([[mask(bank[item], own) for item, own in row] for row in rows])
    right, score = scoring.scores(scoring.key(bank), items, chosen, negative)
    assert list(zip(right.tolist(), score.tolist(), strict=True)) == [reference(bank, row, negative) for row in rows]


def test_twenty_thousand_attempts_a_second():
    dice = np.random.default_rng(1)
    bank = [
        Asked("single" if n % 3 else "weighted",
              tuple(Choice(k, k == "b", Decimal(4 if k == "b" else 1)) for k in "abcd"))
        for n in range(200)
    ]  # fmt: skip
    key = scoring.key(bank)
    items = dice.integers(0, 200, (20_000, 25))
    chosen = 1 << dice.integers(0, 4, (20_000, 25))
    before = time.process_time()
    scoring.scores(key, items, chosen, 25)
    assert time.process_time() - before < 1


def test_what_has_no_bits_is_refused():
    with pytest.raises(ValueError, match="choice kinds"):
        scoring.key([Asked("numeric", (), {"value": "1"})])
