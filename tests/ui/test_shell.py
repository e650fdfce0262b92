import types

import pytest
from django.test import RequestFactory

from karmayogi.kernel import slots
from karmayogi.ui import sheet
from karmayogi.ui.shell import Item, here, shell


@pytest.fixture
def only(monkeypatch):
    """Fills a slot with nothing but these entries."""

    def fill(slot, *entries):
        monkeypatch.setitem(slots._filled, slot, [lambda request: list(entries)])

    monkeypatch.setitem(slots._filled, "ui.nav", [])
    return fill


def request_for(actor=None, path="/x/?q=1", **cookies):
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.actor = actor
    return request


ASHA = types.SimpleNamespace(name="Asha Kumari", name_native="")


def test_nobody_signed_in_is_offered_to_verify_and_to_sign_in_once(only):
    assert [item.key for item in shell(request_for()).nav] == ["verify", "sign-in"]
    only("ui.nav", Item("Check", "/v/", "verify", "seal"))
    assert [item.key for item in shell(request_for()).nav] == ["verify", "sign-in"]


def test_entries_come_from_the_slot_as_objects_or_as_rows(only):
    only(
        "ui.nav", ("ui:gallery", "Parts", "parts"), ("nobody:has-this", "Nowhere", "no"), Item("A", "/a/", "a", "home")
    )
    assert [(item.label, item.href) for item in shell(request_for(ASHA)).nav] == [
        ("Parts", "/ui/gallery/"),
        ("A", "/a/"),
    ]


def test_whoever_is_signed_in_has_a_name_and_a_way_out(only):
    made = shell(request_for(ASHA))
    assert made.name == "Asha Kumari"
    assert made.account[-1].key == "sign-out"


def test_a_fault_page_asks_nobody(only):
    class Broken:
        @property
        def actor(self):
            raise AssertionError("asked")

    request = request_for()
    del request.actor
    assert shell(request, ask_who=True).name == ""
    request.__class__ = type("R", (Broken, type(request)), {})
    assert shell(request, ask_who=False).name == ""


def test_the_sheet_is_inside_at_first_and_linked_later():
    assert sheet.INLINE in shell(request_for()).style
    linked = shell(request_for(seen=sheet.VERSION)).style
    assert linked == f'<link rel="stylesheet" href="/ui/sheet/{sheet.VERSION}-full.css">'
    saver = request_for(seen=sheet.VERSION)
    saver.META["HTTP_SAVE_DATA"] = "on"
    assert "-lean.css" in shell(saver).style
    assert sheet.INLINE in shell(request_for(seen="of an older release")).style


def test_unknown_colours_in_the_cookie_are_ignored():
    assert shell(request_for(theme='"><script>')).theme == ""


def test_forms_come_back_to_the_page_or_after_a_post_to_the_page_before():
    assert here(RequestFactory().get("/x/?q=1")) == "/x/?q=1"
    assert here(RequestFactory().post("/x/", headers={"Referer": "http://testserver/y/?p=2"})) == "/y/?p=2"
    assert here(RequestFactory().post("/x/")) == "/"
