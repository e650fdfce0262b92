"""A pack is for one device of the person; what it may hold is decided here."""

import uuid

import pytest

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning import api
from karmayogi.learning.actions.offline.give_pack import give_pack
from karmayogi.learning.models import OfflinePack, Part
from karmayogi.learning.queries.lesson import lesson
from karmayogi.people.actions.revoke_device import revoke_device
from karmayogi.people.api import DeviceRemoved
from tests.learning.phone import Phone


@pytest.fixture
def give(cast, course, at):
    actor = cast.learner.actor(at)
    enrolment = api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)

    def call(device, form="text", key=""):
        page = lesson(actor, enrolment)
        return give_pack(actor=actor, page=page, device_uuid=device, form=form, key=key, at=at)

    return call


@pytest.fixture
def phone(cast, at):
    return Phone(cast.learner.actor(at), at).uuid


def test_the_lessons_are_inside_and_the_test_is_not(give, phone):
    pack, files = give(phone)
    inside = Part.objects.filter(id__in=pack.parts)
    assert {part.key for part in inside} == {"one", "two"}
    assert set(files) == set(pack.parts)


def test_one_lesson_alone(give, phone):
    pack, _files = give(phone, key="two")
    assert [Part.objects.get(id=one).key for one in pack.parts] == ["two"]
    with pytest.raises(Refused):
        give(phone, key="test")
    with pytest.raises(NotFound):
        give(phone, key="nine")


def test_only_to_a_device_of_hers_that_is_not_removed(give, phone, cast, at):
    others = Phone(cast.outsider.actor(at), at).uuid
    for device, form in ((others, "text"), (uuid.uuid4(), "text"), (phone, "8k")):
        with pytest.raises(NotFound):
            give(device, form)
    revoke_device(actor=cast.learner.actor(at), device_uuid=phone, at=at)
    with pytest.raises(DeviceRemoved):
        give(phone)
    assert not OfflinePack.objects.exists()
