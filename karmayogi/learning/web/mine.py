"""My learning: what is begun, what is completed, the hours of the financial year."""

import datetime as dt

from django.http import HttpRequest, HttpResponse

from karmayogi.kernel import clock
from karmayogi.kernel.dates import financial_year_label, financial_year_start
from karmayogi.kernel.web.door import signed_in
from karmayogi.learning.queries.authoring.drafts import has_drafts
from karmayogi.learning.queries.cascades.trainers import trainer_of
from karmayogi.learning.queries.collections.programme import programmes_of
from karmayogi.learning.queries.enrolments import active_enrolments, completed_enrolments
from karmayogi.learning.queries.gatherings.gathering import gatherings_of
from karmayogi.learning.queries.hours import hours_by_kind
from karmayogi.learning.web import words
from karmayogi.learning.web.cascades.trainers import standing
from karmayogi.ui.api import render


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    person_id = request.actor.person_id  # type: ignore[attr-defined]
    on = clock.day(request.at)  # type: ignore[attr-defined]
    kinds = hours_by_kind(person_id, financial_year_start(on), on + dt.timedelta(days=1))
    return render(
        request,
        "learning/mine.html",
        {
            "nav": "learning",
            "active": active_enrolments(person_id, 50),
            "completed": completed_enrolments(person_id, 100),
            "minutes": sum(kinds.values()),
            "kinds": kinds,
            "year": financial_year_label(on),
            "programmes": programmes_of(person_id),
            "gatherings": [(one, words.span_in_words(one.starts_at, one.ends_at)) for one in gatherings_of(person_id)],
            "places": words.places_in_words(),
            "trainings": [(one, *standing(one)) for one in trainer_of(person_id)],
            "makes_courses": has_drafts(request.actor),  # type: ignore[attr-defined]
        },
    )
