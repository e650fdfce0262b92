import datetime as dt

from karmayogi.kernel.access import System
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


def test_her_post_and_her_line_in_one_statement_are_those_of_the_two(cast):
    for who in (cast.learner, cast.head, cast.analyst):
        for on in (TODAY, dt.date(2020, 1, 1)):
            post, line = orgs.post_and_line(who.person_id, on)
            assert post == orgs.current_post(who.person_id, on)
            assert line == (orgs.reporting_line(post.id, on) if post else [])


def test_additional_charge_of_her_own_superior_does_not_bend_the_line(cast, at):
    """She holds two posts, and somebody else officiates on hers: the post shown is still hers, as she holds it."""
    orgs.appoint(
        agent=System("test"), person_id=cast.learner.person_id, post_id=cast.supervisor.post_id, kind="additional",
        valid_from=TODAY, at=at,
    )  # fmt: skip
    post, line = orgs.post_and_line(cast.learner.person_id, TODAY)
    assert (post.id, post.kind, post.since) == (cast.learner.post_id, "substantive", dt.date(2024, 4, 1))
    assert [one.person_name for one in line] == ["Devi Prasad", "Farah Naqvi"]


def test_who_came_on_deputation_is_there_and_not_where_she_has_an_older_charge(cast, at):
    orgs.appoint(
        agent=System("test"), person_id=cast.learner.person_id, post_id=cast.supervisor.post_id, kind="additional",
        valid_from=dt.date(2024, 6, 1), at=at,
    )  # fmt: skip
    hers = Incumbency.objects.filter(person_id=cast.learner.person_id, kind="substantive")
    hers.update(kind="deputation", valid_from=dt.date(2025, 1, 1))
    assert [one.kind for one in orgs.posts_of(cast.learner.person_id, TODAY)] == ["deputation", "additional"]
    assert orgs.current_post(cast.learner.person_id, TODAY).kind == "deputation"
    assert orgs.post_and_line(cast.learner.person_id, TODAY)[0].kind == "deputation"
    # And of a post: who fills it stands in the line, not who looked after it before.
    hers = Incumbency.objects.filter(person_id=cast.supervisor.person_id)
    hers.update(kind="contract", valid_from=dt.date(2025, 1, 1))
    assert orgs.reporting_line(cast.learner.post_id, TODAY)[0].person_id == cast.supervisor.person_id


def test_the_team_of_devi_is_asha(cast):
    assert [member.name for member in orgs.team_of(cast.supervisor.person_id, TODAY)] == ["Asha Verma"]
    assert orgs.team_of(cast.learner.person_id, TODAY) == []


def test_a_question_is_one_query(cast, django_assert_num_queries):
    for ask in (
        lambda: orgs.current_post(cast.learner.person_id, TODAY),
        lambda: orgs.reporting_line(cast.learner.post_id, TODAY),
        lambda: orgs.post_and_line(cast.learner.person_id, TODAY),
        lambda: orgs.team_of(cast.supervisor.person_id, TODAY),
        lambda: orgs.ministry_of(cast.section.path),
    ):
        with django_assert_num_queries(1):
            ask()


def test_the_ministry_of_a_section(cast):
    assert orgs.ministry_of(cast.section.path) == cast.ministry
    assert orgs.ministry_of(cast.country.path) == cast.country
