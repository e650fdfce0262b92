import re

import pytest

from karmayogi.ui.shell import about_pages


@pytest.mark.parametrize("slug", [slug for slug, _label in about_pages()])
def test_each_page_has_one_heading_a_day_of_review_and_links_to_the_others(client, slug):
    html = client.get(f"/ui/about/{slug}/").content.decode()
    assert html.count("<h1") == 1
    assert "Last reviewed on 22 Nov 2026" in html
    for other, _label in about_pages():
        assert f'href="/ui/about/{other}/"' in html


def test_anything_else_is_not_there(client):
    assert client.get("/ui/about/nothing/").status_code == 404


def test_the_owner_is_named_when_there_is_one(client, settings):
    settings.OWNER_NAME = "Training <Division>"
    assert "Tell Training &lt;Division&gt; what" in client.get("/ui/about/help/").content.decode()


def test_policy_of_content(client):
    policy = client.get("/ui/about/help/").headers["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["script-src"] == "'self'"
    assert re.fullmatch(r"'self' 'sha256-[A-Za-z0-9+/=]{44}'", rules["style-src"])
    assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in policy


def test_no_page_carries_a_script_or_a_style_of_its_own(client):
    html = client.get("/ui/gallery/").content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", html)
    assert html.count("<style>") == 1
