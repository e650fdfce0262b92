"""Every address that shows figures of people is among those whose combinations are tried (engine/test_flows and its
neighbours). A new one fails here until somebody has said of which sums it is made and where these are tried."""

from karmayogi.insight.registry.attributes import ATTRIBUTES
from karmayogi.insight.web.choices import KINDS
from karmayogi.insight.web.urls import urlpatterns
from tests.insight.engine import (
    test_courses,
    test_cuts,
    test_days,
    test_disclosure,
    test_flows,
)
from tests.insight.registry import test_bases

UNITS = test_flows.test_no_small_group_follows_from_states_ministries_and_units_together
CUTS = test_flows.test_no_small_group_follows_from_states_units_and_attributes_together
COURSES = test_courses.test_what_is_shown_tells_no_small_group_to_who_knows_the_totals_of_courses_and_of_places
PROVIDERS = test_disclosure.test_no_small_group_follows_from_all_pages_of_organisations_together  # their courses below
BASES = test_bases.test_no_small_group_of_those_concerned_follows_from_all_pages_together
DAYS = test_days.test_no_sum_of_differences_tells_of_few
ATTRIBUTES_OF_UNITS = test_cuts.test_no_small_group_follows_from_units_and_attributes_together

# Of which sums it is made, by whatever its parameters choose (figure, theme, order, view, kind of body).
TRIED = {
    "nation": (UNITS, BASES), "nation_xlsx": (UNITS, BASES), "nation_csv": (UNITS, BASES),
    "nation_json": (UNITS, BASES),
    "organisation": (UNITS, BASES), "organisation_xlsx": (UNITS, BASES), "organisation_csv": (UNITS, BASES),
    "organisation_json": (UNITS, BASES),
    # Of shares on the pages of ministries, shown or not as they are there.
    "scores": (UNITS, BASES), "scores_xlsx": (UNITS, BASES), "score": (UNITS, BASES),
    "equity": (CUTS, ATTRIBUTES_OF_UNITS), "equity_xlsx": (CUTS, ATTRIBUTES_OF_UNITS),
    "courses": (COURSES,), "courses_xlsx": (COURSES,),
    "institutes": (PROVIDERS,), "institutes_xlsx": (PROVIDERS,), "institute": (PROVIDERS,),
    "institute_xlsx": (PROVIDERS,),
    "honesty": (PROVIDERS,), "honesty_xlsx": (PROVIDERS,),  # a tree of its own, of those who completed
    "past_unit": (DAYS,),
    # Figures of a day as they were shown on it, or as the facts tell of it now: the country and its States.
    "past": (UNITS, BASES), "snapshot": (UNITS, BASES), "snapshot_document": (UNITS, BASES), "restated": (UNITS, BASES),
    "report": (UNITS, BASES), "report_paper": (UNITS, BASES),
}  # fmt: skip
NO_PEOPLE = {
    "mine", "metrics", "comparison", "weights", "accreditations", "accreditations_xlsx", "weeks", "snapshots", "check",
}  # fmt: skip


def test_every_address_is_among_those_that_are_tried_together():
    names = {pattern.name for pattern in urlpatterns}
    assert names == TRIED.keys() | NO_PEOPLE
    assert not TRIED.keys() & NO_PEOPLE


def test_so_is_whatever_an_address_can_choose():
    """Kinds of bodies list units that have pages of their own; of other attributes nothing has been tried."""
    assert set(KINDS) == {"department", "state_department", "district", "ulb", "block", "panchayat", "institute"}
    assert set(ATTRIBUTES) == {"gender", "group", "setting"}
