import pytest
from django.conf import settings
from django.urls import reverse

from karmayogi.competencies.actions.proof.decide_contest import decide_contest
from karmayogi.competencies.actions.withdraw_evidence import withdraw_family
from karmayogi.competencies.models import Competency, Contest, Evidence
from karmayogi.kernel import clock
from karmayogi.kernel.access import System
from tests.competencies.actions.test_record_evidence import passed


@pytest.fixture
def browse(client, cast, framework, at):
    """The browser of whoever is named, after the learner has passed a test."""
    passed(cast, framework["FUN-087"], at)

    def sign_in(part="learner"):
        client.cookies[settings.SESSION_COOKIE_NAME] = getattr(cast, part).cookie(at)
        return client

    with clock.frozen(at):
        yield sign_in


def page():
    return reverse("competencies:evidence", args=[Competency.objects.get(code="FUN-087").uuid])


def contest(client, **fields):
    return client.post(reverse("competencies:contest", args=[Evidence.objects.get().uuid]), fields)


def test_she_sees_her_rows_and_why(browse):
    html = browse().get(page()).content.decode()
    assert "Noting and drafting" in html
    assert "counts 80 of 100" in html


def test_nobody_finds_the_rows_of_another_on_the_page(browse):
    assert "Every row of evidence" not in browse("outsider").get(page()).content.decode()
    assert contest(browse("outsider"), reason="x").status_code == 404
    assert Evidence.objects.get().contested_at is None


def test_contesting_comes_back_to_the_page(browse):
    answer = contest(browse(), reason="not mine\0", back=page())
    assert (answer.status_code, answer.url) == (302, page())
    assert Evidence.objects.get().contested_at is not None


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example/", "evil", ""])
def test_the_way_back_leads_nowhere_else(browse, back):
    assert contest(browse(), reason="not mine", back=back).url == reverse("competencies:mine")


def test_a_row_kept_out_without_a_contest_is_said_to_be_unconfirmed(browse, at):
    """As one that a re-tag carried while its proof was held."""
    Evidence.objects.update(contested_at=at)
    html = browse().get(page()).content.decode()
    assert "not confirmed: does not count" in html
    assert "contested: does not count" not in html


def test_a_row_with_an_open_contest_is_said_to_be_contested(browse):
    contest(browse(), reason="not mine", back=page())
    assert "contested: does not count until decided" in browse().get(page()).content.decode()


def test_a_row_is_said_to_count_only_while_it_does(browse, cast, at):
    """Decided against her, a row counts again; withdrawn since for another reason, it is not said to count."""
    contest(browse(), reason="not mine", back=page())
    decide_contest(
        actor=cast.admin.actor(at), contest=Contest.objects.get().uuid, upheld=False, decision="It is yours.",
        declared=True, at=at,
    )  # fmt: skip
    html = browse().get(page()).content.decode()
    assert "The row counts." in html
    assert "It is yours." in html
    row = Evidence.objects.get()
    withdraw_family(agent=System("t"), person_id=row.person_id, evidence_id=row.pk, reason="Wrong test", at=at)
    html = browse().get(page()).content.decode()
    assert "The row counts." not in html
    assert "It is yours." in html
    assert "Wrong test" in html
