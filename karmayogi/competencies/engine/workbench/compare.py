"""Two versions of an order side by side: what was added, taken away and changed. Pure."""

import dataclasses
from collections.abc import Iterator

type Path = tuple[str, ...]
"""Designation, then role, activity and what hangs on it, each by its English name or code."""


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """kind: added, removed or changed. what: position, role, activity, need or knowledge. was, now: values or empty."""

    kind: str
    what: str
    path: Path
    was: str = ""
    now: str = ""


def lines(content: dict[str, object]) -> Iterator[tuple[str, Path, str]]:
    """(what, path, value) of everything in the content of an order (queries.workbench.orders.content)."""
    for position in content["positions"]:  # type: ignore[attr-defined]
        here: Path = (position["designation"],)
        yield "position", here, position["summary_en"]
        for role in position["roles"]:
            there = (*here, role["name_en"])
            yield "role", there, _names(role)
            for activity in role["activities"]:
                its = (*there, activity["name_en"])
                yield "activity", its, _names(activity)
                for need in activity["needs"]:
                    yield "need", (*its, need["code"]), f"L{need['level'] or '–'} · {need['importance']}"
                for name in activity["knowledge"]:
                    yield "knowledge", (*its, name), ""


def differences(was: dict[str, object], now: dict[str, object]) -> list[Difference]:
    """In the order of the newer version; what was taken away stands at the end.

    What hangs on something that was added or taken away is listed too: a reviewer reads each of them.
    """
    old = {(what, path): value for what, path, value in lines(was)}
    new = {(what, path): value for what, path, value in lines(now)}
    found = []
    for (what, path), value in new.items():
        if (what, path) not in old:
            found.append(Difference("added", what, path, "", value))
        elif old[what, path] != value:
            found.append(Difference("changed", what, path, old[what, path], value))
    found += [
        Difference("removed", what, path, value, "") for (what, path), value in old.items() if (what, path) not in new
    ]
    return found


def _names(node: dict[str, str]) -> str:
    return " · ".join(name for name in (node["name_hi"], node["name_ur"]) if name)
