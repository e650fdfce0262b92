"""A browser for any member of the cast, and a learner with two certificates."""

import uuid

import pytest
from django.conf import settings

from karmayogi.credentials import api as credentials
from karmayogi.kernel import rows
from karmayogi.kernel.access import System
from tests.competencies.conftest import framework, framework_snapshot  # noqa: F401 (the national competencies)


@pytest.fixture
def browse(client, cast, frozen_time, at):
    """Opens a page as a member of the cast, or as nobody."""

    def call(address, who=None, **headers):
        client.cookies.clear()
        if who is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = who.cookie(at)
        return client.get(address, headers=headers)

    return call


@pytest.fixture
def certificates(cast, at, tmp_path, settings):
    """Two certificates of the learner, one of them revoked."""
    settings.KEYS_ROOT = tmp_path / "keys"
    settings.FILES_ROOT = tmp_path / "files"
    for number in range(2):
        made = credentials.issue(
            agent=System("test"), person_id=cast.learner.person_id, name="Asha Verma", name_native="",
            title_en=f"Course {number}", title_hi="", title_ur="", language="en", course_uuid=uuid.uuid4(),
            course_code=f"C-{number}", hours_minutes=60, grade="E1", score=None, competencies=[], ref_kind="test",
            ref_uuid=uuid.uuid4(), at=at,
        )  # fmt: skip
    rows.run(
        "update credentials_certificate set revoked_at = %s, revoked_reason = 'error' where uuid = %s", [at, made.uuid]
    )
