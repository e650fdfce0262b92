"""The administration page."""

from django.urls import reverse

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.contest_evidence import contest_evidence
from karmayogi.competencies.models import Evidence
from karmayogi.kernel.access import System
from tests.competencies.actions.test_record_evidence import passed


def test_administration_is_there_only_with_an_authority(browse, cast):
    page = reverse("portal:administration")
    assert browse(page, cast.learner).status_code == 404
    text = browse(page, cast.admin).content.decode()
    assert reverse("orgs:index") in text
    assert reverse("insight:mine") in text
    assert reverse("orgs:merges") not in text


def test_what_waits_for_a_decision_is_told_to_who_can_decide(browse, cast, at, framework):
    competencies.ensure_proof_masters(agent=System("t"), at=at)
    passed(cast, framework["FUN-087"], at)
    contest_evidence(actor=cast.learner.actor(at), evidence=Evidence.objects.get().uuid, reason="not mine", at=at)
    page = reverse("portal:administration")
    told = browse(page, cast.admin).content.decode()
    assert "Waits for your decision" in told
    assert 'Contested evidence</a> <span class="n">1<' in told
    assert "Waits for your decision" not in browse(page, cast.other_admin).content.decode()
