from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine.permission import Next, attempts_left, next_step

counts = st.integers(0, 9)


@given(counts, counts, st.booleans(), st.booleans())
def test_starting_needs_an_attempt_left_nothing_open_and_no_pass(allowed, used, has_open, has_passed):
    step = next_step(allowed=allowed, used=used, has_open=has_open, has_passed=has_passed)
    assert (step is Next.START) == (used < allowed and not has_open and not has_passed)
    assert (step is Next.RESUME) == has_open
    assert attempts_left(allowed, used) >= 0
