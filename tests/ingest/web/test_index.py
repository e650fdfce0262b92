"""The list of statements for the platform admin."""

import io

import pytest
from django.test import Client as Browser
from django.urls import reverse
from python_calamine import load_workbook

from karmayogi.ingest.web import index
from karmayogi.kernel import rows
from tests.ingest.conftest import new_id
from tests.ingest.examples import ACTIVITY, AGENT, REGISTRATION, TYPICAL, VALID, VERB


@pytest.fixture
def gita(cast, at, settings, frozen_time):
    browser = Browser()
    browser.cookies[settings.SESSION_COOKIE_NAME] = cast.platform.cookie(at)
    return browser


def test_statements_are_listed_searched_and_paged(gita, lrs, monkeypatch):
    page = reverse("ingest:index")
    assert "No statement fits." in gita.get(page).content.decode()
    every = [{**one, "id": new_id()} for one in VALID.values() if "attachments" not in one]
    lrs.post(every)
    asha = {**TYPICAL, "id": new_id(), "actor": AGENT, "context": {}}
    lrs.post(asha)
    html = gita.get(page).content.decode()
    assert html.count("<tr>") == len(every) + 2
    for words, wanted in {
        "asha.verma@gov.example": True, f"mailto:{AGENT['mbox'][7:]}": True, ACTIVITY["id"]: True, VERB["id"]: True,
        asha["id"]: True, REGISTRATION: False, "nobody@gov.example": None,
        "http://example.org/none": None, "words": None,
    }.items():  # fmt: skip
        html = gita.get(page, {"q": words}).content.decode()
        assert ("No statement fits." in html) == (wanted is None), words
        assert ("Asha Verma" in html and "Noting and drafting" in html) or wanted is not True
    monkeypatch.setattr(index, "PAGE", 10)
    first = gita.get(page).content.decode()
    (next_href,) = [part.split('"')[0] for part in first.split('rel="next" href="')[1:]]
    second = gita.get(next_href.replace("&amp;", "&")).content.decode()
    assert 'rel="prev"' in second
    assert second.count("<tr>") == 11


def test_the_list_as_a_workbook_is_noted_in_the_trail(gita, lrs):
    lrs.post([{**TYPICAL, "id": new_id(), "actor": {"mbox": "mailto:a@b.example", "name": "=cmd()"}} for _ in range(3)])
    said = gita.get(reverse("ingest:sheet"), {"q": ""})
    lines = load_workbook(io.BytesIO(said.content)).get_sheet_by_index(0).to_python()
    assert len(lines) == 4
    assert lines[1][2] == "'=cmd()"
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'ingest:statements:export'") == 1
