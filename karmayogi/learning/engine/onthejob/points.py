"""The published rules of points, as data. What they give is worked out by queries/onthejob/points.py."""

import dataclasses
import datetime as dt
from typing import Any

STREAK = "streak"


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """once, month: how often at most in all, in a calendar month; None without a limit. weeks, rest: of a streak, how
    many weeks with learning, and how many without may lie between two of them. name, back: by language."""

    code: str
    points: int
    name: dict[str, str]
    back: dict[str, str]
    once: int | None = None
    month: int | None = None
    weeks: int | None = None
    rest: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class RuleSet:
    """until: the first day of the next version, None while there is none."""

    number: int
    since: dt.date
    until: dt.date | None
    rules: tuple[Rule, ...]


def read(given: dict[str, Any]) -> tuple[RuleSet, ...]:
    """The rule sets of data/points.toml. Raises ValueError for versions that are not in order, and for a rule that is
    there twice or says too little."""
    versions = given["version"]
    found = []
    for place, one in enumerate(versions):
        until = versions[place + 1]["from"] if place + 1 < len(versions) else None
        if one["number"] != place + 1 or (until is not None and until <= one["from"]):
            raise ValueError("versions of points are numbered from 1 and begin one after the other")
        rules = tuple(_rule(event) for event in one["event"])
        if len({rule.code for rule in rules}) != len(rules):
            raise ValueError(f"version {one['number']} of points has a rule twice")
        found.append(RuleSet(one["number"], one["from"], until, rules))
    return tuple(found)


def _rule(event: dict[str, Any]) -> Rule:
    rule = Rule(
        event["code"], event["points"], event["name"], event.get("back", {}), event.get("once"), event.get("month"),
        event.get("weeks"), event.get("rest", 0),
    )  # fmt: skip
    if rule.points <= 0 or set(rule.name) != {"en", "hi", "ur"} or (rule.code == STREAK) != (rule.weeks is not None):
        raise ValueError(f"the rule {rule.code} of points says too little")
    return rule
