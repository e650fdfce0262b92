import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.orgs.engine import paths

IDS = st.integers(1, 36**8 - 1)


@given(st.lists(IDS, min_size=1, max_size=6))
def test_a_path_is_read_back(found):
    path = "".join(paths.step(one) for one in found)
    assert paths.ids(path) == found
    assert paths.ancestors(path)[-1] == path
    assert len(paths.ancestors(path)) == len(found)


@given(IDS, IDS, IDS)
def test_the_range_of_a_subtree_holds_what_is_below_and_nothing_else(one, other, below):
    path = paths.step(one)
    inside = path + paths.step(below)
    assert path <= inside < path + paths.END
    assert (path <= paths.step(other) < path + paths.END) == (one == other)


@pytest.mark.parametrize("bad", [0, -1, 36**8])
def test_ids_that_do_not_fit(bad):
    with pytest.raises(ValueError, match="not an id"):
        paths.step(bad)
