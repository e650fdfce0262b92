import io
import zipfile

import pytest

from karmayogi.assessment.actions.exchange.export_qti import export_qti
from karmayogi.assessment.engine.exchange import qti
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound
from karmayogi.learning import api as learning
from karmayogi.learning.models import Course, Part, Provider
from tests.assessment.conftest import POOL, SPEC


@pytest.fixture
def quiz_part(course):
    return Part.objects.get(kind="quiz").uuid


@pytest.mark.parametrize("version", ["2.1", "2.2", "3.0"])
def test_a_published_test_goes_out_and_comes_in_equal(quiz_part, cast, at, version):
    key, content = export_qti(actor=cast.publisher.actor(at), part_uuid=quiz_part, version=version, at=at)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        plan = qti.read({name: archive.read(name) for name in archive.namelist()})
    assert key == "test"
    assert plan.parts[0].quiz.draw == SPEC.draw
    assert [{"clause": ""} | one for one in plan.parts[0].questions] == POOL
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'assessment:test:export'") == 1


def test_nobody_else_gets_questions_with_their_answers(quiz_part, cast, at):
    for player in (cast.learner, cast.admin, cast.analyst, cast.platform, cast.supervisor):
        with pytest.raises(NotFound):
            export_qti(actor=player.actor(at), part_uuid=quiz_part, version="3.0", at=at)


def test_nor_does_a_publisher_who_has_to_pass_the_test(course, quiz_part, cast, at):
    imran = cast.publisher.actor(at)
    learning.enrol(actor=imran, course_uuid=course.uuid, language="en", at=at)
    with pytest.raises(NotFound):
        export_qti(actor=imran, part_uuid=quiz_part, version="3.0", at=at)
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'assessment:test:export'") == 0


def test_the_test_of_a_course_by_invitation_is_not_there_for_the_publisher_of_another_provider(
    course, quiz_part, cast, at
):
    imran = cast.publisher.actor(at)
    Course.objects.update(audience="invited")
    with pytest.raises(NotFound):
        export_qti(actor=imran, part_uuid=quiz_part, version="3.0", at=at)
    Provider.objects.update(organisation=cast.country.id)
    assert export_qti(actor=imran, part_uuid=quiz_part, version="3.0", at=at)[0] == "test"
