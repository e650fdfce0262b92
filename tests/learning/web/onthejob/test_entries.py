"""The pages of learning at work: who was there, the entry, their word, the list as a page and as a file."""

import io
import uuid

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.competencies import api as competencies
from karmayogi.learning.models import JobEntry
from tests.cast import SET_UP


@pytest.fixture
def visit(cast, kcm, frozen_time, at):
    """A browser of a member of the cast."""
    competencies.ensure_proof_masters(agent=SET_UP, at=at)

    def call(who) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = who.cookie(at)
        return client

    return call


def filled(cast, **changes):
    competency = competencies.by_codes(["FUN-087"])["FUN-087"]
    return {
        "mark": str(uuid.uuid4()), "witness": str(cast.supervisor.person_uuid), "kind": "project",
        "competency": str(competency.uuid), "begun_on": "2026-11-16", "ended_on": "2026-11-18", "hours": "5.5",
        "words": "Wrote the notes of the project.",
    } | changes  # fmt: skip


def test_an_officer_enters_it_and_who_was_there_confirms_fewer_hours(cast, visit):
    asha, devi = visit(cast.learner), visit(cast.supervisor)
    new = reverse("learning:entry_new")
    assert "Devi Prasad" in asha.get(new, {"q": "devi"}).content.decode()
    page = asha.get(new, {"witness": str(cast.supervisor.person_uuid)}).content.decode()
    assert 'name="hours"' in page
    paper = SimpleUploadedFile("note.pdf", b"%PDF-1.7 x", "application/pdf")
    text = asha.post(new, filled(cast, file=paper), follow=True).content.decode()
    assert "waiting for confirmation" in text
    entry = JobEntry.objects.get()
    assert entry.minutes == 330
    assert "Learning at work to confirm: 1" in devi.get(reverse("competencies:asks")).content.decode()
    address = reverse("learning:entry", args=[entry.uuid])
    assert address in devi.get(reverse("learning:entries_asked")).content.decode()
    assert devi.get(reverse("learning:entry_file", args=[entry.uuid])).content.startswith(b"%PDF")
    answer = devi.post(address, {"decision": "confirm", "hours": "6", "level": "0"})
    assert answer.status_code == 422
    assert "or fewer" in answer.content.decode()
    devi.post(address, {"decision": "confirm", "hours": "4,5", "level": "2", "note": "I was there."})
    text = asha.get(address).content.decode()
    assert "Confirmed: 4 h 30 min" in text
    assert "I was there." in text
    assert "<dd>4 h 30 min</dd>" in asha.get(reverse("learning:entries")).content.decode()
    asha.post(reverse("learning:entry_withdraw", args=[entry.uuid]))
    assert "<dd>4 h 30 min</dd>" not in asha.get(reverse("learning:entries")).content.decode()


def test_what_was_declined_comes_back_filled_in(cast, visit):
    asha, devi = visit(cast.learner), visit(cast.supervisor)
    asha.post(reverse("learning:entry_new"), filled(cast, hours="1.33"))
    entry = JobEntry.objects.get()
    address = reverse("learning:entry", args=[entry.uuid])
    devi.post(address, {"decision": "decline", "note": "It was another week."})
    text = asha.get(address).content.decode()
    assert "It was another week." in text
    again = {"again": str(entry.uuid), "witness": str(cast.supervisor.person_uuid)}
    text = asha.get(reverse("learning:entry_new"), again).content.decode()
    assert 'value="2026-11-16"' in text
    assert 'value="1.33"' in text, "eighty minutes"
    assert devi.get(reverse("learning:entry_new"), again).status_code == 404
    asha.post(reverse("learning:entry_new"), filled(cast, again=str(entry.uuid)))
    assert JobEntry.objects.filter(follows=entry).count() == 1


def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_typed(cast, visit):
    answer = visit(cast.learner).post(reverse("learning:entry_new"), filled(cast, hours="200"))
    assert answer.status_code == 422
    assert "more than eight hours" in answer.content.decode()
    assert "Wrote the notes of the project." in answer.content.decode()


def test_the_list_is_searched_sorted_paged_and_taken_along(cast, visit, at):
    competency = competencies.by_codes(["FUN-087"])["FUN-087"].id
    for number in range(30):
        JobEntry.objects.create(
            person_id=cast.learner.person_id, witness_id=cast.supervisor.person_id, competency_id=competency,
            kind="project", begun_on=at.date(), ended_on=at.date(), minutes=15 + number, words=f"=Work {number:02}",
            sent_at=at, state="waiting" if number % 2 else "declined",
        )  # fmt: skip
    asha, address = visit(cast.learner), reverse("learning:entries")
    first = asha.get(address, {"sort": "hours"}).content.decode()
    assert first.index("44 min") < first.index("43 min")
    assert "19 min" not in first
    after = first.partition('rel="next" href="?')[2].partition('"')[0].replace("&amp;", "&")
    second = asha.get(f"{address}?{after}").content.decode()
    assert "19 min" in second
    assert "20 min" not in second
    found = asha.get(address, {"q": "Work 07"}).content.decode()
    assert "22 min" in found
    assert "23 min" not in found
    assert "23 min" not in asha.get(address, {"state": "waiting"}).content.decode()
    assert asha.get(address, {"after": "x", "sort": "x", "state": "x", "q": "\0"}).status_code == 200
    sheet = asha.get(reverse("learning:entries_sheet"), {"state": "waiting"}).content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert len(lines) == 16
    assert lines[1][8] == "'=Work 29"
    assert "44 min" not in visit(cast.outsider).get(address).content.decode()
