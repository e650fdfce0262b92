import io

import pytest

from karmayogi.assessment import api as assessment  # noqa: F401 (fills the slots for questions)
from karmayogi.kernel import slots
from karmayogi.learning.actions.exchange.bring import bring
from karmayogi.learning.actions.exchange.keep_draft import keep_draft
from karmayogi.learning.actions.exchange.publish_brought import publish_brought
from tests.learning import foreign


@pytest.fixture
def second(cast):
    """Another publisher."""
    from karmayogi.kernel.access import Role

    player = cast.player("Jaya Rao", "jaya@personnel.example.in", None, None)
    cast.grant(player, Role.CONTENT_PUBLISHER, cast.country)
    return player


@pytest.fixture
def bringing(cast, kcm, licensed, at):
    """Brings a file as Imran; gives what came of it."""

    def call(content: bytes | str, filename: str = "course.zip"):
        if isinstance(content, str):
            content = foreign.archive(content, foreign.all_of_them()[content])
        return bring(agent=cast.publisher.actor(at), source=io.BytesIO(content), filename=filename, at=at)

    return call


@pytest.fixture
def keeping(cast, at):
    def call(brought_uuid, code="X-1", **changes):
        given = {"title": "A course", "provider": "Others", "licence": "MIT", "competencies_taught": [("FUN-095", 2)]}
        keep_draft(agent=cast.publisher.actor(at), brought_uuid=brought_uuid, code=code, at=at, **given | changes)

    return call


@pytest.fixture
def published(bringing, keeping, second, at):
    """Brings, keeps and publishes by two persons."""

    def call(content, code="X-1", **changes):
        now = bringing(content)
        keeping(now.uuid, code, **changes)
        return publish_brought(agent=second.actor(at), brought_uuid=now.uuid, at=at)

    return call


@pytest.fixture(autouse=True)
def slots_are_filled():
    assert slots.every("learning.course_readers")
