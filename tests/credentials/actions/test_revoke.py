"""Revoking: at once on the page, by a job in the public list, by nobody but an administrator over the holder."""

import json
import uuid

import pytest

from karmayogi.credentials import api
from karmayogi.credentials.engine import bitstring, proofs
from karmayogi.credentials.events import Revoked
from karmayogi.credentials.models import Certificate, SigningKey, StatusList
from karmayogi.credentials.types import Standing
from karmayogi.kernel import events
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.models import AuditEntry


@pytest.fixture
def earned(cast, issue):
    """A certificate of the learner of the cast."""
    return issue(person_id=cast.learner.person_id, name=cast.learner.name)


def heard(event):
    """Named by the queue, so it has to be at the top of a module."""
    HEARD.append(event)


HEARD: list[Revoked] = []


def test_it_shows_at_once_and_then_in_the_public_list(cast, earned, at, run_jobs, monkeypatch):
    before = StatusList.objects.get().signed
    api.revoke(
        actor=cast.platform.actor(at), certificate_uuid=earned.uuid, reason="unfair_means", note="two phones", at=at
    )
    found = api.verify(earned.code)
    assert (found.standing, found.revoked_at, found.revoked_reason) == (Standing.REVOKED, at, "unfair_means")
    assert found.facts.name == cast.learner.name
    run_jobs()
    listed, key = StatusList.objects.get(), SigningKey.objects.get()
    document = json.loads(listed.signed)
    assert listed.signed != before
    assert proofs.verifies(document, proofs.public_key(key.public), method=document["proof"]["verificationMethod"])
    bits = bitstring.decode(document["credentialSubject"]["encodedList"])
    place = Certificate.objects.get().status_place
    assert bitstring.is_set(bits, place) and sum(byte.bit_count() for byte in bits) == 1
    status = json.loads(Certificate.objects.get().credential)["credentialStatus"]
    assert status["statusListIndex"] == str(place) and status["statusListCredential"] == document["id"]


def test_it_is_written_down_and_told(cast, earned, at, run_jobs, monkeypatch):
    monkeypatch.setitem(events._handlers, Revoked, [heard])
    HEARD.clear()
    ref = Certificate.objects.values_list("ref_kind", "ref_uuid").get()
    api.revoke(actor=cast.platform.actor(at), certificate_uuid=earned.uuid, reason="error", note="", at=at)
    run_jobs()
    assert [Revoked(*ref, cast.learner.person_id, at)] == HEARD
    entry = AuditEntry.objects.get(tag="credentials:certificate:revoke")
    assert (entry.concerns_id, entry.why, entry.subject_uuid) == (cast.learner.person_id, "error", earned.uuid)


def test_twice_is_refused_and_changes_nothing(cast, earned, at):
    actor = cast.platform.actor(at)
    api.revoke(actor=actor, certificate_uuid=earned.uuid, reason="error", at=at)
    with pytest.raises(Refused):
        api.revoke(actor=actor, certificate_uuid=earned.uuid, reason="unfair_means", at=at)
    assert Certificate.objects.get().revoked_reason == "error"


def test_another_reason_must_be_told(cast, earned, at):
    with pytest.raises(Refused):
        api.revoke(actor=cast.platform.actor(at), certificate_uuid=earned.uuid, reason="other", note=" ", at=at)
    assert Certificate.objects.get().revoked_at is None


@pytest.mark.parametrize("part", ["learner", "supervisor", "head", "admin", "outsider", "other_admin", "analyst"])
def test_nobody_else_may(cast, earned, at, part):
    with pytest.raises(NotFound):
        api.revoke(actor=cast.everyone[part].actor(at), certificate_uuid=earned.uuid, reason="error", at=at)
    assert (
        Certificate.objects.get().revoked_at is None and not AuditEntry.objects.filter(tag__endswith=":revoke").exists()
    )


def test_an_administrator_of_one_ministry_only_there(cast, earned, at, issue):
    cast.grant(cast.other_admin, Role.CERTIFICATE_ADMIN, cast.other_ministry)
    cast.grant(cast.admin, Role.CERTIFICATE_ADMIN, cast.ministry)
    with pytest.raises(NotFound):
        api.revoke(actor=cast.other_admin.actor(at), certificate_uuid=earned.uuid, reason="error", at=at)
    api.revoke(actor=cast.admin.actor(at), certificate_uuid=earned.uuid, reason="error", at=at)
    assert api.count_of(cast.learner.person_id) == 0


def test_who_never_held_a_post_is_the_whole_countrys(cast, at, issue):
    row = issue(person_id=cast.analyst.person_id)
    cast.grant(cast.admin, Role.CERTIFICATE_ADMIN, cast.ministry)
    with pytest.raises(NotFound):
        api.revoke(actor=cast.admin.actor(at), certificate_uuid=row.uuid, reason="error", at=at)
    api.revoke(actor=cast.platform.actor(at), certificate_uuid=row.uuid, reason="error", at=at)


def test_nothing_is_there_for_a_made_up_certificate(cast, at):
    with pytest.raises(NotFound):
        api.revoke(actor=cast.platform.actor(at), certificate_uuid=uuid.uuid4(), reason="error", at=at)
