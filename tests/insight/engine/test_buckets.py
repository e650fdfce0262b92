from karmayogi.insight.engine.buckets import SHARES, neat, steps


def test_shares_always_have_the_same_classes():
    assert steps([1, 2, 3], share=True) == SHARES


def test_amounts_are_cut_by_fifths_at_neat_figures():
    found = steps([3, 8, 12, 40, 55, 130, 410, 900, 2200, 9000], share=False)
    assert list(found) == sorted(set(found))
    assert 1 <= len(found) <= 4
    assert all(step == neat(step) for step in found)


def test_equal_or_missing_amounts_still_make_a_legend():
    assert steps([], share=False) == (1.0,)
    assert steps([None, None], share=False) == (1.0,)
    assert steps([7, 7, 7], share=False) == (7.0,)
    assert steps([0, 0], share=False) == (1.0,)
