import json
import re
from urllib.parse import urlsplit

import pytest

from karmayogi.ui import sheet
from tests.waiting import until_true


def test_the_sheet_of_this_release_may_be_kept_for_ever_and_others_not_at_all(client):
    fresh = client.get(f"/ui/sheet/{sheet.VERSION}-full.css")
    assert fresh.content.decode() == sheet.FULL
    assert "immutable" in fresh["Cache-Control"]
    assert client.get("/ui/sheet/0000000000-lean.css")["Cache-Control"] == "no-store"
    assert client.get(f"/ui/sheet/{sheet.VERSION}-other.css").status_code == 404


def test_the_manifest_names_icons_that_are_there(client):
    manifest = json.loads(client.get("/ui/manifest.webmanifest").content)
    assert manifest["start_url"] == manifest["scope"] == "/"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])


def test_the_worker_may_serve_the_whole_site_and_keeps_only_what_belongs_to_nobody(client):
    response = client.get("/ui/worker.js")
    assert response["Service-Worker-Allowed"] == "/"
    script = response.content.decode()
    kept = json.loads(re.search(r"KEEP = (\[.*?\])", script)[1])
    assert kept[0] == "/ui/offline/"
    assert all(urlsplit(address).path.startswith(("/ui/", "/static/")) for address in kept), "no page of anybody"
    assert "VERSION" not in script


def test_the_offline_page_speaks_three_languages(client):
    html = client.get("/ui/offline/").content.decode()
    for language, direction in (("en", "ltr"), ("hi", "ltr"), ("ur", "rtl")):
        assert f'lang="{language}" dir="{direction}" aria-labelledby="offline-{language}"' in html


@pytest.mark.journey
def test_without_network_the_kept_page_answers_and_says_so(chromium, origin):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{origin}/ui/about/help/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until_true(page, "navigator.serviceWorker.controller !== null")
    assert not page.is_visible("#offline")
    context.set_offline(True)
    page.wait_for_selector("#offline", state="visible")
    page.goto(f"{origin}/ui/about/terms/")
    assert page.is_visible("#offline-en")
    assert page.evaluate("getComputedStyle(document.querySelector('.card')).borderTopStyle") == "solid"
    context.close()
