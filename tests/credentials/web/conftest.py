import pytest
from django.conf import settings

from karmayogi.kernel import slots


@pytest.fixture(autouse=True)
def without_menus(monkeypatch):
    """Pages are tested without the menus that packages above hang into them."""
    monkeypatch.setitem(slots._filled, "ui.nav", [])
    monkeypatch.setitem(slots._filled, "ui.account", [])


@pytest.fixture
def sign_in(client, cast, at, frozen_time):
    """The browser of a member of the cast."""

    def call(part):
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.everyone[part].cookie(at)
        return client

    return call
