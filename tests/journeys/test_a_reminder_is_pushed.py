"""An officer turns push messages on on her phone; a digest that waits comes to it over HTTP, locked for her browser;
the service worker shows it in her language and a press opens her page.

Chromium has no way to a push service here: `pushManager.subscribe` is refused in a window of a test's own ("permission
denied", whatever was granted) and never answers in a profile. That one call is answered by the double. What the double
has opened is handed to the worker by Chromium's own debugging protocol. A press of a message of the system cannot be
made without a screen: the worker is given the event, and what it asks the browser to open or bring to the front is
written down.
"""

import json
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import fit
from tests.people.push_double import PushDouble
from tests.waiting import until_true

pytestmark = pytest.mark.journey

SUBSCRIBE = """(said) => {
  const plain = (text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = (text) => Uint8Array.from(plain(text), (sign) => sign.charCodeAt(0));
  PushManager.prototype.subscribe = async (asked) => {
    if (!asked.userVisibleOnly || asked.applicationServerKey.length !== 65) throw new Error("no");
    return { endpoint: said.endpoint, getKey: (name) => bytes(said[name]).buffer, unsubscribe: async () => true };
  };
}"""
SHOWN = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) => all.map(
  (one) => ({ title: one.title, body: one.body, lang: one.lang, dir: one.dir, tag: one.tag, path: one.data.path })))"""
PRESSED = """async (path) => {
  const [notification] = await registration.getNotifications(), asked = [];
  const shown = { close: () => notification?.close(), data: { path: path ?? notification.data.path } };
  const press = new Event("notificationclick");
  let done;
  Object.assign(press, { notification: shown, waitUntil: (promise) => { done = promise; } });
  Clients.prototype.openWindow = async (address) => { asked.push(["open", address]); };
  WindowClient.prototype.focus = async function () { asked.push(["focus", this.url]); };
  dispatchEvent(press);
  await done;
  return asked;
}"""
DIGEST = """
from karmayogi.kernel import clock
from karmayogi.people import api as people
from karmayogi.talent.actions.deliver_digests import deliver_digests
from karmayogi.talent.models import Digest
at = clock.now()
who = people.find_account(email='asha@mord.example').person_id
Digest.objects.filter(person_id=who, on=clock.day(at)).delete()
made = Digest.objects.create(person_id=who, on=clock.day(at), language='ur', text='2 of 4', facts=1, written_at=at)
deliver_digests(at)
print(made.uuid.hex)
"""


def test_a_digest_comes_to_her_phone_and_says_nothing_about_her(site, visitor):
    plain = visitor("en", "phone", scripts=False)
    plain.sign_in("asha@mord.example")
    expect(plain.open("/people/me/push/").locator("main")).to_contain_text("needs JavaScript")
    with PushDouble().served() as service:
        asha = visitor("ur", "phone")
        asha.sign_in("asha@mord.example")
        page = asha.open("/talent/reminders/")
        page.locator("input[name=quiet_from]").fill("0")
        page.locator("input[name=quiet_until]").fill("0")
        page.locator("main form button").first.click()
        page.locator("main a[href='/people/me/push/']").click()
        form = page.locator("form[data-push]")
        expect(form).to_be_visible()
        fit(page)
        browser = service.subscribe(form.locator("input[name=key]").get_attribute("value"))
        page.evaluate(SUBSCRIBE, browser.said())
        # Nobody was asked before she pressed; refused, the page says what to do.
        form.locator("button").click()
        expect(form.locator("[role=status]")).to_have_text(form.get_attribute("data-blocked"))
        asha.context.grant_permissions(["notifications"], origin=site.origin)
        form.locator("button").click()
        expect(page.locator("main .tag.ok")).to_have_text("چالو")
        fit(page)

        topic = site.manage(DIGEST)
        end = time.monotonic() + 60
        while not browser.shown:
            assert time.monotonic() < end, "nothing came"
            time.sleep(0.2)
        [said] = browser.shown
        assert "2 of 4" not in json.dumps(said)

        def showing(count: int) -> None:
            # Not looked at all the time: Chromium forgets a message that is asked for before it stands on the screen.
            page.wait_for_timeout(500)
            until_true(page, f"{SHOWN}.then((all) => all.length === {count})", between_ms=1000)

        protocol = asha.context.new_cdp_session(page)
        found: list[str] = []
        protocol.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda told: found.extend(one["registrationId"] for one in told["registrations"] if not one["isDeleted"]),
        )
        protocol.send("ServiceWorker.enable")
        while not found:
            page.wait_for_timeout(100)
        push = {"origin": site.origin, "registrationId": found[-1]}
        for data in (json.dumps(said, ensure_ascii=False), json.dumps(said, ensure_ascii=False)):
            protocol.send("ServiceWorker.deliverPushMessage", push | {"data": data})
        showing(1)
        assert page.evaluate(SHOWN) == [
            {"title": "Karmayogi", "body": "A reminder waits for you.", "lang": "en", "dir": "ltr", "tag": topic,
             "path": "/talent/"},
        ], "twice the same is one, in the language of her account"  # fmt: skip

        [worker] = asha.context.service_workers
        assert worker.evaluate(PRESSED) == [["open", f"{site.origin}/talent/"]], "no window is on it"
        showing(0)
        page = asha.open("/talent/")
        urdu = said | {"body": "ایک یاد دہانی آپ کی منتظر ہے۔", "lang": "ur", "dir": "rtl"}
        protocol.send("ServiceWorker.deliverPushMessage", push | {"data": json.dumps(urdu)})
        showing(1)
        [shown] = page.evaluate(SHOWN)
        assert (shown["body"], shown["lang"], shown["dir"]) == (urdu["body"], "ur", "rtl")
        assert worker.evaluate(PRESSED) == [["focus", f"{site.origin}/talent/"]], "the window that is open"
        showing(0)
        for elsewhere in ("https://evil.example/x", "//evil.example/x", "javascript:alert(1)", "http://[bad"):
            assert worker.evaluate(PRESSED, elsewhere) == [["open", f"{site.origin}/"]], elsewhere
        protocol.send("ServiceWorker.deliverPushMessage", push | {"data": "no json"})
        showing(1)
        assert page.evaluate(SHOWN)[0] == {
            "title": "Karmayogi", "body": "", "lang": "", "dir": "ltr", "tag": "", "path": "",
        }  # fmt: skip

        page = asha.open("/people/me/push/")
        page.locator("main form[action='/people/me/push/remove/'] button").click()
        expect(page.locator("main form[action='/people/me/push/remove/']")).to_have_count(0)
