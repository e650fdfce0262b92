"""Waiting for what a page's script makes true, whatever the page's content policy says.

Playwright's own `wait_for_function` asks again with `eval` from inside the page, which our policy (and that of a frame
which has not left the blank page yet) refuses: a test that used it passed only where the first look was enough.
"""

import time

from playwright.sync_api import Error, Frame, Page

BETWEEN_MS = 50


def until_true(where: Page | Frame, expression: str, *, seconds: float = 30, between_ms: int = BETWEEN_MS) -> None:
    """Looks from outside until the expression (a promise is awaited) is true; AssertionError after `seconds`.

    A document that is replaced while it is asked is asked again.
    """
    page = where if isinstance(where, Page) else where.page
    end = time.monotonic() + seconds
    last: Error | None = None
    while True:
        try:
            if where.evaluate(f"Promise.resolve({expression}).then(Boolean)"):
                return
        except Error as error:
            last = error
        assert time.monotonic() < end, (expression, where.url, last)
        page.wait_for_timeout(between_ms)
