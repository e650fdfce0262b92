"""What tests of sittings, invitations and tests of a year share: a test that stands alone, and who plans it."""

import datetime as dt
import io
import zipfile

from karmayogi.assessment.actions.proctored.code import code_of
from karmayogi.assessment.actions.proctored.plan_sitting import plan_sitting, seat_people
from karmayogi.assessment.actions.save_answer import save_answer
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.models import PaperCell, PaperSection, ProctoredSitting
from karmayogi.assessment.queries import attempts
from karmayogi.kernel.access import Role
from karmayogi.learning import api as learning
from karmayogi.learning.models import Provider
from tests.assessment.conftest import POOL, SETUP, SPEC, right_values


def stand_alone(at, code: str = "T-ALONE", spec=SPEC, months: int | None = None, questions=POOL):
    """A published test without lessons; its row."""
    return learning.publish_assessment(
        agent=SETUP, code=code, provider="Test Courseware", titles={"en": "Rules of the house", "hi": "घर के नियम"},
        summaries={"en": "All rules."}, questions=questions, quiz=spec, competencies=[("FUN-095", 2)],
        certificate_months=months, at=at,
    )  # fmt: skip


def in_sections(paper_id, *terms) -> None:
    """terms: (questions, minutes or None) of each section."""
    for number, (count, minutes) in enumerate(terms, start=1):
        PaperSection.objects.create(paper_id=paper_id, number=number, titles={"en": f"Part {number}"}, minutes=minutes)
        PaperCell.objects.create(paper_id=paper_id, number=number, section=number, count=count)


def provided_by(office) -> None:
    """The tests of the provider of this module are that office's own."""
    Provider.objects.filter(name_en="Test Courseware").update(organisation_id=office.id)


def sitting_of(cast, at, *, people: str = "asha@personnel.example.in", starts_in: int = 60, places: int = 4):
    """The uuid of a sitting of T-ALONE, planned by Bala and watched by Devi; an hour long."""
    cast.grant(cast.supervisor, Role.PROGRAM_INSTRUCTOR, cast.ministry)
    begins = at + dt.timedelta(minutes=starts_in)
    made = plan_sitting(
        actor=cast.admin.actor(at), office=cast.ministry.code, test="t-alone", venue="Room 5", starts_at=begins,
        ends_at=begins + dt.timedelta(hours=1), late_minutes=15, places=places, proctors="devi@personnel.example.in",
        at=at,
    )  # fmt: skip
    if people:
        seat_people(actor=cast.admin.actor(at), sitting=made, text=people, at=at)
    return made


def code_now(sitting) -> str:
    return code_of(sitting, ProctoredSitting.objects.get(uuid=sitting).code_number)


def pass_it(learner, attempt_uuid):
    """All answers right, handed in; the attempt as it is then."""
    row = attempts.access_attempt(learner.actor, attempt_uuid)
    for position in range(1, row.questions + 1):
        save_answer(attempt=row, position=position, picked=right_values(row.id, position), at=learner.at)
    submit(agent=learner.actor, attempt=row, at=learner.at)
    return attempts.access_attempt(learner.actor, attempt_uuid)


def texts_of(workbook: bytes) -> str:
    """All that stands in the cells of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as file:
        return file.read("xl/sharedStrings.xml").decode()
