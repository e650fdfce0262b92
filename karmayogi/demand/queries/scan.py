"""The thresholds of the scan."""

from karmayogi.demand.models import ScanTerms
from karmayogi.demand.types import Terms

# What holds until somebody sets something else.
USUAL = Terms(least_people=50, language_courses=1, weak_ratings=10, weak_stars=3.0, days=90)


def terms_of(row: ScanTerms) -> Terms:
    return Terms(row.least_people, row.language_courses, row.weak_ratings, float(row.weak_stars), row.days)


def terms_now() -> tuple[ScanTerms | None, Terms]:
    """The row in force, None before any was written, and what it says."""
    row = ScanTerms.objects.order_by("-pk").first()
    return row, USUAL if row is None else terms_of(row)
