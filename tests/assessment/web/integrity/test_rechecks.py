import pytest
from django.core import mail
from django.urls import reverse

from karmayogi.assessment.actions.integrity.take_recheck import close_overdue_rechecks
from karmayogi.assessment.models import Recheck
from karmayogi.assessment.web.integrity.words import reason
from karmayogi.kernel import rows
from tests.assessment.conftest import Learner
from tests.assessment.honest import asked, picked


def test_from_today_to_a_false_alarm(part, asha):
    recheck = asked(asha, part)
    page = reverse("assessment:recheck", args=[recheck.uuid])
    course = rows.scalar("select uuid from learning_course")
    assert page in asha.get("/").content.decode()
    assert page in asha.get(reverse("learning:course", args=[course])).content.decode()
    text = asha.get(page).content.decode()
    assert "handed in 1 second after it was opened" in text
    assert "no accusation" in text
    assert "What about" not in text
    running = asha.post(reverse("assessment:recheck_begin", args=[recheck.uuid])).content.decode()
    assert running.count("What about") == 3
    assert "Reason-" not in running
    given = {f"q{number}": places for number, places in picked(recheck, 3).items()}
    done = asha.post(reverse("assessment:recheck_answer", args=[recheck.uuid]), given).content.decode()
    assert "false alarm" in done
    assert page not in asha.get("/").content.decode()


def test_not_confirmed_appealed_and_confirmed(part, asha, cast):
    recheck = asked(asha, part)
    page = reverse("assessment:recheck", args=[recheck.uuid])
    asha.post(reverse("assessment:recheck_begin", args=[recheck.uuid]))
    asha.post(reverse("assessment:recheck_answer", args=[recheck.uuid]), {"q1": "9", "qx": "1", "q400": "1"})
    assert "0 of 3 answers were right" in asha.get(page).content.decode()
    asha.post(reverse("assessment:recheck_appeal", args=[recheck.uuid]), {"why": "Read it <b>aloud</b>."})
    bala = Learner(cast.admin, asha.at)
    listed = bala.get(reverse("assessment:appeals")).content.decode()
    assert "Asha Verma" in listed
    assert "Read it &lt;b&gt;aloud&lt;/b&gt;." in listed
    decide = reverse("assessment:appeal_decide", args=[recheck.uuid])
    assert bala.post(decide, {"decision": "uphold", "note": ""}).status_code == 409
    bala.post(decide, {"decision": "uphold", "note": "The line was cut."})
    told = asha.get(page).content.decode()
    assert "your appeal was right" in told
    assert "The line was cut." in told
    assert Recheck.objects.get().state == "restored"


def test_what_runs_out_is_told_by_mail_and_on_today(part, asha, cast, run_jobs):
    recheck = asked(asha, part)
    page = reverse("assessment:recheck", args=[recheck.uuid])
    asha.later(days=15)
    close_overdue_rechecks(at=asha.at)
    asha.later(days=29)
    asha = Learner(cast.learner, asha.at)
    assert "You can appeal until" in asha.get("/").content.decode()
    assert 'name="why"' in asha.get(page).content.decode()
    asha.later(days=2)
    assert page not in asha.get("/").content.decode()
    assert 'name="why"' not in asha.get(page).content.decode()
    asha.later(days=-2)
    asha.post(reverse("assessment:recheck_appeal", args=[recheck.uuid]), {"why": "I was in hospital."})
    assert page not in asha.get("/").content.decode()
    decide = reverse("assessment:appeal_decide", args=[recheck.uuid])
    Learner(cast.admin, asha.at).post(decide, {"decision": "uphold", "note": "Shown the papers."})
    run_jobs()
    told = [(one.to, one.subject) for one in mail.outbox]
    subjects = ["Three short questions about a course", "A completion is not confirmed", "Your appeal is decided"]
    assert told == [([asha.player.email], subject) for subject in subjects]
    assert all("Conduct in office" in one.body and "hospital" not in one.body for one in mail.outbox)


@pytest.mark.parametrize("who", ["outsider", "supervisor", "admin"])
def test_the_page_is_there_for_its_person_alone(part, asha, cast, who):
    recheck = asked(asha, part)
    other = Learner(cast.everyone[who], asha.at)
    assert other.get(reverse("assessment:recheck", args=[recheck.uuid])).status_code == 404
    assert other.get(reverse("assessment:appeals")).status_code == (200 if who == "admin" else 404)


def test_the_platform_takes_a_case_back_by_its_number(part, asha, cast):
    recheck = asked(asha, part)
    gita = Learner(cast.platform, asha.at)
    address = reverse("assessment:recheck_call_off")
    assert gita.post(address, {"case": "x", "note": "y"}).status_code == 404
    gita.post(address, {"case": str(recheck.uuid), "note": "The clock of the server was wrong."})
    assert (
        "The clock of the server was wrong."
        in asha.get(reverse("assessment:recheck", args=[recheck.uuid])).content.decode()
    )


@pytest.mark.parametrize(
    ("needed", "seconds", "text"),
    [
        (1260, 429, "These lessons take at least 21 minutes together. They were open for 7 minutes."),
        (179, 60, "These lessons take at least 2 minutes together. They were open for 1 minute."),
        (60, 19, "These lessons take at least 1 minute together. They were open for less than a minute."),
    ],
)
def test_the_time_of_lessons_is_told_in_minutes(needed, seconds, text):
    assert reason("fast_lessons", {"needed": needed, "seconds": seconds}) == text
