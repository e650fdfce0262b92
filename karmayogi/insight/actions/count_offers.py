"""Counting the figures of courses anew: once a night, as a part of the full refresh."""

from karmayogi.insight.registry import OFFERS
from karmayogi.kernel import rows


def count_offers() -> None:
    """Called in the transaction of the refresh."""
    rows.run("delete from insight_coursefigure")
    for metric in OFFERS.values():
        rows.run(
            "insert into insight_coursefigure (course_id, metric, numerator, denominator) "
            f"select f.course_id, '{metric.code}', f.numerator, f.denominator "
            f"from ({metric.sql}) as f (course_id, numerator, denominator)"
        )
