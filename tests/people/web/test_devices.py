"""The page of one's security lists devices with kept lessons and removes them; never anybody else's."""

import uuid

import pytest
from django.conf import settings

from karmayogi.kernel import clock
from karmayogi.kernel.models import AuditEntry
from karmayogi.people import api
from tests.people.actions.test_enrol_device import point


@pytest.fixture
def phone(cast, at):
    named = uuid.uuid4()
    api.enrol_device(actor=cast.learner.actor(at), device_uuid=named, public_key=point(), name="Chrome 120", at=at)
    return named


def test_a_device_is_listed_and_removed_once(cast, phone, client, at):
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(at):
        assert "Chrome 120" in client.get("/people/me/security/").content.decode()
        for _twice in range(2):
            assert client.post("/people/me/devices/revoke/", {"device": phone}).status_code == 302
        assert "Removed" in client.get("/people/me/security/").content.decode()
    assert api.devices_of(cast.learner.person_id)[0].revoked_at == at
    assert AuditEntry.objects.filter(tag="people:device:revoke").count() == 1


@pytest.mark.parametrize("device", ["hers", "", "x"])
def test_nobody_removes_what_is_not_hers(cast, phone, client, at, device):
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.supervisor.cookie(at)
    with clock.frozen(at):
        answer = client.post("/people/me/devices/revoke/", {"device": phone if device == "hers" else device})
    assert answer.status_code == 404
    assert api.devices_of(cast.learner.person_id)[0].revoked_at is None
