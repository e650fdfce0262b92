"""A supervisor sees her team, a ministry's training admin sees the ministry and nothing of the next one, and the
figures move within a minute."""

import csv
import io
import time
import uuid

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe, too_wide

pytestmark = pytest.mark.journey

COMPLETE_ONE = """
import datetime as dt
from karmayogi.demo import history
from karmayogi.kernel import clock, rows
from karmayogi.learning import api as learning
from karmayogi.people import api as people
person = rows.first(lambda *r: r, '''select p.id, a.id from people_person p join people_account a on a.person_id = p.id
  join orgs_incumbency i on i.person_id = p.id
  where a.email is null and not exists (select 1 from learning_enrolment n where n.person_id = p.id)
  order by p.id limit 1''')
actor = history._actor(history.Learner(person[0], person[1], 'en'))
class Always:
    random = staticmethod(lambda: 0.0)
    choice = staticmethod(lambda options: options[-1])
    randrange = staticmethod(lambda low, high=None: low)
card = next(c for c in learning.all_courses() if c.code == 'KY-CCS-01')
print(history._one(actor, card.uuid, 'en', clock.now() - dt.timedelta(hours=5), Always()))
"""


def completions(site) -> int:
    """The national figure, from the file that anybody may download; 0 before it was counted."""
    _status, body = site.get("/insight/states.csv")
    lines = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    figure = next(line[4] for line in lines if line[1] == "Total" and line[2] == "completions")
    return int(figure or 0)  # empty until the first count, some seconds after the start


def test_a_supervisor_sees_the_gaps_of_her_team_and_the_officer_sees_that_she_looked(site, visitor):
    ravi = visitor("en", "phone")
    page = ravi.sign_in("ravi@mord.example")
    expect(page.locator("main table tbody tr")).to_have_count(4)
    expect(page.locator("main table")).to_contain_text("Noting & Drafting")
    assert axe(page) == []
    page.get_by_role("link", name="Asha Kumari").click()
    expect(page.locator("main h1")).to_contain_text("Asha Kumari")
    assert axe(page) == []
    ravi.speak("hi")
    page = ravi.open("/team/")
    assert page.locator("html").get_attribute("lang") == "hi"
    expect(page.locator("main table tbody tr")).to_have_count(4)
    expect(page.locator("main table")).to_contain_text("सरकारी पत्राचार का टिप्पण और प्रारूपण")
    page.get_by_role("link", name="आशा कुमारी").click()
    expect(page.locator("main h1")).to_contain_text("आशा कुमारी")
    assert axe(page) == []
    asha = visitor("en", "desktop")
    asha.sign_in("asha@mord.example")
    expect(asha.open("/people/me/trail/").locator("main")).to_contain_text("Ravi Shankar Prasad Sahu")
    asha.open("/team/")
    expect(asha.page.locator("main table")).to_have_count(0)


def test_the_training_admin_sees_her_ministry_and_nothing_of_the_next_one(site, visitor):
    other = site.manage(
        "from karmayogi.orgs import api; print(api.organisation_by_name('Ministry of Health and Family Welfare').uuid)"
    )
    meena = visitor("en", "desktop")
    meena.sign_in("meena@mord.example")
    page = meena.open("/insight/mine/")
    expect(page.locator("main h1")).to_have_text("Ministry of Rural Development")
    assert axe(page) == []
    meena.speak("ur")
    page.reload()
    assert page.locator("html").get_attribute("dir") == "rtl"
    expect(page.locator("main h1")).to_have_text("دیہی ترقی کی وزارت")
    assert axe(page) == []
    page = meena.open("/orgs/")
    assert axe(page) == []
    for path in ("/insight/organisations/{}/", "/orgs/{}/", "/orgs/{}/people/", "/orgs/{}/officers/"):
        refused = meena.context.request.get(site.origin + path.format(other))
        nothing = meena.context.request.get(site.origin + path.format(uuid.uuid4()))
        assert (refused.status, nothing.status) == (404, 404)


def test_the_national_figures_move_within_a_minute(site, visitor):
    time.sleep(1)
    end = time.monotonic() + 60
    while (before := completions(site)) == 0 and time.monotonic() < end:
        time.sleep(2)
    assert site.manage(COMPLETE_ONE).endswith("True")
    done = time.monotonic()
    while completions(site) == before:
        assert time.monotonic() - done < 60, "a minute has passed"
        time.sleep(2)
    for language, look in (("en", "desktop"), ("ur", "phone")):
        page = visitor(language, look).open("/insight/")
        assert axe(page) == []
        assert too_wide(page) <= 0
