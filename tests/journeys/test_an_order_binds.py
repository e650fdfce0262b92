"""A training admin writes an order, rehearses it and puts it in force; the officer sees why, when and what ends it, and
does it: the list says so. The admin's browser runs no script at all."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe, too_wide

pytestmark = pytest.mark.journey

# A course that Asha has not begun, and Asha going through it.
CHOOSE = """
from karmayogi.kernel import rows
print(rows.scalar('''select e.code || '|' || e.title_en from learning_catalogueentry e
  where e.kind = 'course' and e.live and not e.hidden and e.code like 'KY-%%' and not exists (
    select from learning_enrolment n join people_account a on a.person_id = n.person_id
    where a.email = 'asha@mord.example' and n.course_id = e.course_id) order by e.code limit 1''', []))
"""
COMPLETE = """
import datetime as dt
from karmayogi.demo import history
from karmayogi.kernel import clock
from karmayogi.learning import api as learning
from karmayogi.people import api as people
asha = people.find_account(email='asha@mord.example')
actor = history._actor(history.Learner(asha.person_id, asha.id, 'en'))
class Always:
    random = staticmethod(lambda: 0.0)
    choice = staticmethod(lambda options: options[-1])
    randrange = staticmethod(lambda low, high=None: low)
card = next(c for c in learning.all_courses() if c.code == '{code}')
print(history._one(actor, card.uuid, 'en', clock.now() - dt.timedelta(hours=5), Always()))
"""


def test_from_the_order_to_the_officers_list_and_back(site, visitor):
    code, title = site.manage(CHOOSE).split("|")
    meena = visitor("en", "desktop", scripts=False)
    meena.sign_in("meena@mord.example")
    page = meena.open("/plans/")
    page.get_by_role("link", name="New mandate of").click()
    page.get_by_label("Title in English").fill("A duty newly asked")
    page.get_by_label("Order number").fill("J-1/2026")
    page.get_by_label("Signed by").fill("Deputy Secretary (Training)")
    page.get_by_label("Why it is asked").fill("So that the journey has an end.")
    page.get_by_label("Due", exact=True).select_option("start")
    page.get_by_label("Plus").fill("10")
    page.get_by_label("Counted in").select_option("working_days")
    page.get_by_role("button", name="Save and say whom it binds").click()
    page.get_by_label("It asks about").select_option("person")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("searchbox").fill("Asha Kumari")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Add").first.click()
    expect(page.locator("main")).to_contain_text("1 people today")
    page.get_by_role("link", name="On to what is asked").click()
    page.get_by_role("searchbox").fill(code)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Add").first.click()
    page.get_by_role("link", name="Back to the mandate").click()
    page.get_by_role("button", name="Rehearse").click()
    expect(page.locator("main")).to_contain_text("Nothing is written yet for anybody")  # the page looks by itself
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Bring into force").click()
    expect(page.locator("main")).to_contain_text("In force")

    asha = visitor("en", "phone")
    asha.sign_in("asha@mord.example")
    page = asha.open("/plans/mine/")
    assert axe(page) == []
    page.get_by_role("link", name="A duty newly asked").click()
    main = page.locator("main")
    expect(main).to_contain_text("So that the journey has an end.")
    expect(main).to_contain_text("Officer by name: Asha Kumari")
    expect(main).to_contain_text(re.compile(r"plus 10 working days \(\d+ days off passed over\)"))
    expect(main).to_contain_text(f"Complete “{title}”.")
    assert axe(page) == []
    assert too_wide(page) <= 0
    assert site.manage(COMPLETE.format(code=code)).endswith("True")
    page.reload()
    expect(main.locator(".tag").first).to_have_text("Done")
    expect(asha.open("/plans/mine/").locator("section", has_text="Completed")).to_contain_text("A duty newly asked")
