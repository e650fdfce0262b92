"""Four levels of a course: what there is with its uncertainty, and what is missing said as missing."""

from django.urls import reverse

from karmayogi.evaluation.models import Study
from karmayogi.kernel import rows
from karmayogi.learning import api as learning
from karmayogi.learning.models import CourseRating
from tests.cast import SET_UP
from tests.evaluation.web.test_studies import text
from tests.learning.conftest import write_folder


def test_levels_of_a_course(desk, cast, kcm, browse, at, tmp_path):
    course = learning.import_course(agent=SET_UP, folder=write_folder(tmp_path / "course", code="TST-01"), at=at)
    page = reverse("evaluation:course", args=[course.uuid])
    assert text(browse(cast.analyst, page)).count("Missing:") == 4
    people = [cast.player(f"Officer {n}", f"o{n}@x.example.in", cast.section, cast.assistant) for n in range(12)]
    for n, one in enumerate(people):
        CourseRating.objects.create(
            course_id=course.id, person_id=one.person_id, stars=3 + n % 3, given_at=at, changed_at=at
        )
        enrolment = rows.scalar(
            "insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language,"
            " status, enrolled_at, last_at, completed_at) select gen_random_uuid(), %s, c.id, v.id, '', 'en',"
            " 'completed', %s, %s, %s from learning_course c join learning_courseversion v on v.course_id = c.id"
            " where c.id = %s returning id",
            [one.person_id, at, at, at, course.id],
        )
        rows.run(
            "insert into learning_applicationcheck (uuid, person_id, enrolment_id, course_id, organisation_path, state,"
            " opened_at, closes_on, appeal_reason, decision)"
            " values (gen_random_uuid(), %s, %s, %s, '', %s, %s, %s, '', '')",
            [one.person_id, enrolment, course.id, "shown" if n < 9 else "not_shown", at, at.date()],
        )
    shown = text(browse(cast.analyst, page))
    assert shown.count("Missing:") == 2
    assert "4 95 % interval: 3.46 to 4.54" in shown
    assert "75.0 % 95 % interval: 46.8 % – 91.1 %" in shown
    study = desk.measured(course="TST-01")
    shown = text(browse(cast.analyst, page))
    effect = Study.objects.get(uuid=study).result["indicators"]["closed"]["effect"]
    assert f"{effect['estimate']:.3g} 95 % interval: {effect['low']:.3g} to {effect['high']:.3g}" in shown
    assert shown.count("Missing:") == 1
    assert "TST-01 1" in text(browse(cast.analyst, reverse("evaluation:courses") + "?q=TST"))
    for who in (cast.admin, cast.platform, cast.learner):
        assert browse(who, page).status_code == 404
