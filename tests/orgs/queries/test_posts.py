import datetime as dt

from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency

TODAY = dt.date(2026, 11, 20)


def test_asha_holds_one_post(cast):
    post = orgs.current_post(cast.learner.person_id, TODAY)
    assert post is not None
    assert (post.designation_en, post.organisation_en) == ("Assistant Section Officer", "Establishment Section")
    assert post.path == cast.section.path
    assert post.since == dt.date(2024, 4, 1)
    assert orgs.posts_of(cast.learner.person_id, TODAY) == [post]


def test_nobody_holds_a_post_before_the_appointment(cast):
    assert orgs.current_post(cast.learner.person_id, dt.date(2024, 3, 31)) is None
    assert orgs.current_post(cast.analyst.person_id, TODAY) is None


def test_the_reporting_line_goes_up_and_shows_a_vacant_post(cast, at):
    line = orgs.reporting_line(cast.learner.post_id, TODAY)
    assert [(post.step, post.person_name) for post in line] == [(1, "Devi Prasad"), (2, "Farah Naqvi")]
    Incumbency.objects.filter(person_id=cast.supervisor.person_id).update(valid_to=dt.date(2026, 1, 1))
    assert orgs.reporting_line(cast.learner.post_id, TODAY)[0].person_id is None
    assert orgs.reporting_line(cast.learner.post_id, dt.date(2020, 1, 1)) == [], "the posts were not there yet"


def test_the_team_of_devi_is_asha(cast):
    assert [member.name for member in orgs.team_of(cast.supervisor.person_id, TODAY)] == ["Asha Verma"]
    assert orgs.team_of(cast.learner.person_id, TODAY) == []


def test_a_question_is_one_query(cast, django_assert_num_queries):
    for ask in (
        lambda: orgs.current_post(cast.learner.person_id, TODAY),
        lambda: orgs.reporting_line(cast.learner.post_id, TODAY),
        lambda: orgs.team_of(cast.supervisor.person_id, TODAY),
        lambda: orgs.ministry_of(cast.section.path),
    ):
        with django_assert_num_queries(1):
            ask()


def test_the_ministry_of_a_section(cast):
    assert orgs.ministry_of(cast.section.path) == cast.ministry
    assert orgs.ministry_of(cast.country.path) == cast.country
