"""Stores that get our statements, on their page."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from karmayogi.ingest.models import Forward


@pytest.fixture
def gita(cast, at, settings, frozen_time):
    browser = Browser()
    browser.cookies[settings.SESSION_COOKIE_NAME] = cast.platform.cookie(at)
    return browser


def test_a_store_is_named_resumed_and_ended(gita):
    page = reverse("ingest:forwards")
    given = {"name": "Commission", "url": "https://lrs.example.org/xapi", "key": "k", "secret": "very secret"}
    assert gita.post(page, given | {"url": "lrs.example.org"}).status_code == 422
    assert gita.post(page, given | {"secret": ""}).status_code == 422
    assert gita.post(page, given).status_code == 302
    row = Forward.objects.get()
    Forward.objects.update(parked="403: <b>no</b>")
    html = gita.get(page).content.decode()
    assert "403: &lt;b&gt;no&lt;/b&gt;" in html
    assert "very secret" not in html
    assert gita.post(reverse("ingest:resume", args=[row.uuid])).status_code == 302
    assert Forward.objects.get().parked == ""
    assert gita.post(reverse("ingest:end_forward", args=[row.uuid])).status_code == 302
    assert "Ended" in gita.get(page).content.decode()
    assert gita.post(reverse("ingest:resume", args=[row.uuid])).status_code == 404
