"""Profiles of designations and the competencies themselves, for anybody signed in."""

import uuid

from django.http import HttpResponse
from django.utils.translation import get_language

from karmayogi.competencies.models import Competency
from karmayogi.competencies.queries import competencies as competency_queries
from karmayogi.competencies.queries import library as queries
from karmayogi.competencies.queries.profile import profile_for
from karmayogi.competencies.queries.proof.descriptors import descriptors
from karmayogi.competencies.queries.scales import scales
from karmayogi.competencies.web.pictures import role_map_of
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import pick, render


@signed_in
def profiles(request: SignedInRequest) -> HttpResponse:
    on = clock.day(request.at)
    wanted = request.GET.get("q", "").strip().casefold()
    lines = [
        line
        for line in queries.profile_lines(on)
        if wanted in " ".join((line.designation_en, line.designation_hi, line.designation_ur)).casefold()
    ]
    return render(
        request, "competencies/profiles.html", {"nav": "roles", "lines": lines, "q": request.GET.get("q", "")}
    )


@signed_in
def profile(request: SignedInRequest, profile: uuid.UUID) -> HttpResponse:
    on = clock.day(request.at)
    lines = queries.profile_lines(on, profile)
    tree = profile_for(lines[0].designation_id) if lines else None
    if tree is None:
        raise NotFound
    line = lines[0]
    title = pick(line.designation_en, line.designation_hi, line.designation_ur)
    return render(
        request,
        "competencies/profile.html",
        {
            "nav": "roles",
            "title": title,
            "line": line,
            "tree": tree,
            "names": competency_queries.by_ids(need.competency_id for need in tree.requirements),
            "map": role_map_of(title, tree, []),
        },
    )


@signed_in
def library(request: SignedInRequest) -> HttpResponse:
    area = request.GET.get("area", "")
    if area not in Competency.Area.values:
        area = ""
    text = request.GET.get("q", "")
    return render(
        request,
        "competencies/library.html",
        {"nav": "roles", "rows": queries.search(text, area), "q": text, "area": area, "areas": Competency.Area.values},
    )


@signed_in
def levels(request: SignedInRequest) -> HttpResponse:
    """The one scale in words, and how the scales of others are read in it."""
    language = get_language() or "en"
    language = language if language in ("hi", "ur") else "en"
    return render(
        request,
        "competencies/levels.html",
        {"nav": "roles", "levels": descriptors(language), "scales": scales(language)},
    )
