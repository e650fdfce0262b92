"""What a re-tag would do: a row for each profile in force, for each person and competency, and one for the courses."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.competencies.queries.governance.effect import touched_above
from karmayogi.competencies.queries.governance.retag import (
    Edition,
    PersonLine,
    ProfileLine,
    Replacement,
    edition,
    persons_to_carry,
    profiles_to_change,
    replacements,
)
from karmayogi.kernel.access import Refused
from karmayogi.kernel.bulk import Act, Planned


def plan(act: Act, at: dt.datetime) -> Iterator[Planned]:
    """Only what is still to be done: a second act over the same version finds what came up since."""
    found = replacements(act.params["version_id"])
    if not found:
        raise Refused(_("This version replaces nothing: there is nothing to re-tag."))
    number = 0
    for number, row in enumerate(_rows(edition(act.params["version_id"]), found), 1):
        yield _numbered(row, number)
    if not number:
        raise Refused(_("Everything is re-tagged already."))


def _rows(version: Edition, found: list[Replacement]) -> Iterator[dict[str, Any]]:
    for profile in profiles_to_change(version, found):
        yield _of_profile(profile)
    for was in sorted({one.was_id for one in found}):
        mine = [one for one in found if one.was_id == was]
        touched = touched_above([was])
        courses = [one for one in touched if one.what == "courses"]
        # An order follows where there is one to follow; of a split a person says which part it means.
        orders = [one for one in touched if one.what == "plans"] if len(mine) == 1 else []
        if not any(one.changes for one in mine) or not (courses or orders):
            continue
        code, now = mine[0].was, ", ".join(one.now for one in mine)
        label = _("Courses tagged with %(code)s") if courses else _("Orders that ask for %(code)s")
        yield {
            "label": label % {"code": code},
            "data": {"what": "courses", "was": was, "now": [one.now_id for one in mine], "levels": mine[0].levels},
            "diff": {(_("Courses") if courses else _("Orders")): (code, now)},
            "messages": [("", one.title_en) for one in (*courses, *orders)[:20]],
        }
    for line in persons_to_carry(version, found):
        yield _of_person(line)


def _of_profile(line: ProfileLine) -> dict[str, Any]:
    return {
        "label": line.designation,
        "data": {"what": "profile", "profile": line.profile_id},
        "diff": {_("Needs"): (line.was, line.now)},
    }


def _of_person(line: PersonLine) -> dict[str, Any]:
    # No names: a plan is read by people who may not see the person.
    return {
        "label": f"{line.was} → {line.now}",
        "data": {"what": "person", "person": line.person_id, "was": line.was_id, "now": line.now_id},
        "diff": {_("Rows of evidence carried over"): (0, line.evidence)},
    }


def _numbered(row: dict[str, Any], number: int) -> Planned:
    return Planned(
        number=number, outcome="changed", label=row["label"][:200], data=row["data"], diff=row["diff"],
        messages=row.get("messages", ()),
    )  # fmt: skip
