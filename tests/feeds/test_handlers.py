from karmayogi.feeds.actions.issue_token import issue_token
from karmayogi.feeds.handlers import on_organisation_moved
from karmayogi.feeds.models import ScimGroup, ScimUser, Token
from karmayogi.feeds.queries.tokens import tokens_within
from karmayogi.orgs.events import OrganisationMoved


def test_what_belongs_to_an_office_goes_with_it(cast, at):
    unit = {"organisation_id": cast.section.id, "path": cast.section.path}
    issue_token(actor=cast.admin.actor(at), organisation_uuid=cast.section.uuid, label="e-HRMS", days=30, at=at)
    ScimUser.objects.create(
        person_id=cast.learner.person_id, user_name="asha", created_at=at, updated_at=at, **unit
    )  # fmt: skip
    ScimGroup.objects.create(display_name="Batch", updated_at=at, **unit)
    was, now = cast.section.path, cast.other_department.path + cast.section.path[-8:]
    for _ in range(2):
        on_organisation_moved(OrganisationMoved(cast.section.id, was, now, at))
    assert {ScimUser.objects.get().path, ScimGroup.objects.get().path, Token.objects.get().path} == {now}
    assert len(tokens_within(cast.other_ministry.path)) == 1
