"""A supervisor's team and its gaps, in two queries whatever the size of the team."""

import datetime as dt

from karmayogi.competencies import api as competencies
from karmayogi.orgs import api as orgs
from karmayogi.portal.types import TeamLine


def team(person_id: int, on: dt.date) -> list[TeamLine]:
    """Those whose posts report to hers, with most left to show first."""
    members = orgs.team_of(person_id, on)
    gaps = competencies.gaps_of_many([member.person_id for member in members], on) if members else {}
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
    return lines
