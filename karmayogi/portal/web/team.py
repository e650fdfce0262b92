"""A supervisor's team, and one member of it."""

import datetime as dt
import uuid

from django.http import HttpResponse

from karmayogi.competencies import api as competencies
from karmayogi.credentials import api as credentials
from karmayogi.kernel import audit, clock
from karmayogi.kernel.dates import financial_year_start
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.orgs import api as orgs
from karmayogi.portal.queries import team as queries
from karmayogi.ui.api import render


@signed_in
def team(request: SignedInRequest) -> HttpResponse:
    on = clock.day(request.at)
    lines = queries.team(request.actor.person_id, on)
    return render(request, "portal/team.html", {"nav": "team", "lines": lines})


@signed_in
def member(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """Her post, gaps, hours and certificates, for her supervisor and the admins over her. Looking is recorded."""
    actor = request.actor
    on = clock.day(request.at)
    who = orgs.access_person(actor, person, to="see", on=on)
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
        )
    since = financial_year_start(on)
    return render(
        request,
        "portal/member.html",
        {
            "nav": "team",
            "who": who,
            "own": own,
            "gaps": competencies.gaps_of(who.person_id, on),
            "minutes": learning.hours_of(who.person_id, since, on + dt.timedelta(days=1)),
            "certificates": credentials.count_of(who.person_id),
            "active": learning.active_enrolments(who.person_id, 20),
        },
    )
