"""A course part played by a tool, from the learner's click to the score, with PyLTI1p3 as the tool."""

import datetime as dt

from pylti1p3.grade import Grade

from karmayogi.kernel import rows
from karmayogi.learning import api as learning
from tests.lti.conftest import browser


def grade(sub, given=17, maximum=20, activity="Completed", grading="FullyGraded", at=None):
    at = at or dt.datetime.now(dt.UTC)
    return (
        Grade().set_score_given(given).set_score_maximum(maximum).set_activity_progress(activity)
        .set_grading_progress(grading).set_timestamp(at.isoformat()).set_user_id(sub)
    )  # fmt: skip


def test_a_learner_goes_to_the_tool_and_her_score_makes_the_part_done(desk):
    enrolment, part = desk.enrol(desk.asha)
    launch = desk.launch(desk.asha, part)
    said = launch.get_launch_data()
    assert launch.is_resource_launch() and launch.has_ags() and launch.has_nrps()
    assert said["sub"] != str(desk.asha.person_uuid)
    assert said["name"] == "Asha Verma" and "email" not in said
    assert said["https://purl.imsglobal.org/spec/lti/claim/custom"] == {"from": "us", "exercise": "7"}
    assert said["https://purl.imsglobal.org/spec/lti/claim/context"]["id"] == str(desk.course.uuid)
    assert said["https://purl.imsglobal.org/spec/lti/claim/resource_link"]["id"] == str(desk.link.uuid)
    assert launch.check_student_access() and not launch.check_teacher_access()

    launch.get_ags().put_grade(grade(said["sub"]))
    here = learning.lesson(desk.asha.actor(desk.now), enrolment).part("tool")
    assert (here.done, here.score) == (True, 85)
    assert rows.scalar("select count(*) from competencies_evidence") == 0


def test_first_she_reads_what_the_tool_gets_to_know(desk):
    _enrolment, part = desk.enrol(desk.asha)
    client = browser(desk.asha, desk.now)
    page = client.get(f"/lti/parts/{part}/").content.decode()
    assert "What Quiz workshop gets to know" in page and "Your name." in page and "Your e-mail" not in page
    assert client.get(f"/lti/parts/{part}/start/").status_code == 409
    client.post(f"/lti/parts/{part}/agree/")
    assert "Open in a new window" in client.get(f"/lti/parts/{part}/").content.decode()
    desk.row.shares_email = True
    desk.row.save()
    assert "Your e-mail" in client.get(f"/lti/parts/{part}/").content.decode()
    assert client.get(f"/lti/parts/{part}/start/").status_code == 409
