"""Whatever colour is chosen, names and titles can be read on the paper."""

import pytest

from karmayogi.credentials.engine.colours import COLOURS, PAPER, contrast
from karmayogi.credentials.types import Accent


@pytest.mark.parametrize("accent", Accent)
def test_each_colour_is_read_at_seven_to_one(accent):
    assert all(contrast(colour, PAPER) >= 7 for colour in COLOURS[accent])


def test_the_ratio_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
