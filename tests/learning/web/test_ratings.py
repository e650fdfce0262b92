import datetime as dt

from karmayogi.kernel import rows
from karmayogi.learning import api


def test_from_rating_to_hidden(as_, short_course, cast, at):
    asha = cast.learner.actor(at)
    page = f"/learning/courses/{short_course.uuid}/"
    enrolment = api.enrol(actor=asha, course_uuid=short_course.uuid, language="en", at=at)
    client = as_(cast.learner)
    assert "once you have done half" in client.get(page).content.decode()
    lesson = api.lesson(asha, enrolment)
    api.open_part(actor=asha, enrolment_id=lesson.enrolment_id, part_id=lesson.parts[0].id, at=at)
    api.finish_part(
        actor=asha, enrolment_id=lesson.enrolment_id, part_id=lesson.parts[0].id, at=at + dt.timedelta(minutes=30)
    )
    client.post(f"{page}rate/", {"stars": "4", "text": "<b>Useful</b>"})
    html = client.get(page).content.decode()
    assert "&lt;b&gt;Useful" in html and "Change your rating" in html and "too few for a mean" in html
    assert "Asha Verma" not in html.split("What learners say")[1]
    rating = rows.scalar("select uuid from learning_courserating")
    client = as_(cast.outsider)
    client.post(f"{page}ratings/{rating}/report/", {"reason": "Advertises"})
    assert client.get("/learning/ratings/reported/").status_code == 404
    client = as_(cast.platform)
    assert "Advertises" in client.get("/learning/ratings/reported/").content.decode()
    client.post(f"/learning/ratings/{rating}/decide/", {"act": "hide", "reason": "Advertises"})
    assert "Useful" not in client.get(page).content.decode()
    assert "A moderator has hidden your review" in as_(cast.learner).get(page).content.decode()


def test_whoever_is_not_enrolled_does_not_rate(as_, short_course, cast):
    page = f"/learning/courses/{short_course.uuid}/"
    client = as_(cast.learner)
    assert client.post(f"{page}rate/", {"stars": "4"}).status_code == 404
    assert "Save your rating" not in client.get(page).content.decode()
