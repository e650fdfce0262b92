import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.learning.actions.authoring.providers import (
    add_member,
    apply,
    license_provider,
    refuse,
    remove_member,
    rename,
    suspend,
)
from karmayogi.learning.queries.authoring.providers import access_provider, provider_lines
from karmayogi.learning.queries.catalogue import Search, search


def test_an_application_is_decided_by_another_with_a_reason(studio, cast, at):
    made = apply(actor=cast.learner.actor(at), name="Asha Verma, expert", kind="expert", about="Twenty years", at=at)
    platform = studio.platform.actor(at)
    assert access_provider(cast.learner.actor(at), made).status == "applied"
    with pytest.raises(NotFound):
        access_provider(cast.outsider.actor(at), made)
    with pytest.raises(Refused, match="reason"):
        refuse(actor=platform, provider=made, reason="", at=at)
    with pytest.raises(NotFound):
        refuse(actor=cast.admin.actor(at), provider=made, reason="No", at=at)
    refuse(actor=platform, provider=made, reason="No sample of teaching", at=at)
    row = access_provider(cast.learner.actor(at), made)
    assert (row.status, row.reason) == ("refused", "No sample of teaching")


def test_nobody_decides_on_their_own_application(studio, cast, at):
    made = apply(actor=cast.platform.actor(at), name="Own company", kind="company", about="x", at=at)
    with pytest.raises(Refused, match="Another person"):
        license_provider(
            actor=cast.platform.actor(at), provider=made, valid_from=at.date(), valid_to=None, most_live=None,
            reason="x", at=at,
        )  # fmt: skip


def test_names_are_once_and_offices_are_real(studio, cast, at):
    actor = cast.learner.actor(at)
    for wrong in (
        {"name": "institute of RULES"}, {"name": ""}, {"about": " "}, {"organisation": "NOWHERE"},
    ):  # fmt: skip
        with pytest.raises(Refused):
            apply(**{"actor": actor, "name": "New", "kind": "company", "about": "x", "at": at} | wrong)
    with pytest.raises(NotFound):
        apply(actor=actor, name="New", kind="nothing", about="x", at=at)


def test_an_office_s_delegated_authority_counts_and_a_company_has_only_members(studio, cast, at):
    office = apply(
        actor=cast.learner.actor(at),
        name="Training division",
        kind="government",
        about="x",
        organisation="T-MOP",
        at=at,
    )
    cast.grant(cast.head, Role.CONTENT_CREATOR, cast.ministry)
    cast.grant(cast.head, Role.CBP_ADMIN, cast.country)
    assert access_provider(cast.head.actor(at), office, "write")
    with pytest.raises(NotFound):
        access_provider(cast.head.actor(at), studio.company, "see")
    with pytest.raises(NotFound):
        access_provider(cast.outsider.actor(at), office, "see")


def test_members(studio, cast, at):
    applicant = studio.neighbour.actor(at)  # the first administrator of its people
    add_member(actor=applicant, provider=studio.company, email=cast.learner.email, role=Role.CONTENT_REVIEWER, at=at)
    add_member(actor=applicant, provider=studio.company, email=cast.learner.email, role=Role.CONTENT_REVIEWER, at=at)
    assert access_provider(cast.learner.actor(at), studio.company, "review")
    with pytest.raises(Refused, match="Nobody signs in"):
        add_member(actor=applicant, provider=studio.company, email="no@one.example", role=Role.EDITOR, at=at)
    with pytest.raises(NotFound):
        add_member(actor=applicant, provider=studio.company, email=cast.learner.email, role=Role.SPV_ADMIN, at=at)
    with pytest.raises(NotFound):
        add_member(actor=applicant, provider=studio.institute, email=cast.learner.email, role=Role.EDITOR, at=at)
    remove_member(
        actor=applicant, provider=studio.company, person_id=cast.learner.person_id, role=Role.CONTENT_REVIEWER, at=at
    )
    with pytest.raises(NotFound):
        access_provider(cast.learner.actor(at), studio.company, "review")


def test_suspension_and_names_in_the_catalogue(studio, at):
    studio.published()
    platform = studio.platform.actor(at)
    rename(actor=platform, provider=studio.institute, name="Institute of Law", name_hi="विधि संस्थान", name_ur="", at=at)
    (count,) = search(Search(providers=("Institute of Law",))).facets["provider"]
    assert (count.value, count.count) == ("Institute of Law", 1)
    suspend(actor=platform, provider=studio.institute, reason="x", at=at)
    assert search(Search()).total == 1
    with pytest.raises(Refused):
        suspend(actor=platform, provider=studio.institute, reason="x", at=at)


def test_the_register_shows_each_their_own_and_pages_by_name(studio, course, cast, at):
    def names(who, **how):
        return [one.name_en for one in provider_lines(who.actor(at), statuses=[], **how)[0]]

    assert names(studio.platform) == ["Course Company", "Institute of Rules", "Test Courseware"]
    assert names(studio.author) == ["Institute of Rules"]
    assert names(cast.learner) == []
    first, after = provider_lines(studio.platform.actor(at), statuses=[], limit=2)
    assert [one.name_en for one in first] == ["Course Company", "Institute of Rules"]
    assert names(studio.platform, after=after) == ["Test Courseware"]
    assert names(studio.platform, q="नियम") == ["Institute of Rules"]


def test_an_import_keeps_the_name_and_makes_one_row(course, short_course):
    assert rows.fetch(str, "select name_en from learning_provider") == ["Test Courseware"]
    assert rows.scalar("select count(distinct provider_id) from learning_course") == 1
