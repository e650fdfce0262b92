"""Issued anew: the earlier certificate says what took its place, what it proved still counts, nothing is lost."""

import datetime as dt
import json
import uuid

import pytest

from karmayogi.credentials import api
from karmayogi.credentials.actions.reissue import reissue
from karmayogi.credentials.engine import bitstring
from karmayogi.credentials.events import Revoked
from karmayogi.credentials.models import Certificate, StatusList
from karmayogi.credentials.types import Standing
from karmayogi.kernel import events, rows
from karmayogi.kernel.access import NotFound, Refused

DAY = dt.timedelta(days=1)


@pytest.fixture
def earned(cast, issue):
    return issue(person_id=cast.learner.person_id, name="Asha Varma", name_native="", valid_until=None)


@pytest.fixture
def again(cast, at):
    def call(part, certificate, days=1):
        when = at + days * DAY
        return reissue(actor=cast.everyone[part].actor(when), certificate_uuid=certificate.uuid, at=when)

    return call


@pytest.mark.parametrize("part", ["learner", "platform"])
def test_in_the_corrected_name_with_its_history(again, earned, run_jobs, part, at):
    new = again(part, earned)
    assert (new.name, new.name_native, new.score, new.grade) == ("Asha Verma", "आशा वर्मा", 85, "E2")
    old = api.verify(earned.code, at + DAY)
    assert (old.standing, old.replaced_by, old.facts.name) == (Standing.REPLACED, new.code, "Asha Varma")
    found = api.verify(new.code, at + DAY)
    assert found.standing is Standing.GENUINE and len(found.facts.competencies) == 2
    run_jobs()
    row = Certificate.objects.get(code=earned.code)
    signed = json.loads(StatusList.objects.get().signed)["credentialSubject"]["encodedList"]
    assert bitstring.is_set(bitstring.decode(signed), row.status_place)
    assert api.read_external(row.credential.encode(), at + DAY).result == "revoked"


def test_what_it_proved_still_counts(again, earned, monkeypatch, cast):
    told = []
    monkeypatch.setattr(events, "announce", told.append)
    again("learner", earned)
    assert not [one for one in told if isinstance(one, Revoked)]
    assert api.count_of(cast.learner.person_id) == 1


def test_a_day_before_it_was_issued_anew_counts_the_earlier_one(again, earned, cast, at):
    again("learner", earned, days=30)
    counts = [api.count_of(cast.learner.person_id, (at + days * DAY).date()) for days in (-2, 15, 40)]
    assert counts == [0, 1, 1]
    new = api.certificates_of(cast.learner.person_id)[0]
    api.revoke(actor=cast.platform.actor(at), certificate_uuid=new.uuid, reason="error", at=at + 50 * DAY)
    assert api.count_of(cast.learner.person_id, (at + 60 * DAY).date()) == 0


def test_once(again, earned):
    again("learner", earned)
    with pytest.raises(Refused):
        again("learner", earned)
    assert Certificate.objects.count() == 2


def test_not_without_a_reason_and_not_by_others(again, earned, cast, issue, at):
    right = issue(person_id=cast.learner.person_id, name="Asha Verma", name_native="आशा वर्मा")
    with pytest.raises(Refused, match="name on record"):
        again("learner", right)
    for part in ("supervisor", "outsider", "other_admin"):
        with pytest.raises(NotFound):
            again(part, earned)
    gone = issue(person_id=cast.learner.person_id, name="A", valid_until=at + DAY / 2)
    with pytest.raises(Refused, match="no more"):
        again("learner", gone)


def test_a_better_pass_takes_the_place_of_the_earlier(issue, at):
    first = issue(score=60)
    ref = uuid.uuid4()
    better = issue(score=95, ref_uuid=ref, replaces=first.uuid, at=at + DAY)
    assert issue(score=95, ref_uuid=ref, replaces=first.uuid, at=at + DAY).uuid == better.uuid
    assert api.verify(first.code, at).replaced_by == better.code
    third = issue(score=99, replaces=better.uuid, at=at + 2 * DAY)
    chain = rows.fetch(
        lambda *row: row,
        "select c.code, p.code from credentials_certificate c"
        " join credentials_certificate p on p.id = c.replaces_id order by c.id",
    )
    assert chain == [(better.code, first.code), (third.code, better.code)]
    with pytest.raises(Refused):
        issue(replaces=first.uuid, at=at + 3 * DAY)
    assert Certificate.objects.count() == 3


def test_a_replaced_certificate_cannot_be_revoked_again(again, earned, cast, at):
    again("learner", earned)
    with pytest.raises(Refused):
        api.revoke(actor=cast.platform.actor(at), certificate_uuid=earned.uuid, reason="error", at=at)
    with pytest.raises(ValueError):
        api.revoke(actor=cast.platform.actor(at), certificate_uuid=earned.uuid, reason="replaced", at=at)
