"""An officer contests a row about herself and is heard; an office asks a few questions about its people."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PATIENCE, axe, too_wide

pytestmark = pytest.mark.journey

COMPETENCY = "from karmayogi.competencies import api; print(api.by_codes(['FUN-085'])['FUN-085'].uuid)"
# The other six colleagues answer too: in the product's own words, not through the tables.
OTHERS = """
from karmayogi.competencies.actions.proof.answer_question import answer_question
from karmayogi.competencies.queries.proof.rounds import questions_for
from karmayogi.demo import history
from karmayogi.kernel import clock, rows
at = clock.now()
people = rows.fetch(lambda *row: row, '''select distinct i.person_id, a.id from competencies_roundinvitation i
  join people_account a on a.person_id = i.rater_id where i.token is not null'''.replace('i.person_id', 'i.rater_id'))
given = 0
for person, account in people:
    actor = history._actor(history.Learner(person, account, 'en'))
    for question in questions_for(actor, clock.day(at)):
        answer_question(actor=actor, question=question.token, level=3, at=at)
        given += 1
print(given)
"""


# Who is asked about whom differs from copy to copy: somebody whom at least five spoke of, given a password here.
TOLD = """
from django.contrib.auth.hashers import make_password
from karmayogi.kernel import rows
from karmayogi.people.models import Account
mine = rows.scalar("select a.id from competencies_roundresult r join people_account a on a.person_id = r.subject_id"
                   " where r.relation <> 'supervisor' order by a.id limit 1")
account = Account.objects.get(pk=mine)
account.password = make_password('{password}')
account.save(update_fields=['password'])
print(account.mobile)
"""


# Before the journeys of learning, by the name of this file: there the same officer proves the same competency again.
def test_a_contest_is_decided_by_somebody_else_and_she_reads_why(site, visitor):
    page_of = f"/competencies/evidence/{site.manage(COMPETENCY)}/"
    asha = visitor("en", "phone")
    asha.sign_in("asha@mord.example")
    page = asha.open(page_of)
    expect(page.locator("#level")).to_contain_text("2")
    assert axe(page) == []
    page.get_by_text("This is wrong").click()
    page.fill("input[name=reason]", "I did not work on files then.")
    page.get_by_role("button", name="Contest this row").click()
    expect(page.locator("main")).to_contain_text("contested: does not count until decided")
    expect(page.locator("#level")).to_contain_text("0")
    ravi = visitor("en", "desktop")  # who made the row is not asked
    ravi.sign_in("ravi@mord.example")
    assert ravi.context.request.get(site.origin + "/competencies/proof/contests/").status == 404
    meena = visitor("en", "desktop")
    meena.sign_in("meena@mord.example")
    page = meena.open("/competencies/proof/contests/")
    expect(page.locator("main")).to_contain_text("I did not work on files then.")
    assert axe(page) == []
    page.fill("input[name=reasons]", "The row rests on a file that is hers.")
    page.locator("input[name=declared]").check()
    page.get_by_role("button", name="Dismiss: the row counts").click()
    expect(page.locator("main")).to_contain_text("Dismissed")
    page = asha.open(page_of)
    expect(page.locator("main")).to_contain_text("The row rests on a file that is hers.")
    expect(page.locator("#level")).to_contain_text("2")


def test_a_360_round_takes_three_taps_and_shows_groups_only(site, visitor):
    meena = visitor("en", "desktop")
    meena.sign_in("meena@mord.example")
    page = meena.open("/competencies/proof/rounds/")
    page.select_option("select[name=organisation]", label="Monitoring Section")
    page.get_by_role("button", name="Open the round").click()
    expect(page.locator("main h1")).to_contain_text("Monitoring Section")
    assert axe(page) == []
    round_page = meena.path()
    nadia = visitor("en", "phone", scripts=False)
    page = nadia.sign_in("nadia@mord.example")
    page.locator("details.menu summary").click()  # one
    page.get_by_role("link", name="What waits for me").click()  # two
    before = page.locator("main").inner_text()
    assert too_wide(page) <= 0
    assert "kept without your name" in before or "your name stands" in before
    page.get_by_role("button", name=re.compile("^4 ")).click()  # three
    expect(page.locator("main")).to_contain_text("Your answer is in")
    assert int(site.manage(OTHERS)) > 20
    page = meena.open(round_page)
    page.get_by_role("button", name="Close it now").click()
    end = time.monotonic() + PATIENCE / 1000
    while "The office as a whole" not in page.locator("main").inner_text() and time.monotonic() < end:
        page.wait_for_timeout(1000)
        page = meena.open(round_page)
    expect(page.locator("#findings")).to_have_text("The office as a whole")
    assert axe(page) == []
    subject = visitor("en", "phone", scripts=False)
    subject.sign_in(site.manage(TOLD.format(password=site.password)))
    expect(subject.open("/competencies/proof/").locator("#results")).to_have_text("What others say of my work")


def test_the_other_pages_of_proof_are_whole_on_a_phone(site, visitor):
    competency = site.manage(COMPETENCY)
    asha = site.manage(
        "from karmayogi.people import api; a = api.find_account(email='asha@mord.example');"
        " print(api.person(a.person_id).uuid)"
    )
    for email, paths in {
        "asha@mord.example": [f"add/{competency}/", f"add/{competency}/external_certificate/", "policies/"],
        "ravi@mord.example": [f"people/{asha}/", "reviews/"],
        "gita@platform.example": ["policies/", "instruments/"],
    }.items():
        who = visitor("ur" if email.startswith("gita") else "en", "phone")
        who.sign_in(email)
        for path in paths:
            page = who.open(f"/competencies/proof/{path}")
            assert axe(page) == [], path
            assert too_wide(page) <= 0, path
        if email.startswith("gita"):
            page.goto(site.origin + "/competencies/proof/policies/")
            page.locator("a[href*='/proof/policies/0']").first.click()
            assert axe(page) == []
