"""Our own line icons, 24 units square, drawn as the outline of one path. Decoration only: a word stands beside each."""

import functools

from markupsafe import Markup

PATHS = {
    "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "book": "M12 6c-2-2-5-2-8-2v14c3 0 6 0 8 2 2-2 5-2 8-2V4c-3 0-6 0-8 2zm0 0v14",
    "team": "M9 11a3 3 0 100-6 3 3 0 000 6zm-6 9c0-4 3-6 6-6s6 2 6 6m1-9a3 3 0 000-6m5 15c0-3-1-5-4-6",
    "target": "M12 21a9 9 0 100-18 9 9 0 000 18zm0-5a4 4 0 100-8 4 4 0 000 8zm0-4h.01",
    "chart": "M4 20V4m0 16h16M8 16v-4m4 4V8m4 8v-6",
    "seal": "M12 14a5 5 0 100-10 5 5 0 000 10zm-3-1v8l3-2 3 2v-8",
    "verify": "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zm-3 9l2 2 4-4",
    "record": "M6 3h9l4 4v14H6zm9 0v4h4M9 12h7m-7 4h7",
    "people": "M12 12a4 4 0 100-8 4 4 0 000 8zm-8 9c0-5 4-7 8-7s8 2 8 7",
    "orgs": "M4 21V8l8-5 8 5v13M4 21h16M9 21v-5h6v5M9 11h.01M15 11h.01",
    "tools": "M5 21l7-7m-1-6a5 5 0 017-4l-3 3 2 2 3-3a5 5 0 01-7 6",
    "key": "M9 19a4 4 0 100-8 4 4 0 000 8zm3-7l8-8m-3 3l3 3",
    "sign-in": "M10 4h9v16h-9m-6-8h11m-4-4l4 4-4 4",
    "more": "M4 7h16M4 12h16M4 17h16",
    "theme": "M12 3a9 9 0 100 18zm0 0a9 9 0 010 18",
    "search": "M11 18a7 7 0 100-14 7 7 0 000 14zm5-2l5 5",
    "play": "M8 5l11 7-11 7z",
    "check": "M5 12l5 5 9-10",
    "warn": "M12 4l9 16H3zm0 6v4m0 3h.01",
    "down": "M12 4v11m-5-4l5 5 5-5M5 20h14",
}
_DOT = "M12 12h.01"


@functools.cache
def icon(name: str, size: int = 20) -> Markup:
    """An <svg> hidden from screen readers; an unknown name draws a dot."""
    return Markup(
        '<svg width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{1}"/></svg>'
    ).format(size, PATHS.get(name, _DOT))
