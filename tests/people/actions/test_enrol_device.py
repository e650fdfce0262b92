"""A device enrols once, by a key that nobody else has; a removed one stays known."""

import base64
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from karmayogi.people import api
from karmayogi.people.actions.revoke_device import revoke_device
from karmayogi.people.queries.devices import MOST_DEVICES


def point() -> str:
    raw = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )  # fmt: skip
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.fixture
def enrol(cast, at):
    def call(who=None, key="", named=None):
        return api.enrol_device(
            actor=(who or cast.learner).actor(at), device_uuid=named or uuid.uuid4(), public_key=key or point(),
            name="Chrome 120 · Android", at=at,
        )  # fmt: skip

    return call


def test_an_answer_that_was_lost_is_asked_for_again(cast, enrol):
    key, named = point(), uuid.uuid4()
    assert enrol(key=key, named=named) is True
    assert enrol(key=key, named=named) is False
    [mine] = api.devices_of(cast.learner.person_id)
    assert (mine.uuid, mine.public_key, mine.revoked_at) == (named, key, None)
    assert AuditEntry.objects.filter(tag="people:device:enrol").count() == 1


@pytest.mark.parametrize("same", ["key", "name"])
def test_neither_name_nor_key_is_taken_twice(cast, enrol, same):
    key, named = point(), uuid.uuid4()
    enrol(key=key, named=named)
    with pytest.raises(NotFound):
        enrol(who=cast.supervisor, key=key if same == "key" else "", named=named if same == "name" else None)
    assert api.devices_of(cast.supervisor.person_id) == []


@pytest.mark.parametrize("text", ["", "AAAA", "x" * 87, "é"])
def test_what_is_no_key_is_refused(cast, enrol, text):
    with pytest.raises(Refused):
        enrol(key=text or "!")
    assert api.devices_of(cast.learner.person_id) == []


def test_the_eleventh_device_is_refused_until_one_is_removed(cast, enrol, at):
    for _number in range(MOST_DEVICES):
        enrol()
    with pytest.raises(Refused, match="10 devices"):
        enrol()
    revoke_device(actor=cast.learner.actor(at), device_uuid=api.devices_of(cast.learner.person_id)[0].uuid, at=at)
    assert enrol() is True
