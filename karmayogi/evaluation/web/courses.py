"""What is known of a course on the four levels of Kirkpatrick."""

import uuid as uuids

from django.http import HttpResponse
from django.urls import reverse

from karmayogi.evaluation.queries.levels import course_line, course_lines, levels_of
from karmayogi.evaluation.queries.studies import check_evaluates
from karmayogi.evaluation.web import words
from karmayogi.evaluation.web.lists import after_of, paged, search_of
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import pick, render


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    check_evaluates(request.actor)
    kept = {"q": search_of(request)}
    lines, after = course_lines(q=kept["q"], after=after_of(request))
    context = {
        "nav": "admin", "lines": lines, "pick": pick, **paged(reverse("evaluation:courses"), kept, after, request),
    }  # fmt: skip
    return render(request, "evaluation/courses.html", context)


@signed_in
def one(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    check_evaluates(request.actor)
    line = course_line(course)
    found = levels_of(line.id)
    studies = [
        (one, (one.result.get("indicators", {}).get(one.indicator) or {}).get("effect")) for one in found.studies
    ]
    context = {
        "nav": "admin", "line": line, "title": pick(line.title_en, line.title_hi, line.title_ur) or line.code,
        "found": found, "studies": studies, "words": words,
    }  # fmt: skip
    return render(request, "evaluation/course.html", context)
