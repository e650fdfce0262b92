"""Issuing: signed, once for each ref, nothing left of a transaction that failed."""

import uuid

import pytest
from django.db import transaction

from karmayogi.credentials import api
from karmayogi.credentials.models import Certificate, CertificateCompetency
from karmayogi.credentials.types import Standing
from karmayogi.kernel.models import AuditEntry
from karmayogi.people.api import open_account
from tests.credentials.conftest import SETUP


def test_a_certificate_is_genuine_at_once(issue, asha):
    row = issue()
    assert row.code.startswith("KY-") and row.person_id == asha.id and row.minutes == 150
    found = api.verify(row.code)
    assert found.standing is Standing.GENUINE
    assert found.facts.name_native == "आशा राव" and found.facts.title == "टिप्पण और प्रारूपण"
    assert found.facts.competencies == (("F1.2", "Noting & drafting", 2), ("B2.1", "Communication", 1))


def test_the_same_ref_gives_the_same_certificate(issue, asha):
    ref = uuid.uuid4()
    assert issue(ref_uuid=ref) == issue(ref_uuid=ref, name="Somebody else")
    assert api.certificates_of(asha.id) == [api.certificate_for(ref)]
    assert AuditEntry.objects.filter(tag="credentials:certificate:issue").count() == 1


def test_a_ref_of_another_kind_is_another_certificate(issue, asha):
    ref = uuid.uuid4()
    assert issue(ref_uuid=ref).code != issue(ref_uuid=ref, ref_kind="attendance").code


def test_without_a_title_in_her_language_it_is_in_english(issue):
    facts = api.verify(issue(title_hi="").code).facts
    assert (facts.title, facts.title_language) == ("Noting and drafting", "en")


def test_a_course_in_tamil_has_its_title_and_its_paper_in_tamil(issue, asha):
    row = issue(language="ta", title_own="குறிப்பு எழுதுதல்")
    found = api.verify(row.code)
    assert found.standing is Standing.GENUINE
    assert (found.facts.title, found.facts.title_language, row.language) == ("குறிப்பு எழுதுதல்", "ta", "ta")
    facts = api.verify(issue(language="ta").code).facts
    assert (facts.title, facts.title_language) == ("Noting and drafting", "en")
    # Said beside one of the three, it is not taken: there the columns of these hold.
    assert api.verify(issue(language="hi", title_own="X").code).facts.title == "टिप्पण और प्रारूपण"


def test_in_a_language_without_words_the_paper_speaks_hers(issue, asha, at):
    open_account(agent=SETUP, at=at, person_id=asha.id, email="a@b.in", mobile=None, password=None, language="ur")
    row = issue(language="brx", title_own="बरʼ")
    facts = api.verify(row.code).facts
    assert (row.language, facts.title, facts.title_language) == ("ur", "نوٹ نویسی اور مسودہ نگاری", "ur")


def test_without_an_account_and_words_it_is_in_english(issue):
    assert issue(language="brx").language == "en"


def test_a_failed_transaction_leaves_nothing(issue):
    with pytest.raises(RuntimeError), transaction.atomic():
        issue()
        raise RuntimeError
    assert not Certificate.objects.exists() and not CertificateCompetency.objects.exists()
    assert not AuditEntry.objects.filter(tag__startswith="credentials").exists()


def test_an_unknown_grade_is_refused(issue):
    with pytest.raises(ValueError, match="E9"):
        issue(grade="E9")


def test_a_code_that_exists_already_is_drawn_again(issue, monkeypatch):
    from karmayogi.credentials.actions import issue as module

    taken = issue().code
    codes = iter([taken, "KY-0000-0000-0002"])
    monkeypatch.setattr(module.ids, "code", lambda *_, **__: next(codes))
    assert issue().code == "KY-0000-0000-0002"
