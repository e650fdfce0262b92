"""Every kind of page that people of each kind reach by following links: without a fault for those who do not see it,
and no wider than the screen."""

import uuid
from collections import deque
from collections.abc import Iterable
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.urls.converters import IntConverter, UUIDConverter
from playwright.sync_api import APIResponse, Error, Response

from tests.architecture.test_access_matrix import ADDRESSES
from tests.architecture.test_pages_in_a_state import LOOKED_AT
from tests.journeys.conftest import Visitor, faults

pytestmark = pytest.mark.journey

# Who looks, in which language, on what, and which kinds of pages are read again for their links although somebody has
# looked at them (None: all). Together they reach what the product shows without making anything first.
READERS: list[tuple[str | None, str, str, tuple[str, ...] | None]] = [
    (None, "hi", "phone", None),
    ("asha@mord.example", "ur", "phone", None),
    ("ravi@mord.example", "hi", "phone", None),
    ("meena@mord.example", "en", "phone", None),
    ("gita@platform.example", "hi", "desktop", None),
    ("noor@council.example", "hi", "phone", ("competencies:frameworks", "competencies:framework")),
    ("irfan@mord.example", "hi", "phone", ("competencies:orders", "competencies:order", "competencies:dictionary")),
    ("kavita@institute.example", "hi", "phone", ("learning:drafts",)),
    ("rehana@institute.example", "ur", "phone", ("learning:catalogue", "learning:course", "learning:event")),
    ("thomas@mohfw.example", "en", "phone", ("feeds:index", "feeds:organisation")),
    (
        "esther@commission.example", "ur", "phone",
        ("insight:scores", "insight:organisation", "insight:snapshots", "insight:snapshot"),
    ),
]  # fmt: skip
# Pages that nothing links to for the readers above, and who opens them.
UNLINKED: dict[str | None, tuple[str, ...]] = {
    None: (
        "account_inactive", "account_reset_password_done", "account_reset_password_from_key_done", "ui:offline",
        "socialaccount_login_cancelled",
    ),
    "gita@platform.example": (
        "ui:gallery", "people:kept_forms", "learning:check_appeals", "assessment:sit_tests", "assessment:yearly",
    ),
    "rehana@institute.example": ("learning:drafts", "learning:brought"),
    "esther@commission.example": ("insight:past",),
}  # fmt: skip
FILES = (".csv", ".xlsx", ".ods", ".pdf", ".zip", ".json", ".svg", ".png", ".webm", ".vtt", ".xml", ".jsonld")

# Addresses that neither the readers come to nor the world of the access matrix shows, by what does.
# Besides these every address is looked at here, takes forms only, or gives no page: the test asks the server which.
ELSEWHERE: dict[str, set[str]] = {
    "leads on to another page": {
        "account_set_password", "mfa_index", "mfa_list_webauthn", "openid_connect_login", "openid_connect_callback",
        "learning:resume", "learning:come", "learning:finish", "assessment:attempt", "insight:mine",
        "competencies:progress_index", "lti:authorize", "lti:start", "lti:choose_begin", "lti:tool_login",
        "lti:tool_course",
    },
    "needs a passkey in the browser (tests/people/web has their pages)": {
        "mfa_login_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
    },
    "a file": {
        "mfa_download_recovery_codes", "orgs:order_file", "credentials:status", "credentials:pdf", "credentials:json",
        "credentials:jwt", "competencies:proof_file", "learning:brought_report", "learning:report_export",
        "learning:event_calendar", "learning:entry_file", "learning:check_file", "learning:check_asked_file",
        "ui:sheet", "assessment:invited_certificate",
    },
    "the page of an error, with another status": {"socialaccount_login_error"},
    "the page of another address in another use": {
        "assessment:agreed",  # assessment:mark
        "competencies:framework_act", "learning:attendance_act",  # competencies:withdrawal
    },
    "test_a_tool_plays_a_part": {"lti:part"},
    "test_sitting_without_network": {"assessment:venue_paper", "assessment:venue_duty"},
    "tests/learning: a unit of a package at work": {"learning:unit_session"},
}  # fmt: skip
# What a page may weigh (design of the interface): its compressed bytes and those of its scripts; requests; elements.
BUDGET = {"page": 15_000, "script": 20_000, "requests": 10, "elements": 1_000}
# kind -> what is larger there, up to how much, and why.
LARGER: dict[str, dict[str, int]] = {
    "ui:gallery": {"elements": 1_100},  # every part of the interface on one page, for its makers
    "insight:report": {"elements": 35_000, "page": 80_000},  # the whole report of a year with its annexes, for print
    "learning:kept": {"requests": 11},  # what watches the phone's store is fetched apart: lessons need a part of it
}
WEIGHED = """() => {
  const brought = performance.getEntriesByType("resource").filter((one) => !/\\/media\\//.test(one.name));
  const sum = (some) => some.reduce((total, one) => total + one.encodedBodySize, 0);
  return {
    page: performance.getEntriesByType("navigation")[0].encodedBodySize,
    script: sum(brought.filter((one) => one.initiatorType === "script")),
    requests: 1 + brought.length, elements: document.querySelectorAll("*").length,
  };
}"""


def kind_of(path: str) -> str | None:
    """The name of the address; None for what Django does not answer."""
    try:
        return str(resolve(path).view_name)
    except Resolver404:
        return None


class Links(HTMLParser):
    """Addresses of the anchors that lead to pages."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and "download" not in given and (to := given.get("href")):
            self.found.append(to)


def linked(text: str, address: str, origin: str) -> list[str]:
    found = [urldefrag(urljoin(address, to)).url for to in Links(text).found]
    return [one for one in found if one.startswith(origin + "/") and not urlsplit(one).path.endswith(FILES)]


def is_page(answer: Response | APIResponse | None) -> bool:
    return answer is not None and answer.ok and "text/html" in answer.headers.get("content-type", "")


def beyond(kind: str, measured: dict[str, int]) -> list[str]:
    """What of a page is over its budget."""
    allowed = BUDGET | LARGER.get(kind, {})
    return [f"{name} {measured[name]} > {most}" for name, most in allowed.items() if measured[name] > most]


def walk(
    reader: Visitor, seen: set[str], through: tuple[str, ...] | None = None, unlinked: Iterable[str] = ()
) -> list[str]:
    """Follows links until no new kind of page comes; what is wrong with the kinds that nobody has looked at before.
    Of the other kinds (those of `through`, or all) only the links are read, without drawing the page once more."""
    origin, page = reader.site.origin, reader.page
    first = ["/"] if through is None else [reverse(through[0])]
    ahead = deque(origin + path for path in [*first, *map(reverse, unlinked)])
    mine: set[str] = set()
    wrong: list[str] = []
    while ahead:
        address = ahead.popleft()
        kind = kind_of(urlsplit(address).path)
        if kind is None or kind in mine:
            continue
        mine.add(kind)
        if kind in seen:
            if through is not None and kind not in through:
                continue
            read = page.request.get(address)
            if read.status >= 500:
                wrong.append(f"{reader.language} {address}: {read.status}")
            if is_page(read):
                ahead.extend(linked(read.text(), read.url, origin))
            continue
        try:
            answer = page.goto(address)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            continue
        if answer is not None and answer.status >= 500:
            wrong.append(f"{reader.language} {address}: {answer.status}")
        if not is_page(answer):
            continue
        ahead.extend(linked(page.content(), page.url, origin))
        kind = kind_of(urlsplit(page.url).path)  # it may have led on to another
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        found = faults(page) + beyond(kind, page.evaluate(WEIGHED))
        wrong += [f"{reader.language} {kind} {address}: {fault}" for fault in found]
    return wrong


def test_a_page_that_breaks_at_the_first_visit_is_counted():
    answer = SimpleNamespace(ok=False, status=500, headers={"content-type": "text/html"})
    page = SimpleNamespace(goto=lambda _address: answer)
    reader = SimpleNamespace(site=SimpleNamespace(origin="http://here"), page=page, language="en")
    seen: set[str] = set()
    assert walk(reader, seen) == ["en http://here/: 500"]
    assert seen == set()


def made_up(name: str) -> str | None:
    """The address with values that belong to nothing; None where one cannot be made."""
    values: dict[str, object] = {
        key: {UUIDConverter: uuid.UUID(int=1), IntConverter: 1}.get(type(converter), "x")
        for key, converter in ADDRESSES[name].pattern.converters.items()  # type: ignore[attr-defined]
    }
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:
        return None


def is_no_page(reader: Visitor, name: str) -> bool:
    """It takes forms only, or answers with something else than a page."""
    path = made_up(name)
    if path is None:
        return False
    if path.endswith(FILES):
        return True
    answer = reader.page.request.get(reader.site.origin + path, max_redirects=0)
    return answer.status == 405 or "text/html" not in answer.headers.get("content-type", "")


def test_every_kind_of_page_is_fit_for_all_who_read_it(visitor):
    seen: set[str] = set()
    wrong: list[str] = []
    for email, language, look, through in READERS:
        reader = visitor(language, look, clock=False)
        if email:
            reader.sign_in(email)
        wrong += walk(reader, seen, through, UNLINKED.get(email, ()))
        if email != READERS[-1][0]:  # the last one is asked more below
            reader.context.close()
    assert not wrong, "\n".join(wrong)
    elsewhere = set().union(*ELSEWHERE.values())
    assert elsewhere <= set(ADDRESSES), "an address in the list is no more"
    missed = [name for name in ADDRESSES if name not in seen | LOOKED_AT | elsewhere and not is_no_page(reader, name)]
    assert missed == [], "new pages: let a reader come to them, or say above what does"
