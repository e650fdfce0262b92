"""The nightly scan: what is lacking today, with its arithmetic. Run again on the same day it changes nothing but what
changed meanwhile; a lack keeps its row, so that a request is not asked twice for it."""

import datetime as dt

from django.db import transaction

from karmayogi.capacity import api as capacity
from karmayogi.competencies import api as competencies
from karmayogi.demand.engine.lacks import lacks_of
from karmayogi.demand.models import LackRow, ScanTerms
from karmayogi.demand.queries.scan import terms_now
from karmayogi.demand.types import Lack
from karmayogi.kernel import rows
from karmayogi.learning import api as learning

_WRITE = """
insert into demand_lackrow (uuid, kind, competency_id, level, language, people, lacking, courses, in_language, lower,
  languages, rated, stars, plans, counted_on, terms_id, since)
select gen_random_uuid(), kind, competency, level, language, people, lacking, courses, in_language, lower,
  string_to_array(languages, ','), rated, stars, plans, %(on)s, %(terms)s, %(on)s
from unnest(%(kind)s::text[], %(competency)s::bigint[], %(level)s::int[], %(language)s::text[], %(people)s::int[],
  %(lacking)s::int[], %(courses)s::int[], %(in_language)s::int[], %(lower)s::int[], %(languages)s::text[],
  %(rated)s::int[], %(stars)s::numeric[], %(plans)s::int[]) as found (kind, competency, level, language, people,
  lacking, courses, in_language, lower, languages, rated, stars, plans)
on conflict (competency_id, level, kind, language) do update set people = excluded.people, lacking = excluded.lacking,
  courses = excluded.courses, in_language = excluded.in_language, lower = excluded.lower,
  languages = excluded.languages, rated = excluded.rated, stars = excluded.stars, plans = excluded.plans,
  counted_on = excluded.counted_on, terms_id = excluded.terms_id, ended_on = null,
  since = case when demand_lackrow.ended_on is null then demand_lackrow.since else excluded.since end
"""


def scan(*, on: dt.date, at: dt.datetime) -> int:
    """How many lacks stand now. Whoever scans at the same time waits, and finds the same."""
    with transaction.atomic():
        rows.run("select pg_advisory_xact_lock(hashtextextended('demand scan', 0))")
        row, terms = terms_now()
        if row is None:
            row = ScanTerms.objects.create(
                least_people=terms.least_people, language_courses=terms.language_courses,
                weak_ratings=terms.weak_ratings, weak_stars=str(terms.weak_stars), days=terms.days, made_at=at,
            )  # fmt: skip
        found = lacks_of(competencies.lacking(on), learning.teaching(on), capacity.plans_that_answer(), terms)
        if found:
            rows.run(_WRITE, _columns(found) | {"on": on, "terms": row.pk})
        LackRow.objects.filter(ended_on__isnull=True).exclude(pk__in=_ids(found)).update(ended_on=on)
    return len(found)


def _ids(found: list[Lack]) -> list[int]:
    keys = {(one.kind.value, one.competency_id, one.level, one.language) for one in found}
    return [
        pk
        for pk, *key in LackRow.objects.filter(ended_on__isnull=True).values_list(
            "pk", "kind", "competency_id", "level", "language"
        )
        if tuple(key) in keys
    ]


def _columns(found: list[Lack]) -> dict[str, object]:
    figures = [one.figures for one in found]
    numbers = ("people", "lacking", "courses", "in_language", "lower", "rated", "stars", "plans")
    return {
        "kind": [one.kind.value for one in found],
        "competency": [one.competency_id for one in found],
        "level": [one.level for one in found],
        "language": [one.language for one in found],
        "languages": [",".join(one.languages) for one in figures],
        **{name: [getattr(one, name) for one in figures] for name in numbers},
    }
