"""An H5P file is played, or its questions become ours: the publisher chooses."""

import json

import pytest

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning.actions.exchange.publish_brought import publish_brought
from karmayogi.learning.actions.exchange.take_other import take_other
from karmayogi.learning.models import BroughtCourse, Package, Part
from tests.learning import foreign, h5p_files


def question() -> bytes:
    """An H5P file with a question that is known here."""
    about = json.loads(h5p_files.ask()["h5p.json"]) | {"mainLibrary": "H5P.TrueFalse"}
    about["preloadedDependencies"] = [h5p_files.version("H5P.TrueFalse 1.0")]
    return foreign.zipped(
        h5p_files.ask(
            **{
                "h5p.json": json.dumps(about),
                "content/content.json": json.dumps({"question": "Wet?", "correct": "true"}),
                "H5P.TrueFalse-1.0/library.json": h5p_files.library("H5P.TrueFalse"),
            }
        )
    )


def test_played_as_it_is(bringing, keeping, second, at):
    now = bringing(question())
    keeping(now.uuid)
    publish_brought(agent=second.actor(at), brought_uuid=now.uuid, at=at)
    assert Part.objects.get().kind == "h5p"
    assert Package.objects.get().edition == "H5P.TrueFalse 1.0"


def test_its_questions_instead_and_back(bringing, keeping, cast, second, at):
    now = bringing(question())
    keeping(now.uuid)
    publisher = cast.publisher.actor(at)
    take_other(agent=publisher, brought_uuid=now.uuid, at=at)
    row = BroughtCourse.objects.get()
    assert (row.state, row.plan["parts"][0]["kind"]) == ("read", "quiz")
    assert row.plan["provider"]  # what was named stays
    take_other(agent=publisher, brought_uuid=now.uuid, at=at)
    take_other(agent=publisher, brought_uuid=now.uuid, at=at)
    keeping(now.uuid)
    publish_brought(agent=second.actor(at), brought_uuid=now.uuid, at=at)
    assert Part.objects.get().kind == "quiz"
    with pytest.raises(Refused):
        take_other(agent=publisher, brought_uuid=now.uuid, at=at)


def test_without_another_way_there_is_none(bringing, cast, at):
    now = bringing("olx")
    with pytest.raises(NotFound):
        take_other(agent=cast.publisher.actor(at), brought_uuid=now.uuid, at=at)
    with pytest.raises(NotFound):
        take_other(agent=cast.learner.actor(at), brought_uuid=now.uuid, at=at)
