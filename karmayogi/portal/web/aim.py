"""A post or scheme to aim at: what is missing on a day, past or to come, and what would close it."""

from django.http import HttpResponse

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock, dates
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.choices import chosen_day, chosen_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.ui.api import render


@signed_in
def aim(request: SignedInRequest) -> HttpResponse:
    actor, today = request.actor, clock.day(request.at)
    uuid, on = chosen_uuid(request, "for"), chosen_day(request, today, dates.EARLIEST)
    target = competencies.aim(uuid) if uuid else None
    if uuid and target is None:
        raise NotFound
    gaps = []
    if target is not None:
        wanted = competencies.wants(target.uuid) if on >= today else competencies.wanted_then(target.uuid, on)
        gaps = competencies.gaps_against(actor.person_id, wanted, on)
    missing = [gap.competency_id for gap in gaps if gap.missing]
    return render(
        request,
        "portal/aim.html",
        {
            "nav": "roles",
            "aims": competencies.aims(),
            "target": target,
            "on": on,
            "today": today,
            "earliest": dates.EARLIEST,
            "gaps": gaps,
            "met": len(gaps) - len(missing),
            "courses": learning.courses_for_competency(missing, 3, person_id=actor.person_id, on=today)
            if missing
            else {},
        },
    )
