"""Issuing: signed, once for each ref, nothing left of a transaction that failed."""

import uuid

import pytest
from django.db import transaction

from karmayogi.credentials import api
from karmayogi.credentials.models import Certificate, CertificateCompetency
from karmayogi.credentials.types import Standing
from karmayogi.kernel.models import AuditEntry


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
