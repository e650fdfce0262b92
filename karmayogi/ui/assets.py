"""Where a static file is fetched from."""

import functools

from django.contrib.staticfiles import finders
from django.templatetags.static import static

from karmayogi.ui.sheet import fingerprint


@functools.cache
def asset(path: str) -> str:
    """The address of a static file with a mark of its content, so that it may be kept for ever."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise LookupError(f"there is no static file {path}")
    with open(found, "rb") as file:  # noqa: PTH123 (finders answer in strings)
        return f"{static(path)}?v={fingerprint(file.read())}"
