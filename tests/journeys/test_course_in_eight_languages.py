"""A course in eight languages is brought from elsewhere, published by two persons, and learnt in two of them."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe
from tests.learning import foreign

pytestmark = pytest.mark.journey
REAL = Path(__file__).parents[3] / "shared" / "content" / "multilingual-course"

PUBLISHER = """
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Role, System
from karmayogi.learning.actions.ensure_provider import ensure_provider
from karmayogi.orgs import api
person = rows.scalar("select person_id from people_account where email = 'meena@mord.example'")
country = rows.scalar("select id from orgs_organisation order by length(path) limit 1")
at = clock.now()
api.grant_authority(agent=System('journey'), person_id=person, role=Role.CONTENT_PUBLISHER, organisation_id=country,
                    valid_from=at, at=at)
others = ensure_provider('Made by others', at)
others.organisation_id = country
others.save(update_fields=['organisation'])
"""


def course() -> bytes:
    """The one made by others where it is on this machine, else the small one of the tests."""
    if not REAL.exists():
        return foreign.zipped(foreign.markdown_quiz())
    return foreign.zipped({one.relative_to(REAL).as_posix(): one.read_bytes() for one in sorted(REAL.rglob("*.*"))})


def test_one_course_one_enrolment_one_progress_whatever_the_language(site, visitor, tmp_path):
    site.manage(PUBLISHER)
    file = tmp_path / "course.zip"
    file.write_bytes(course())
    gita = visitor("en", "desktop")
    gita.sign_in("gita@platform.example")
    page = gita.open("/learning/brought/")
    assert axe(page) == []
    page.set_input_files("input[type=file]", file)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    brought = gita.path()
    main = page.locator("main")
    expect(main).to_contain_text("Markdown + quiz JSON")
    for name in ("English", "हिन्दी", "বাংলা", "தமிழ்", "मराठी", "नेपाली", "ਪੰਜਾਬੀ", "اردو"):
        expect(main.locator("dl.facts")).to_contain_text(name)
    expect(main).to_contain_text("Its pictures and films are left out")
    assert axe(page) == []
    page.fill("input[name=code]", "EX-EIGHT")
    page.select_option("select[name=provider]", "Made by others")
    with page.expect_navigation():
        page.locator("form:has(input[name=code]) button").click()
    expect(main).to_contain_text("ask another publisher")
    expect(page.locator("form[action$='/publish/']")).to_have_count(0)

    meena = visitor("en", "phone")
    meena.sign_in("meena@mord.example")
    page = meena.open(brought)
    with page.expect_navigation():
        page.locator("form[action$='/publish/'] button").click()
    path = meena.path()
    assert path.startswith("/learning/courses/")
    assert axe(page) == []

    irfan = visitor("hi", "phone")
    irfan.sign_in("irfan@mord.example")
    page = irfan.open(path)
    with page.expect_navigation():
        page.locator("form[action*='/enrol/'] button").click()
    expect(page.locator("main h1")).to_have_attribute("lang", "hi")
    enrolment = irfan.path().split("/parts/")[0]
    lessons = page.locator("nav.outline li a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    irfan.later(1500)  # whoever holds an authority: the session ends after half an hour of silence
    with page.expect_navigation():
        page.locator("form#finish button").click()
    for lesson in lessons[1:]:  # what follows may be a test, which has a page of its own
        page = irfan.open(lesson)
        if page.locator("#course-language").count():
            break
    second = irfan.path()
    page.select_option("#course-language", "ta")
    with page.expect_navigation():
        page.locator("main form[action$='/language/'] button").click()
    assert irfan.path() == second
    assert second.startswith(enrolment)
    expect(page.locator("main h1")).to_have_attribute("lang", "ta")
    expect(page.locator(".lesson-body")).to_have_attribute("lang", "ta")
    expect(page.locator(".tick .vh")).to_have_count(1)
    assert axe(page) == []
