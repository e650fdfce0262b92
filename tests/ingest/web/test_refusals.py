"""Refused statements on their page: found, paged, sent again."""

import json
import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse

from karmayogi.ingest import api
from karmayogi.ingest.models import Refusal, Statement
from tests.ingest.examples import TYPICAL


@pytest.fixture
def gita(cast, at, settings, frozen_time):
    browser = Browser()
    browser.cookies[settings.SESSION_COOKIE_NAME] = cast.platform.cookie(at)
    return browser


def keep(at, number, **changes):
    said = TYPICAL | {"id": str(uuid.UUID(int=number)), "verb": {"id": f"no address {number:03}"}} | changes
    api.store_or_keep([said], source="exercise", bound=uuid.UUID(int=99), at=at)


def test_found_by_any_word_paged_and_escaped(gita, at):
    page = reverse("ingest:refusals")
    assert "Nothing was refused." in gita.get(page).content.decode()
    for number in range(1, 28):
        keep(at, number)
    first = gita.get(page).content.decode()
    assert "no address 027" in first and "no address 002" not in first
    after = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "no address 002" in gita.get(after).content.decode()
    assert gita.get(page, {"q": "ADDRESS 013"}).content.decode().count("<article") == 1
    assert "No statement fits." in gita.get(page, {"q": "100%"}).content.decode()
    keep(at, 40, actor={"name": "<b>x</b>"})
    html = gita.get(page).content.decode()
    assert "<b>x</b>" not in html and "&lt;b&gt;x" in html
    assert "statements refused and kept" in gita.get(reverse("ingest:index")).content.decode()


def test_found_by_the_reason_as_it_is_now(gita, at):
    keep(at, 1)
    page = reverse("ingest:refusals")
    found = [gita.get(page, {"q": "100%"}).content.decode().count("<article")]
    Refusal.objects.update(why="It is 100% other_wise by now.")
    for words in ("100%", "other_wise", "otherXwise", "must be"):
        found.append(gita.get(page, {"q": words}).content.decode().count("<article"))
    assert found == [0, 1, 1, 0, 0]


def test_odd_ones_are_shown_too(gita, at):
    api.keep_refused(
        ["text", {"actor": 5, "verb": [], "object": {"id": 7}}], source="unit", bound=uuid.uuid4(), why="?", at=at
    )
    assert gita.get(reverse("ingest:refusals")).content.decode().count("<article") == 2


def test_sent_again(gita, at):
    keep(at, 1)
    row = Refusal.objects.get()
    address = reverse("ingest:send_again", args=[row.uuid])
    assert "It was refused again" in gita.post(address, follow=True).content.decode()
    Refusal.objects.update(body=json.dumps(TYPICAL | {"id": str(uuid.UUID(int=1))}).encode())
    assert "The statement is stored." in gita.post(address, follow=True).content.decode()
    assert Statement.objects.count() == 1
    assert "<article" not in gita.get(reverse("ingest:refusals")).content.decode()
    assert gita.post(reverse("ingest:send_again", args=[uuid.uuid4()])).status_code == 404
