"""What is fetched for a sitting without network, and who reads the code."""

import datetime as dt
import json
import uuid

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from karmayogi.assessment.actions.proctored.plan_sitting import seat_people, take_seat_away
from karmayogi.assessment.actions.venue.give import give_duty, give_paper
from karmayogi.assessment.actions.venue.offer import offer_papers, read_start_code
from karmayogi.assessment.engine import venue as engine
from karmayogi.assessment.models import (
    Attempt,
    AttemptRequest,
    VenuePaper,
)
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from tests.assessment.actions.venue.conftest import MINUTE, seat
from tests.assessment.alone import sitting_of, stand_alone
from tests.learning.phone import Phone


def test_what_is_fetched_opens_with_the_code_on_that_phone_alone(asha_there, cast, sitting, at):
    _row, code = read_start_code(actor=cast.admin.actor(at), sitting=sitting, at=at)
    assert engine.is_whole(code, 16) and not engine.is_whole(f"{code[:-2]}{code[-1]}{code[-2]}0", 16)
    slip = str((int(code[5]) + 1) % 10)
    assert not engine.is_whole(code[:5] + slip + code[6:], 16)
    questions = asha_there.opens(code)
    assert [one["position"] for one in questions] == [1, 2, 3, 4, 5]
    said = json.dumps(questions)
    assert not any(word in said for word in ("correct", "Reason-", "Clause-", "right"))
    assert b"What about" not in asha_there.given.locked
    for wrong in (
        {"code": code[:-1] + "x"}, {"code": code, "half": ec.generate_private_key(ec.SECP256R1())},
        {"code": code, "device": uuid.uuid4()},
    ):  # fmt: skip
        with pytest.raises(InvalidTag):
            asha_there.opens(**wrong)
    # Nothing runs, nothing is used up; who read the code and how long before is in the trail.
    assert not Attempt.objects.exists()
    (read,) = AuditEntry.objects.filter(tag="assessment:venue:read_code")
    assert (read.account_id, read.detail) == (cast.admin.actor(at).account_id, {"minutes before": 60})
    with pytest.raises(Refused, match="half an hour"):
        read_start_code(actor=cast.supervisor.actor(at), sitting=sitting, at=at)
    assert read_start_code(actor=cast.supervisor.actor(at), sitting=sitting, at=at + 30 * MINUTE)[1] == code
    with pytest.raises(NotFound):
        read_start_code(actor=asha_there.actor, sitting=sitting, at=at + 30 * MINUTE)


def test_who_lets_papers_be_taken_along_and_what_another_code_does(asha_there, devi, cast, sitting, at, asha):
    admin = cast.admin.actor(at)
    _row, code = read_start_code(actor=admin, sitting=sitting, at=at)
    offer_papers(actor=admin, sitting=sitting, again=False, at=at)
    assert read_start_code(actor=admin, sitting=sitting, at=at)[1] == code, "offered twice"
    for who in (devi.actor, asha_there.actor):
        with pytest.raises(NotFound):
            offer_papers(actor=who, sitting=sitting, again=True, at=at)
    offer_papers(actor=admin, sitting=sitting, again=True, at=at)
    assert read_start_code(actor=admin, sitting=sitting, at=at)[1] != code
    asha_there.writes()
    assert set(asha_there.sends(*asha_there.lines, minute=90)) == {("claimed", "replaced")}
    asha_there.fetches(sitting, Phone(asha.actor, at))
    asha_there.writes()
    asha_there.sends(*asha_there.lines, minute=73)
    with pytest.raises(Refused, match="keeps the seat"):
        take_seat_away(actor=admin, sitting=sitting, seat=seat().uuid, at=at + 74 * MINUTE)
    with pytest.raises(Refused, match="begun"):
        asha_there.fetches(sitting)
    with pytest.raises(Refused, match="being written"):
        offer_papers(actor=admin, sitting=sitting, again=True, at=at + 61 * MINUTE)


def test_more_time_that_she_is_allowed_goes_along(asha_there, cast, sitting, at):
    given = asha_there.given
    AttemptRequest.objects.create(
        person_id=asha_there.actor.person_id, paper_id=given.seat.paper_id, extra_percent=25, asked_at=at,
        decided_at=at, decided_by_id=cast.admin.actor(at).account_id, granted=True,
    )  # fmt: skip
    asha_there.fetches(sitting)
    assert (given.minutes, asha_there.given.minutes) == (10, 13), "never less than a quarter more"
    assert asha_there.given.ends_at - given.ends_at == 15 * MINUTE


def test_whoever_has_no_seat_or_no_offer_fetches_nothing(kcm, cast, at, asha):
    stand_alone(at)
    made = sitting_of(cast, at, people="")
    phone = Phone(asha.actor, at)
    given = {"actor": asha.actor, "sitting": made, "device_uuid": phone.uuid, "phone_key": "x", "language": "en"}
    with pytest.raises(NotFound):
        give_paper(**given, at=at)
    admin = cast.admin.actor(at)
    seat_people(actor=admin, sitting=made, text="asha@personnel.example.in", at=at)
    with pytest.raises(Refused, match="not given out"):
        give_paper(**given, at=at)
    offer_papers(actor=admin, sitting=made, again=False, at=at)
    with pytest.raises(Refused, match="browser cannot"):
        give_paper(**given, at=at)
    with pytest.raises(NotFound):
        give_duty(actor=asha.actor, sitting=made, device_uuid=phone.uuid, at=at)
    with pytest.raises(Refused, match="over"):
        give_paper(**given, at=at + dt.timedelta(hours=3))
    assert not VenuePaper.objects.exists()


def test_a_seat_whose_paper_is_out_is_not_taken_away_while_it_may_be_written(asha_there, cast, sitting, at):
    admin = cast.admin.actor(at)
    with pytest.raises(Refused, match="keeps the seat"):
        take_seat_away(actor=admin, sitting=sitting, seat=seat().uuid, at=at + 60 * MINUTE)
    asha_there.writes()
    take_seat_away(actor=admin, sitting=sitting, seat=seat().uuid, at=at + 59 * MINUTE)
    assert set(asha_there.sends(*asha_there.lines, minute=90)) == {("refused", "pack")}
