"""Somebody with a phone, somebody who watches: a sitting in an hour, at a place without network."""

import dataclasses
import datetime as dt
import json
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from karmayogi.assessment.actions.venue.give import GivenPaper, give_duty, give_paper
from karmayogi.assessment.actions.venue.offer import offer_papers
from karmayogi.assessment.engine import venue as engine
from karmayogi.assessment.models import (
    Option,
    ProctoredSitting,
    Seat,
    VenuePaper,
)
from karmayogi.learning import api as learning
from karmayogi.learning.actions.offline.receive import receive
from karmayogi.learning.engine.offline.line import link
from tests.assessment.alone import sitting_of, stand_alone
from tests.learning.phone import Phone, b64

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """What makes guessing dear would make these tests dear too; the journey runs with all rounds."""
    monkeypatch.setattr(engine, "ROUNDS", 1000)


@pytest.fixture
def sitting(kcm, cast, at):
    """In an hour, for an hour, with fifteen minutes to come in."""
    stand_alone(at)
    made = sitting_of(cast, at)
    offer_papers(actor=cast.admin.actor(at), sitting=made, again=False, at=at)
    return made


@dataclasses.dataclass
class Desk:
    """Somebody with a device at the sitting. `moment`: minutes after noon; the sitting begins at 60."""

    actor: object
    at: dt.datetime
    phone: Phone
    part: uuid.UUID

    def stamp(self, pack):
        self.phone.pack = pack
        self.phone.stamp = learning.offline_terms(self.actor.person_id, self.phone.uuid, self.at)["stamp"]

    def says(self, part, kind, minute, **more):
        return self.phone.says(part, kind, since=minute * 60, **{"position": 0, "post": {}} | more)

    def sends(self, *lines, minute):
        found = receive(agent=self.actor, person_id=self.actor.person_id, sent=lines, at=self.at + minute * MINUTE)
        return [(one.outcome, one.reason) for one in found]


@dataclasses.dataclass
class Candidate(Desk):
    given: GivenPaper | None = None

    def fetches(self, sitting, phone=None):
        self.phone = phone or self.phone
        self.half = ec.generate_private_key(ec.SECP256R1())
        point = self.half.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.given = give_paper(
            actor=self.actor, sitting=sitting, device_uuid=self.phone.uuid, phone_key=b64(point), language="en",
            at=self.at,
        )  # fmt: skip
        self.stamp(self.given.uuid)

    def opens(self, code, half=None, device=None):
        given = self.given
        server = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), given.keys.server)
        lock = engine.wrapping_key(
            (half or self.half).exchange(ec.ECDH(), server), code, given.uuid, given.seat.sitting_uuid,
            device or self.phone.uuid,
        )  # fmt: skip
        key = AESGCM(lock).decrypt(given.keys.wrapped[:12], given.keys.wrapped[12:], given.uuid.bytes)
        return json.loads(AESGCM(key).decrypt(given.locked[:12], given.locked[12:], given.uuid.bytes))

    def right(self):
        """By number of the question."""
        keys = {}
        for number, (item, _section, shown) in enumerate(VenuePaper.objects.get(uuid=self.given.uuid).items, start=1):
            good = set(Option.objects.filter(item_id=item, correct=True).values_list("key", flat=True))
            keys[number] = [str(place) for place, key in enumerate(shown, start=1) if key in good]
        return keys

    def writes(self, begin=62, end=70, **more):
        """All right, from one minute to the other; the code that the phone shows at the end."""
        self.lines = [self.says(self.part, "begin", begin, **more)]
        for number, places in self.right().items():
            self.lines.append(
                self.says(self.part, "answer", begin + 1, position=number, post={"answer": places}, **more)
            )
        self.lines.append(self.says(self.part, "submit", end, **more))
        return engine.hand_in_code(link(self.lines[-1][0]), self.given.uuid)


@pytest.fixture
def part(sitting):
    return ProctoredSitting.objects.values_list("paper__part__uuid", flat=True).get()


@pytest.fixture
def asha_there(asha, sitting, part):
    made = Candidate(asha.actor, asha.at, Phone(asha.actor, asha.at), part)
    made.fetches(sitting)
    return made


@pytest.fixture
def devi(cast, sitting, part, at):
    actor = cast.supervisor.actor(at)
    made = Desk(actor, at, Phone(actor, at), part)
    made.stamp(give_duty(actor=actor, sitting=sitting, device_uuid=made.phone.uuid, at=at).uuid)
    return made


def seat():
    return Seat.objects.get()


def marks(devi, minute=61, **more):
    post = {"state": ["present"], "incident": [""], "note": [""]} | more
    return devi.says(seat().uuid, "proctor", minute, post=post)


def notes(devi, code, minute=71):
    return devi.says(seat().uuid, "proctor", minute, post={"hand_in": [code]})


def settled():
    return VenuePaper.objects.get(replaced_at=None).settled
