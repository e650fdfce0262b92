from karmayogi.assessment.actions.ask_again import ask_again
from karmayogi.assessment.handlers import on_organisation_moved
from karmayogi.assessment.models import AttemptRequest
from karmayogi.assessment.queries.requests import waiting
from karmayogi.orgs.events import OrganisationMoved
from tests.assessment.actions.test_ask_again import exhaust


def test_a_request_goes_with_the_office_to_its_new_ministry(part, asha, cast, at):
    exhaust(asha, part)
    ask_again(actor=asha.actor, part_uuid=part, why="", at=asha.at)
    was, now = cast.section.path, cast.other_department.path + cast.section.path[-8:]
    for _ in range(2):
        on_organisation_moved(OrganisationMoved(cast.section.id, was, now, at))
    assert AttemptRequest.objects.get().organisation_path == now
    assert waiting(cast.admin.actor(at), 10) == []
    assert [one.name for one in waiting(cast.other_admin.actor(at), 10)] == [asha.player.name]
