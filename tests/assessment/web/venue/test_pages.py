"""The doors of a sitting without network: sizes first, no code and no question where they do not belong."""

import json
import re

import pytest

from karmayogi.assessment.models import VenueDuty, VenuePaper
from karmayogi.people.actions.revoke_device import revoke_device
from tests.assessment.alone import sitting_of, stand_alone
from tests.assessment.conftest import Learner
from tests.learning.phone import Phone

# A point on P-256, as a browser sends its half of the agreement.
HALF = "BI5TO2-gv3tGJbswZnwB-2B--fi4qA_vWzAGKHAxh7Kjc-sdveAzGDZtBp-DpvWQAFPHNjPLBBshxV4ahsH0ALQ"


@pytest.fixture
def sitting(kcm, cast, at):
    stand_alone(at)
    return sitting_of(cast, at)


def test_from_the_offer_to_what_is_kept(sitting, asha, cast, at):
    bala, devi = Learner(cast.admin, at), Learner(cast.supervisor, at)
    here, seat = f"/assessment/proctored/{sitting}/", f"/assessment/seats/{sitting}/"
    assert 'id="take"' not in asha.get(seat).content.decode()
    assert devi.post(here, {"act": "offline"}).status_code == 404
    assert devi.get(f"{here}offline/").status_code == 404
    bala.post(here, {"act": "offline"})
    code = re.search(r'class="code">([\d ]+)<', bala.post(f"{here}start-code/", {}).content.decode())[1]
    # Who watches and does not plan is told when; nobody else learns that there is something.
    assert "half an hour before" in devi.post(f"{here}start-code/", {}).content.decode()
    assert asha.post(f"{here}start-code/", {}).status_code == 404

    shown = asha.get(seat).content.decode()
    assert re.search(r"Keep on this phone \(about \d+ kB\)", shown)
    assert asha.get(f"{seat}offline/").status_code == 404, "nothing is fetched yet"
    phone, other = Phone(asha.actor, at), Phone(devi.actor, at)
    told = asha.post(f"{seat}pack/", {"device": str(phone.uuid), "key": HALF, "language": "hi"}).json()
    page = asha.get(told["page"]).content.decode()
    said = json.dumps(told) + page
    assert code not in said and code.replace(" ", "") not in said
    assert "What about" not in said and "के बारे में" not in said
    assert set(told) == {
        "sealed", "sitting", "device", "part", "locked", "wrapped", "server", "rounds", "minutes",
        "starts", "entry", "ends", "drift", "title", "page", "also", "stamp", "rescue", "sections",
    }  # fmt: skip
    assert VenuePaper.objects.get().language == "hi"

    duty = devi.post(f"{here}pack/", {"device": str(other.uuid)}).json()
    again = devi.post(f"{here}pack/", {"device": str(other.uuid)}).json()
    assert duty["sealed"] == again["sealed"] and VenueDuty.objects.count() == 1
    kept = devi.get(duty["page"]).content.decode()
    assert code not in json.dumps(duty) + kept and "Asha" in kept
    assert "1 of 1 seats have one on a phone" in devi.get(here).content.decode()
    # What is fetched is for its own person and device, and for none that was removed.
    for who, door in ((devi, f"{seat}pack/"), (asha, f"{here}pack/")):
        assert who.post(door, {"device": str(phone.uuid), "key": HALF}).status_code == 404
    assert asha.post(f"{seat}pack/", {"device": "x", "key": HALF}).status_code == 404
    revoke_device(actor=asha.actor, device_uuid=phone.uuid, at=at)
    removed = asha.post(f"{seat}pack/", {"device": str(phone.uuid), "key": HALF})
    assert (removed.status_code, removed.json()["removed"]) == (409, True)
    assert VenuePaper.objects.count() == 1
