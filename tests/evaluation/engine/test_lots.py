import hashlib

from karmayogi.evaluation.engine import lots
from karmayogi.evaluation.types import Design

STRATA = {state: [f"{state}-{n:02}" for n in range(20)] for state in ("AP", "AS", "GJ", "OD")}


def test_anybody_can_draw_again_and_another_word_draws_another_lot():
    seed = lots.seed_of("secret", "word")
    assert seed == hashlib.sha256(b"secret:word").hexdigest()
    assert lots.commitment("secret") == hashlib.sha256(b"secret").hexdigest()
    drawn = lots.sample(seed, STRATA, 15)
    by_hand = sorted(STRATA["AP"], key=lambda code: hashlib.sha256(f"{seed}:sample:{code}".encode()).hexdigest())
    assert drawn["AP"] == by_hand[:15]
    assert [len(codes) for codes in drawn.values()] == [15] * 4
    turns = lots.turns(seed, drawn, Design.LOTTERY, seats=30, steps=1)
    assert turns == lots.turns(
        seed, {k: list(reversed(v)) for k, v in drawn.items()}, Design.LOTTERY, seats=30, steps=1
    )
    assert turns != lots.turns(lots.seed_of("secret", "other"), drawn, Design.LOTTERY, seats=30, steps=1)
    seats = {state: sum(turns[code] for code in codes) for state, codes in drawn.items()}
    assert sum(seats.values()) == 30
    assert set(seats.values()) <= {7, 8}


def test_seats_follow_the_size_of_a_stratum_and_nobody_is_favoured_by_the_code():
    strata = {"large": [f"l{n}" for n in range(60)], "small": [f"s{n}" for n in range(20)]}
    turns = lots.turns("seed", strata, Design.LOTTERY, seats=20, steps=1)
    assert sum(turns[code] for code in strata["large"]) == 15
    drawn = [lots.turns(str(n), {"": ["a", "b", "c", "d"]}, Design.LOTTERY, seats=2, steps=1) for n in range(2000)]
    for code in "abcd":
        assert 900 < sum(one[code] for one in drawn) < 1100, "half of the lots, within five standard errors"


def test_everybody_has_a_turn_in_a_wedge():
    turns = lots.turns("seed", STRATA, Design.WEDGE, seats=0, steps=4)
    for codes in STRATA.values():
        assert sorted(turns[code] for code in codes) == [1] * 5 + [2] * 5 + [3] * 5 + [4] * 5
