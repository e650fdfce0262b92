"""Roles & competencies: what her post does and needs, and what she has shown."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from karmayogi.competencies.queries import competencies as competency_queries
from karmayogi.competencies.queries.gaps.on_day import gaps_against
from karmayogi.competencies.queries.gaps.wanted import Want
from karmayogi.competencies.queries.levels import gaps_of
from karmayogi.competencies.queries.profile import profile_for
from karmayogi.competencies.types import Requirement
from karmayogi.competencies.web.pictures import radar_of, role_map_of
from karmayogi.kernel import clock, slots
from karmayogi.kernel.dates import as_on
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import pick, render


def _want(need: Requirement) -> Want:
    return Want(need.competency_id, need.level, need.importance)


@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    actor = request.actor
    today = clock.day(request.at)
    on = as_on(request.GET.get("on"), today)
    past = on if on != today else None
    post = orgs.current_post(actor.person_id, on)
    tree = profile_for(post.designation_id, past) if post else None
    if past is None:
        gaps = gaps_of(actor.person_id, on) if tree else []
    else:
        gaps = gaps_against(actor.person_id, [_want(need) for need in tree.requirements], on) if tree else []
    names = competency_queries.by_ids(need.competency_id for need in tree.requirements) if tree else {}
    title = pick(post.designation_en, post.designation_hi, post.designation_ur) if post else ""
    return render(
        request,
        "competencies/mine.html",
        {
            "nav": "roles",
            "post": post,
            "tree": tree,
            "names": names,
            "gaps": gaps,
            "title": title,
            "past": past,
            "on": on,
            "today": today,
            "map": role_map_of(title, tree, gaps) if tree else "",
            "radar": radar_of(gaps, _("Your levels against this post")),
            "start": True,
            "onward": [link for offer in slots.every("competencies.onward") for link in offer()],
        },
    )
