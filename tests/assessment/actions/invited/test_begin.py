"""Somebody from outside presses eight times at once, on connections that see each other's rows."""

import pytest

from karmayogi.assessment.actions.invited.ask_for import ask_for
from karmayogi.assessment.actions.invited.begin import begin
from karmayogi.assessment.actions.invited.certify import certify
from karmayogi.assessment.models import Attempt, Candidate, CandidatePlea, PublicTest
from karmayogi.assessment.queries.invited.candidates import visitor_of
from karmayogi.credentials.models import Certificate
from karmayogi.kernel.digests import digest
from tests.assessment.actions.invited.test_certify import sit
from tests.assessment.actions.invited.test_prove import open_test  # noqa: F401
from tests.assessment.test_actions import at_once, committed  # noqa: F401


@pytest.fixture
def visitor(committed, open_test, at, settings, tmp_path):  # noqa: F811
    settings.KEYS_ROOT, settings.FILES_ROOT = tmp_path / "keys", tmp_path / "files"
    Candidate.objects.create(
        test=PublicTest.objects.get(uuid=open_test), name="Meera Joshi", email="meera@example.org", invited_at=at,
        came_at=at, door_digest=digest("key"),
    )  # fmt: skip
    return visitor_of("key")


def test_eight_presses_are_one_plea_one_attempt_and_one_certificate(visitor, at):
    at_once(8, lambda _n: ask_for(visitor=visitor, extra_percent=25, why="Eyes", at=at))
    assert CandidatePlea.objects.count() == 1
    found = at_once(8, lambda _n: begin(visitor=visitor, language="en", at=at))
    assert len(set(found)) == 1 and Attempt.objects.count() == 1
    sit(visitor, at, right=True)
    made = at_once(8, lambda n: certify(visitor=visitor, name=f"Name {n}", language="en", at=at))
    assert len({one.code for one in made}) == 1 and Certificate.objects.count() == 1
    assert Certificate.objects.get().name == "Meera Joshi"
