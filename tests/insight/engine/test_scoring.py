"""Scores, ranks with ties, and how ranks hang on the weights."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from karmayogi.insight.engine import scoring
from karmayogi.insight.engine.scoring import moved, ranks, score, standings, tenths

CODES = ("unit", "plan", "onboarded", "mapped")
SHARES = st.integers(1, 60).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
PLACES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.fixed_dictionaries(dict.fromkeys(CODES, SHARES)),
    min_size=1,
    max_size=8,
)


@st.composite
def weightings(draw) -> dict[str, int]:
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
    return dict(zip(CODES, (b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)), strict=True))


def test_given_and_expected():
    weights = {"unit": 40, "plan": 30, "onboarded": 20, "mapped": 10}
    shares = {"unit": (1, 1), "plan": (0, 5), "onboarded": (2, 3), "mapped": (1, 8)}
    exact = score(shares, weights)
    assert exact == Fraction(40) + Fraction(40, 3) + Fraction(10, 8)
    assert tenths(exact) == 546, "54.583… points"
    assert tenths(Fraction(1, 20)) == 1, "half a tenth goes up"
    assert score({**shares, "plan": None}, weights) is None
    assert score({**shares, "plan": None}, {**weights, "plan": 0, "unit": 70}) is not None, "it weighs nothing"
    assert ranks({"a": 546, "b": 700, "c": 546, "d": 10}) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert moved(weights, "unit", 10) == {
        "unit": 50,
        "plan": 25,
        "onboarded": Fraction(50, 3),
        "mapped": Fraction(25, 3),
    }
    assert moved({"unit": 100, "plan": 0}, "unit", -10) == {"unit": 90, "plan": 10}
    assert moved({"unit": 95, "plan": 5}, "unit", 10) == {"unit": 100, "plan": 0}


def test_who_hangs_on_a_weight_is_seen():
    """One has the unit alone, the other the plan: whichever weighs more leads."""
    places = {
        "unit": {"unit": (1, 1), "plan": (0, 1), "onboarded": (1, 2), "mapped": (1, 2)},
        "plan": {"unit": (0, 1), "plan": (1, 1), "onboarded": (1, 2), "mapped": (1, 2)},
        "last": {"unit": (0, 1), "plan": (0, 1), "onboarded": (0, 2), "mapped": (0, 2)},
    }
    found = standings(places, {"unit": 26, "plan": 24, "onboarded": 25, "mapped": 25})
    assert [(one.rank, one.best, one.worst) for one in found.values()] == [(1, 1, 2), (2, 1, 2), (3, 3, 3)]


@given(PLACES, weightings())
def test_what_holds_of_every_standing(places, weights):
    found = standings(places, weights)
    assert set(found) == set(places)
    for code, one in found.items():
        assert 0 <= one.tenths <= 1000
        assert one.rank == 1 + sum(other.tenths > one.tenths for other in found.values())
        assert 1 <= one.best <= one.rank <= one.worst <= len(places)
        for other_code, other in found.items():
            pairs = [(Fraction(*places[code][key]), Fraction(*places[other_code][key])) for key in CODES]
            if all(mine >= its for mine, its in pairs):
                assert one.tenths >= other.tenths
                assert one.best <= other.best
                assert one.worst <= other.worst


@given(PLACES, weightings())
def test_the_order_of_places_and_of_parts_says_nothing(places, weights):
    turned = {code: dict(reversed(shares.items())) for code, shares in reversed(places.items())}
    assert standings(turned, dict(reversed(weights.items()))) == standings(places, weights)


@given(weightings(), st.sampled_from(CODES), st.integers(-100, 100))
def test_moved_weights_stay_weights(weights, code, by):
    now = moved(weights, code, by)
    assert sum(now.values()) == 100
    assert all(0 <= value <= 100 for value in now.values())
    assert now[code] == min(100, max(0, weights[code] + by))


@given(st.fixed_dictionaries(dict.fromkeys(CODES, SHARES)), weightings())
def test_the_points_of_the_parts_are_the_score(shares, weights):
    assert sum(scoring.points(shares[code], weights[code]) for code in CODES) == score(shares, weights)
