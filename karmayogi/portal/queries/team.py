"""A supervisor's team and its gaps, in a few queries whatever the size of the team."""

import datetime as dt

from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import Actor
from karmayogi.orgs import api as orgs
from karmayogi.portal.types import TeamLine


def team(actor: Actor, on: dt.date, today: dt.date) -> tuple[list[TeamLine], int]:
    """Those whose posts reported to the actor's on that day, with most left to show first.

    For a past day only those whose record the actor may open today; the second figure says how many others there were.
    """
    found = orgs.team_of(actor.person_id, on)
    members = found if on == today else [one for one in found if orgs.may_see_person(actor, one.person_id, today)]
    ids = [member.person_id for member in members]
    gaps = (competencies.gaps_of_many if on == today else competencies.gaps_then)(ids, on) if ids else {}
    lines = []
    for member in members:
        mine = gaps.get(member.person_id, [])
        lines.append(
            TeamLine(
                person_uuid=member.person_uuid,
                name=member.name,
                name_native=member.name_native,
                designation_en=member.designation_en,
                designation_hi=member.designation_hi,
                designation_ur=member.designation_ur,
                met=sum(1 for gap in mine if not gap.missing),
                total=len(mine),
                gaps=[gap for gap in mine if gap.missing],
            )
        )
    lines.sort(key=lambda line: (-len(line.gaps), line.name))
    return lines, len(found) - len(members)
