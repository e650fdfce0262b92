"""Asha, enrolled in a course of units, and her browser."""

import html
import re

import pytest
from django.conf import settings
from django.urls import reverse

from karmayogi.kernel import clock
from karmayogi.learning import api
from karmayogi.learning.models import PackageUnit
from tests.learning import units
from tests.learning.conftest import SETUP


class Learner:
    """A learner's browser on the page of the part."""

    def __init__(self, client, enrolment) -> None:
        self.client, self.enrolment = client, enrolment
        self.page = reverse("learning:part", args=[enrolment, "package"])
        self.launch_url = reverse("learning:unit_launch", args=[enrolment, "package"])

    def contents(self) -> str:
        return self.client.get(self.page).content.decode()

    def launch(self, unit: str, **more):
        """unit: its title. The answer to the launch, followed to the session."""
        row = next(row for row in PackageUnit.objects.filter(kind="au") if unit in row.titles.values())
        return self.client.post(self.launch_url, {"unit": str(row.uuid), **more}, follow=True)

    def opened(self, unit: str, **more) -> units.Unit:
        """The unit as its frame would be opened."""
        content = self.launch(unit, **more).content.decode()
        found = re.search(r'data-src="([^"]+)"', content) or re.search(r'<a class="btn" href="([^"]+)"', content)
        return units.Unit(html.unescape(found.group(1)))


@pytest.fixture(autouse=True)
def believed_at_once(monkeypatch, frozen_time):
    monkeypatch.setattr("karmayogi.ingest.conf.CREDENTIAL_SECONDS", 0.0)


@pytest.fixture
def learning(cast, kcm, client, at):
    """Gives the learner of a package."""

    def begin(content: bytes) -> Learner:
        course = api.import_scorm(agent=SETUP, content=content, filename="p.zip", titles={}, competencies=[], at=at)
        enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
        learner = Learner(client, enrolment)
        learner.contents()
        return learner

    with clock.frozen(at):
        yield begin
