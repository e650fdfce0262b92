import datetime as dt
import re
import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from karmayogi.assessment.actions.close_overdue import close_overdue
from karmayogi.assessment.actions.invited.begin import begin
from karmayogi.assessment.actions.invited.invite import KEPT, forget_candidates, invite, invite_again, remove
from karmayogi.assessment.actions.invited.plan_public import end_public, plan_public
from karmayogi.assessment.actions.invited.prove import ask_code, prove
from karmayogi.assessment.actions.save_answer import save_answer
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.models import Attempt, Candidate, PublicTest
from karmayogi.assessment.queries.invited.candidates import attempts_of, candidates, visitor_of
from karmayogi.assessment.queries.yearly.tests import told_from
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused, System
from karmayogi.learning.models import Enrolment
from tests.assessment.alone import provided_by, stand_alone
from tests.assessment.conftest import right_values

MEERA = "meera@example.org"


@pytest.fixture
def open_test(kcm, cast, at):
    stand_alone(at)
    provided_by(cast.ministry)
    return plan_public(
        actor=cast.admin.actor(at), office=cast.ministry.code, test="T-ALONE", opens_at=at,
        closes_at=at + dt.timedelta(days=3), at=at,
    )  # fmt: skip


def last_mail(run_jobs, at) -> str:
    with clock.frozen(at):
        run_jobs()
    return mail.outbox[-1].body


def token_of(body: str) -> str:
    return re.search(r"/invited/link/([^/\s]+)/", body)[1]


def invited(cast, open_test, run_jobs, at, text=f"Meera Joshi, {MEERA}") -> str:
    invite(actor=cast.admin.actor(at), test=open_test, text=text, language="en", at=at)
    return token_of(last_mail(run_jobs, at))


def code_of(token, run_jobs, at, email=MEERA) -> str:
    ask_code(token=token, email=email, at=at)
    return re.search(r"\d{6}", last_mail(run_jobs, at))[0]


def test_somebody_from_outside_takes_the_test_and_the_office_sees_the_result(open_test, cast, run_jobs, at):
    token = invited(cast, open_test, run_jobs, at)
    key = prove(token=token, code=code_of(token, run_jobs, at), at=at)
    visitor = visitor_of(key)
    named = begin(visitor=visitor, language="hi", at=at)
    assert begin(visitor=visitor, language="hi", at=at) == named
    (row,) = attempts_of(visitor.candidate_id)
    assert (row.person_id, row.language, row.due_at) == (None, "hi", at + dt.timedelta(minutes=10))
    for position in range(1, row.questions + 1):
        save_answer(attempt=row, position=position, picked=right_values(row.id, position), at=at)
    assert submit(agent=System("invited person"), attempt=row, at=at)
    (line,) = candidates(PublicTest.objects.get().id, q="joshi")
    assert (line.name, line.email, line.score, line.passed) == ("Meera Joshi", MEERA, 100, True)
    assert not Enrolment.objects.exists()  # nothing else in the product knows of her
    with pytest.raises(Refused, match="passed"):
        begin(visitor=visitor, language="hi", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            paper_id=row.paper_id, number=9, questions=1, pass_percent=1, opened_at=at, due_at=at + dt.timedelta(1)
        )


def test_a_link_works_once_and_everything_wrong_is_answered_alike(open_test, cast, run_jobs, at):
    token = invited(cast, open_test, run_jobs, at)
    sent = len(mail.outbox)
    for wrong_token, email in (("nothing", MEERA), (token, "other@example.org")):
        assert ask_code(token=wrong_token, email=email, at=at) is None
    with clock.frozen(at):
        run_jobs()
    assert len(mail.outbox) == sent
    code = code_of(token, run_jobs, at, " Meera@Example.org ")
    ask_code(token=token, email=MEERA, at=at + dt.timedelta(seconds=5))  # too soon: no second mail
    with clock.frozen(at):
        run_jobs()
    assert len(mail.outbox) == sent + 1
    assert prove(token="nothing", code=code, at=at) is None
    assert prove(token=token, code=code, at=at + dt.timedelta(minutes=16)) is None
    for _try in range(5):
        assert prove(token=token, code=f"{(int(code) + 1) % 1_000_000:06}", at=at) is None
    assert prove(token=token, code=code, at=at) is None  # five wrong ones used the code up
    later = at + dt.timedelta(minutes=2)
    key = prove(token=token, code=code_of(token, run_jobs, later), at=later)
    assert key is not None
    assert prove(token=token, code=code, at=later) is None
    ask_code(token=token, email=MEERA, at=later + dt.timedelta(minutes=5))
    with clock.frozen(at):
        run_jobs()
    assert len(mail.outbox) == sent + 2
    candidate = Candidate.objects.get()
    invite_again(actor=cast.admin.actor(at), test=open_test, candidate=candidate.uuid, at=later)
    with pytest.raises(NotFound):  # the browser where the link was used opens nothing any more
        visitor_of(key)
    with pytest.raises(NotFound):
        visitor_of("")


def test_names_go_and_results_stay(open_test, cast, run_jobs, at):
    token = invited(cast, open_test, run_jobs, at)
    visitor = visitor_of(prove(token=token, code=code_of(token, run_jobs, at), at=at))
    begin(visitor=visitor, language="en", at=at)
    admin, candidate = cast.admin.actor(at), Candidate.objects.get()
    for actor in (cast.other_admin.actor(at), cast.learner.actor(at), cast.supervisor.actor(at)):
        for act in (remove, invite_again):
            with pytest.raises(NotFound):
                act(actor=actor, test=open_test, candidate=candidate.uuid, at=at)
        with pytest.raises(NotFound):
            invite(actor=actor, test=open_test, text=MEERA, language="en", at=at)
    with pytest.raises(NotFound):
        remove(actor=admin, test=open_test, candidate=uuid.uuid4(), at=at)
    remove(actor=admin, test=open_test, candidate=candidate.uuid, at=at)
    remove(actor=admin, test=open_test, candidate=candidate.uuid, at=at)
    candidate.refresh_from_db()
    assert (candidate.name, candidate.email, candidate.door_digest) == ("", "", None)
    with pytest.raises(NotFound):
        begin(visitor=visitor, language="en", at=at)
    assert close_overdue(at=at + dt.timedelta(minutes=20)) == 1
    assert Attempt.objects.get().score == 0
    invite(actor=admin, test=open_test, text=f"{MEERA}\nravi@example.org", language="ur", at=at)
    assert invite(actor=admin, test=open_test, text=MEERA, language="ur", at=at).known == 1
    end = at + dt.timedelta(days=3)
    assert forget_candidates(at=end + KEPT) == 0
    assert forget_candidates(at=end + KEPT + dt.timedelta(days=1)) == 2
    assert not Candidate.objects.exclude(email="").exists()


def test_the_days_of_the_test_bound_everything(open_test, cast, run_jobs, at):
    token = invited(cast, open_test, run_jobs, at)
    end = at + dt.timedelta(days=3)
    near = end - dt.timedelta(minutes=4)
    visitor = visitor_of(prove(token=token, code=code_of(token, run_jobs, near), at=near))
    begin(visitor=visitor, language="en", at=near)
    assert Attempt.objects.get().due_at == end
    admin = cast.admin.actor(at)
    for text in ("no address here", "", "\n".join(f"p{n}@example.org" for n in range(201))):
        with pytest.raises(Refused):
            invite(actor=admin, test=open_test, text=text, language="en", at=at)
    with pytest.raises(Refused, match="over"):
        invite(actor=admin, test=open_test, text=MEERA, language="en", at=end)
    invite(actor=admin, test=open_test, text="late@example.org", language="en", at=at)
    token = token_of(last_mail(run_jobs, at))
    ask_code(token=token, email="late@example.org", at=end)
    assert prove(token=token, code="000000", at=end) is None
    with pytest.raises(Refused, match="no test"):
        plan_public(actor=admin, office=cast.ministry.code, test="NONE", opens_at=at, closes_at=end, at=at)


def test_an_office_opens_what_it_provides_and_hides_no_answers_by_a_plan_alone(kcm, cast, at):
    stand_alone(at)
    admin, imran = cast.admin.actor(at), cast.publisher.actor(at)
    days = {"opens_at": at, "closes_at": at + dt.timedelta(days=3), "at": at}
    with pytest.raises(Refused, match="Another office provides"):
        plan_public(actor=admin, office=cast.ministry.code, test="T-ALONE", **days)
    with pytest.raises(NotFound):
        plan_public(actor=cast.learner.actor(at), office=cast.ministry.code, test="T-ALONE", **days)
    lent = plan_public(actor=imran, office=cast.ministry.code, test="T-ALONE", **days)
    with pytest.raises(NotFound):  # opens it for the office, and reads no names
        invite(actor=imran, test=lent, text=MEERA, language="en", at=at)
    provided_by(cast.ministry)
    far = days | {"opens_at": at + dt.timedelta(days=61), "closes_at": at + dt.timedelta(days=62)}
    with pytest.raises(Refused, match="60 days"):
        plan_public(actor=admin, office=cast.ministry.code, test="T-ALONE", **far)
    far |= {"opens_at": at + dt.timedelta(days=9), "closes_at": at + dt.timedelta(days=62)}
    later = plan_public(actor=admin, office=cast.ministry.code, test="T-ALONE", **far)
    paper = PublicTest.objects.first().paper_id
    assert told_from(paper, at) is None
    invite(actor=admin, test=later, text=MEERA, language="en", at=at)
    assert told_from(paper, at) is None  # not open yet
    invite(actor=admin, test=lent, text=MEERA, language="en", at=at)
    assert told_from(paper, at) == days["closes_at"]
    for _twice in range(2):
        end_public(actor=admin, test=lent, at=at + dt.timedelta(hours=1))
    with pytest.raises(NotFound):
        end_public(actor=cast.other_admin.actor(at), test=later, at=at)
    end_public(actor=admin, test=later, at=at)
    assert told_from(paper, at + dt.timedelta(days=10)) is None
    with pytest.raises(Refused, match="over"):
        invite(actor=admin, test=lent, text="late@example.org", language="en", at=at + dt.timedelta(hours=1))
