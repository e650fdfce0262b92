"""Content items that a tool sends for a course (Deep Linking 2.0, 3): read into what a part needs."""

import dataclasses
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One link to be a part. url: of the tool. score_maximum: None where no line item was asked for."""

    title: str
    text: str
    url: str
    custom: dict[str, str]
    opens_in: str
    score_maximum: float | None
    label: str
    resource_id: str
    tag: str


def read(found: Any, *, default_url: str, hosts: Iterable[str], most: int) -> tuple[list[Item], int]:
    """(links that can be parts, how many items cannot). A link may lead to the hosts of its tool only."""
    if not isinstance(found, list):
        return [], 0
    allowed = set(hosts)
    items = [item for one in found[:most] if (item := _item(one, default_url, allowed)) is not None]
    return items, len(found) - len(items)


def _item(one: Any, default_url: str, allowed: set[str]) -> Item | None:
    if not isinstance(one, dict) or one.get("type") != "ltiResourceLink":
        return None
    url = _text(one.get("url"), 500) or default_url
    try:
        parts = urlsplit(url)
        host = parts.netloc.lower()
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or host not in allowed:
        return None
    line = one.get("lineItem")
    maximum = line.get("scoreMaximum") if isinstance(line, dict) else None
    if isinstance(maximum, bool) or not isinstance(maximum, int | float) or not 0 < maximum <= 1_000_000:
        maximum = None
    line = line if isinstance(line, dict) else {}
    title = _text(one.get("title"), 250) or _text(line.get("label"), 250) or parts.path.strip("/")[-60:] or host
    return Item(
        title,
        _text(one.get("text"), 2000),
        url,
        custom_of(one.get("custom")),
        "frame" if isinstance(one.get("iframe"), dict) and not isinstance(one.get("window"), dict) else "window",
        float(maximum) if maximum is not None else None,
        _text(line.get("label"), 250) or title,
        _text(line.get("resourceId"), 250),
        _text(line.get("tag"), 250),
    )


def custom_of(value: Any) -> dict[str, str]:
    """Custom parameters: names and texts, forty at most."""
    if not isinstance(value, dict):
        return {}
    return {
        str(name)[:100]: _text(one if isinstance(one, str) else str(one), 500)
        for name, one in list(value.items())[:40]
        if isinstance(one, str | int | float | bool)
    }


def _text(value: Any, most: int) -> str:
    return " ".join(value.replace("\0", "").split())[:most] if isinstance(value, str) else ""
