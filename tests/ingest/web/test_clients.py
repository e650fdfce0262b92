"""Credentials on their page."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from karmayogi.ingest.models import Client
from karmayogi.kernel import rows
from tests.ingest.conftest import Speaker


@pytest.fixture
def gita(cast, at, settings, frozen_time):
    browser = Browser()
    browser.cookies[settings.SESSION_COOKIE_NAME] = cast.platform.cookie(at)
    return browser


def shown(html: str) -> tuple[str, str]:
    """Key and secret in the note of the page."""
    found = re.findall(r"<code>([^<]+)</code>", html.split('class="note ok"')[1])
    return found[0], found[1]


def test_a_credential_is_issued_renewed_and_ended(gita):
    page = reverse("ingest:clients")
    assert b"note ok" not in gita.get(page).content
    said = gita.post(page, {"name": " e-Office ", "organisation": "DoPT", "scopes": ["all"], "rate": ""})
    key, secret = shown(said.content.decode())
    assert secret not in gita.get(page).content.decode()
    row = Client.objects.get()
    assert (row.name, row.key, row.scopes, secret in row.digest) == ("e-Office", key, ["all"], False)
    issued = type("Issued", (), {"key": key, "secret": secret})
    assert Speaker(issued).get("statements").status == 200
    renewed = gita.post(reverse("ingest:rotate", args=[row.uuid]))
    assert Speaker(issued).get("statements").status == 401
    issued.secret = shown(renewed.content.decode())[1]
    assert Speaker(issued).get("statements").status == 200
    assert gita.post(reverse("ingest:end", args=[row.uuid])).status_code == 302
    assert Speaker(issued).get("statements").status == 401
    assert gita.post(reverse("ingest:rotate", args=[row.uuid])).status_code == 404
    tags = rows.fetch(str, "select tag from kernel_auditentry where subject_kind = 'xapi_client' order by id")
    assert tags == ["ingest:client:issue", "ingest:client:rotate", "ingest:client:end"]
    trail = rows.scalar("select string_agg(detail::text, '') from kernel_auditentry")
    assert secret not in trail


@pytest.mark.parametrize("change", [{"name": ""}, {"scopes": []}, {"scopes": ["everything"]}, {"rate": "0"}])
def test_what_cannot_be_is_said_on_the_page(gita, change):
    said = gita.post(reverse("ingest:clients"), {"name": "x", "scopes": ["all"]} | change)
    assert said.status_code == 422
    assert b'role="alert"' in said.content
    assert Client.objects.count() == 0


def test_nobody_else_sees_any_of_it(cast, at, settings, frozen_time):
    for player in (cast.admin, cast.learner):
        browser = Browser()
        browser.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        for name in ("index", "sheet", "clients", "forwards"):
            assert browser.get(reverse(f"ingest:{name}")).status_code == 404
        assert browser.post(reverse("ingest:clients"), {"name": "x", "scopes": ["all"]}).status_code == 404
    assert Client.objects.count() == 0
