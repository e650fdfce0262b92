"""The page of what is offered says when it is completed; of very many parts pages show a section."""

import gzip
import json
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from karmayogi.kernel import clock
from karmayogi.learning import api
from karmayogi.learning.actions.draft import CourseDraft, DraftPart, DraftVariant
from karmayogi.learning.actions.publish import publish as publish_course
from karmayogi.learning.types import QuizSpec
from tests.learning.actions.collections.test_publish_programme import publish
from tests.learning.conftest import SETUP, zipped
from tests.learning.phone import Phone


def test_a_test_alone_speaks_of_no_parts(kcm, cast, at, settings, frozen_time):
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    html = browser.get(reverse("learning:course", args=[publish(at).uuid])).content.decode()
    assert "When the test is passed with 60 per cent or more." in html
    assert "all 1 parts" not in html and "plausible time" not in html


BUDGET = 15_000  # of a page, compressed


@pytest.fixture
def asha(cast, kcm, client, at):
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(at):
        yield client


def lessons(count, at):
    parts = [
        DraftPart(f"p-{n}", "page", 5, 10, {"en": DraftVariant(f"Lesson {n}: how a letter is answered", "<p>So.</p>")})
        for n in range(1, count + 1)
    ]
    draft = CourseDraft(
        "LONG", "Institute", "online", "", {"en": "Answering letters"}, {}, [], parts, QuizSpec(0, 0, 0, 0), "1" * 64
    )
    return publish_course(agent=SETUP, draft=draft, at=at)


def test_a_course_of_many_lessons_shows_a_section_of_them(asha, cast, at):
    course = lessons(600, at)
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    about = reverse("learning:course", args=[course.uuid])
    html = asha.get(about).content.decode()
    assert html.count('<th scope="row">') == 50 and 'href="?parts=12#parts"' in html
    assert "Lesson 600:" in asha.get(f"{about}?parts=12").content.decode()
    for odd in ("0", "13", "x", "9" * 5000):
        assert "Lesson 1:" in asha.get(f"{about}?parts={odd}").content.decode()
    page = reverse("learning:part", args=[enrolment, "p-333"])
    with CaptureQueriesContext(connection) as asked:
        answer = asha.get(page)
    assert len(asked) <= 14
    html = answer.content.decode()
    assert html.count("/parts/p-") <= 56 and "Part 333 of 600" in html
    assert 'aria-current="page"' in html and "Lesson 333:" in html and "Lesson 351:" not in html
    assert 'href="?outline=1#outline"' in html
    assert "Lesson 1:" in asha.get(f"{page}?outline=1").content.decode()
    early = asha.post(reverse("learning:finish", args=[enrolment, "p-333"]), {"seconds": ""})
    assert early.status_code == 409 and 'href="?outline=1#outline"' in early.content.decode()
    link = asha.get(reverse("learning:finish", args=[enrolment, "p-333"]) + "?outline=1&t=7")
    assert (link.status_code, link["Location"]) == (302, f"{page}?outline=1&t=7"), "links of that page lead to the part"
    for address in (about, page):
        assert len(gzip.compress(asha.get(address).content, 3)) <= BUDGET


def test_kept_on_a_phone_each_section_leads_to_a_page(asha, cast, at):
    """Without network nothing answers `?outline=`: a kept page is found by its path alone."""
    actor = cast.learner.actor(at)
    enrolment = api.enrol(actor=actor, course_uuid=lessons(101, at).uuid, language="en", at=at)
    wish = {"device": str(Phone(actor, at).uuid), "form": "text", "key": "p-60"}
    headers = {"X-Karmayogi-Progress": "1", "Sec-Fetch-Site": "same-origin"}
    keep = reverse("learning:keep", args=[enrolment])
    answer = asha.post(keep, wish, content_type="application/json", headers=headers)
    (kept,) = json.loads(answer.json()["manifest"])["parts"]
    nav = asha.get(kept["from"]).content.decode().partition('<ol class="sections">')[2].partition("</ol>")[0]
    at_first, at_kept, at_last = (reverse("learning:part", args=[enrolment, key]) for key in ("p-1", "p-60", "p-101"))
    assert re.findall('href="([^"]+)"', nav) == [at_first, at_kept, at_last]


def test_a_package_of_many_pages_shows_a_section_of_them(asha, cast, at):
    items = "".join(f'<item identifier="i{n}" identifierref="r"><title>Page {n}.</title></item>' for n in range(300))
    manifest = (
        '<manifest identifier="m" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
        ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schema>ADL SCORM</schema>'
        '<schemaversion>1.2</schemaversion></metadata><organizations default="o"><organization identifier="o">'
        f"<title>Letters</title>{items}</organization></organizations><resources>"
        '<resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="a.html"/></resources></manifest>'
    )
    content = zipped({"imsmanifest.xml": manifest, "a.html": "<!doctype html><title>a</title>"})
    course = api.import_scorm(agent=SETUP, content=content, filename="p.zip", titles={}, competencies=[], at=at)
    enrolment = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    page = reverse("learning:part", args=[enrolment, "package"])
    html = asha.get(page).content.decode()
    assert html.count('<li class="row"') == 50 and 'href="?item=i0&amp;items=6#items"' in html
    for other in ("items=6", "items=1"):  # looking through the list opens no other page
        assert 'data-item="i120"' in asha.get(f"{page}?item=i120&{other}").content.decode()
    assert "Page 120." in asha.get(f"{page}?item=i120").content.decode()
    assert "Page 299." in asha.get(f"{page}?items=6").content.decode()
