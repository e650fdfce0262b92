"""A supervisor's view: what the team owes, who is late."""

import dataclasses
import datetime as dt

from django.http import HttpResponse

from karmayogi.kernel import clock
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import TeamMember
from karmayogi.plans.queries.mine import lists_of
from karmayogi.plans.types import Status
from karmayogi.plans.web import words
from karmayogi.ui.api import pick, render


@dataclasses.dataclass(frozen=True, slots=True)
class Left:
    title: str
    status: str
    tone: str
    due_on: dt.date


@dataclasses.dataclass(frozen=True, slots=True)
class TeamLine:
    """left: what is not done yet. all: how many orders bind her."""

    member: TeamMember
    left: tuple[Left, ...]
    overdue: int
    done: int
    all: int


NOW = (Status.OVERDUE, Status.OPEN, Status.EXTENDED)


@signed_in
def team(request: SignedInRequest) -> HttpResponse:
    """Those whose posts report to one's own, most overdue first; of each what is not done yet."""
    today = clock.day(request.at)
    members = orgs.team_of(request.actor.person_id, today)
    found = lists_of([one.person_id for one in members], today) if members else {}
    lines: list[TeamLine] = []
    for member in members:
        mine = found.get(member.person_id, [])
        left = tuple(
            Left(
                pick(one.mandate.title_en, one.mandate.title_hi, one.mandate.title_ur),
                words.status_in_words(one.obligation.status), words.TONES[one.obligation.status], one.obligation.due_on,
            )
            for one in mine
            if one.obligation.status in NOW
        )  # fmt: skip
        overdue = sum(1 for one in mine if one.obligation.status is Status.OVERDUE)
        done = sum(1 for one in mine if one.obligation.status is Status.DONE)
        lines.append(TeamLine(member, left, overdue, done, len(mine)))
    lines.sort(key=lambda line: (-line.overdue, -len(line.left), line.member.name))
    return render(request, "plans/team.html", {"nav": "team", "lines": lines})
