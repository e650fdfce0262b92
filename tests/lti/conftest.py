"""A tool by PyLTI1p3 registered for the ministry, and a course with a part that it plays."""

import dataclasses
import json
import uuid

import pytest
from django.conf import settings as django_settings
from django.test import Client

from karmayogi.kernel import clock
from karmayogi.kernel.access import System
from karmayogi.learning import api as learning
from karmayogi.learning.actions.draft import CourseDraft, DraftPart, DraftVariant
from karmayogi.learning.actions.publish import publish
from karmayogi.learning.types import QuizSpec
from karmayogi.lti.actions import register_tool
from karmayogi.lti.actions.line_items import couple
from karmayogi.lti.models import Deployment, Link, Tool
from karmayogi.lti.types import Scope
from tests.lti.pytool import Form, PyTool

SET_UP = System("test")


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.FILES_ROOT, settings.KEYS_ROOT = tmp_path / "files", tmp_path / "keys"


@pytest.fixture
def now():
    """Libraries of others look at the machine's own clock."""
    return clock.now()


def browser(player, now) -> Client:
    client = Client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = player.cookie(now)
    return client


def given(**changes) -> register_tool.Given:
    made = register_tool.Given(
        name="Quiz workshop", description="", initiation_url=PyTool.login_url, target_url=PyTool.launch_url,
        deep_link_url=PyTool.deep_url, redirect_uris=(PyTool.launch_url, PyTool.deep_url), jwks_url="", jwks="",
        policy_url="", custom={"from": "us"}, scopes=tuple(Scope), shares_name=True, shares_email=False,
    )  # fmt: skip
    return dataclasses.replace(made, **changes)


class Desk:
    """The ministry's tool: `row`, `deployment`, `py` (its own side), `course` with the parts "one" and "tool"."""

    def __init__(self, cast, now):
        self.cast, self.now = cast, now
        self.py = PyTool(Client(), str(django_settings.PUBLIC_ORIGIN))
        made = register_tool.register(
            actor=cast.admin.actor(now), organisation=cast.ministry.uuid, at=now,
            given=given(jwks=json.dumps(self.py.jwks())),
        )  # fmt: skip
        self.row = Tool.objects.get(uuid=made)
        self.deployment = Deployment.objects.select_related("tool", "organisation").get(tool=self.row)
        self.py.know(self.row.client_id, [self.deployment.uuid])
        self.course, self.link = self.publish("T-1")
        self.asha = cast.learner

    def publish(self, code, completes="grade", opens_in="window", deployment=None, kinds=("page", "lti")):
        """(course, link) of a course with a page and a part played by the tool."""
        deployment = deployment or self.deployment
        key = uuid.uuid4()
        parts = [
            DraftPart(
                "tool" if kind == "lti" else "one", kind, 10, 0,
                {"en": DraftVariant(kind.title(), body_html="" if kind == "lti" else "<p>Read</p>")},
                link=key if kind == "lti" else None,
            )
            for kind in kinds
        ]  # fmt: skip
        draft = CourseDraft(
            code, "Test Courseware", "online", "", {"en": f"Course {code}"}, {}, [], parts, QuizSpec(1, 1, 1, 60), code
        )
        course = publish(agent=SET_UP, draft=draft, at=self.now)
        link = Link.objects.create(
            uuid=key, deployment=deployment, course_id=course.id, title="Exercise", url=self.py.launch_url,
            custom={"exercise": "7"}, opens_in=opens_in, completes=completes, made_by_id=self.cast.admin.person_id,
            made_at=self.now,
        )  # fmt: skip
        if completes == "grade":
            couple(link, label="Exercise", maximum=20, resource_id="", tag="t", at=self.now)
        return course, link

    def enrol(self, player, course=None):
        """(enrolment, uuid of the part played by the tool)."""
        actor = player.actor(self.now)
        uuid_of = (course or self.course).uuid
        enrolment = learning.enrol(actor=actor, course_uuid=uuid_of, language="en", at=self.now)
        return enrolment, learning.lesson(actor, enrolment).part("tool").uuid

    def start(self, client, part):
        """The address of the tool to which we send the browser."""
        client.post(f"/lti/parts/{part}/agree/")
        answer = client.get(f"/lti/parts/{part}/start/")
        assert answer.status_code == 302, answer.status_code
        return answer["Location"]

    def ask(self, client, part):
        """The tool's question to our authorization endpoint."""
        return self.py.login(self.start(client, part))

    def posted(self, client, address):
        """What the browser posts to the tool at the end."""
        answer = client.get(address.removeprefix(str(django_settings.PUBLIC_ORIGIN)))
        assert answer.status_code == 200, answer.status_code
        return Form(answer.content.decode())

    def launch(self, player, part, client=None):
        """The whole way in, judged by PyLTI1p3."""
        client = client or browser(player, self.now)
        form = self.posted(client, self.ask(client, part))
        assert form.action == self.py.launch_url
        assert "id_token" in form.fields, form.fields
        return self.py.launch(form.fields)


@pytest.fixture
def desk(cast, now):
    return Desk(cast, now)
