import datetime as dt
import re

from django.urls import reverse

from karmayogi.assessment.actions.proctored.release import release
from karmayogi.assessment.models import Attempt, ProctoredSitting, Seat
from karmayogi.kernel.access import Role
from tests.assessment.alone import code_now, sitting_of, stand_alone, texts_of
from tests.assessment.conftest import Learner


def local(at: dt.datetime) -> str:
    return (at + dt.timedelta(hours=5, minutes=30)).strftime("%Y-%m-%dT%H:%M")


def test_a_sitting_from_the_plan_to_the_results(kcm, cast, asha, at):
    stand_alone(at)
    cast.grant(cast.supervisor, Role.PROGRAM_INSTRUCTOR, cast.ministry)
    bala, devi = Learner(cast.admin, at), Learner(cast.supervisor, at)
    begins = at + dt.timedelta(minutes=30)
    form = {
        "office": cast.ministry.code, "test": "T-ALONE", "venue": "Room 5", "starts_at": local(begins),
        "ends_at": local(begins + dt.timedelta(hours=1)), "late_minutes": "15", "places": "2",
        "proctors": "devi@personnel.example.in",
    }  # fmt: skip
    assert bala.post(reverse("assessment:proctored_list"), form | {"test": "NONE"}).status_code == 422
    page = bala.post(reverse("assessment:proctored_list"), form)
    sitting = ProctoredSitting.objects.get()
    assert sitting.starts_at == begins
    here = reverse("assessment:proctored", args=[sitting.uuid])
    assert page.redirect_chain[-1][0] == here
    bala.post(here, {"act": "people", "people": "asha@personnel.example.in"})
    code = code_now(sitting.uuid)
    page = bala.get(here).content.decode()
    assert "Asha Verma" in page and code[:3] + " " + code[3:] not in page  # whoever plans it does not see the code
    assert code[:3] + " " + code[3:] in devi.get(here).content.decode()
    assert "Asha Verma" in bala.get(reverse("assessment:proctored_paper", args=[sitting.uuid])).content.decode()
    assert "Room 5" in asha.get("/").content.decode()  # Today
    assert "Room 5" in asha.get(reverse("assessment:my_seats")).content.decode()
    assert asha.get(here).status_code == 404
    hers = reverse("assessment:seat", args=[sitting.uuid])
    assert devi.get(hers).status_code == 404
    assert code not in asha.get(hers).content.decode()
    asha.later(minutes=31)
    devi, bala = Learner(cast.supervisor, asha.at), Learner(cast.admin, asha.at)
    seat = Seat.objects.get().uuid
    devi.post(here, {"act": "mark", "seat": str(seat), "state": "expected", "note": "Came late"})
    page = devi.get(here).content.decode()
    assert 'name="state" value="present"' in page and page.count('value="Came late"') == 2
    # The page of a second proctor is older: what it would send does not take an incident back.
    old, read = "", re.search(r'name="seen" value="([^"]+)"', page)[1]
    told = devi.post(here, {"act": "mark", "seat": str(seat), "state": "present", "note": "", "seen": old})
    assert "Another proctor marked this seat" in told.content.decode() and Seat.objects.get().note == "Came late"
    devi.post(here, {"act": "mark", "seat": str(seat), "state": "present", "note": "Came late", "seen": read})
    assert Seat.objects.get().state == "present"
    assert "not the code" in asha.post(hers, {"code": "12"}).content.decode()
    page = asha.post(hers, {"code": code, "language": "hi"})
    assert "के बारे में क्या?" in page.content.decode()
    attempt = Attempt.objects.get()
    page = asha.post(reverse("assessment:submit", args=[attempt.uuid]))
    assert "told to everybody at once" in page.content.decode()
    assert "कारण-" not in "".join(asha.bodies) and "0%" not in page.content.decode()
    assert "is not over" in bala.post(here, {"act": "release"}).content.decode()
    for who in (asha, bala):
        who.later(minutes=20)
    assert "1 result was told" in bala.post(here, {"act": "release"}).content.decode()
    assert "कारण-" in asha.get(reverse("assessment:result", args=[attempt.uuid])).content.decode()
    assert "Asha Verma" in texts_of(bala.get(here + "?as=xlsx").content)


def test_strangers_find_no_sitting_and_nobody_reads_answers_before_release(kcm, cast, asha, outsider, at):
    stand_alone(at)
    sitting = sitting_of(cast, at)
    here = reverse("assessment:proctored", args=[sitting])
    for who in (outsider, Learner(cast.other_admin, at)):
        assert who.get(here).status_code == who.post(here, {"act": "release"}).status_code == 404
        assert who.get(reverse("assessment:seat", args=[sitting])).status_code == 404
        assert who.get(reverse("assessment:proctored_paper", args=[sitting])).status_code == 404
    assert outsider.get(reverse("assessment:proctored_list")).status_code == 404
    assert not Learner(cast.other_admin, at).get(reverse("assessment:proctored_list")).content.decode().count("Room 5")
    asha.later(minutes=61)
    asha.post(reverse("assessment:seat", args=[sitting]), {"code": code_now(sitting)})
    attempt = Attempt.objects.get()
    asha.post(reverse("assessment:submit", args=[attempt.uuid]))
    part = attempt.paper.part.uuid
    for url in (
        reverse("assessment:result", args=[attempt.uuid]), reverse("assessment:start", args=[part]),
        reverse("assessment:question", args=[attempt.uuid, 1]),
    ):  # fmt: skip
        html = asha.get(url).content.decode()
        assert "Reason-" not in html and "Clause-" not in html
    asha.later(hours=2)

    def waits(player) -> bool:
        page = Learner(player, asha.at).get(reverse("portal:administration"))
        return "Sittings to close" in page.content.decode()

    assert waits(cast.admin) and waits(cast.supervisor) and not waits(cast.other_admin)
    page = Learner(cast.admin, asha.at).get(reverse("assessment:proctored_list")).content.decode()
    assert "over, to be closed" in page
    release(actor=cast.supervisor.actor(at), sitting=sitting, at=asha.at)
    assert "Reason-" in asha.get(reverse("assessment:result", args=[attempt.uuid])).content.decode()
    assert not waits(cast.admin)
