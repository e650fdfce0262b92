"""In a real browser: a passkey from adding to signing in, and axe on every page of this package."""

import datetime as dt
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from karmayogi.kernel.access import System
from karmayogi.kernel.jobs import drain
from karmayogi.people import api, links
from karmayogi.people.models import Account
from tests.people.conftest import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


@pytest.fixture
def server(committed):
    """On localhost, since browsers allow passkeys there without https."""
    live = LiveServer("localhost:0")
    yield live.url
    live.stop()


@pytest.fixture
def account(server):
    at = dt.datetime.now(dt.UTC)
    setup = System("test")
    person = api.create_person(agent=setup, at=at, name="Asha Rao", name_native="आशा राव", employee_code="DoPT-114")
    return api.open_account(
        agent=setup,
        email="asha.rao@gov.in",
        mobile="9812345678",
        password=PASSWORD,
        person_id=person.id,
        verified=True,
        at=at,
    )


@pytest.fixture
def page(server, browser):
    context = browser.new_context(base_url=server, locale="en-IN")
    page = context.new_page()
    page.problems = []
    page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    return page


def sign_in(page):
    page.goto("/people/sign-in/")
    page.get_by_label("E-mail address or mobile number").fill("98123 45678")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_from_adding_to_signing_in(page, account):
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    sign_in(page)
    page.goto("/people/me/security/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    name = page.get_by_label("Name of this passkey")
    expect(name).to_have_value(re.compile("Chrome"))
    name.fill("My phone")
    page.get_by_role("button", name="Add this device").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    held = devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert [key["isResidentCredential"] for key in held] == [True]

    page.goto("/people/sign-in/out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/people/sign-in/?next=/people/me/security/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Security")).to_be_visible()
    expect(page.get_by_text("My phone").first).to_be_visible()

    # As a second factor beside the password, too.
    page.context.clear_cookies()
    sign_in(page)
    expect(page.get_by_role("heading", name="Second step of signing in")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"localhost:\d+/$"))

    # And to say that it is still her.
    page.goto("/people/sign-in/passkeys/again/?next=/people/me/security/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Security")).to_be_visible()

    # A device that does not know her signs nobody in.
    devices.send("WebAuthn.clearCredentials", {"authenticatorId": device})
    page.context.clear_cookies()
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto("/people/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_timeout(500)
    page.goto("/people/me/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_signing_in_works_without_javascript(browser, server, account):
    page = browser.new_context(base_url=server, java_script_enabled=False).new_page()
    sign_in(page)
    page.goto("/people/me/sessions/")
    expect(page.get_by_text("Chrome")).to_be_visible()


OPEN = [
    "",
    "new/",
    "closed/",
    "password/lost/",
    "password/lost/sent/",
    "password/key/done/",
    "password/key/1-x/",
    "sso/cancelled",
]
OWN = [
    "/people/me/", "/people/me/security/", "/people/me/sessions/", "/people/me/trail/", "/people/me/email/",
    "/people/me/mobile/", "/people/sign-in/out/", "/people/sign-in/password/", "/people/sign-in/app/",
    "/people/sign-in/passkeys/add/", "/people/sign-in/again/?next=/people/me/",
]  # fmt: skip


@pytest.mark.parametrize(("language", "width"), [("hi", 1280), ("ur", 360)])
def test_pages_are_accessible_and_fit(browser, server, account, width, language):
    context = browser.new_context(base_url=server, viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "django_language", "value": language, "url": server}])
    page = context.new_page()
    problems = []
    page.on("console", lambda message: problems.append(message.text) if "Content Security" in message.text else None)

    def check(path):
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in found] == []
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{path} is {over} px too wide"

    for path in OPEN:
        check(f"/people/sign-in/{path}")
    page.goto("/people/sign-in/")
    page.locator("[name=login]").fill("asha.rao@gov.in")
    page.locator("[name=password]").fill("wrong")
    page.locator("main form").first.locator("button").click()
    assert Axe().run(page).response["violations"] == []
    key = api.open_session(account.id, dt.datetime.now(dt.UTC))
    context.add_cookies([{"name": "sessionid", "value": key, "url": server}])
    api.open_session(account.id, dt.datetime.now(dt.UTC))
    page.goto("/people/sign-in/again/?next=/people/me/")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form").first.locator("button").click()
    for path in OWN:
        check(path)
    assert problems == []


def test_an_invitation_in_the_browser(page, account):
    Account.objects.filter(pk=account.id).update(password="!none")
    path = links.invitation_link(Account.objects.get(pk=account.id), "asha.rao@gov.in").split("/", 3)[3]
    page.goto("/" + path)
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("New password", exact=True).fill("four quiet river stones")
    page.get_by_label("New password once more").fill("four quiet river stones")
    page.get_by_role("button", name="Save and sign in").click()
    page.goto("/people/me/")
    expect(page.get_by_role("heading", name="My details")).to_be_visible()
    drain()
