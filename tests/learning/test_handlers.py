"""What learning keeps of an office goes with the office when it moves."""

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock
from karmayogi.learning.handlers import on_organisation_moved
from karmayogi.learning.models import AccessRequest, ApplicationCheck, Enrolment, JobEntry
from karmayogi.orgs.events import OrganisationMoved
from tests.learning.actions.onthejob.test_hand_in import Story, story  # noqa: F401 (a fixture)


def test_enrolments_requests_entries_and_checks_go_with_the_office(story: Story, cast, at):  # noqa: F811
    story.opened()
    on = clock.day(at)
    JobEntry.objects.create(
        person_id=cast.learner.person_id, witness_id=cast.supervisor.person_id, kind="project", begun_on=on,
        competency_id=competencies.by_codes(["FUN-087"])["FUN-087"].id, ended_on=on, minutes=60, words="x", sent_at=at,
        organisation_path=cast.section.path,
    )  # fmt: skip
    AccessRequest.objects.create(
        course=Enrolment.objects.get(person_id=cast.learner.person_id).course, person_id=cast.learner.person_id,
        organisation_path=cast.section.path, why="x", asked_at=at,
    )  # fmt: skip
    was, now = cast.section.path, cast.other_department.path + cast.section.path[-8:]
    for _twice in range(2):
        on_organisation_moved(OrganisationMoved(cast.section.id, was, now, at))
    for model in (Enrolment, AccessRequest, JobEntry, ApplicationCheck):
        found = model.objects.filter(person_id=cast.learner.person_id).values_list("organisation_path", flat=True)
        assert list(found) == [now], model
