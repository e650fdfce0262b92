"""Copies here follow what happens below; a delivery may be repeated."""

from karmayogi.orgs.events import OrganisationMoved
from karmayogi.talent import api as talent
from karmayogi.talent.handlers import on_organisation_moved
from karmayogi.talent.models import Contest


def test_a_contest_follows_an_office_that_moves(year, cast, at):
    talent.contest(actor=cast.learner.actor(at), about="days", words="I was here.", at=at)
    was, now = cast.department.path, cast.other_ministry.path + "0000000z"
    moved = OrganisationMoved(organisation_id=cast.department.id, was=was, now=now, at=at)
    for _twice in range(2):
        on_organisation_moved(moved)
    assert Contest.objects.get().organisation_path == now + cast.section.path.removeprefix(was)
