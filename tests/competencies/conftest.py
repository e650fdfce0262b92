"""The national competencies and the shipped profiles, loaded once a test."""

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import System
from karmayogi.orgs import api as orgs
from tests.cast import Cast
from tests.learning.conftest import committed_db, flush_append_only  # noqa: F401 (for tests with two connections)

SET_UP = System("test")


@pytest.fixture
def framework(cast: Cast, at):
    """KCM and all shipped profiles; returns code -> competency id."""
    competencies.import_kcm(agent=SET_UP, at=at)
    for one in competencies.shipped_designations():
        orgs.create_designation(agent=SET_UP, name=one.name_en, name_hi=one.name_hi, name_ur=one.name_ur, at=at)
    competencies.import_profiles(agent=SET_UP, at=at)
    return {row.code: row.id for row in competencies.every()}
