"""A designation is found by any of its spellings, in any of its languages."""

from karmayogi.orgs import api as orgs
from tests.cast import SET_UP


def test_it_is_found_by_its_hindi_or_urdu_name(cast, at):
    made = orgs.create_designation(
        agent=SET_UP, name="Block Development Officer", name_hi="खंड विकास अधिकारी", name_ur="بلاک ڈیولپمنٹ آفیسر", at=at
    )
    for spelling in (
        "Block Development Officer",
        "block development officer",
        "खंड विकास  अधिकारी",
        "بلاک ڈیولپمنٹ آفیسر",
    ):
        assert orgs.designation_by_name(spelling) == made


def test_a_name_that_two_share_finds_neither(cast, at):
    orgs.create_designation(agent=SET_UP, name="Section Officer (Non Gazetted)", name_hi="अनुभाग अधिकारी", at=at)
    assert orgs.designation_by_name("अनुभाग अधिकारी") is None
    assert orgs.designation_by_name("Section Officer") == cast.section_officer


def test_other_languages_are_asked_for_what_only_they_can_answer(cast, at, django_assert_num_queries):
    made = orgs.create_designation(agent=SET_UP, name="अवर सचिव", name_hi="उप सचिव", at=at)
    with django_assert_num_queries(1):
        found = orgs.designations_by_name(["Section Officer", "Nobody at All", "अवर सचिव"])
    assert found == {"Section Officer": cast.section_officer, "अवर सचिव": made}
    with django_assert_num_queries(2):
        assert orgs.designations_by_name(["Section Officer", "उप  सचिव"])["उप  सचिव"] == made
