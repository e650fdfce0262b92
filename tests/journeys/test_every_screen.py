"""Every kind of page that people of each kind reach by following links: without a fault for those who do not see it,
and no wider than the screen."""

from collections import deque
from collections.abc import Iterable
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, Error, Response

from tests.journeys.conftest import Visitor, axe

pytestmark = pytest.mark.journey

# Who looks, in which language, on what. Together they reach what the product shows without making anything first.
READERS = [
    (None, "hi", "phone"),
    ("asha@mord.example", "ur", "phone"),
    ("ravi@mord.example", "hi", "phone"),
    ("meena@mord.example", "en", "phone"),
    ("kavita@mord.example", "ur", "desktop"),
    ("gita@platform.example", "hi", "desktop"),
    ("esther@commission.example", "ur", "phone"),
    ("noor@council.example", "hi", "phone"),
    ("nirmala@dopt.example", "ur", "desktop"),
    ("kavita@institute.example", "hi", "phone"),
]
FILES = (".csv", ".xlsx", ".ods", ".pdf", ".zip", ".json", ".svg", ".png", ".webm", ".vtt", ".xml", ".jsonld")
FEWEST = 100  # kinds of pages; there were 119 when this was written


def route(path: str) -> str | None:
    """The pattern behind an address; None for what Django does not answer."""
    try:
        return str(resolve(path).route)
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


def walk(reader: Visitor, seen: set[str]) -> list[str]:
    """Follows links until no new kind of page comes; what is wrong with the kinds that nobody has looked at before.
    Of the other kinds only the links are read, without drawing the page once more."""
    origin, page = reader.site.origin, reader.page
    ahead = deque([f"{origin}/"])
    mine: set[str] = set()
    wrong: list[str] = []
    while ahead:
        address = ahead.popleft()
        kind = route(urlsplit(address).path)
        if kind is None or kind in mine:
            continue
        mine.add(kind)
        if kind in seen:
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
        seen.add(kind)
        wrong += [f"{reader.language} {address}: {fault}" for fault in axe(page)]
        wider = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        if wider > 0:
            wrong.append(f"{reader.language} {address}: {wider} px wider than the screen")
    return wrong


def test_a_page_that_breaks_at_the_first_visit_is_counted():
    answer = SimpleNamespace(ok=False, status=500, headers={"content-type": "text/html"})
    page = SimpleNamespace(goto=lambda _address: answer)
    reader = SimpleNamespace(site=SimpleNamespace(origin="http://here"), page=page, language="en")
    seen: set[str] = set()
    assert walk(reader, seen) == ["en http://here/: 500"]
    assert seen == set()


def test_every_kind_of_page_is_fit_for_all_who_read_it(visitor):
    seen: set[str] = set()
    wrong: list[str] = []
    for email, language, look in READERS:
        reader = visitor(language, look)
        if email:
            reader.sign_in(email)
        wrong += walk(reader, seen)
        reader.context.close()
    assert wrong == []
    assert len(seen) >= FEWEST, sorted(seen)
