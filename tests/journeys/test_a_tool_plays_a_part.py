"""A learning tool on this machine, made with PyLTI1p3: registered, chosen from, opened by a learner, and heard."""

import http.server
import json
import threading
import urllib.parse

import pytest
from playwright.sync_api import expect
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from tests.journeys.conftest import fit
from tests.lti.pytool import PyTool
from tests.lti.web.test_launches import grade

pytestmark = pytest.mark.journey

PUBLISH = """
from django.db import transaction
from karmayogi.kernel import clock
from karmayogi.kernel.access import System
from karmayogi.learning.actions.authoring.compose import compose
from karmayogi.learning.actions.publish import write_version
from karmayogi.learning.models import Draft, Provider
draft = Draft.objects.get(uuid="{draft}")
provider = Provider.objects.get(id=draft.course.provider_id)
with transaction.atomic():
    made = write_version(agent=System("journey"), draft=compose(draft, provider), provider=provider, at=clock.now())
print(made.uuid)
"""


class Tool(http.server.BaseHTTPRequestHandler):
    """Its pages: login, launch (tells a score at once), choose (sends two exercises back)."""

    py: PyTool

    def do_GET(self):
        if self.path.startswith("/login"):
            self._page(302, b"", {"Location": self.py.login(f"http://tool{self.path}")})
        else:  # the browser asks for an icon
            self._page(404, b"", {})

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        launch = self.py.launch(dict(urllib.parse.parse_qsl(sent)))
        if launch.is_deep_link_launch():
            line = LineItem().set_score_maximum(10).set_label("Knots")
            one = DeepLinkResource().set_url(self.py.launch_url).set_title("Tying knots").set_lineitem(line)
            html = launch.get_deep_link().output_response_form([one])
        else:
            said = launch.get_launch_data()
            launch.get_ags().put_grade(grade(said["sub"], given=9, maximum=10))
            html = f"<h1>Well done, {said.get('name', 'whoever you are')}</h1>"
        self._page(200, f"<!doctype html><meta charset=utf-8><title>Tool</title>{html}".encode(), {})

    def _page(self, status, body, headers):
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html", "Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def tool(site):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tool)
    Tool.py = PyTool(None, site.origin, f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # The tool looks at the machine's own clock, as tools do; other journeys have set that of the copy ahead.
    ahead = site.var / "clock-offset"
    kept = ahead.read_text() if ahead.exists() else "0"
    ahead.write_text("0")
    yield Tool.py
    ahead.write_text(kept)
    server.shutdown()
    server.server_close()


def test_registered_chosen_opened_and_heard(site, visitor, tool):
    gita = visitor("en", "desktop")
    gita.sign_in("gita@platform.example")
    page = gita.open("/lti/tools/new/")
    fit(page)
    for field, text in {
        "name": "Rope workshop", "initiation_url": tool.login_url, "target_url": tool.launch_url,
        "redirect_uris": f"{tool.launch_url}\n{tool.deep_url}", "deep_link_url": tool.deep_url,
        "jwks": json.dumps(tool.jwks()),
    }.items():  # fmt: skip
        page.fill(f"#id_{field}", text)
    page.check("#id_shares_name")
    page.locator("main form button").last.click()
    expect(page.locator("h1")).to_have_text("Rope workshop")
    fit(page)
    deployment = page.locator("section[aria-labelledby=deployments] code").inner_text()
    tool.know(page.locator("dl code").first.inner_text(), [deployment])
    fit(gita.open("/lti/tools/"))
    fit(gita.open("/lti/platforms/"))

    kavita = visitor("ur", "phone")
    kavita.sign_in("kavita@institute.example")
    page = kavita.open("/learning/authoring/new/")
    page.fill("#title", "گرہیں")
    page.locator("main form button").first.click()
    page.wait_for_url("**/learning/authoring/*-*/")
    draft = kavita.path()
    kavita.open(draft + "about/")
    for field, text in {"title_en": "Knots", "summary_en": "Tie them.", "licence": "CC BY 4.0", "draw": "1"}.items():
        page.fill(f"#id_{field}", text)
    page.locator("main form button").last.click()
    page = kavita.open(draft)
    page.locator("a[href^='/lti/drafts/']").click()
    page.locator(f"main a[href$='deployment={deployment}']").click()
    fit(page)
    page.locator("main form button").click()
    fit(page)
    page.locator("section[aria-labelledby=there] a.btn").click()
    page.wait_for_url("**/lti/offers/*/")
    fit(page)
    expect(page.locator("main")).to_contain_text("Tying knots")
    page.locator("main form button").click()
    expect(page.locator("main")).to_contain_text("Tying knots")
    course = site.manage(PUBLISH.format(draft=draft.strip("/").split("/")[-1]))

    lakshmi = visitor("hi", "phone")
    lakshmi.sign_in("lakshmi@mord.example")
    page = lakshmi.open(f"/learning/courses/{course}/")
    page.locator("form[action$='/enrol/'] button").click()
    page.locator("main a[href^='/lti/parts/']").click()
    fit(page)
    page.locator("main form button").click()
    with lakshmi.context.expect_page() as opened:
        page.locator("a[target=_blank]").click()
    expect(opened.value.locator("h1")).to_contain_text("Well done, ")
    page.reload()
    expect(page.locator("main")).to_contain_text("90")
    fit(page)
