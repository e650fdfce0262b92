"""Puts typed values back into a form of a finished page; all else on it stays as it was."""

from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from karmayogi.ui.api import FORM_MARKS

_TYPED = {"text", "search", "email", "tel", "url", "number", "date", "time", "month", "week", "datetime-local", ""}
_CHOSEN = {"checkbox", "radio"}


def refill(
    html: str, *, page: str, action: str, fields: Sequence[tuple[str, str]]
) -> tuple[str, list[tuple[str, str]]]:
    """The page with the values in its form that goes to `action`, and the fields that found no place in it.

    Of several such forms it is the one whose hidden fields were sent too; when none is, no form is touched.
    """
    forms = _Forms(page, action)
    forms.feed(html)
    pairs = set(fields)
    # The token is new on every page, and whose the form is was asked before: neither was kept.
    hidden = {place: {pair for pair in found if pair[0] not in FORM_MARKS} for place, found in forms.found.items()}
    fitting = [place for place, found in hidden.items() if found <= pairs] or list(hidden)
    if len(fitting) != 1 and not (fitting and hidden[fitting[0]] and hidden[fitting[0]] <= pairs):
        return html, [pair for pair in fields if pair[1].strip()]
    filler = _Filler(fitting[0], fields)
    filler.feed(html)
    filler.close()
    # Hidden fields of the page are its own; what was in them is no text that somebody typed.
    return "".join(filler.out), [pair for pair in filler.left if pair[0] not in filler.own and pair[1].strip()]


class _Forms(HTMLParser):
    """Which forms (counted from 0) go to the action, and what stands hidden in each."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__(convert_charrefs=False)
        self.page, self.action = page, action
        self.found: dict[int, set[tuple[str, str]]] = {}
        self.place = -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.place += 1
            there = urlsplit(urljoin(self.page, given.get("action", ""))).path
            if given.get("method", "").lower() == "post" and there == self.action:
                self.found[self.place] = set()
        elif tag == "input" and given.get("type", "").lower() == "hidden" and self.place in self.found:
            self.found[self.place].add((given.get("name", ""), given.get("value", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


class _Filler(HTMLParser):
    def __init__(self, wanted: int, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.wanted, self.place = wanted, -1
        self.left = list(fields)
        self.chosen = set(fields)
        self.out: list[str] = []
        self.own: set[str] = set()
        self.inside = False
        self.select = ""
        self.dropping = False  # the old text of a textarea

    def _take(self, name: str) -> str | None:
        for place, (found, value) in enumerate(self.left):
            if found == name:
                del self.left[place]
                return value
        return None

    def _used(self, name: str, value: str) -> bool:
        if (name, value) in self.left:
            self.left.remove((name, value))
        return (name, value) in self.chosen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.place += 1
            self.inside = self.place == self.wanted
        elif self.inside:
            raw = self._control(tag, given, raw)
        self.out.append(raw)

    def _control(self, tag: str, given: dict[str, str], raw: str) -> str:
        name, kind = given.get("name", ""), given.get("type", "").lower()
        if tag == "input" and name and kind in _TYPED:
            value = self._take(name)
            return raw if value is None else _tag(tag, {**given, "value": value})
        if tag == "input" and name and kind in _CHOSEN:
            return _tag(tag, given, "checked", on=self._used(name, given.get("value", "on")))
        if tag in ("input", "button") and name:
            self.own.add(name)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            return _tag(tag, given, "selected", on=self._used(self.select, given.get("value", "")))
        elif tag == "textarea" and name:
            value = self._take(name)
            if value is not None:
                self.dropping = True
                return raw + "\n" + escape(value)
        return raw

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.dropping = False
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False
        self._pass(f"</{tag}>")

    def _pass(self, text: str) -> None:
        if not self.dropping:
            self.out.append(text)

    def handle_data(self, data: str) -> None:
        self._pass(data)

    def handle_entityref(self, name: str) -> None:
        self._pass(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._pass(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._pass(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._pass(f"<!{decl}>")


def _tag(tag: str, given: dict[str, str], switch: str = "", *, on: bool = False) -> str:
    attributes = {name: value for name, value in given.items() if name != switch}
    if on:
        attributes[switch] = ""
    return f"<{tag}" + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items()) + ">"
