from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import migrations
from django.db.models import Q

from karmayogi.orgs.models.organisation import days

FILLING = ["substantive", "deputation", "contract", "elected"]
_BOTH_FILL = "a.kind = any(%(filling)s) and b.kind = any(%(filling)s)"
CONTRADICTIONS = {
    "two who fill one post": f"a.post_id = b.post_id and {_BOTH_FILL}",
    "one person who fills two posts": f"a.person_id = b.person_id and {_BOTH_FILL}",
    "one person twice on one post": "a.post_id = b.post_id and a.person_id = b.person_id",
}


def refuse_contradictions(apps, editor):
    """Names the postings that contradict each other: which of two is true only their office knows."""
    found = []
    with editor.connection.cursor() as cursor:
        for what, condition in CONTRADICTIONS.items():
            # Where two overlap, one of them is not substantive, or what was refused before stands already.
            cursor.execute(
                f"""
                select a.uuid, b.uuid, count(*) over () from orgs_incumbency a join orgs_incumbency b
                  on a.id <> b.id and {condition} and (b.kind = 'substantive' or a.id < b.id)
                  and daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)
                where a.kind <> 'substantive' order by a.id limit 5
                """,
                {"filling": FILLING},
            )
            pairs = cursor.fetchall()
            if pairs:
                named = ", ".join(f"{one} and {other}" for one, other, _count in pairs)
                found.append(f"{what}: {pairs[0][2]} times, e.g. the postings {named}")
    if found:
        raise RuntimeError(
            "Postings contradict each other. End one of each pair before this migration. " + "; ".join(found)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0005_no_needless_indexes"),
    ]

    operations = [
        # Waiting for the table of all postings would hold up whoever comes after: better to fail and be run again.
        migrations.RunSQL("set local lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.RunPython(refuse_contradictions, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="incumbency", name="post_one_substantive_incumbent"),
        migrations.RemoveConstraint(model_name="incumbency", name="person_one_substantive_post"),
        migrations.RemoveConstraint(model_name="incumbency", name="person_once_on_a_post"),
        migrations.AddConstraint(
            model_name="incumbency",
            constraint=ExclusionConstraint(
                name="post_filled_once",
                expressions=[("post", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                condition=Q(kind__in=FILLING),
                violation_error_message="Somebody fills this post in that period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="incumbency",
            constraint=ExclusionConstraint(
                name="person_fills_one_post",
                expressions=[("person", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                condition=Q(kind__in=FILLING),
                violation_error_message="This person fills a post in that period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="incumbency",
            constraint=ExclusionConstraint(
                name="person_once_on_a_post",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
        ),
    ]
