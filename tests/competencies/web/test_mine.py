"""The officer's own page, today and as on a day of the past."""

import datetime as dt
import uuid

from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.competencies import api as competencies
from karmayogi.competencies.models import Profile
from karmayogi.competencies.types import Source
from karmayogi.kernel.access import System


def test_a_past_day_answers_with_the_post_profile_and_proof_of_then(cast, framework, at, frozen_time):
    Profile.objects.update(published_on=dt.date(2025, 1, 1))
    need = competencies.requirements_for(cast.assistant.id)[0]
    competencies.record_evidence(
        agent=System("test"), person_id=cast.learner.person_id, competency_id=need.competency_id, level=5,
        source=Source.INDEPENDENT_TEST, instrument="A test",
        ref_kind="test", ref_uuid=uuid.uuid4(), observed_at=at, at=at,
    )  # fmt: skip
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    page = reverse("competencies:mine")

    def met(on: str) -> int:
        return client.get(page, {"on": on}).content.decode().count("✓ met")

    assert met("") == 1
    assert met("2025-06-01") == 0
    assert "As on" in client.get(page, {"on": "2025-06-01"}).content.decode()
    # She held the post already, nobody had described it yet; and before that she held none.
    assert "Nobody has described this post yet" in client.get(page, {"on": "2024-06-01"}).content.decode()
    assert "You hold no post" in client.get(page, {"on": "2020-06-01"}).content.decode()
