"""A competency is merged into another: proposed with its effect seen, reviewed by two people, published, re-tagged,
and the re-tag taken back."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe, too_wide

pytestmark = pytest.mark.journey

# Needed by posts, tagged to no course: merging it disturbs no other story. And one that nobody needs.
CHOOSE = """
import json
from karmayogi.kernel import rows
print(json.dumps(rows.first(lambda *r: r, '''
select (select c.code from competencies_competency c
  join competencies_profilerequirement r on r.competency_id = c.id
  join competencies_profile p on p.id = r.profile_id and p.in_force
  join orgs_post post on post.designation_id = p.designation_id
  where not exists (select from learning_coursecompetency t where t.competency_id = c.id)
  group by c.code order by count(*), c.code limit 1),
 (select c.code from competencies_competency c
  where not exists (select from competencies_profilerequirement r where r.competency_id = c.id)
    and not exists (select from learning_coursecompetency t where t.competency_id = c.id) order by c.code limit 1)
''')))
"""
NEEDED = """
from karmayogi.kernel import rows
print(rows.scalar('''select count(*) from competencies_profilerequirement r
  join competencies_profile p on p.id = r.profile_id and p.in_force
  join competencies_competency c on c.id = r.competency_id where c.code = %s''', ['CODE']))
"""


def done(page, state: str) -> None:
    """Waits until the act's page says so; it looks again by itself."""
    expect(page.locator("#progress .tag")).to_have_text(state)


def test_a_proposal_with_its_effect_reviewed_twice_published_and_retagged(site, visitor):
    goes, stays = json.loads(site.manage(CHOOSE))
    needed = site.manage(NEEDED.replace("CODE", goes))
    noor = visitor("en", "phone", scripts=False)
    noor.sign_in("noor@council.example")
    page = noor.open("/competencies/governance/")
    page.get_by_role("link", name="Karmayogi Competency Model").click()
    page.fill("input[name=q]", goes)
    page.get_by_role("button", name="Search").click()
    page.locator("main table tbody a").click()
    page.get_by_role("link", name="Merge").click()
    page.fill("input[name=title]", "One name for one thing")
    page.fill("textarea[name=reason]", "Nobody could say how the two differ.")
    page.fill("input[name=target]", stays)
    page.get_by_role("button", name="Send to the first review").click()
    expect(page.locator("main h1")).to_have_text("One name for one thing")
    expect(page.locator(".kpi").first).not_to_contain_text("0Role")
    address = noor.path()
    assert too_wide(page) <= 0

    omar = visitor("en", "desktop")
    omar.sign_in("omar@council.example")
    page = omar.open("/competencies/governance/changes/")
    page.get_by_role("link", name="One name for one thing").click()
    assert axe(page) == []
    page.locator(".kpi a").nth(1).click()
    expect(page.locator("main .list li").first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)

    priya = visitor("en", "desktop")
    priya.sign_in("priya@council.example")
    page = priya.open(address)
    page.fill("textarea[name=comment]", "Agreed.")
    page.get_by_role("button", name="Approve").click()
    page = priya.open("/competencies/governance/")
    page.get_by_role("link", name="Karmayogi Competency Model").click()
    page.get_by_role("button", name="Publish the version").click()
    expect(page.locator("main .note.ok")).to_contain_text("is published")
    assert axe(page) == []
    page.get_by_role("button", name="Plan the re-tag").click()
    done(page, "waits for approval")
    assert axe(page) == []
    page.get_by_role("button", name="Approve and apply").click()
    done(page, "done")
    assert site.manage(NEEDED.replace("CODE", goes)) == "0"
    assert site.manage(NEEDED.replace("CODE", stays)) == needed
    page.get_by_role("button", name="Undo").click()
    done(page, "undone")
    assert site.manage(NEEDED.replace("CODE", goes)) == needed

    reader = visitor("ur", "phone")
    page = reader.open("/ims/case/v1p0/CFDocuments?fields=title,version")
    assert "Karmayogi Competency Model" in page.content()
