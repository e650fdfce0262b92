import uuid

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from karmayogi.kernel.access import Actor
from karmayogi.kernel.web import errors
from karmayogi.ui import sheet
from karmayogi.ui.api import is_fragment, render, render_block


@pytest.fixture
def request_here():
    request = RequestFactory().get("/somewhere/")
    request.actor = None
    request._messages = CookieStorage(request)
    return request


def text(response):
    return response.content.decode()


def test_a_first_visit_is_remembered_and_a_later_one_sets_nothing(request_here):
    first = render(request_here, "ui/about/help.html", {"title": "Help", "owner": "", "reviewed": None})
    assert first.cookies["seen"].value == sheet.VERSION
    assert first.cookies["seen"]["httponly"]
    request_here.COOKIES["seen"] = sheet.VERSION
    again = render(request_here, "ui/about/help.html", {"title": "Help", "owner": "", "reviewed": None})
    assert not again.cookies
    assert {"Cookie", "Save-Data"} <= set(again["Vary"].split(", "))


def test_a_page_without_forms_of_its_own_makes_no_csrf_cookie(request_here):
    render(request_here, "ui/about/help.html", {"title": "Help", "owner": "", "reviewed": None})
    assert "CSRF_COOKIE" not in request_here.META


def test_a_fragment_is_the_same_html_as_in_the_whole_page(request_here):
    context = {"title": "<Help>", "owner": "A & B", "reviewed": None}
    whole = text(render(request_here, "ui/about/help.html", context))
    piece = text(render_block(request_here, "ui/about/help.html", "main", context))
    assert "&lt;Help&gt;" in piece
    assert "A &amp; B" in piece
    assert piece in whole


def test_pages_of_a_person_are_kept_by_no_proxy(request_here):
    context = {"title": "Help", "owner": "", "reviewed": None}
    assert "Cache-Control" not in render(request_here, "ui/about/help.html", context)
    request_here.actor = Actor(1, uuid.uuid4(), 1, uuid.uuid4(), "Asha", "en", "key")
    assert render(request_here, "ui/about/help.html", context)["Cache-Control"] == "private, no-cache"
    assert render_block(request_here, "ui/about/help.html", "main", context)["Cache-Control"] == "private, no-cache"


def test_what_htmx_asks_for():
    def ask(**headers):
        return is_fragment(RequestFactory().get("/", headers=headers))

    assert ask(**{"HX-Request": "true"})
    assert not ask()
    assert not ask(**{"HX-Request": "true", "HX-History-Restore-Request": "true"})


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("hi", "ltr"), ("ur", "rtl")])
def test_language_and_direction_are_said(request_here, language, direction):
    with translation.override(language):
        html = text(render(request_here, "ui/about/help.html", {"title": "Help", "owner": "", "reviewed": None}))
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert f'<option value="{language}" lang="{language}" selected>' in html


def test_the_address_of_the_page_cannot_break_out_of_the_form():
    request = RequestFactory().get("/somewhere/", {"q": '"><script>HERE'})
    html = text(render(request, "ui/about/help.html", {"title": "Help", "owner": "", "reviewed": None}))
    assert "<script>HERE" not in html
    assert 'name="next" value="/somewhere/?q=%22%3E%3Cscript%3EHERE"' in html


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500])
def test_every_refusal_says_what_to_do_next_even_before_anybody_is_known(status):
    bare = HttpRequest()
    bare.method = "GET"
    bare.path = "/x/"
    bare.META["SERVER_NAME"], bare.META["SERVER_PORT"] = "localhost", "80"
    response = errors.page(bare, status, "Because <b>so</b>." if status == 409 else "")
    html = text(response)
    assert response.status_code == status
    assert '<main id="main"' in html
    assert "/ui/about/help/" in html
    assert ("Because &lt;b&gt;so&lt;/b&gt;." in html) == (status == 409)


def test_the_number_of_a_fault_is_shown():
    request = RequestFactory().get("/x/")
    request.id = "abc123"
    assert "abc123" in text(errors.fault(request))


def test_messages_are_shown_once_with_their_tone(request_here):
    from django.contrib import messages

    messages.success(request_here, "Saved <b>")
    html = text(render(request_here, "ui/about/help.html", {"title": "Help", "owner": "", "reviewed": None}))
    assert '<div class="note ok" role="status"><p>Saved &lt;b&gt;</p></div>' in html
