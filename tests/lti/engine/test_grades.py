"""Line items and scores of a tool: what could not be kept is refused."""

import pytest

from karmayogi.lti.engine.grades import BadGrade, read_column, read_score
from tests.cast import NOON

COLUMN = {"label": "Test", "scoreMaximum": 10}
SCORE = {"userId": "7", "activityProgress": "Completed", "gradingProgress": "FullyGraded"}


def test_a_tools_own_fields_are_kept():
    more = {"https://x.example/a": {"b": 1}}
    assert read_column(COLUMN | more).extra == more


def test_a_nul_in_a_tools_own_field_is_refused():
    with pytest.raises(BadGrade, match="NUL"):
        read_column(COLUMN | {"https://x.example/a": {"b": "x\0"}})


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "2026-11-20T06:30:00"])
def test_a_moment_that_is_none_elsewhere_is_refused(moment):
    with pytest.raises(BadGrade, match="timestamp"):
        read_score(SCORE | {"timestamp": moment}, NOON)
