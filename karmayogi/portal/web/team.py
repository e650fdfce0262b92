"""A supervisor's team, and one member of it."""

import datetime as dt
import uuid

from django.http import HttpResponse

from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Gap
from karmayogi.credentials import api as credentials
from karmayogi.kernel import audit, clock
from karmayogi.kernel.dates import as_on, financial_year_start
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.orgs import api as orgs
from karmayogi.portal.queries import team as queries
from karmayogi.ui.api import render


@signed_in
def team(request: SignedInRequest) -> HttpResponse:
    today = clock.day(request.at)
    on = as_on(request.GET.get("on"), today)
    lines, others = queries.team(request.actor, on, today)
    given = {"nav": "team", "lines": lines, "others": others, "on": on, "today": today}
    return render(request, "portal/team.html", given)


@signed_in
def member(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """Post, gaps, hours and certificates as on a day, for the supervisor and the admins over the person. Looking is
    recorded; who may look is asked of today."""
    actor = request.actor
    today = clock.day(request.at)
    on = as_on(request.GET.get("on"), today)
    who = orgs.access_person(actor, person, to="see", on=today)
    own = who.person_id == actor.person_id
    if not own:
        audit.record(
            "portal:person:see",
            agent=actor,
            at=request.at,
            kind="person",
            subject=who.person_uuid,
            label=who.name,
            concerns=who.person_id,
            detail={} if on == today else {"on": on},
        )
    gaps = competencies.gaps_of(who.person_id, on) if on == today else _gaps_then(who.person_id, on)
    since = financial_year_start(on)
    return render(
        request,
        "portal/member.html",
        {
            "nav": "team",
            "who": who,
            "own": own,
            "post": who.post if on == today else orgs.current_post(who.person_id, on),
            "on": on,
            "today": today,
            "gaps": gaps,
            "minutes": learning.hours_of(who.person_id, since, on + dt.timedelta(days=1)),
            "certificates": credentials.count_of(who.person_id, on),
            "active": learning.active_enrolments(who.person_id, 20, for_others=not own) if on == today else [],
        },
    )


def _gaps_then(person_id: int, on: dt.date) -> list[Gap]:
    return competencies.gaps_then([person_id], on).get(person_id, [])
