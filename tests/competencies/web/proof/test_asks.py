"""The pages of proof as people use them: adding, judging, contesting, answering, and who finds nothing there."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from karmayogi.competencies import api as competencies
from karmayogi.competencies.engine.levels import FIRST, SOURCES
from karmayogi.competencies.models import (
    Competency,
    CompetencyStatement,
    Contest,
    Evidence,
    FrameworkVersion,
    Instrument,
    LevelDescriptor,
    LevelPolicy,
    Proof,
    Round,
)
from karmayogi.competencies.queries.proof.rounds import questions_for
from karmayogi.competencies.types import Source
from karmayogi.kernel.access import System
from karmayogi.kernel.models import BulkAct
from tests import polyglots
from tests.competencies.actions.test_record_evidence import passed


@pytest.fixture
def browse(frozen_time, settings, tmp_path):
    settings.FILES_ROOT = tmp_path

    def client(player) -> Client:
        found = Client()
        found.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(frozen_time)
        return found

    return client


@pytest.fixture
def competency(masters):
    return Competency.objects.get(code="FUN-087")


def text(response) -> str:
    return response.content.decode()


def test_a_proof_that_is_two_things_is_refused_or_can_do_nothing(cast, browse, competency):
    asha, devi = browse(cast.learner), browse(cast.supervisor)
    address = reverse("competencies:add_kind", args=[competency.uuid, "work_product"])
    for name, content in polyglots.ALL.items():
        form = {"level": "3", "statement": f"A note {name}", "happened_on": "2026-10-01"}
        answer = asha.post(address, form | {"file": SimpleUploadedFile(f'a".{name}', content, "text/html")})
        if not content.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff")):
            assert answer.status_code == 422, name
            continue
        assert answer.status_code == 302, name
        file = devi.get(reverse("competencies:proof_file", args=[Proof.objects.latest("id").uuid]))
        assert polyglots.inert(file) and file["Content-Disposition"].startswith("attachment;"), name
        assert file["Content-Disposition"].count('"') == 2


def test_a_piece_of_work_from_upload_to_level(cast, browse, competency):
    asha, devi = browse(cast.learner), browse(cast.supervisor)
    assert "Piece of work" in text(asha.get(reverse("competencies:add", args=[competency.uuid])))
    address = reverse("competencies:add_kind", args=[competency.uuid, "work_product"])
    form = {"level": "3", "statement": "A note", "happened_on": "2026-10-01"}
    wrong = asha.post(address, form | {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert wrong.status_code == 422
    assert "Only PDF" in text(wrong)
    assert asha.post(address, form | {"file": SimpleUploadedFile("a.pdf", b"%PDF-1")}).status_code == 302
    proof = Proof.objects.get()
    assert "Asha Verma" in text(devi.get(reverse("competencies:reviews"), {"q": "asha", "kind": "work_product"}))
    file = devi.get(reverse("competencies:proof_file", args=[proof.uuid]))
    assert (file.content, file["Content-Disposition"]) == (b"%PDF-1", 'attachment; filename="a.pdf"')
    review = reverse("competencies:review", args=[proof.uuid])
    refused = devi.post(review, {"decision": "accept", "level": "3", "note": "Good."})
    assert (refused.status_code, "Confirm that you are neither" in text(refused)) == (422, True)
    done = devi.post(review, {"decision": "accept", "level": "3", "note": "Good.", "declared": "on"})
    assert done.status_code == 302
    assert competencies.levels_of(cast.learner.person_id)[competency.pk].level == 3
    assert "Good." in text(asha.get(reverse("competencies:asks")))
    assert "own proof" in text(asha.get(review))
    assert browse(cast.outsider).get(review).status_code == 404


def test_a_contest_from_the_row_to_the_decision(cast, browse, competency, at):
    passed(cast, competency.pk, at)
    asha, bala = browse(cast.learner), browse(cast.admin)
    page = reverse("competencies:evidence", args=[competency.uuid])
    asha.post(reverse("competencies:contest", args=[Evidence.objects.get().uuid]), {"reason": "not mine", "back": page})
    assert "To be decided by 5 Dec 2026" in text(asha.get(page))
    assert "not mine" in text(bala.get(reverse("competencies:contests")))
    address = reverse("competencies:contest_decide", args=[Contest.objects.get().uuid])
    bala.post(address, {"decision": "uphold", "reasons": "Mixed up.", "declared": "on"})
    answer = text(asha.get(page))
    assert "You were right" in answer
    assert "Mixed up." in answer
    assert browse(cast.supervisor).get(reverse("competencies:contests")).status_code == 404


def test_a_round_takes_one_tap_a_question(cast, browse, competency, run_jobs, at):
    players = [
        cast.player(f"Colleague {n}", f"c{n}@personnel.example.in", cast.section, cast.assistant, cast.supervisor)
        for n in range(5)
    ]
    bala = browse(cast.admin)
    address = reverse("competencies:rounds")
    assert "2026-27 Q3" in text(bala.get(address))
    opened = bala.post(address, {"organisation": str(cast.section.uuid), "closes_on": "2026-12-05"})
    page = opened["Location"]
    assert "Results are made once" in text(bala.get(page))
    first = browse(players[0])
    assert "kept without your name" in text(first.get(reverse("competencies:asks")))
    question = questions_for(players[0].actor(at), at.date())[0].token
    single = reverse("competencies:question", args=[question])
    assert first.get(single).status_code == 200
    assert first.post(single, {"level": "4"})["Location"] == reverse("competencies:asks")
    assert first.get(single).status_code == 404
    for player in [*players, cast.learner]:
        for one in questions_for(player.actor(at), at.date()):
            browse(player).post(reverse("competencies:question", args=[one.token]), {"level": "4"})
    bala.post(reverse("competencies:round_close", args=[Round.objects.get().uuid]))
    run_jobs()
    assert "The office as a whole" in text(bala.get(page))
    assert browse(cast.other_admin).get(page).status_code == 404


def test_observing_somebody_of_the_team(cast, browse, competency):
    devi = browse(cast.supervisor)
    assert "Asha Verma" in text(devi.get(reverse("competencies:asks")))
    address = reverse("competencies:observation", args=[cast.learner.person_uuid])
    assert "Named the rule" not in text(devi.get(address))  # first, which competency
    assert "Named the rule" in text(devi.get(address, {"competency": str(competency.uuid)}))
    form = {"competency": str(competency.uuid), "level": "2", "note": "On a file", "mark": str(uuid.uuid4())}
    assert devi.post(address, form | {"competency": "x"}).status_code == 422
    assert devi.post(address, form | {"declared": "on", "kind": "supervisor"}).status_code == 302
    assert Evidence.objects.get().source == "supervisor"
    assert browse(cast.outsider).get(address).status_code == 404


def say_more(competency, at) -> None:
    """The owner of the competency says more than the common scale: level 4 in three languages, level 2 in English."""
    version = FrameworkVersion.objects.create(framework=competency.version.framework, number="2")
    said = CompetencyStatement.objects.create(
        version=version, competency=competency, area="functional", theme_number=1, name_en="N", status="published"
    )
    hers = {2: ("Opens one.", "", ""), 4: ("Settles old files.", "पुरानी फाइलें निपटाना।", "پرانی فائلیں نمٹانا۔")}
    for level, (en, hi, ur) in hers.items():
        LevelDescriptor.objects.create(statement=said, level=level, text_en=en, text_hi=hi, text_ur=ur)
    version.published_at = at
    version.save(update_fields=["published_at"])


def test_every_form_for_a_level_shows_what_the_levels_of_that_competency_look_like(cast, browse, competency, at):
    """Common words where the owner of the competency says no more, and each in the reader's language."""
    say_more(competency, at)
    piece = {
        "level": "3",
        "statement": "A note",
        "happened_on": "2026-10-01",
        "file": SimpleUploadedFile("a.pdf", b"%PDF-1"),
    }
    browse(cast.learner).post(reverse("competencies:add_kind", args=[competency.uuid, "work_product"]), piece)
    pages = {
        (cast.learner, reverse("competencies:add_kind", args=[competency.uuid, "self"])),
        (cast.learner, reverse("competencies:add_kind", args=[competency.uuid, "work_product"])),
        (cast.supervisor, reverse("competencies:review", args=[Proof.objects.get().uuid])),
        (
            cast.supervisor,
            reverse("competencies:observation", args=[cast.learner.person_uuid]) + f"?competency={competency.uuid}",
        ),
    }
    for reader, address in pages:
        page = text(browse(reader).get(address))
        for words in (
            "Does the simpler parts",
            "Opens one.",
            "Handles hard and mixed",
            "Settles old files.",
            "Changes how",
        ):
            assert words in page, (address, words)
        assert "Does nearly all of the usual" not in page
        hindi = text(browse(reader).get(address, headers={"accept-language": "hi"}))
        for words in ("सामान्य काम लगभग पूरा अकेले", "Opens one.", "पुरानी फाइलें निपटाना।"):
            assert words in hindi, (address, words)


def test_a_rater_of_a_round_reads_the_levels_of_the_competency_asked_about(cast, browse, masters, at):
    players = [
        cast.player(f"Colleague {n}", f"c{n}@personnel.example.in", cast.section, cast.assistant, cast.supervisor)
        for n in range(5)
    ]
    form = {"organisation": str(cast.section.uuid), "closes_on": "2026-12-05"}
    browse(cast.admin).post(reverse("competencies:rounds"), form)
    [question, *_rest] = questions_for(players[0].actor(at), at.date())
    address = reverse("competencies:question", args=[question.token])
    assert "Is consulted from beyond" in text(browse(players[0]).get(address))
    say_more(Competency.objects.get(pk=question.competency_id), at)
    page = text(browse(players[0]).get(address))
    assert "Settles old files." in page
    assert "Is consulted from beyond" not in page


def test_a_policy_is_read_by_all_drafted_by_one_and_published_by_another(cast, browse, second, masters, run_jobs):
    gita, jaya = browse(cast.platform), browse(second)
    address = reverse("competencies:policies")
    assert "Draft other numbers" not in text(browse(cast.learner).get(address))
    page = text(gita.get(address))
    assert "Draft other numbers" in page
    form = {"enough": "0.5", "contrary": "0.5", "confirm": "0.5", "basis": "Raters copy each other."}
    for source, rule in zip(SOURCES, FIRST.rules, strict=True):
        form |= {f"weight_{source}": rule.weight, f"half_{source}": rule.half_life_days}
    assert gita.post(address, form | {"enough": "x"}).status_code == 422
    drafted = gita.post(address, form)["Location"]
    run_jobs()
    assert "Who would move" in text(gita.get(drafted))
    assert browse(cast.learner).get(drafted).status_code == 404
    publish = reverse("competencies:policy_publish", args=[LevelPolicy.objects.get(number=2).uuid])
    gita.post(publish)
    assert LevelPolicy.objects.get(number=2).published_at is None
    jaya.post(publish)
    run_jobs()
    assert "drafted by Gita Nair" in text(browse(cast.learner).get(drafted))
    assert "In force: policy 2" in text(jaya.get(address))


def test_the_register_of_instruments(cast, browse, masters, run_jobs):
    gita = browse(cast.platform)
    address = reverse("competencies:instruments")
    assert "Observation on the job" in text(browse(cast.learner).get(address))
    old = Instrument.objects.get(code="observation")
    seen = gita.post(reverse("competencies:instrument_withdraw", args=[old.uuid]), {"reason": "Outdated."})["Location"]
    assert "being planned" in text(gita.get(seen))
    run_jobs()
    with CaptureQueriesContext(connection) as asked:
        assert "Who would move" not in text(gita.get(seen, headers={"HX-Request": "true"}))
    assert not any("kernel_bulkrow" in one["sql"] for one in asked)  # who would move is no part of what looks again
    assert "Who would move" in text(gita.get(seen))
    assert "waits for approval" in text(gita.get(address))
    assert browse(cast.learner).get(seen).status_code == 404
    verb = reverse("competencies:withdrawal_do", args=[BulkAct.objects.get().uuid, "approve"])
    assert browse(cast.admin).post(verb).status_code == 404
    assert gita.post(verb)["Location"] == seen
    run_jobs()
    assert "the instrument and its proofs count again" in text(gita.get(seen))
    form = {"code": "observation", "version": "2", "name_en": "Watching", "source": "observation", "lines": "One\nTwo"}
    gita.post(address, form)
    run_jobs()
    assert "Outdated." in text(gita.get(address))
    assert Instrument.objects.get(code="observation", version="2").source == "observation"
    gita.post(reverse("competencies:withdrawal_do", args=[BulkAct.objects.get().uuid, "undo"]))
    run_jobs()
    seen_now = text(gita.get(seen))
    assert "Another version of it is in use." in seen_now
    assert "the instrument and its proofs count again" in seen_now  # the button is still there


def test_the_rest_of_a_half_withdrawn_instrument_can_be_asked_for(cast, browse, masters, at):
    register, old = reverse("competencies:instruments"), Instrument.objects.get(code="observation")
    form = reverse("competencies:instrument_withdraw", args=[old.uuid])
    competencies.record_evidence(
        agent=System("test"), person_id=cast.learner.person_id, competency_id=masters["FUN-087"], level=3,
        source=Source.OBSERVATION, instrument="Observation", ref_kind="proof", ref_uuid=uuid.uuid4(), observed_at=at,
        registered_id=old.id, at=at,
    )  # fmt: skip
    Instrument.objects.filter(pk=old.pk).update(withdrawn_at=at, withdrawn_reason="Outdated.")
    gita = browse(cast.platform)
    assert form in gita.get(register).content.decode()
    competencies.withdraw_evidence(
        agent=System("test"), person_id=cast.learner.person_id, ref_kind="proof",
        ref_uuid=Evidence.objects.get().ref_uuid, reason="x", at=at,
    )  # fmt: skip
    assert form not in gita.get(register).content.decode()


def test_administration_offers_what_one_may_do(cast, browse, masters):
    admin = text(browse(cast.admin).get(reverse("portal:administration")))
    assert "Workplace 360" in admin
    assert "Policy of levels" not in admin
