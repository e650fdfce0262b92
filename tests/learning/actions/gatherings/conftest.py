import datetime as dt

import pytest

from karmayogi.learning import api
from karmayogi.learning.types import GatheringTimes
from tests.learning.conftest import SETUP

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def talk(kcm, licensed, at):
    """Publishes a talk of an hour, tomorrow, with so many seats."""

    def make(seats=2, code="T-TALK", **given):
        return api.publish_event(
            agent=SETUP, code=code, provider="Test Courseware", titles={"en": "A talk", "hi": "एक व्याख्यान"},
            summaries={"en": "What was learnt."}, competencies=[],
            gathering=GatheringTimes(
                given.get("starts_at", at + 24 * HOUR), given.get("ends_at", at + 25 * HOUR), "Hall 1",
                "https://meet.example.in/x", "Dr. S", seats,
            ),
            at=at,
        )  # fmt: skip

    return make
