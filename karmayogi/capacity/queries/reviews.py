"""Reviews of a year: each quarter once, whichever version of the plan was in force."""

from django.db.models import QuerySet

from karmayogi.capacity.models import Plan, Review
from karmayogi.kernel import rows


def reviews_of(row: Plan) -> QuerySet[Review]:
    """Of this version and those before it."""
    return Review.objects.filter(
        plan__organisation_id=row.organisation_id, plan__year=row.year, plan__version__lte=row.version
    )


_CARRIED = """
select x.id from (
  select distinct on (i.thread) l.id, l.carries, i.number, i.thread
  from capacity_plan mine
  join capacity_plan p on p.organisation_id = mine.organisation_id and p.year = mine.year
  join capacity_review r on r.plan_id = p.id join capacity_reviewline l on l.review_id = r.id
  join capacity_intervention i on i.id = l.intervention_id
  where mine.id = %(plan)s order by i.thread, p.version desc
) x
where x.carries and not exists (
  select from capacity_intervention n join capacity_intervention was on was.id = n.carried_from_id
  where n.plan_id = %(into)s and was.thread = x.thread)
order by x.number, x.id
"""


def carried(plan_id: int, into: int | None) -> list[int]:
    """Ids of the lines of reviews of the plan's year that are carried over and are not in that plan yet.

    An intervention that a later version took over is one with it: its last line counts.
    """
    return rows.fetch(int, _CARRIED, {"plan": plan_id, "into": into})
