"""More time, more attempts and a certificate for somebody from outside, and how long what is known of them is kept."""

import datetime as dt
import io
import json
import uuid

import pypdf
import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from karmayogi.assessment.actions.invited.ask_for import ask_for, decide_plea
from karmayogi.assessment.actions.invited.begin import begin
from karmayogi.assessment.actions.invited.certify import certify
from karmayogi.assessment.actions.invited.invite import KEPT, forget_candidates, remove
from karmayogi.assessment.actions.invited.prove import prove
from karmayogi.assessment.actions.save_answer import save_answer
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.models import Attempt, AttemptItem, Candidate, CandidatePlea, PublicTest
from karmayogi.assessment.queries.invited.candidates import attempts_of, candidates, visitor_of
from karmayogi.assessment.queries.invited.pleas import pleas_of, waiting_pleas
from karmayogi.credentials import api as credentials
from karmayogi.credentials.actions.erase import erase_what_is_over
from karmayogi.credentials.actions.reissue import reissue
from karmayogi.credentials.actions.revoke import revoke
from karmayogi.credentials.engine import bitstring
from karmayogi.credentials.models import Certificate, StatusList
from karmayogi.credentials.queries.certificates import administered
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import NotFound, Refused, Role, System
from karmayogi.kernel.models import StoredFile
from tests.assessment.actions.invited.test_prove import MEERA, code_of, invited, last_mail, open_test  # noqa: F401
from tests.assessment.conftest import right_values

OUTSIDE = System("invited person")


@pytest.fixture
def visitor(open_test, cast, run_jobs, at, settings, tmp_path):  # noqa: F811
    settings.KEYS_ROOT, settings.FILES_ROOT = tmp_path / "keys", tmp_path / "files"
    token = invited(cast, open_test, run_jobs, at, text=MEERA)
    return visitor_of(prove(token=token, code=code_of(token, run_jobs, at), at=at))


def sit(visitor, at, *, right: bool):
    begin(visitor=visitor, language="en", at=at)
    row = attempts_of(visitor.candidate_id)[-1]
    for position in range(1, row.questions + 1 if right else 1):
        save_answer(attempt=row, position=position, picked=right_values(row.id, position), at=at)
    submit(agent=OUTSIDE, attempt=row, at=at)
    return row


def test_more_time_and_one_more_attempt_are_asked_for_and_decided(visitor, open_test, cast, run_jobs, at):  # noqa: F811
    admin = cast.admin.actor(at)
    with pytest.raises(Refused, match="do not need"):  # attempts are left
        ask_for(visitor=visitor, extra_percent=None, why="I was ill", at=at)
    for percent, why in ((50, " "), (49, "Dyslexia")):
        with pytest.raises(Refused, match="Say what"):
            ask_for(visitor=visitor, extra_percent=percent, why=why, at=at)
    for _twice in range(2):
        ask_for(visitor=visitor, extra_percent=50, why="I read with a screen reader", at=at)
    (plea,) = pleas_of([visitor.candidate_id])
    assert waiting_pleas(admin) == [(open_test, 1)] and waiting_pleas(cast.other_admin.actor(at)) == []
    for actor in (cast.other_admin.actor(at), cast.learner.actor(at)):
        with pytest.raises(NotFound):
            decide_plea(actor=actor, test=open_test, plea=plea.uuid, granted=True, note="", at=at)
    with pytest.raises(Refused, match="why you decline"):
        decide_plea(actor=admin, test=open_test, plea=plea.uuid, granted=False, note=" ", at=at)
    decide_plea(actor=admin, test=open_test, plea=plea.uuid, granted=True, note="", at=at)
    with pytest.raises(Refused, match="decided"):
        decide_plea(actor=admin, test=open_test, plea=plea.uuid, granted=False, note="No", at=at)
    assert "50 per cent more time" in last_mail(run_jobs, at)
    first = sit(visitor, at, right=False)
    assert first.due_at == at + dt.timedelta(minutes=15)  # of ten
    while len(attempts_of(visitor.candidate_id)) < 2:
        sit(visitor, at, right=False)
    with pytest.raises(Refused, match="all your attempts"):
        begin(visitor=visitor, language="en", at=at)
    ask_for(visitor=visitor, extra_percent=None, why="The power failed", at=at)
    second = pleas_of([visitor.candidate_id])[-1]
    decide_plea(actor=admin, test=open_test, plea=second.uuid, granted=False, note="Others had none", at=at)
    assert "Others had none" in last_mail(run_jobs, at)
    with pytest.raises(Refused, match="all your attempts"):
        begin(visitor=visitor, language="en", at=at)
    ask_for(visitor=visitor, extra_percent=None, why="The power failed, here is the paper", at=at)
    third = pleas_of([visitor.candidate_id])[-1]
    decide_plea(actor=admin, test=open_test, plea=third.uuid, granted=True, note="", at=at)
    assert "one more attempt" in last_mail(run_jobs, at)
    last = sit(visitor, at + dt.timedelta(days=2, hours=23, minutes=55), right=False)
    assert last.number == 3 and last.due_at == at + dt.timedelta(days=3), "never beyond the days of the test"
    with pytest.raises(Refused, match="days of this test are over"):
        ask_for(visitor=visitor, extra_percent=None, why="Again", at=at + dt.timedelta(days=3))
    # What was written about somebody goes with the name.
    remove(actor=admin, test=open_test, candidate=Candidate.objects.get().uuid, at=at)
    assert set(CandidatePlea.objects.values_list("why", "note")) == {("", "")}
    with pytest.raises(NotFound):
        ask_for(visitor=visitor, extra_percent=None, why="Again", at=at)


def test_nothing_is_allowed_too_late_or_written_of_who_was_forgotten(visitor, open_test, cast, at):  # noqa: F811
    admin, over = cast.admin.actor(at), at + dt.timedelta(days=3)
    ask_for(visitor=visitor, extra_percent=50, why="I read with a screen reader", at=at)
    (plea,) = pleas_of([visitor.candidate_id])
    with pytest.raises(Refused, match="days of this test are over"):
        decide_plea(actor=admin, test=open_test, plea=plea.uuid, granted=True, note="", at=over)
    remove(actor=admin, test=open_test, candidate=visitor.uuid, at=at)
    for granted in (True, False):
        with pytest.raises(NotFound):
            decide_plea(actor=admin, test=open_test, plea=plea.uuid, granted=granted, note="She is blind", at=at)
    assert CandidatePlea.objects.get().note == ""


def test_a_certificate_counts_from_the_test_however_late_it_is_asked_for(visitor, at):
    rows.run("set local session_replication_role = replica")  # a published version is frozen
    rows.run("update learning_courseversion set certificate_months = 1")
    rows.run("set local session_replication_role = origin")
    sit(visitor, at, right=True)
    row = certify(visitor=visitor, name="Meera Joshi", language="en", at=at + dt.timedelta(days=20))
    assert row.valid_until == credentials.good_until(at, 1)
    # Its days are over and it is erased: the same test gives no other one.
    assert erase_what_is_over(row.valid_until) == 1
    with pytest.raises(Refused, match="is over"):
        certify(visitor=visitor, name="Meera Joshi", language="en", at=row.valid_until)


def test_who_passed_gets_a_certificate_by_mail_that_anybody_can_check(visitor, open_test, cast, run_jobs, at):  # noqa: F811
    with pytest.raises(Refused, match="passed"):
        certify(visitor=visitor, name="Meera Joshi", language="hi", at=at)
    sit(visitor, at, right=True)
    for name, why in ((" ", "Give the name"), ("\u200d", "Give the name"), ("ආශා", "cannot show this name")):
        with pytest.raises(Refused, match=why):
            certify(visitor=visitor, name=name, language="hi", at=at)
    row = certify(visitor=visitor, name="Meera Joshi", language="hi", at=at)
    assert certify(visitor=visitor, name="Somebody Else", language="en", at=at).uuid == row.uuid, "one, once"
    run_jobs()
    sent = mail.outbox[-1]
    assert sent.to == [MEERA] and row.code in sent.body
    paper, signed = (content for _name, content, _type in sent.attachments)
    said = json.loads(signed)
    subject = said["credentialSubject"]
    assert [one["identityHash"] for one in subject["identifier"] if not one["hashed"]] == ["Meera Joshi"]
    assert subject["achievement"]["achievementType"] == "Assessment" and said["evidence"][0]["genre"] == "E2"
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages)
    assert "Meera Joshi" in text and row.code in text
    checked = credentials.verify(row.code, at)
    assert checked.standing == "genuine" and checked.facts.score == 100
    assert clock.day(row.valid_until) == dt.date(at.year + 5, at.month, at.day)
    # Of no officer, and nobody was told: no list of theirs has it, no figure counts it.
    assert row.person_id is None
    assert not rows.scalar("select count(*) from learning_enrolment") and not Attempt.objects.exclude(person=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(code=row.code).update(valid_until=None)
    (line,) = candidates(PublicTest.objects.get().id)
    assert line.certificate == row.code
    # Whoever answers for certificates of the office that invited finds it, and nobody else's administrator does.
    cast.grant(cast.head, Role.CERTIFICATE_ADMIN, cast.ministry)
    cast.grant(cast.other_admin, Role.CERTIFICATE_ADMIN, cast.other_ministry)
    head, other = cast.head.actor(at), cast.other_admin.actor(at)
    assert [one.code for one in administered(head, clock.day(at))[0]] == [row.code]
    assert administered(other, clock.day(at))[0] == []
    with pytest.raises(NotFound):
        revoke(actor=other, certificate_uuid=row.uuid, reason="error", at=at)
    with pytest.raises(NotFound):
        reissue(actor=head, certificate_uuid=row.uuid, at=at)
    revoke(actor=head, certificate_uuid=row.uuid, reason="unfair_means", at=at)
    run_jobs()
    assert credentials.verify(row.code, at).standing == "revoked"


def test_a_certificate_outlives_the_name_and_is_erased_in_the_end(visitor, open_test, cast, run_jobs, at):  # noqa: F811
    sit(visitor, at, right=True)
    row = certify(visitor=visitor, name="Meera Joshi", language="en", at=at)
    run_jobs()
    assert StoredFile.objects.filter(media_type="application/pdf").exists()
    assert forget_candidates(at=at + KEPT + dt.timedelta(days=4)) == 1
    assert credentials.verify(row.code, at).standing == "genuine", "it has days of its own"
    assert erase_what_is_over(row.valid_until - dt.timedelta(seconds=1)) == 0
    # She asks the office: name and address are gone already, the certificate goes now.
    place = Certificate.objects.get(code=row.code).status_place
    with pytest.raises(NotFound):
        remove(actor=cast.other_admin.actor(at), test=open_test, candidate=Candidate.objects.get().uuid, at=at)
    remove(actor=cast.admin.actor(at), test=open_test, candidate=Candidate.objects.get().uuid, at=at)
    assert credentials.verify(row.code, at).standing == "unknown"
    assert not Certificate.objects.exists() and not StoredFile.objects.filter(media_type="application/pdf").exists()
    published = json.loads(StatusList.objects.get().signed)
    bits = bitstring.decode(published["credentialSubject"]["encodedList"])
    assert bitstring.is_set(bits, place), "what was downloaded is no good either"
    assert AttemptItem.objects.exists() and candidates(PublicTest.objects.get().id)[0].score == 100
    assert not credentials.erase(agent=OUTSIDE, ref_uuid=uuid.uuid4(), at=at)


def test_its_days_are_over_by_themselves(visitor, run_jobs, at):
    sit(visitor, at, right=True)
    row = certify(visitor=visitor, name="Meera Joshi", language="ur", at=at)
    run_jobs()
    assert erase_what_is_over(row.valid_until) == 1
    assert credentials.verify(row.code, at).standing == "unknown"
