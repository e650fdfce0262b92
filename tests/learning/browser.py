"""A real browser on the served product, for the tests of this package."""

from django.conf import settings
from playwright.sync_api import Browser, Page


def enter(browser: Browser, origin: str, key: str, *, javascript: bool = True) -> Page:
    """A new device on which somebody is signed in."""
    context = browser.new_context(java_script_enabled=javascript)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": origin, "httpOnly": True}])
    return context.new_page()
