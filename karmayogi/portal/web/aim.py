"""A post or scheme to aim at: what is missing on a day, and what would close it."""

from django.http import HttpResponse

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.choices import chosen_day, chosen_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.ui.api import render


@signed_in
def aim(request: SignedInRequest) -> HttpResponse:
    actor, today = request.actor, clock.day(request.at)
    uuid, on = chosen_uuid(request, "for"), chosen_day(request, today)
    target = competencies.aim(uuid) if uuid else None
    if uuid and target is None:
        raise NotFound
    gaps = competencies.gaps_against(actor.person_id, competencies.wants(target.uuid), on) if target else []
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
            "gaps": gaps,
            "met": len(gaps) - len(missing),
            "courses": learning.courses_for_competency(missing, 3, person_id=actor.person_id, on=today)
            if missing
            else {},
        },
    )
